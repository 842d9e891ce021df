#include "app/session/session_data.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "app/open/array_input.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/open/test_sets.h"
#include "core/files/file.h"
#include "core/files/npy.h"
#include "core/files/sha256.h"
#include "core/json.h"
#include "core/printable.h"
#include "lab/pictures/array_picture.h"
#include "lab/session/document_json.h"
#include "media/photographs.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using lab::JsonFields;
using nlohmann::json;

constexpr int kMostSide = 65'535;
constexpr std::size_t kMostBeside = std::size_t{64} << 20;

std::string checksum_of(const Image& image) { return sha256(std::as_bytes(std::span(image.rgb))); }

// Of what the bench has of it.
std::string checksum_of(const lab::Picture& picture) {
  if (!picture.array) return checksum_of(picture.image);
  return sha256(std::as_bytes(std::as_const(*picture.array->values).values()));
}

// One of the sample photographs, as it was installed.
std::optional<std::string> sample_name(const lab::Picture& picture) {
  for (const char* name : media::kPhotographs) {
    const auto path = media::find_photograph(name);
    if (path && picture.origin.file == path->string()) return name;
  }
  return std::nullopt;
}

// As a file of the store, whose name it gives. `checksum`: of its pixels.
Result<std::string> kept(const Image& image, const std::string& checksum, SessionSink& store) {
  std::string name = fmt::format("pictures/{}-{}x{}.png", checksum, image.height, image.width);
  if (!store.has(name)) {
    TRY_ASSIGN(auto png, media::png_bytes(image, name));
    TRY(store.keep(name, std::move(png)));
  }
  return name;
}

// Its values as a file of the store, and which of them it shows.
Result<json> tell(const lab::ArrayLook& array, const std::string& checksum, SessionSink& store) {
  const std::string name = fmt::format("arrays/{}.npy", checksum);
  if (!store.has(name)) TRY(store.keep(name, npy_bytes(*array.values)));
  json object{{"file", name}, {"planes", array.planes}};
  if (array.item) object["item"] = *array.item;
  if (array.scale != 1.0f) object["scale"] = lab::floats_text({&array.scale, 1});
  return object;
}

Result<json> tell(const lab::Picture& picture, SessionContents contents, SessionSink& store) {
  json object = told_briefly(picture);
  if (object.contains("sample")) return object;
  if (picture.origin != lab::Origin{}) object["origin"] = lab::json_of(picture.origin);
  for (const Phrase& conversion : picture.conversions) {
    object["conversions"].push_back(json_of(conversion));
  }
  if (picture.array) {
    TRY_ASSIGN(object["array"], tell(*picture.array, object["pixels"].get<std::string>(), store));
    return object;
  }
  if (picture.moving) object["moving"] = true;
  // A frame is kept whatever becomes of the film.
  const bool is_frame = picture.moving || !picture.origin.member.empty();
  // Nor would a path that is no UTF-8 be found again.
  const bool is_text = legible(picture.origin.file) == picture.origin.file;
  const bool named =
      contents == SessionContents::kNamed && !picture.origin.checksum.empty() && is_text;
  if (named && !is_frame) return object;
  TRY_ASSIGN(object["file"], kept(picture.image, object["pixels"].get<std::string>(), store));
  if (picture.under) {
    TRY_ASSIGN(object["under"], kept(*picture.under, checksum_of(*picture.under), store));
  }
  if (picture.stamp) object["stamp"] = lab::json_of(*picture.stamp);
  return object;
}

// What lies beside a network's file and bears its name: facts, the moments of its training, weights
// and structures in files of their own.
std::vector<fs::path> beside(const fs::path& file) {
  std::vector<fs::path> found;
  const std::string stem = file.stem().string();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(file.parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    const bool alike = name.size() > stem.size() && name.compare(0, stem.size(), stem) == 0 &&
                       (name[stem.size()] == '.' || name[stem.size()] == '_');
    std::error_code unknown;
    if (!alike || !entry.is_regular_file(unknown) || entry.path() == file) continue;
    if (entry.file_size(unknown) <= kMostBeside && !unknown) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Why a network cannot be kept; empty where it can.
Phrase why_named_alone(const lab::TrainedNetwork& network, const std::string& name,
                       SessionSink& store) {
  const lab::Origin& origin = network.origin;
  if (!network.is_one_file || origin.checksum.empty()) return phrase("it lies in several files");
  if (!is_store_name(name)) return phrase("its name is none that an archive takes");
  const bool is_same = store.has(name) || file_sha256(origin.file) == origin.checksum;
  return is_same ? Phrase() : phrase("its file has changed since it was opened");
}

Result<json> tell(const lab::TrainedNetwork& network, SessionContents contents, SessionSink& store,
                  std::vector<Phrase>& said) {
  json object{{"name", network.name}};
  if (!network.class_names.empty()) object["class_names"] = network.class_names;
  const fs::path file = network.origin.file;
  if (file == bundled_network(network.name.c_str())) {
    object["bundled"] = network.name;
    return object;
  }
  object["origin"] = lab::json_of(network.origin);
  if (contents == SessionContents::kNamed) return object;
  const std::string folder = fmt::format("networks/{}/", network.origin.checksum);
  const std::string name = folder + file.filename().string();
  if (const Phrase why = why_named_alone(network, name, store); !why.empty()) {
    said.push_back(
        phrase("{} is named in the session, not kept in it: {}", printable(network.name), why));
    return object;
  }
  if (!store.has(name)) {
    // Itself last: where it is, the others are.
    std::vector<fs::path> files = beside(file);
    files.push_back(file);
    for (const fs::path& path : files) {
      TRY_ASSIGN(auto bytes, read_file(path));
      TRY(store.keep(folder + path.filename().string(), std::move(bytes)));
    }
  }
  object["file"] = name;
  return object;
}

Result<json> tell(const lab::InputArray& array, SessionSink& store) {
  std::vector<std::byte> bytes = npy_bytes(array.values);
  const std::string name = fmt::format("arrays/{}.npy", sha256(bytes));
  TRY(store.keep(name, std::move(bytes)));
  return json{{"file", name},
              {"scale", lab::floats_text({&array.scale, 1})},
              {"origin", lab::json_of(array.origin)}};
}

// Named alone, however the session is kept: a set of the size that is usual would be most of it.
json tell(const lab::TestSet& set) {
  json object{{"name", set.name},
              {"origin", lab::json_of(set.origin)},
              {"height", set.shape[1]},
              {"width", set.shape[2]},
              {"channels", set.shape[3]}};
  if (!set.class_names.empty()) object["class_names"] = set.class_names;
  return object;
}

// A path that a session names, as a sentence may: whole where it is one line.
std::string quoted(const std::string& path) { return is_printable(path) ? path : printable(path); }

// A file as it was when its checksum was taken.
bool is_there(const lab::Origin& origin) {
  return origin.is_file() && !origin.checksum.empty() &&
         file_sha256(origin.file) == origin.checksum;
}

// What told_briefly() said.
struct BriefPicture {
  std::string name;
  int height = 0;
  int width = 0;
  int channels = 0;    // of an array; 0 of a picture
  std::string pixels;  // their checksum, or that of the array's values
};

// In the place of what is missing, of its size and channels.
std::shared_ptr<const lab::Picture> stand_in(const BriefPicture& brief) {
  const auto& [name, height, width, channels, pixels] = brief;
  if (channels > 0) {
    lab::Picture zeros =
        *lab::array_picture(name, std::make_shared<const Tensor>(Shape{1, height, width, channels}),
                            lab::first_planes(channels));
    zeros.conversions = {phrase("missing")};
    return std::make_shared<const lab::Picture>(std::move(zeros));
  }
  constexpr std::uint8_t kGrey = 128;
  const std::size_t bytes = static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * 3;
  Image image{height, width, std::vector<std::uint8_t>(bytes, kGrey)};
  Image overview = lab::overview_of(image);
  return std::make_shared<const lab::Picture>(
      lab::Picture{name, std::move(image), {phrase("missing")}, {}, {}, std::move(overview)});
}

Result<Image> kept_image(const std::string& file, const SessionSource& store) {
  TRY_ASSIGN(const auto bytes, store.bytes(file));
  TRY_ASSIGN(auto decoded, media::decode_picture(bytes, file));
  return std::move(decoded.image);
}

// What tell() said of an array.
Result<std::shared_ptr<const lab::Picture>> kept_array(const std::string& name, JsonFields fields,
                                                       const SessionSource& store) {
  const std::string file = fields.text("file");
  const float scale = fields.has("scale") ? fields.floats("scale", 1).front() : 1.0f;
  std::optional<int> item;
  if (fields.has("item")) item = fields.integer("item", 0, kMostSide);
  const std::vector<std::size_t> planes = fields.indices("planes", lab::kMaxChannels, 3);
  TRY(fields.error());
  TRY_ASSIGN(const auto bytes, store.bytes(file));
  TRY_ASSIGN(auto read, parse_npy(bytes, file));
  const Shape& shape = read.values.shape();
  if (const Status fits = lab::check_source(shape); !fits || shape[0] != 1) {
    return fail("{}: an array (1, H, W, C) was expected", file);
  }
  TRY(check_finite(file, read.values, word("the value")));
  std::vector<int> shown(planes.begin(), planes.end());
  TRY(lab::check_planes(shown, static_cast<int>(shape[3])));
  lab::Picture picture = *lab::array_picture(
      name, std::make_shared<const Tensor>(std::move(read.values)), std::move(shown));
  picture.array->item = item;
  picture.array->scale = scale;
  return std::make_shared<const lab::Picture>(std::move(picture));
}

Result<std::shared_ptr<const lab::Picture>> found_picture(JsonFields& fields,
                                                          const lab::Origin& origin,
                                                          const SessionSource& store) {
  const std::string sample = fields.text("sample", "");
  if (!sample.empty()) {
    TRY_ASSIGN(const auto path, media::find_photograph(printable(sample)));
    return open_picture(path);
  }
  if (fields.has("array")) {
    TRY_ASSIGN(auto array, kept_array(fields.text("name"), fields.object("array"), store));
    lab::Picture picture = *array;
    picture.conversions = fields.all_said("conversions");
    picture.origin = origin;
    return std::make_shared<const lab::Picture>(std::move(picture));
  }
  const std::string file = fields.text("file", "");
  if (file.empty()) {
    if (is_there(origin)) return open_picture(origin.file);
    return fail("{}: the picture is not there any more, or another one", quoted(origin.file));
  }
  lab::Picture picture;
  picture.name = fields.text("name");
  TRY_ASSIGN(picture.image, kept_image(file, store));
  picture.conversions = fields.all_said("conversions");
  picture.origin = origin;
  picture.overview = lab::overview_of(picture.image);
  picture.moving = fields.flag("moving", false);
  if (fields.has("under")) {
    const std::string under = fields.text("under");
    TRY_ASSIGN(auto image, kept_image(under, store));
    if (image.height != picture.image.height || image.width != picture.image.width) {
      return fail("{}: a picture of {}x{} pixels was expected under {}, found {}x{}", under,
                  picture.image.height, picture.image.width, file, image.height, image.width);
    }
    picture.under = std::make_shared<const Image>(std::move(image));
  }
  if (fields.has("stamp")) picture.stamp = lab::stamp_of(fields.object("stamp"));
  return std::make_shared<const lab::Picture>(std::move(picture));
}

lab::Origin origin_in(JsonFields& fields) {
  return fields.has("origin") ? lab::origin_of(fields.object("origin")) : lab::Origin{};
}

Result<BriefPicture> brief_picture(JsonFields& fields) {
  BriefPicture brief{fields.text("name"), fields.integer("height", 1, kMostSide),
                     fields.integer("width", 1, kMostSide), 0, fields.text("pixels")};
  if (fields.has("channels")) brief.channels = fields.integer("channels", 1, lab::kMaxChannels);
  TRY(fields.error());
  if (brief.channels > 0) {
    TRY(lab::check_source(Shape{1, brief.height, brief.width, brief.channels}));
  }
  if (std::int64_t{brief.height} * brief.width > media::PictureLimits{}.max_pixels) {
    return fail("{}: a picture of {}x{} pixels is too large", printable(brief.name), brief.height,
                brief.width);
  }
  return brief;
}

Status read_picture(JsonFields fields, const SessionSource& store, lab::SessionData& data,
                    std::vector<Phrase>& missing) {
  TRY_ASSIGN(const auto brief, brief_picture(fields));
  const std::string& name = brief.name;
  const lab::Origin origin = origin_in(fields);
  TRY(fields.error());
  auto picture = found_picture(fields, origin, store);
  TRY(fields.error());
  if (picture && checksum_of(**picture) == brief.pixels) {
    data.pictures.push_back(*std::move(picture));
    return {};
  }
  missing.push_back(picture ? phrase("{}: the picture is another one than it was", printable(name))
                            : phrase("{} is missing: {}", printable(name), picture.error()));
  data.pictures.push_back(stand_in(brief));
  return {};
}

Result<fs::path> found_network(JsonFields& fields, const lab::Origin& origin,
                               const SessionSource& store) {
  const std::string bundled = fields.text("bundled", "");
  if (!bundled.empty()) {
    if (!is_store_name("networks/" + bundled) || bundled.find('/') != std::string::npos) {
      return fail("{}: no such network travels with the program", printable(bundled));
    }
    return bundled_network(bundled.c_str());
  }
  const std::string file = fields.text("file", "");
  if (!file.empty()) return store.file(file);
  std::error_code error;
  if (origin.checksum.empty() ? fs::exists(origin.file, error) : is_there(origin)) {
    return fs::path(origin.file);
  }
  return fail("{}: the network is not there any more, or another one", quoted(origin.file));
}

Status read_network(JsonFields fields, const SessionSource& store, lab::SessionData& data,
                    std::vector<Phrase>& missing) {
  const std::string name = fields.text("name");
  const lab::Origin origin = origin_in(fields);
  std::optional<std::vector<std::string>> names;
  if (fields.has("class_names")) names = fields.texts("class_names");
  TRY(fields.error());
  const auto file = found_network(fields, origin, store);
  TRY(fields.error());
  Result<std::shared_ptr<const lab::TrainedNetwork>> network =
      file ? open_network({*file}, std::move(names)) : fail(file.error());
  if (!network) missing.push_back(phrase("{} is missing: {}", printable(name), network.error()));
  data.networks.push_back(network ? *std::move(network) : nullptr);
  return {};
}

Status read_array(JsonFields fields, const SessionSource& store, lab::SessionData& data) {
  const std::string file = fields.text("file");
  const float scale = fields.floats("scale", 1).front();
  const lab::Origin origin = origin_in(fields);
  TRY(fields.error());
  TRY_ASSIGN(const auto bytes, store.bytes(file));
  TRY_ASSIGN(auto array, parse_npy(bytes, file));
  if (array.values.shape().rank() != 4) {
    return fail("{}: an array (N, H, W, C) was expected", file);
  }
  data.arrays.push_back(std::make_shared<const lab::InputArray>(
      lab::InputArray{std::move(array.values), scale, origin}));
  return {};
}

Status read_test_set(JsonFields fields, lab::SessionData& data, std::vector<Phrase>& missing) {
  const std::string name = fields.text("name");
  const lab::Origin origin = lab::origin_of(fields.object("origin"));
  const media::WantedPictures wanted{fields.integer("height", 1, kMostSide),
                                     fields.integer("width", 1, kMostSide),
                                     fields.integer("channels", 1, kMostSide)};
  std::vector<std::string> names;
  if (fields.has("class_names")) names = fields.texts("class_names");
  TRY(fields.error());
  // What is opened below is named in its errors, each of which is one line.
  const bool is_path = !origin.file.empty() && is_printable(origin.file);
  auto set = is_path ? open_test_set(origin.file, wanted, names)
                     : fail("{}: a path was expected", quoted(origin.file));
  if (set && (*set)->origin.checksum == origin.checksum) {
    data.test_sets.push_back(*std::move(set));
    return {};
  }
  missing.push_back(set ? phrase("{}: the test set is another one than it was", printable(name))
                        : phrase("{} is missing: {}", printable(name), set.error()));
  data.test_sets.push_back(nullptr);
  return {};
}

}  // namespace

json told_briefly(const lab::Picture& picture) {
  json object{{"name", picture.name},
              {"height", picture.image.height},
              {"width", picture.image.width},
              {"pixels", checksum_of(picture)}};
  if (picture.array) object["channels"] = picture.channels();
  if (const auto sample = sample_name(picture)) object["sample"] = *sample;
  return object;
}

Result<std::shared_ptr<const lab::Picture>> known_picture(
    JsonFields fields, std::span<const std::shared_ptr<const lab::Picture>> here,
    std::vector<Phrase>& missing) {
  TRY_ASSIGN(const auto brief, brief_picture(fields));
  const std::string sample = fields.text("sample", "");
  TRY(fields.error());
  if (!sample.empty()) {
    TRY_ASSIGN(const auto path, media::find_photograph(printable(sample)));
    return open_picture(path);
  }
  for (const auto& picture : here) {
    const bool same_size =
        picture->image.height == brief.height && picture->image.width == brief.width;
    if (same_size && checksum_of(*picture) == brief.pixels) return picture;
  }
  missing.push_back(phrase("{} is not here: open it, and paste the bench again to have it",
                           word(printable(brief.name))));
  return stand_in(brief);
}

Result<json> tell(const lab::SessionData& data, ToldData& told, SessionContents contents,
                  SessionSink& store) {
  json object{{"pictures", json::array()}, {"networks", json::array()}, {"arrays", json::array()}};
  if (told.test_sets < data.test_sets.size()) object["test_sets"] = json::array();
  for (; told.pictures < data.pictures.size(); ++told.pictures) {
    TRY_ASSIGN(auto one, tell(*data.pictures[told.pictures], contents, store));
    object["pictures"].push_back(std::move(one));
  }
  for (; told.networks < data.networks.size(); ++told.networks) {
    TRY_ASSIGN(auto one, tell(*data.networks[told.networks], contents, store, told.said));
    object["networks"].push_back(std::move(one));
  }
  for (; told.arrays < data.arrays.size(); ++told.arrays) {
    TRY_ASSIGN(auto one, tell(*data.arrays[told.arrays], store));
    object["arrays"].push_back(std::move(one));
  }
  for (; told.test_sets < data.test_sets.size(); ++told.test_sets) {
    object["test_sets"].push_back(tell(*data.test_sets[told.test_sets]));
  }
  return object;
}

Status read_told(const json& told, const SessionSource& store, lab::SessionData& data,
                 std::vector<Phrase>& missing) {
  Status error;
  JsonFields fields(told, "data", error);
  for (const JsonFields& one : fields.objects("pictures")) {
    TRY(read_picture(one, store, data, missing));
  }
  for (const JsonFields& one : fields.objects("networks")) {
    TRY(read_network(one, store, data, missing));
  }
  for (const JsonFields& one : fields.objects("arrays")) TRY(read_array(one, store, data));
  if (fields.has("test_sets")) {
    for (const JsonFields& one : fields.objects("test_sets")) {
      TRY(read_test_set(one, data, missing));
    }
  }
  return error;
}

}  // namespace convlens::app

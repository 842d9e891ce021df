#include "app/session/session_file.h"

#include "core/files/file.h"
#include "core/files/zip_archive.h"
#include "core/temporary_folder.h"
#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"
#include "lab/lab.h"
#include "nn/graph/model.h"
#include "nn/layers/layers.h"

// Whole session files: archives that were cut, changed, or packed by hand from damaged parts.
namespace convlens::fuzz {
namespace {

namespace fs = std::filesystem;

const TemporaryFolder& folder() {
  static const TemporaryFolder kFolder;
  return kFolder;
}

lab::Document small_document() {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  for (const std::uint8_t grey : {90, 91}) {
    Image image{12, 14, std::vector<std::uint8_t>(std::size_t{12} * 14 * 3, grey)};
    pictures.push_back(std::make_shared<const lab::Picture>(
        lab::Picture{"mine", std::move(image), {}, {}, {}, {}}));
  }
  lab::Document document = lab::notebook_document(pictures);
  document.crop_size = {6, 7};
  for (lab::Source& source : document.sources) source.origin = {1, 2};
  return document;
}

Bytes saved(const lab::Lab& lab) {
  const fs::path path = folder() / "seed.convlens";
  const auto done =
      app::save_session(path, lab.history(), lab.view(), app::SessionContents::kInside);
  must_be(done.has_value(), "a session that is saved", done ? "" : done.error().message);
  return *read_file(path);
}

// A network whose file is not there: it is named, and what is missing is said.
std::shared_ptr<const lab::TrainedNetwork> gone_network() {
  auto layer = nn::conv2d({.name = "conv"}, Tensor({1, 1, 3, 2}), Tensor({2}));
  must_be(layer.has_value(), "a layer", layer ? "" : layer.error().message);
  auto model = nn::Model::sequential({12, 14, 3}, {*std::move(layer)});
  must_be(model.has_value(), "a model", model ? "" : model.error().message);
  lab::TrainedNetwork network{
      "gone.keras", "Keras (.keras)", *std::move(model), {"a", "b"}, {}, {}, {}};
  network.origin.file = "/gone/gone.keras";
  return std::make_shared<const lab::TrainedNetwork>(std::move(network));
}

std::vector<Bytes> sessions(const std::vector<fs::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  lab::Lab lab(small_document());
  all.push_back(saved(lab));
  lab.commit(lab::ShapeFilters{2, 3, 1});
  lab.commit(lab::SetWeights{0, {{0, 0, 0, 0.1f}}});
  lab.undo();
  all.push_back(saved(lab));
  const Status taken = lab.commit(lab::SetNetwork{gone_network()});
  must_be(taken.has_value(), "a network on the bench", taken ? "" : taken.error().message);
  all.push_back(saved(lab));
  return all;
}

std::vector<ZipMember> members_of(const Bytes& bytes) {
  std::vector<ZipMember> members;
  const auto zip = ZipArchive::open(bytes, "seed");
  if (!zip) return members;
  for (const std::string& name : zip->names()) {
    if (auto content = zip->read(name)) members.push_back({name, *std::move(content)});
  }
  return members;
}

void damage(ZipMember& member, const Bytes& other, Random& random) {
  const bool is_text = member.name.ends_with(".json");
  member.content = is_text ? to_bytes(damage_json(to_text(member.content), random))
                           : damage_bytes(member.content, other, random);
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  if (one_in(random, 3)) return damage_bytes(seed, other, random);
  auto members = members_of(seed);
  if (members.empty()) return damage_bytes(seed, other, random);
  const std::size_t chosen = below(random, members.size());
  if (one_in(random, 8)) {
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(chosen));
  } else {
    damage(members[chosen], other, random);
  }
  const auto packed = zip_bytes(members, "seed");
  return packed ? *packed : seed;
}

}  // namespace

const Target& target() {
  // None of the files of older versions: the network that they name takes most of the time.
  static const Target kTarget{sessions, {}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const auto path = fuzz::folder() / "one.convlens";
  const Status written = write_file(path, std::as_bytes(std::span(data, size)));
  fuzz::must_be(written.has_value(), "a file to write to", path.string());
  const auto opened = app::open_session(path, fuzz::folder().path());
  if (!opened) {
    fuzz::must_be_sentence(opened.error().message, path.string());
    fuzz::count(fuzz::Outcome::kRefused);
    return 0;
  }
  for (const Phrase& missing : opened->missing) fuzz::must_be_sentence(missing.english());
  // What is taken is saved and taken again as it is.
  const lab::History history(opened->session.steps, opened->session.position);
  const auto saved =
      app::save_session(path, history, opened->session.view, app::SessionContents::kInside);
  fuzz::must_be(saved.has_value(), "a session that is saved", saved ? "" : saved.error().message);
  const auto again = app::open_session(path, fuzz::folder().path());
  fuzz::must_be(again.has_value(), "a session that is read again",
                again ? "" : again.error().message);
  for (std::size_t i = 0; i < history.size(); ++i) {
    fuzz::must_be(again->session.steps[i].document.filters == history.document(i).filters,
                  "the same filters", std::to_string(i));
  }
  fuzz::count(fuzz::Outcome::kAccepted);
  return 0;
}

#include "core/files/npz.h"

#include <array>

#include "core/files/zip_archive.h"
#include "core/files/zip_files.h"
#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"
#include "fuzz/damage/damage_npy.h"

// Zip archives of arrays: whole ones damaged, and good ones with damaged arrays in them.
namespace convlens::fuzz {
namespace {

using testing::ZipEntry;

// What is unpacked may take so much, and the arrays four times as much: a byte becomes a float.
constexpr std::size_t kMaxUnpacked = std::size_t{1} << 30;

std::vector<Bytes> seeds(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  const std::vector<Bytes> arrays = npy_seeds();
  for (std::size_t i = 0; i + 2 < arrays.size(); i += 3) {
    const bool deflate = i % 2 == 0;
    all.push_back(testing::make_zip({{"filters.npy", to_text(arrays[i]), deflate},
                                     {"layer/bias.npy", to_text(arrays[i + 1]), deflate},
                                     {"names.npy", to_text(arrays[i + 2])}}));
  }
  all.push_back(testing::make_zip({{"arr_0.npy", to_text(arrays.front()), true}}));
  all.push_back(testing::make_zip({}));
  return all;
}

std::vector<ZipEntry> members_of(const Bytes& bytes) {
  std::vector<ZipEntry> members;
  const auto zip = ZipArchive::open(bytes, "seed");
  if (!zip) return members;
  for (const std::string& name : zip->names()) {
    const auto content = zip->read(name);
    if (content) members.push_back({name, to_text(*content)});
  }
  return members;
}

void change_description(std::vector<ZipEntry>& members, Random& random) {
  static const std::vector<std::string> kNames{
      "",         ".npy",         "filters.npy", "kernel.npy",
      "../a.npy", "/a.npy",       "a.npz",       "a\n.npy",
      "a\\.npy",  "\xFF\xFE.npy", "folder/",     std::string(70'000, 'n') + ".npy"};
  ZipEntry& member = any_of(random, members);
  switch (below(random, 4)) {
    case 0:
      members.push_back(ZipEntry(member));
      break;
    case 1:
      member.name = any_of(random, kNames);
      break;
    case 2:
      member.flags = static_cast<std::uint16_t>(1U << below(random, 16));
      break;
    default:
      member.method = static_cast<std::uint16_t>(below(random, 100));
  }
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  if (one_in(random, 3)) return damage_bytes(seed, other, random);
  auto members = members_of(seed);
  if (members.empty()) return damage_bytes(seed, other, random);
  if (one_in(random, 4)) {
    change_description(members, random);
  } else {
    ZipEntry& member = any_of(random, members);
    const Bytes content = to_bytes(member.content);
    member.content = to_text(damage_npy(content, content, random));
  }
  for (ZipEntry& member : members) member.deflate = one_in(random, 2);
  Bytes packed = testing::make_zip(members);
  return one_in(random, 8) ? damage_bytes(packed, other, random) : packed;
}

void must_be_whole(const Tensor& values) {
  must_be(values.size() == values.shape().element_count() && values.size() <= kMaxUnpacked,
          "as many values as the shape says, within the limits", to_string(values.shape()));
}

// The one array that filters come from is among all of them, or refused by a sentence.
void try_one(const Bytes& bytes) {
  constexpr std::array<std::string_view, 2> kWanted{"filters", "kernel"};
  const auto array = parse_npz_array(bytes, "x.npz", kWanted);
  if (array) return must_be_whole(array->values);
  must_be_sentence(array.error().message, "x.npz");
}

}  // namespace

const Target& target() {
  static const Target kTarget{seeds, {".npz"}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const auto span = std::as_bytes(std::span(data, size));
  const fuzz::Bytes bytes(span.begin(), span.end());
  const auto arrays = parse_npz(bytes, "x.npz");
  if (!arrays) {
    const std::string& message = arrays.error().message;
    fuzz::must_be_sentence(message, "x.npz");
    fuzz::must_be(message.find("not enough memory") == std::string::npos, "no such allocation",
                  message);
  }
  if (arrays) {
    for (const NamedArray& array : *arrays) fuzz::must_be_whole(array.array.values);
  }
  fuzz::try_one(bytes);
  fuzz::count(arrays ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  return 0;
}

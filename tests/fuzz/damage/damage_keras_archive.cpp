#include "fuzz/damage/damage_keras_archive.h"

#include "core/files/zip_archive.h"
#include "core/files/zip_files.h"
#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_hdf5.h"
#include "fuzz/damage/damage_json.h"

namespace convlens::fuzz {
namespace {

using testing::ZipEntry;

constexpr const char* kConfig = "config.json";
constexpr const char* kWeights = "model.weights.h5";
constexpr const char* kMetadata = "metadata.json";

// The members that a .keras archive has; none where the bytes are no archive.
std::vector<ZipEntry> members_of(const Bytes& bytes) {
  std::vector<ZipEntry> members;
  const auto zip = ZipArchive::open(bytes, "seed");
  if (!zip) return members;
  for (const char* name : {kConfig, kWeights, kMetadata}) {
    const auto content = zip->read(name);
    if (content) members.push_back({name, to_text(*content)});
  }
  return members;
}

// What other programs' archives have, and what none should have.
std::string odd_name(const std::string& name, Random& random) {
  const std::vector<std::string> kNames{
      "",         "../" + name, "/" + name, "C:" + name, name + "\n", "a\\" + name,
      name + "/", "./" + name,  "x",        kConfig,     kWeights,    std::string(70'000, 'n')};
  return any_of(random, kNames);
}

void change_description(std::vector<ZipEntry>& members, Random& random) {
  const std::size_t place = below(random, members.size());
  ZipEntry& member = members[place];
  switch (below(random, 5)) {
    case 0:
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(place));
      break;
    case 1:
      members.push_back(ZipEntry(member));
      break;
    case 2:
      member.name = odd_name(member.name, random);
      break;
    case 3:
      member.flags = static_cast<std::uint16_t>(1U << below(random, 16));
      break;
    default:
      member.method = static_cast<std::uint16_t>(below(random, 100));
  }
}

void change_content(std::vector<ZipEntry>& members, const std::vector<ZipEntry>& others,
                    Random& random) {
  ZipEntry& member = members[below(random, members.size())];
  if (member.name != kWeights) {
    member.content = damage_json(member.content, random);
    return;
  }
  Bytes other;
  for (const ZipEntry& candidate : others) {
    if (candidate.name == kWeights) other = to_bytes(candidate.content);
  }
  member.content = to_text(damage_hdf5(to_bytes(member.content), other, random));
}

}  // namespace

Bytes damage_keras_archive(const Bytes& seed, const Bytes& other, Random& random) {
  auto members = members_of(seed);
  if (members.empty() || one_in(random, 10)) return damage_bytes(seed, other, random);
  if (one_in(random, 12)) {
    change_description(members, random);
  } else {
    change_content(members, members_of(other), random);
  }
  for (ZipEntry& member : members)
    member.deflate = member.content.size() > 100 && one_in(random, 4);
  Bytes packed = testing::make_zip(members);
  return one_in(random, 20) ? damage_bytes(packed, other, random) : packed;
}

}  // namespace convlens::fuzz

#include "core/files/zip_archive.h"
#include "fuzz/damage/damage_keras_archive.h"

// The archive alone: whatever the table of contents says, reading takes no more than the limits.
namespace convlens::fuzz {

const Target& target() {
  static const Target kTarget{whole_files, {".keras"}, damage_keras_archive};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const auto bytes = std::as_bytes(std::span(data, size));
  ZipLimits limits;
  limits.max_entry_bytes = std::uint64_t{1} << 24;
  const auto zip = ZipArchive::open({bytes.begin(), bytes.end()}, "x.keras", limits);
  if (!zip) {
    fuzz::must_be_sentence(zip.error().message, "x.keras");
    fuzz::count(fuzz::Outcome::kRefused);
    return 0;
  }
  bool all_read = true;
  for (const char* name : {"config.json", "model.weights.h5", "metadata.json", "x"}) {
    if (!zip->contains(name)) continue;
    const auto content = zip->read(name);
    all_read = all_read && content;
    if (!content) fuzz::must_be_sentence(content.error().message, "x.keras");
    fuzz::must_be(!content || content->size() <= limits.max_entry_bytes, "a size within the limit",
                  name);
  }
  fuzz::count(all_read ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  return 0;
}

#include "fuzz/damage/damage_archive.h"
#include "fuzz/damage/damage_bytes.h"
#include "fuzz/driver/isolated_target.h"

// What comes through the pipe from the process that reads a file, which may have gone mad.
namespace convlens::fuzz {

const Target& target() {
  static const Target kTarget{sent_archives, {".keras", ".h5"}, damage_bytes};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens::fuzz;
  auto reply = received(std::as_bytes(std::span(data, size)));
  if (reply.archive) {
    build_and_compute(*std::move(reply.archive));
  } else {
    // A whole message is the reader's own.
    if (!reply.complete) must_be_sentence(reply.archive.error().message);
    count(Outcome::kRefused);
  }
  return 0;
}

#include <cstring>

#include "core/files/npy.h"
#include "fuzz/damage/damage_npy.h"

// Arrays as NumPy writes them, and what only looks like them.
namespace convlens::fuzz {
namespace {

std::vector<Bytes> seeds(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  const std::vector<Bytes> own = npy_seeds();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

// What was read is whole, no larger than its file allows, and comes back bit for bit.
void must_be_whole(const NpyArray& array, std::size_t file_bytes) {
  const Tensor& values = array.values;
  must_be(values.size() == values.shape().element_count() && values.size() <= file_bytes,
          "as many values as the shape says and the file holds", to_string(values.shape()));
  const auto again = parse_npy(npy_bytes(values), "again.npy");
  must_be(again.has_value(), "an array that is read again", again ? "" : again.error().message);
  const bool same = again->kind == NpyKind::kFloat && again->values.shape() == values.shape() &&
                    (values.size() == 0 || std::memcmp(again->values.data(), values.data(),
                                                       values.size() * sizeof(float)) == 0);
  must_be(same, "the same bits", to_string(again->values.shape()));
}

}  // namespace

const Target& target() {
  static const Target kTarget{seeds, {}, damage_npy};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const auto array = parse_npy(std::as_bytes(std::span(data, size)), "x.npy");
  if (array) {
    fuzz::must_be_whole(*array, size);
  } else {
    const std::string& message = array.error().message;
    fuzz::must_be_sentence(message, "x.npy");
    // No file of this size holds more than memory does: whatever it says of itself, nothing is
    // allocated for it.
    fuzz::must_be(message.find("not enough memory") == std::string::npos, "no such allocation",
                  message);
  }
  fuzz::count(array ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  return 0;
}

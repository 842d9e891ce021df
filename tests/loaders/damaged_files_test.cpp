#include <algorithm>
#include <cctype>
#include <random>

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/load_model.h"
#include "loaders/model_files.h"

// Whatever is wrong with a network's file, the answer is a sentence, soon, and this process lives
// on.
namespace convlens::loaders {
namespace {

// The parameter: a golden file.
class DamagedFile : public ::testing::TestWithParam<const char*> {
 protected:
  static std::vector<std::byte> original() { return testing::read_bytes(golden::path(GetParam())); }

  // The message; empty where the file could be read after all.
  std::string load(const std::vector<std::byte>& bytes) const {
    const auto path = folder_ / ("damaged" + golden::path(GetParam()).extension().string());
    testing::write_bytes(path, bytes);
    LoadOptions options;
    options.limits.timeout_ms = 10'000;
    const auto loaded = load_model(path, options);
    if (loaded) return {};
    testing::expect_sentence(loaded.error().message, path.string());
    EXPECT_FALSE(testing::contains(loaded.error().message, "took longer"))
        << loaded.error().message;
    return loaded.error().message;
  }

  TemporaryFolder folder_;
};

TEST_P(DamagedFile, WholeOneIsRead) { EXPECT_EQ(load(original()), ""); }

TEST_P(DamagedFile, Truncated) {
  const auto bytes = original();
  constexpr std::size_t kPlaces = 200;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const std::size_t size = bytes.size() * i / kPlaces;
    SCOPED_TRACE(size);
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(size);
    EXPECT_NE(load({bytes.begin(), end}), "");
  }
}

TEST_P(DamagedFile, BitsFlipped) {
  const auto bytes = original();
  std::mt19937 random(20);
  constexpr int kFlips = 500;
  for (int i = 0; i < kFlips; ++i) {
    auto changed = bytes;
    const std::size_t place = random() % bytes.size();
    changed[place] ^= std::byte{1} << (random() % 8);
    SCOPED_TRACE(place);
    load(changed);
  }
}

// Damage to where things stand is worse than damage to the things: the first 2 KB hold most of it.
TEST_P(DamagedFile, HeadersOverwritten) {
  const auto bytes = original();
  std::mt19937 random(21);
  constexpr std::size_t kRun = 8;
  const std::size_t head = std::min<std::size_t>(2048, bytes.size() - kRun);
  for (int i = 0; i < 100; ++i) {
    auto changed = bytes;
    const std::size_t place = random() % head;
    for (std::size_t j = 0; j < kRun; ++j)
      changed[place + j] = static_cast<std::byte>(random() & 0xFFU);
    SCOPED_TRACE(place);
    load(changed);
  }
}

// What a test may be called.
std::string name_of(const ::testing::TestParamInfo<const char*>& file) {
  std::string name = file.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return std::isalnum(letter) == 0; },
      '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Networks, DamagedFile,
                         ::testing::Values("keras_cases/small_network.keras",
                                           "keras_cases/small_network.h5", "onnx_cases/view.onnx",
                                           "onnx_cases/max_pools.onnx", "onnx_cases/shuffle.onnx"),
                         name_of);

}  // namespace
}  // namespace convlens::loaders

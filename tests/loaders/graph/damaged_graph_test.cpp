#include <random>

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/load_model.h"
#include "loaders/model_files.h"

// Whatever is wrong with an ONNX file, the answer is a sentence, soon, and this process lives on.
namespace convlens::loaders {
namespace {

using testing::expect_sentence;
using testing::write_bytes;

class DamagedOnnx : public ::testing::TestWithParam<const char*> {
 protected:
  std::vector<std::byte> original() const {
    return testing::read_bytes(golden::path(std::string("onnx_cases/") + GetParam() + ".onnx"));
  }

  // The message; empty where the file could be read after all.
  std::string load(const std::vector<std::byte>& bytes) const {
    const auto path = folder_ / "damaged.onnx";
    write_bytes(path, bytes);
    LoadOptions options;
    options.limits.timeout_ms = 10'000;
    const auto loaded = load_model(path, options);
    if (loaded) return {};
    expect_sentence(loaded.error().message, path.string());
    EXPECT_FALSE(testing::contains(loaded.error().message, "took longer"));
    return loaded.error().message;
  }

  TemporaryFolder folder_;
};

TEST_P(DamagedOnnx, WholeOneIsRead) { EXPECT_EQ(load(original()), ""); }

TEST_P(DamagedOnnx, Truncated) {
  const auto bytes = original();
  constexpr std::size_t kPlaces = 100;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const std::size_t size = bytes.size() * i / kPlaces;
    SCOPED_TRACE(size);
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(size);
    EXPECT_NE(load({bytes.begin(), end}), "");
  }
}

TEST_P(DamagedOnnx, BitsFlipped) {
  const auto bytes = original();
  std::mt19937 random(22);
  constexpr int kFlips = 300;
  for (int i = 0; i < kFlips; ++i) {
    auto changed = bytes;
    const std::size_t place = random() % bytes.size();
    changed[place] ^= std::byte{1} << (random() % 8);
    SCOPED_TRACE(place);
    load(changed);
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, DamagedOnnx, ::testing::Values("view", "max_pools", "shuffle"),
                         [](const auto& name) { return std::string(name.param); });

}  // namespace
}  // namespace convlens::loaders

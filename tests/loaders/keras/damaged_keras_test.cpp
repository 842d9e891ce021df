#include <random>

#include "core/files/zip_files.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/model_files.h"

// Whatever is wrong with a file, the answer is a sentence, soon, and this process lives on.
namespace convlens::loaders {
namespace {

using testing::bytes_of;
using testing::contains;
using testing::expect_sentence;
using testing::write_bytes;

class DamagedKeras : public ::testing::TestWithParam<const char*> {
 protected:
  std::vector<std::byte> original() const {
    return testing::read_bytes(golden::path(std::string("keras_cases/small_network") + GetParam()));
  }

  // The message; empty where the file could be read after all.
  std::string load(const std::vector<std::byte>& bytes) const {
    const auto path = folder_ / (std::string("damaged") + GetParam());
    write_bytes(path, bytes);
    LoadOptions options;
    options.limits.timeout_ms = 10'000;
    const auto loaded = load_model(path, options);
    if (loaded) return {};
    expect_sentence(loaded.error().message, path.string());
    EXPECT_FALSE(contains(loaded.error().message, "took longer")) << loaded.error().message;
    return loaded.error().message;
  }

  TemporaryFolder folder_;
};

TEST_P(DamagedKeras, WholeOneIsRead) { EXPECT_EQ(load(original()), ""); }

TEST_P(DamagedKeras, Truncated) {
  const auto bytes = original();
  constexpr std::size_t kPlaces = 200;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const std::size_t size = bytes.size() * i / kPlaces;
    SCOPED_TRACE(size);
    const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(size);
    EXPECT_NE(load({bytes.begin(), end}), "");
  }
}

TEST_P(DamagedKeras, BitsFlipped) {
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
TEST_P(DamagedKeras, HeadersOverwritten) {
  const auto bytes = original();
  std::mt19937 random(21);
  constexpr std::size_t kHead = 2048;
  for (int i = 0; i < 100; ++i) {
    auto changed = bytes;
    const std::size_t place = random() % kHead;
    for (std::size_t j = 0; j < 8; ++j)
      changed[place + j] = static_cast<std::byte>(random() & 0xFFU);
    SCOPED_TRACE(place);
    load(changed);
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, DamagedKeras, ::testing::Values(".keras", ".h5"),
                         [](const auto& format) { return std::string(format.param).substr(1); });

std::string message_for(const std::filesystem::path& path) {
  const auto loaded = load_model(path);
  EXPECT_FALSE(loaded);
  if (loaded) return {};
  expect_sentence(loaded.error().message, path.string());
  return loaded.error().message;
}

TEST(NoKerasModel, OtherFiles) {
  const TemporaryFolder folder;
  const auto path = folder / "x.keras";
  write_bytes(path, {});
  EXPECT_TRUE(contains(message_for(path), "the file is empty"));
  write_bytes(path, bytes_of("class Model:\n"));
  EXPECT_TRUE(contains(message_for(path), "found neither"));
  EXPECT_TRUE(contains(message_for(folder.path()), "this is a folder"));
  EXPECT_TRUE(contains(message_for(folder / "y.h5"), "y.h5"));
}

TEST(NoKerasModel, OtherZipArchives) {
  const TemporaryFolder folder;
  const auto path = folder / "x.keras";
  const auto message = [&](const std::vector<convlens::testing::ZipEntry>& entries) {
    write_bytes(path, convlens::testing::make_zip(entries));
    return message_for(path);
  };
  EXPECT_TRUE(contains(message({{"word/document.xml", "x"}}), "holds no config.json"));
  EXPECT_TRUE(contains(message({{"config.json", "{}"}}), "holds no model.weights.h5"));
  EXPECT_TRUE(contains(message({{"config.json", "{}"}, {"model.weights.h5", "no"}}),
                       "HDF5 file in it is damaged"));
  EXPECT_TRUE(contains(message({{"../config.json", "{}"}}), "leads out"));
  EXPECT_TRUE(contains(message({{"config.json", std::string(std::size_t{8} << 20, ' '), true}}),
                       "at most 200 times as many are read"));
}

// The weights are good; what describes the layers is not.
TEST(NoKerasModel, DamagedArchitectures) {
  const TemporaryFolder folder;
  const auto path = folder / "x.keras";
  const auto zip = testing::read_bytes(golden::path("keras_cases/small_network.h5"));
  const std::string weights(reinterpret_cast<const char*>(zip.data()), zip.size());
  const auto message = [&](const std::string& config) {
    write_bytes(path, convlens::testing::make_zip(
                          {{"config.json", config}, {"model.weights.h5", weights}}));
    return message_for(path);
  };
  EXPECT_TRUE(contains(message("{"), "not valid JSON"));
  EXPECT_TRUE(contains(message("\xFF\xFE"), "not valid JSON"));
  EXPECT_TRUE(contains(message("[]"), "no JSON object"));
  EXPECT_TRUE(contains(message(std::string(100'000, '[')), "nests deeper"));
}

}  // namespace
}  // namespace convlens::loaders

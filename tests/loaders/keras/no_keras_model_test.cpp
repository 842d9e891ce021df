#include "core/files/zip_files.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/model_files.h"

// Files under the names of Keras models that hold something else, or a part of what they should.
namespace convlens::loaders {
namespace {

using testing::bytes_of;
using testing::contains;
using testing::expect_sentence;
using testing::write_bytes;

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

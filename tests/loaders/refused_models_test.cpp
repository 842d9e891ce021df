#include <array>

#include "core/files/zip_archive.h"
#include "core/files/zip_files.h"
#include "core/printable.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/model_files.h"

// Whole files that hold what is not supported, does not fit, or should not be trusted. Each is
// answered by one sentence that names the file and, where there is one, the layer.
namespace convlens::loaders {
namespace {

using convlens::testing::ZipEntry;
using nlohmann::json;
using testing::contains;
using testing::expect_sentence;

class RefusedModel : public ::testing::Test {
 protected:
  RefusedModel() {
    auto bytes = testing::read_bytes(golden::path("keras_cases/small_network.keras"));
    const auto zip = ZipArchive::open(std::move(bytes), "small_network.keras");
    EXPECT_TRUE(zip);
    const auto text = [&](const char* entry) {
      const auto content = zip->read(entry);
      EXPECT_TRUE(content);
      return std::string(reinterpret_cast<const char*>(content->data()), content->size());
    };
    config_ = json::parse(text("config.json"));
    weights_ = text("model.weights.h5");
  }

  json& layer(const std::string& name) {
    for (json& candidate : config_["config"]["layers"]) {
      if (candidate["config"]["name"] == name) return candidate;
    }
    throw std::runtime_error("there is no layer " + name);
  }

  std::string refusal_of(const std::vector<std::byte>& file) const {
    testing::write_bytes(path_, file);
    const auto loaded = load_model(path_);
    EXPECT_FALSE(loaded);
    if (loaded) return {};
    expect_sentence(loaded.error().message, path_.string());
    EXPECT_TRUE(is_printable(loaded.error().message)) << loaded.error().message;
    return loaded.error().message;
  }
  // Of the network as config_ describes it now.
  std::string refusal() const {
    return refusal_of(convlens::testing::make_zip(
        {{"config.json", config_.dump(), true}, {"model.weights.h5", weights_}}));
  }
  // Why the network as config_ describes it now is only read in part.
  std::string end() const {
    testing::write_bytes(path_, convlens::testing::make_zip({{"config.json", config_.dump(), true},
                                                             {"model.weights.h5", weights_}}));
    const auto loaded = load_model(path_);
    EXPECT_TRUE(loaded) << loaded.error().message;
    return loaded ? loaded->end.english() : "";
  }
  // Of the good network with further members.
  std::string refusal_with(std::vector<ZipEntry> more) const {
    more.push_back({"config.json", config_.dump()});
    more.push_back({"model.weights.h5", weights_});
    return refusal_of(convlens::testing::make_zip(more));
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "net.keras";
  json config_;
  std::string weights_;
};

// Else the tests below would pass on anything.
TEST_F(RefusedModel, TheGoodNetworkIsNone) {
  testing::write_bytes(path_, convlens::testing::make_zip({{"config.json", config_.dump(), true},
                                                           {"model.weights.h5", weights_}}));
  const auto loaded = load_model(path_);
  EXPECT_TRUE(loaded) << loaded.error().message;
}

TEST_F(RefusedModel, LayersThatAreNotSupportedEndTheNetwork) {
  layer("max_pooling2d_1")["class_name"] = "MaxPooling3D";
  EXPECT_EQ(end(),
            R"("max_pooling2d_1" (MaxPooling3D) is not supported: the network is shown up to)"
            R"( "conv2d_1")");
}

TEST_F(RefusedModel, ClassesOfTheAuthorsOwn) {
  const json subclassed{{"module", "my_networks"},
                        {"class_name", "MyNetwork"},
                        {"config", {{"name", "net"}, {"trainable", true}}},
                        {"registered_name", "MyNetwork"}};
  config_ = subclassed;
  EXPECT_EQ(refusal(), path_.string() +
                           R"(: a model of the class "MyNetwork" is not supported, expected a)"
                           " Sequential or functional one, whose layers the file lists");
  // Derived from Functional, and saved under that name without layers.
  config_["class_name"] = "Functional";
  EXPECT_TRUE(contains(refusal(), "lists no layers"));
  config_["class_name"] = "Sequential";
  config_["config"]["layers"] = json::array();
  EXPECT_TRUE(contains(refusal(), "lists no layers"));
}

TEST_F(RefusedModel, LayersOfTheAuthorsOwn) {
  layer("dropout")["class_name"] = "Attention\n";
  EXPECT_TRUE(contains(end(), R"("dropout" (Attention\x0A) is not supported)")) << end();
}

// Arrays that no layer has are no smaller a fault where another layer is not supported.
TEST_F(RefusedModel, WeightsThatAreLeftOver) {
  layer("conv2d_1")["class_name"] = "Conv3D";
  EXPECT_TRUE(contains(refusal(), R"("layers/conv2d_1")"));
}

TEST_F(RefusedModel, WeightsWithoutLayers) {
  EXPECT_TRUE(contains(refusal_of(convlens::testing::make_zip({{"model.weights.h5", weights_}})),
                       "holds no config.json"));
  EXPECT_TRUE(contains(refusal_of(testing::bytes_of(weights_)), "the file holds weights only"));
}

TEST_F(RefusedModel, ShapesThatDoNotFit) {
  const json whole = config_;
  const auto after = [&](const std::string& name, const char* setting, const json& value) {
    config_ = whole;
    layer(name)["config"][setting] = value;
    const std::string message = refusal();
    EXPECT_TRUE(contains(message, name)) << message;
    return message;
  };
  after("conv2d", "filters", 7);
  after("conv2d_1", "kernel_size", {5, 5});
  after("conv2d_1", "kernel_size", {3, 3, 3});
  after("dense", "units", 5);
  after("dense_1", "use_bias", false);
  // A layer without weights ends the network.
  for (const auto& [setting, value] :
       {std::pair("pool_size", json{100, 100}), std::pair("strides", json(0))}) {
    config_ = whole;
    layer("max_pooling2d")["config"][setting] = value;
    EXPECT_TRUE(contains(end(), "max_pooling2d (MaxPooling2D)")) << end();
  }
  // Weights for one channel, pictures of three.
  config_ = whole;
  layer("input_layer")["config"]["batch_shape"] = {nullptr, 12, 12, 3};
  EXPECT_TRUE(contains(refusal(), "conv2d"));
  // The rows of a dense layer are the values before it.
  layer("input_layer")["config"]["batch_shape"] = {nullptr, 16, 16, 1};
  EXPECT_TRUE(contains(refusal(), "dense"));
  layer("input_layer")["config"]["batch_shape"] = {nullptr, 12, 12};
  EXPECT_TRUE(contains(refusal(), "conv2d"));
}

TEST_F(RefusedModel, PathsThatLeadOutOfTheArchive) {
  for (const char* name : {"../net.txt", "a/../../net.txt", "/tmp/net.txt", "C:/net.txt",
                           "..\\net.txt", "net\n.txt"}) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(contains(refusal_with({{name, "x"}}), "the zip entry"));
  }
  // Nothing was written anywhere near.
  EXPECT_EQ(folder_.entry_count(), 1);
  EXPECT_TRUE(contains(refusal_with({{"config.json", "{}"}}), "two entries of the same name"));
}

TEST_F(RefusedModel, Bombs) {
  const std::string zeros(std::size_t{8} << 20, '\0');
  // Also in a member that no model has: the table of contents is checked before anything is read.
  EXPECT_TRUE(
      contains(refusal_with({{"notes", zeros, true}}), "at most 200 times as many are read"));
  const std::string spaces(std::size_t{8} << 20, ' ');
  const auto bomb =
      convlens::testing::make_zip({{"config.json", spaces, true}, {"model.weights.h5", "x"}});
  EXPECT_TRUE(contains(refusal_of(bomb), "at most 200 times as many are read"));
}

// The table of contents says little, the member unpacks to much.
TEST_F(RefusedModel, BombsThatLie) {
  const std::string zeros(std::size_t{8} << 20, '\0');
  auto bytes =
      convlens::testing::make_zip({{"config.json", zeros, true}, {"model.weights.h5", "x"}});
  // The size, in both headers.
  const std::array real{std::byte{0}, std::byte{0}, std::byte{0x80}, std::byte{0}};
  int changed = 0;
  for (auto found = bytes.begin();; ++changed) {
    found = std::search(found, bytes.end(), real.begin(), real.end());
    if (found == bytes.end()) break;
    *(found + 2) = std::byte{1};  // 64 KB
    ++found;
  }
  EXPECT_GE(changed, 2);
  EXPECT_TRUE(contains(refusal_of(bytes), R"("config.json" is damaged)"));
}

}  // namespace
}  // namespace convlens::loaders

#include "lab/code/bench_script.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "core/files/npy.h"
#include "core/temporary_folder.h"
#include "lab/networks.h"
#include "lab/random_commands.h"
#include "lab/stages/pipeline.h"

// The scripts that benches are exported as are run, and have the maps that the pipeline has.
namespace convlens::lab {
namespace {

using nlohmann::json;
using testing::after;
using testing::bench_with;
using testing::conv_layer;
using testing::must;
using testing::noise_image;
using testing::picture;
using testing::random_tensor;
using testing::RandomCommands;
using testing::shared;
using testing::small_bench;
using testing::trained_of;

constexpr std::int64_t kAny = nn::PartialShape::kUnknown;
constexpr std::string_view kInputs = "inputs.npy";

json described_bytes(const char* type, const std::vector<std::int64_t>& shape,
                     std::span<const unsigned char> data) {
  std::string bytes;
  for (const unsigned char byte : data) bytes += fmt::format("{:02x}", byte);
  return {{"type", type}, {"shape", shape}, {"bytes", bytes}};
}

// tools/check_exported_python.py names one that has TensorFlow.
std::string python() {
  const char* other = std::getenv("CONVLENS_SCRIPT_PYTHON");
  return other == nullptr ? CONVLENS_PYTHON : other;
}

// Scripts in a folder, with what the runner needs to know of them.
class Scripts {
 public:
  // False where the bench has no maps, as one with filters larger than its crop under VALID.
  bool add(const Document& document) {
    Pipeline pipeline;
    if (!pipeline.update(document)) return false;
    const std::string name = fmt::format("bench{}.py", cases_.size());
    json pictures;
    std::vector<ScriptPicture> ways;
    for (std::size_t s = 0; s < document.sources.size(); ++s) {
      if (const auto& array = document.sources[s].picture->array) {
        const std::string beside = fmt::format("array {} {}.npy", cases_.size(), s);
        const Shape& shape = array->values->shape();
        EXPECT_TRUE(write_npy(folder_ / beside, TensorView(std::as_const(*array->values).values(),
                                                           {shape[1], shape[2], shape[3]})));
        ways.push_back({ScriptPicture::Way::kArray, beside});
        continue;
      }
      const std::string file = fmt::format("picture \"{}\".png", s);
      const auto way = static_cast<ScriptPicture::Way>(s % 3);
      ways.push_back({way, way == ScriptPicture::Way::kFile ? "/elsewhere/" + file : file});
      const Image& image = document.sources[s].picture->image;
      pictures[file] = described_bytes("u1", {image.height, image.width, 3}, image.rgb);
    }
    const std::string inputs = std::to_string(cases_.size()) + std::string(kInputs);
    if (reads_inputs(document)) write_inputs(pipeline, inputs);
    std::ofstream(folder_ / name) << bench_script(document, ways, inputs);
    cases_.push_back({{"script", name}, {"pictures", pictures}, {"maps", maps_of(pipeline)}});
    return true;
  }

  std::string text(std::size_t index) const {
    std::ifstream file(folder_ / fmt::format("bench{}.py", index));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t count() const { return cases_.size(); }

  // What the runner says.
  std::string run() {
    std::ofstream(folder_ / "cases.json") << json(cases_).dump();
    const std::string command = fmt::format("{} -I '{}/lab/code/bench_script_runner.py' '{}' 2>&1",
                                            python(), CONVLENS_TEST_DIR, folder_.path().string());
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "no runner";
    std::string said;
    for (char part[512]; std::fgets(part, sizeof part, pipe) != nullptr;) said += part;
    pclose(pipe);
    return said;
  }

 private:
  static json maps_of(const Pipeline& pipeline) {
    const Shape& one = pipeline.map(0, 0).values.shape();
    const auto sources = static_cast<std::int64_t>(pipeline.source_count());
    const auto filters = static_cast<std::int64_t>(pipeline.filter_count());
    std::vector<float> values;
    for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
      for (std::size_t cell = 0; cell < one.element_count(); ++cell) {
        for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
          values.push_back(pipeline.map(s, f).values.data()[cell]);
        }
      }
    }
    return described_bytes(
        "<f4", {sources, one[0], one[1], filters},
        {reinterpret_cast<const unsigned char*>(values.data()), values.size() * sizeof(float)});
  }

  void write_inputs(const Pipeline& pipeline, const std::string& name) {
    const Shape& one = pipeline.input(0).pixels.shape();
    std::vector<float> values;
    for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
      const auto seen = std::as_const(pipeline.input(s).pixels).values();
      values.insert(values.end(), seen.begin(), seen.end());
    }
    const auto sources = static_cast<std::int64_t>(pipeline.source_count());
    ASSERT_TRUE(write_npy(folder_ / name, Tensor({sources, one[1], one[2], one[3]}, values)));
  }

  TemporaryFolder folder_;
  std::vector<json> cases_;
};

bool python_has_numpy() {
  FILE* pipe = popen((python() + " -c 'import numpy' 2>&1").c_str(), "r");
  return pipe != nullptr && pclose(pipe) == 0;
}

#define SKIP_WITHOUT_NUMPY() \
  if (!python_has_numpy()) GTEST_SKIP() << "skipped: " << python() << " has no NumPy"

using SharedNetwork = std::shared_ptr<const TrainedNetwork>;

Document adopting(const SharedNetwork& network) {
  return after(bench_with(network), {ShapeFilters{3, 3, 3}, AdoptNetwork{true}});
}

// A network whose first convolution, of filters that stride, stands behind these layers.
SharedNetwork behind(std::vector<nn::LayerHandle> layers, nn::InputPreparation preparation = {}) {
  layers.push_back(conv_layer({.name = "conv", .strides = {2, 1}}, {3, 3, 3, 4}, 7));
  TrainedNetwork network =
      trained_of("behind.keras", must(nn::Model::sequential({kAny, kAny, 3}, layers)));
  network.preparation = std::move(preparation);
  return shared(std::move(network));
}

nn::LayerHandle batch_normalization() {
  nn::Random random(4);
  Tensor variance = random_tensor({3}, random);
  for (float& value : variance.values()) value = value * value + 0.1f;
  return must(nn::batch_normalization({}, {.gamma = random_tensor({3}, random),
                                           .beta = random_tensor({3}, random),
                                           .moving_mean = random_tensor({3}, random),
                                           .moving_variance = std::move(variance)}));
}

TEST(BenchScript, RandomBenchesHaveTheirMaps) {
  SKIP_WITHOUT_NUMPY();
  Scripts scripts;
  int adopted = 0;
  int resized = 0;
  int grey = 0;
  int muted = 0;
  int arrays = 0;
  for (unsigned chain = 0; chain < 60; ++chain) {
    RandomCommands commands(chain + 1);
    std::mt19937 random(chain);
    const auto below = [&random](unsigned end) { return static_cast<int>(random() % end); };
    Document document = after(notebook_document({picture("first", noise_image(40, 50, 1)),
                                                 picture("second", noise_image(40, 50, 2)),
                                                 picture("third", noise_image(33, 61, 3))}),
                              {ResizeCrop{0, {12, 19}, {3, 4}}, ShapeFilters{4, 3, 3},
                               SetNetwork{testing::walkable_network()}});
    for (int step = 0; step < 40; ++step) {
      std::vector<Command> next{commands.next(document)};
      if (step % 8 == 3) {
        const bool same = below(3) > 0;
        next.emplace_back(SetSteps{1 + below(3), 1 + below(3), 1 + below(3), 1 + below(2),
                                   same ? conv::Padding::kSame : conv::Padding::kValid});
      }
      if (step % 8 == 5) {
        next.emplace_back(
            SetActivation{below(2) == 0 ? conv::Activation::kNone : conv::Activation::kRelu});
        next.emplace_back(AdoptNetwork{below(3) == 0});
      }
      for (const Command& command : next)
        document = lab::apply(document, command).value_or(document);
      if (step % 8 != 7 || !scripts.add(document)) continue;
      const std::string text = scripts.text(scripts.count() - 1);
      adopted += document.adopt_network ? 1 : 0;
      resized += text.find("resized(pictures") != std::string::npos ? 1 : 0;
      grey += document.filters.front().channels == 1 ? 1 : 0;
      arrays += text.find("np.load(folder / \"array") != std::string::npos ? 1 : 0;
      muted += text.find("mask[") != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_GT(scripts.count(), 200u);
  for (const int count : {adopted, resized, grey, muted, arrays}) EXPECT_GT(count, 20);
  const std::string said = scripts.run();
  EXPECT_NE(said.find(fmt::format("{} held", scripts.count())), std::string::npos) << said;
}

TEST(BenchScript, WhatANetworkDoesBeforeItsFirstConvolutionIsWrittenOut) {
  SKIP_WITHOUT_NUMPY();
  Scripts scripts;
  nn::Random random(8);
  const SharedNetwork framed = shared(trained_of(
      "framed.onnx",
      must(nn::Model::sequential(
          {kAny, kAny, 3},
          {conv_layer({.name = "conv", .edges = nn::Edges{1, 2, 0, 3}}, {3, 3, 3, 4}, 7)}))));
  const std::vector<SharedNetwork> networks{
      behind({nn::dropout("drop")}, {.order = nn::ChannelOrder::kBgr,
                                     .scale = 255.0f,
                                     .mean = {104.0f, 117.0f, 124.0f},
                                     .standard_deviation = {57.0f}}),
      framed,
      behind({must(nn::rescaling({1.0f / 127.5f}, {-1.0f}))}),
      behind(
          {must(nn::rescaling({1.0f, 2.0f, 0.5f}, {-1.0f, 0.25f, 0.0f})), batch_normalization()}),
      behind({must(nn::zero_padding2d({1, 2, 3, 4}))}),
      behind({must(nn::cropping2d({1, 0, 0, 4}))}),
      behind({must(nn::normalization(random_tensor({1, 1, 1, 3}, random),
                                     Tensor({1, 1, 1, 3}, std::vector<float>{0.0f, 2.0f, 0.3f})))}),
      behind({must(nn::normalization(Tensor({1, 1, 1, 1}, std::vector<float>{0.4f}),
                                     Tensor({1, 1, 1, 1}, std::vector<float>{0.7f}), true))}),
      shared(trained_of("grey.keras", testing::grey_model()))};
  for (const SharedNetwork& network : networks) {
    const Document colors = adopting(network);
    for (const Document& document : {colors, after(colors, {ShapeFilters{3, 3, 1}})}) {
      EXPECT_FALSE(reads_inputs(document)) << network->name;
      EXPECT_TRUE(scripts.add(document));
    }
  }
  const std::string said = scripts.run();
  EXPECT_NE(said.find(fmt::format("{} held", 2 * networks.size())), std::string::npos) << said;
}

TEST(BenchScript, WhatHasNoShortFormIsReadFromAFileAndSaid) {
  SKIP_WITHOUT_NUMPY();
  Scripts scripts;
  const Document document = adopting(behind({must(nn::max_pooling2d({}))}));
  ASSERT_TRUE(reads_inputs(document));
  ASSERT_TRUE(scripts.add(document));
  EXPECT_NE(scripts.text(0).find("Left out: how the network prepares its input"),
            std::string::npos);
  const std::string said = scripts.run();
  EXPECT_NE(said.find("1 held"), std::string::npos) << said;
}

TEST(BenchScript, TheNotebooksBenchReadsAsTheNotebookDoes) {
  Document document = small_bench();
  document.filters[0].name = "a \"name\"\nof two lines";
  const std::string text = bench_script(
      document,
      {{ScriptPicture::Way::kSample, "china.jpg"}, {ScriptPicture::Way::kSample, "flower.jpg"}},
      "");
  for (const char* said :
       {"pictures = [\n    load_sample_image(\"china.jpg\"),\n",
        "filters = np.zeros((7, 7, 3, 2), dtype=np.float32)\nfilters[:, 3, :, 0] = 1\n"
        "filters[3, :, :, 1] = 1\n",
        "    \"a \\\"name\\\"\\nof two lines\",\n", "inputs = images\n",
        "maps = conv2d(inputs, filters)\n"}) {
    EXPECT_NE(text.find(said), std::string::npos) << said << "\nin\n" << text;
  }
  // What is not used is not there.
  for (const char* not_said : {"mask", "bias =", "resized", "pathlib", "PIL", "nan"}) {
    EXPECT_EQ(text.find(not_said), std::string::npos) << not_said;
  }
}

TEST(BenchScript, NumbersThatAreNoneAndManyFiltersStayWhatTheyAre) {
  SKIP_WITHOUT_NUMPY();
  Scripts scripts;
  Document document = small_bench();
  Filter& filter = document.filters.front();
  filter.weights[5] = std::numeric_limits<float>::infinity();
  filter.weights[9] = -std::numeric_limits<float>::infinity();
  document.filters.back().weights[7] = std::numeric_limits<float>::quiet_NaN();
  ASSERT_TRUE(scripts.add(document));
  Document many = after(small_bench(), {ShapeFilters{15, 15, 3}});
  many.filters.resize(40, many.filters.front());
  std::mt19937 random(3);
  for (Filter& one : many.filters) {
    for (float& weight : one.weights) {
      weight = std::uniform_real_distribution<float>(-1e-3f, 1e-3f)(random);
    }
  }
  ASSERT_TRUE(scripts.add(many));
  const std::string said = scripts.run();
  EXPECT_NE(said.find("2 held"), std::string::npos) << said;
}

}  // namespace
}  // namespace convlens::lab

#include "fuzz/damage/damage_json.h"
#include "golden/golden.h"
#include "loaders/archive_copy.h"
#include "loaders/graph/graph_model.h"
#include "loaders/isolation/isolated.h"
#include "loaders/model_files.h"

// The nodes of a graph are understood by this process itself, so any change of them, and any loss
// among their arrays, must end in a model or in a sentence.
namespace convlens::loaders {
namespace {

class MutatedGraph : public ::testing::TestWithParam<const char*> {};

TEST_P(MutatedGraph, GivesAModelOrASentence) {
  const auto archive = isolated_read("onnx", golden::path(GetParam()));
  ASSERT_TRUE(archive) << archive.error().message;
  fuzz::Random random(12);
  constexpr int kMutants = 500;
  int refused = 0;
  for (int i = 0; i < kMutants; ++i) {
    ModelArchive mutant = testing::copy_of(*archive);
    mutant.architecture = fuzz::damage_json(archive->architecture, random);
    auto& tensors = mutant.groups[0].weights;
    if (random() % 4 == 0 && !tensors.empty()) {
      // Another array than the node expects, or none.
      auto& chosen = tensors[random() % tensors.size()].values;
      chosen = random() % 2 == 0 ? Tensor() : tensors[random() % tensors.size()].values.clone();
    }
    const auto built = build_graph_model(std::move(mutant));
    if (built) continue;
    testing::expect_sentence(built.error().message);
    ++refused;
  }
  EXPECT_GT(refused, kMutants / 20);
}

INSTANTIATE_TEST_SUITE_P(
    Models, MutatedGraph,
    ::testing::Values("onnx_cases/conv_pads.onnx", "onnx_cases/conv_same_lower.onnx",
                      "onnx_cases/max_pools.onnx", "onnx_cases/average_pools.onnx",
                      "onnx_cases/transposed.onnx", "onnx_cases/classic.onnx",
                      "onnx_cases/residual.onnx", "onnx_cases/mobile.onnx",
                      "onnx_cases/shuffle.onnx", "onnx_cases/turned.onnx", "onnx_cases/view.onnx",
                      "onnx_cases/constants.onnx", "onnx_cases/enlarged.onnx"));

}  // namespace
}  // namespace convlens::loaders

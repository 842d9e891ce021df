#include <array>

#include "golden/golden.h"
#include "loaders/common/axis_order.h"
#include "loaders/model_files.h"

// Small models of every layer and option, as Keras saved them, against what Keras computed.
namespace convlens::loaders {
namespace {

using testing::scaled_difference;

constexpr float kTolerance = 1e-5f;

Tensor moved(Tensor values, bool channels_first, const std::array<int, 4>& order) {
  if (!channels_first || values.shape().rank() != 4) return values;
  return *transposed(values, order);
}

// "NAME.input.npy", "NAME.input1.npy".
std::string file_name(const std::string& name, const char* what, int index) {
  return "keras_cases/" + name + "." + what + (index > 0 ? std::to_string(index) : "") + ".npy";
}

void expect_keras_answer(const nlohmann::json& fact, const std::string& extension) {
  const auto name = fact.at("name").get<std::string>();
  SCOPED_TRACE(name + extension);
  const bool channels_first = fact.at("channels_first").get<bool>();
  const auto loaded = load_model(golden::path("keras_cases/" + name + extension));
  ASSERT_TRUE(loaded) << loaded.error().message;

  std::vector<Tensor> inputs;
  for (int i = 0; i < fact.at("inputs").get<int>(); ++i) {
    inputs.push_back(
        moved(golden::array(file_name(name, "input", i)), channels_first, {0, 2, 3, 1}));
  }
  const std::vector<TensorView> views(inputs.begin(), inputs.end());
  const auto outputs = loaded->model.compute(views);
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), fact.at("outputs").get<std::size_t>());
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const Tensor expected = golden::array(file_name(name, "expected", static_cast<int>(i)));
    // Ours has its channels last, Keras' first.
    const TensorView ours = (*outputs)[i].view();
    const bool move = channels_first && ours.shape().rank() == 4;
    const Result<Tensor> back =
        move ? transposed(ours, std::array{0, 3, 1, 2}) : Tensor(ours.shape(), ours.values());
    EXPECT_LE(scaled_difference(*back, expected), kTolerance);
  }
}

TEST(KerasCases, AnswersOfKerasArchives) {
  const auto cases = golden::json("keras_cases/cases.json");
  EXPECT_GE(cases.size(), 48U);
  for (const auto& fact : cases) expect_keras_answer(fact, ".keras");
}

TEST(KerasCases, AnswersOfHdf5Files) {
  int count = 0;
  for (const auto& fact : golden::json("keras_cases/cases.json")) {
    if (!fact.at("h5").get<bool>()) continue;
    expect_keras_answer(fact, ".h5");
    ++count;
  }
  EXPECT_GE(count, 8);
}

}  // namespace
}  // namespace convlens::loaders

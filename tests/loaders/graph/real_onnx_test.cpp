#include <array>
#include <cstdint>

#include "loaders/load_model.h"
#include "loaders/model_files.h"

// A detector that somebody else has trained.
namespace convlens::loaders {
namespace {

// The same numbers in any program: a multiplicative sequence in -1..1.
Tensor noise(const Shape& shape) {
  Tensor tensor(shape);
  std::uint32_t value = 0;
  for (float& element : tensor.values()) {
    element = static_cast<float>(static_cast<double>(value) / 2147483648.0 - 1.0);
    value += 2654435761U;
  }
  return tensor;
}

struct Box {
  int index;
  std::array<float, 2> scores;
  std::array<float, 4> corners;
};

// What onnxruntime 1.32.0 computes there.
constexpr std::array kBoxes{
    Box{0,
        {0.924158812f, 0.0758412406f},
        {0.00452190777f, 0.011751418f, 0.0182464104f, 0.0355507322f}},
    Box{1234,
        {0.951356173f, 0.0486438125f},
        {0.261669338f, 0.311469525f, 0.309630334f, 0.381240159f}},
    Box{4000,
        {0.940220296f, 0.0597796813f},
        {-0.0181049481f, 0.599643946f, 0.0761642233f, 0.769099236f}},
    Box{4419,
        {0.958966374f, 0.0410336144f},
        {0.555692434f, 0.385456324f, 1.21123219f, 1.26412761f}},
};

TEST(RealOnnx, DetectorRfb320) {
  SKIP_WITHOUT_REAL_DATA();
  const auto loaded = load_model(testing::real_data() / "onnx/version-RFB-320.onnx");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->format, "ONNX opset 9 (.onnx)");
  // Its boxes are laid out for this size alone.
  EXPECT_EQ(loaded->model.inputs()[0].shape(), (nn::PartialShape{-1, 240, 320, 3}));
  const Tensor input = noise({1, 240, 320, 3});
  const TensorView view = input;
  const auto outputs = loaded->model.compute({&view, 1});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), 2U);
  const TensorView scores = (*outputs)[0].view();
  const TensorView boxes = (*outputs)[1].view();
  ASSERT_EQ(scores.shape(), (Shape{1, 4420, 2}));
  ASSERT_EQ(boxes.shape(), (Shape{1, 4420, 4}));
  for (const Box& box : kBoxes) {
    for (int i = 0; i < 2; ++i) {
      EXPECT_NEAR(scores.data()[box.index * 2 + i], box.scores[static_cast<std::size_t>(i)], 1e-5f);
    }
    for (int i = 0; i < 4; ++i) {
      EXPECT_NEAR(boxes.data()[box.index * 4 + i], box.corners[static_cast<std::size_t>(i)], 1e-5f);
    }
  }
}

}  // namespace
}  // namespace convlens::loaders

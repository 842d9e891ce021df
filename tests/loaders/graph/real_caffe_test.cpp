#include <algorithm>

#include "loaders/load_model.h"
#include "loaders/model_files.h"
#include "media/picture_file.h"

// A network trained on ImageNet.
namespace convlens::loaders {
namespace {

std::ptrdiff_t best_class(const nn::Model& model, const Tensor& prepared) {
  const auto scores = model.predict(prepared);
  EXPECT_TRUE(scores) << scores.error().message;
  if (!scores) return -1;
  const auto values = std::as_const(*scores).values();
  return std::max_element(values.begin(), values.end()) - values.begin();
}

TEST(RealCaffe, SqueezeNetKnowsAGoldenRetriever) {
  SKIP_WITHOUT_REAL_DATA();
  const auto folder = testing::real_data() / "squeezenet";
  const auto loaded = load_model(folder / "squeezenet_v1.0.caffemodel");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->format, "Caffe (.caffemodel)");
  EXPECT_EQ(loaded->model.parameter_count(), 1248424U);
  const nn::ModelLayer conv1 = *loaded->model.layer("conv1");
  EXPECT_EQ(conv1->weights()[0].value->shape(), (Shape{7, 7, 3, 96}));
  EXPECT_TRUE(loaded->model.layer("fire2/conv1x1_1"));

  ASSERT_TRUE(loaded->preparation.has_value());
  nn::InputPreparation preparation = *loaded->preparation;
  EXPECT_EQ(preparation.resize, (nn::HeightWidth{227, 227}));
  EXPECT_EQ(preparation.order, nn::ChannelOrder::kBgr);
  EXPECT_EQ(preparation.scale, 255.0f);
  preparation.mean = {104, 117, 123};  // the file does not tell

  auto picture = media::read_picture_values(folder / "goldenretriever.jpg", false);
  ASSERT_TRUE(picture) << picture.error().message;
  const Shape size = picture->values.shape();
  const Tensor pixels = std::move(picture->values).reshaped(Shape{1, size[0], size[1], size[2]});
  const auto prepared = nn::prepare(pixels, preparation);
  ASSERT_TRUE(prepared) << prepared.error().message;
  EXPECT_EQ(best_class(loaded->model, *prepared), 207);
  preparation.order = nn::ChannelOrder::kRgb;
  EXPECT_EQ(best_class(loaded->model, *nn::prepare(pixels, preparation)), 176);
  // The network takes pictures of any size.
  preparation.order = nn::ChannelOrder::kBgr;
  preparation.resize = nn::HeightWidth{300, 260};
  EXPECT_EQ(best_class(loaded->model, *nn::prepare(pixels, preparation)), 207);
}

}  // namespace
}  // namespace convlens::loaders

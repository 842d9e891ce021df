// Maps that something else than the processor computes.
#include "lab/stages/map_engine.h"

#include <gtest/gtest.h>

#include "lab/fixtures.h"
#include "lab/lab.h"

namespace convlens::lab {
namespace {

// The processor's maps, marked; fails when it is told to.
class MarkingEngine final : public MapEngine {
 public:
  Result<Tensor> maps(const TensorView& pixels, const TensorView& kernel, const TensorView& bias,
                      const conv::Conv2dOptions& options) override {
    ++calls;
    if (fails) return fail("the engine broke");
    auto maps =
        conv::conv2d(pixels, kernel, bias, options, {.layout = conv::OutputLayout::kPlanar});
    for (float& value : maps->values()) value += 1000.0f;
    return maps;
  }
  std::string_view name() const override { return "marking"; }

  int calls = 0;
  bool fails = false;
};

float first_value(const Lab& lab) { return lab.pipeline().map(0, 0).values.data()[0]; }

TEST(MapEngines, ComputeAllMapsAtOnceAndThoseThatChange) {
  Lab lab(testing::small_bench());
  const float before = first_value(lab);
  MarkingEngine engine;
  lab.use_engine(&engine);
  EXPECT_EQ(first_value(lab), before + 1000.0f);
  EXPECT_EQ(lab.pipeline().strategy(), "marking");
  EXPECT_FALSE(lab.take_engine_fault());
  const int calls = engine.calls;
  lab.follow_view();
  EXPECT_EQ(engine.calls, calls) << "nothing changed";
  lab.use_engine(nullptr);
  EXPECT_EQ(first_value(lab), before);
  EXPECT_NE(lab.pipeline().strategy(), "marking");
}

TEST(MapEngines, TheProcessorTakesThePlaceOfOneThatFails) {
  Lab lab(testing::small_bench());
  const float before = first_value(lab);
  MarkingEngine engine;
  engine.fails = true;
  lab.use_engine(&engine);
  EXPECT_EQ(first_value(lab), before);
  const auto fault = lab.take_engine_fault();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->message, "the engine broke");
  EXPECT_FALSE(lab.take_engine_fault()) << "it is said once";
  EXPECT_EQ(engine.calls, 1) << "it is not asked again";
}

}  // namespace
}  // namespace convlens::lab

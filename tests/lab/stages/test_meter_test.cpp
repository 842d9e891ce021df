#include "lab/stages/test_meter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <thread>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using nn::tests::must;
using testing::color_network;
using testing::shared;
using testing::trained_of;

constexpr int kClasses = 4;

// Scores a picture of four pixels, one a class, by `kernel` (4, 4): the answer is the class of the
// largest score.
nn::Model four_pixels(Tensor kernel) {
  return must(nn::Model::sequential(
      {1, 4, 1}, {nn::flatten(), must(nn::dense({.name = "scores"}, std::move(kernel)))}));
}

// The answer is the brightest pixel, `shift` places further on.
Tensor answers(int shift) {
  Tensor kernel({kClasses, kClasses});
  for (int c = 0; c < kClasses; ++c) kernel.data()[c * kClasses + (c + shift) % kClasses] = 1.0f;
  return kernel;
}

// `count` pictures with one bright pixel; the label is its place, and for each fifth the next one.
TestSet bright_pixels(int count) {
  TestSet set{"bright", {count, 1, kClasses, 1}, {}, {}, {}};
  set.pixels.resize(set.shape.element_count(), 10);
  for (int i = 0; i < count; ++i) {
    const int bright = (i * 7 + i / 3) % kClasses;
    set.pixels[static_cast<std::size_t>(i * kClasses + bright)] = 250;
    set.labels.push_back((bright + (i % 5 == 0 ? 1 : 0)) % kClasses);
  }
  return set;
}

std::shared_ptr<const TrainedNetwork> network(int count, int shift = 0) {
  TrainedNetwork plain = trained_of("bright", four_pixels(answers(shift)));
  plain.test_set = std::make_shared<const TestSet>(bright_pixels(count));
  return shared(std::move(plain));
}

nn::Model with_answers(const nn::Model& model, int shift) {
  const nn::ModelLayer scores = must(model.layer("scores"));
  return must(
      model.with_layer(scores.index(), must(scores->with_weight("kernel", answers(shift)))));
}

// Nothing where it is not measured yet.
std::optional<double> share(const std::shared_ptr<const TrainedNetwork>& network,
                            const TestMeter::Answers& answers) {
  if (!answers) return std::nullopt;
  return accuracy_of(*network->test_set, *answers);
}

void expect_reading(TestMeter& meter, const std::shared_ptr<const TrainedNetwork>& network,
                    double trained, double shown) {
  const TestMeter::Reading reading = meter.reading();
  EXPECT_EQ(share(network, reading.trained), trained);
  EXPECT_EQ(share(network, reading.shown), shown);
  EXPECT_EQ(reading.progress, 1.0);
}

TEST(TestMeter, IsTheShareOfRightAnswers) {
  // Of 133 pictures, two batches and a part of one, 27 have the next pixel's label.
  const auto trained = network(133);
  TestMeter meter;
  const Network asked = fresh_network(trained);
  meter.ask(asked, asked.edited);
  meter.wait();
  expect_reading(meter, trained, 106.0 / 133.0, 106.0 / 133.0);
  meter.ask(asked, with_answers(trained->model, 1));
  meter.wait();
  expect_reading(meter, trained, 106.0 / 133.0, 27.0 / 133.0);
  meter.ask(asked, with_answers(trained->model, 2));
  meter.wait();
  expect_reading(meter, trained, 106.0 / 133.0, 0.0);
  const auto other = network(1, 1);
  meter.ask(fresh_network(other), other->model);
  meter.wait();
  expect_reading(meter, other, 1.0, 1.0);
}

TEST(TestMeter, NanIsNoAnswer) {
  const auto trained = network(50);
  Tensor broken({kClasses, kClasses});
  std::fill_n(broken.data(), broken.size(), std::numeric_limits<float>::quiet_NaN());
  const nn::ModelLayer scores = must(trained->model.layer("scores"));
  TestMeter meter;
  meter.ask(fresh_network(trained),
            must(trained->model.with_layer(
                scores.index(), must(scores->with_weight("kernel", std::move(broken))))));
  meter.wait();
  const auto shown = meter.reading().shown;
  EXPECT_EQ(share(trained, shown), 0.0);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->classes, std::vector<int>(50, TestAnswers::kNone));
}

TEST(TestMeter, PreparesTheTestSetAsTheNetworkDoes) {
  const auto trained = network(50);
  Network asked = fresh_network(trained);
  asked.preparation.scale = -1.0f;  // the brightest pixel has the smallest score
  TestMeter meter;
  meter.ask(asked, asked.edited);
  meter.wait();
  EXPECT_LT(share(trained, meter.reading().trained).value_or(1.0), 0.5);
  asked.preparation = {};
  meter.ask(asked, asked.edited);
  meter.wait();
  expect_reading(meter, trained, 0.8, 0.8);
}

TEST(TestMeter, TheNewestQuestionIsAnswered) {
  const auto large = network(200000);
  const auto small = network(100, 1);
  const Network of_large = fresh_network(large);
  TestMeter meter;
  for (int shift = 3; shift >= 0; --shift) {
    meter.ask(of_large, with_answers(large->model, shift));
  }
  meter.ask(fresh_network(small), small->model);
  meter.wait();
  expect_reading(meter, small, 0.2, 0.2);
  for (int shift = 3; shift >= 1; --shift) {
    meter.ask(fresh_network(small), with_answers(small->model, shift));
  }
  meter.wait();
  expect_reading(meter, small, 0.2, 0.2);
  meter.ask(fresh_network(small), with_answers(small->model, 0));
  meter.wait();
  expect_reading(meter, small, 0.2, 0.8);
}

// The trained weights' share is measured to its end, though a newer question about other weights
// comes every moment.
TEST(TestMeter, NewerWeightsDoNotStartTheBaselineOver) {
  const auto trained = network(500000);
  const Network asked = fresh_network(trained);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  TestMeter meter;
  int questions = 0;
  while (!meter.reading().trained && std::chrono::steady_clock::now() < give_up) {
    meter.ask(asked, with_answers(trained->model, ++questions % 3 + 1));
    std::this_thread::yield();
  }
  ASSERT_EQ(share(trained, meter.reading().trained), 0.8);
  meter.ask(asked, with_answers(trained->model, 1));
  EXPECT_EQ(share(trained, meter.reading().trained), 0.8)
      << "kept, though another question is open";
  meter.wait();
  expect_reading(meter, trained, 0.8, 0.2);
}

TEST(TestMeter, AskingForTheSameAgainCostsNothing) {
  const auto trained = network(100000);
  const Network asked = fresh_network(trained);
  const nn::Model shown = with_answers(trained->model, 1);
  TestMeter meter;
  meter.ask(asked, asked.edited);
  meter.wait();
  meter.ask(asked, shown);
  double progress = 0.0;
  while (progress < 1.0) {  // never thrown back while it is measured
    const double before = meter.reading().progress;
    meter.ask(asked, shown);
    progress = meter.reading().progress;
    ASSERT_GE(progress, before);
    std::this_thread::yield();
  }
  expect_reading(meter, trained, 0.8, 0.2);
  meter.ask(asked, shown);
  expect_reading(meter, trained, 0.8, 0.2);
}

TEST(TestMeter, ANetworkWithoutATestSetHasNone) {
  const auto plain = color_network();
  TestMeter meter;
  meter.ask(fresh_network(plain), plain->model);
  meter.wait();
  EXPECT_FALSE(meter.reading().trained);
  EXPECT_FALSE(meter.reading().shown);
  EXPECT_EQ(meter.reading().progress, 1.0);
  const auto known = network(10);
  meter.ask(fresh_network(known), known->model);
  meter.wait();
  expect_reading(meter, known, 0.8, 0.8);
  meter.ask(fresh_network(plain), plain->model);
  EXPECT_FALSE(meter.reading().trained) << "that of another network";
  EXPECT_FALSE(meter.reading().shown);
}

TEST(TestMeter, ATestSetThatDoesNotFitGivesNothing) {
  TrainedNetwork plain = trained_of("bright", four_pixels(answers(0)));
  plain.test_set = testing::noise_set(3, {1, 4, 3}, kClasses);
  const auto trained = shared(std::move(plain));
  TestMeter meter;
  meter.ask(fresh_network(trained), trained->model);
  meter.wait();
  EXPECT_FALSE(meter.reading().trained);
  EXPECT_FALSE(meter.reading().shown);
  EXPECT_EQ(meter.reading().progress, 1.0);
}

TEST(TestMeter, AnotherTestSetOfAnotherSizeIsAskedAnew) {
  const auto trained = network(50);
  Network asked = fresh_network(trained);
  TestMeter meter;
  meter.ask(asked, asked.edited);
  meter.wait();
  expect_reading(meter, trained, 0.8, 0.8);
  // Twice as wide: what a pixel was, two are.
  TestSet wide{"wide", {4, 1, 2 * kClasses, 1}, {}, {}, {}};
  for (int i = 0; i < 4; ++i) {
    for (int c = 0; c < kClasses; ++c) wide.pixels.insert(wide.pixels.end(), 2, c == i ? 200 : 9);
    wide.labels.push_back(i == 3 ? 0 : i);
  }
  asked.test_set = std::make_shared<const TestSet>(std::move(wide));
  meter.ask(asked, asked.edited);
  // Never those of the set before; a fast machine has the new ones already.
  if (const auto early = meter.reading().shown) {
    EXPECT_EQ(early->classes.size(), 4u);
  }
  meter.wait();
  const auto answers = meter.reading().shown;
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->classes, (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(accuracy_of(*asked.test_set, *answers), 0.75);
  // Of scores, softmax makes probabilities.
  for (const double certainty : answers->certainty) {
    EXPECT_GT(certainty, 1.0 / kClasses);
    EXPECT_LT(certainty, 1.0);
  }
}

// Ending takes less than measuring a tenth of what was asked for does.
TEST(TestMeter, EndsWhileItMeasures) {
  using Clock = std::chrono::steady_clock;
  const auto tenth = network(100000);
  const auto whole = network(1000000);
  const auto start = Clock::now();
  {
    TestMeter meter;
    meter.ask(fresh_network(tenth), tenth->model);
    meter.wait();
  }
  const Clock::duration measuring = Clock::now() - start;
  Clock::duration ending = Clock::duration::max();
  for (int round = 0; round < 5; ++round) {
    auto meter = std::make_unique<TestMeter>();
    meter->ask(fresh_network(whole), whole->model);
    while (meter->reading().progress == 0.0) std::this_thread::yield();
    const auto end = Clock::now();
    meter.reset();
    ending = std::min<Clock::duration>(ending, Clock::now() - end);
  }
  EXPECT_LT(ending, measuring);
}

TEST(TestMeter, OneThatWasNeverAskedEndsToo) {
  TestMeter meter;
  meter.wait();
  EXPECT_FALSE(meter.reading().trained);
}

}  // namespace
}  // namespace convlens::lab

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "lab/document/presets.h"
#include "lab/document/weight_summary.h"
#include "lab/networks.h"
#include "nn/initializers.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::bench_with;
using testing::color_model;
using testing::color_network;
using testing::conv_layer;
using testing::expect_same_weights;
using testing::grey_model;
using testing::kConv1;
using testing::kConv2;
using testing::kPool;
using testing::must;
using testing::noise_moments;
using testing::noise_set;
using testing::same_bits;
using testing::shared;
using testing::small_bench;
using testing::trained_of;
using testing::weights_of;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::string refusal(const Document& document, const Command& command) {
  const Document copy = document;
  const auto next = lab::apply(document, command);
  EXPECT_EQ(document, copy);
  return next ? std::string("accepted") : next.error().message;
}

// Each item filled with its number.
std::shared_ptr<const InputArray> input_array(const Shape& shape) {
  Tensor values(shape);
  const std::size_t size = shape[0] > 0 ? values.size() / static_cast<std::size_t>(shape[0]) : 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values.data()[i] = static_cast<float>(i / size);
  }
  return std::make_shared<const InputArray>(InputArray{std::move(values)});
}

// A bench whose network has a test set of 4 pictures and 3 moments of its training.
Document full_bench() {
  TrainedNetwork plain = trained_of("color.keras", color_model());
  plain.test_set = noise_set(4, {8, 9, 3}, 3);
  plain.moments = noise_moments(plain.model, 3);
  return bench_with(shared(std::move(plain)));
}

TEST(NetworkCommands, LeaveTheOldDocumentAlone) {
  const Document document = after(full_bench(), {SetWeights{{1, kConv1}, {{0, 0, 0, 2.0f}}}});
  const Document copy = document;
  nn::InputPreparation preparation;
  preparation.scale = 2.0f;
  const std::vector<Command> commands{
      SetNetwork{nullptr},
      SetNetwork{color_network(5)},
      TakeFilter{{0, kConv1}},
      PairFilter{1, 3},
      RestoreNetwork{},
      RestoreNetwork{FilterRef{1, kConv1}},
      SetMorph{0.25f},
      SetTestSet{noise_set(2, {8, 9, 3}, 3)},
      ShowMoment{0},
      SetNetworkInput{NetworkSource::kTestSet, 3},
      SetNetworkInput{NetworkSource::kPicture, 0},
      SetInputArray{input_array({2, 8, 9, 3})},
      SetPreparation{preparation},
      SetActivation{conv::Activation::kRelu},
      AdoptNetwork{true},
      SetWeights{{3, kConv2}, {{1, 2, 4, 0.5f}}},
      ReplaceWeights{{2, kConv2}, std::vector<float>(45, 0.5f)},
  };
  for (std::size_t i = 0; i < commands.size(); ++i) {
    SCOPED_TRACE(i);
    const auto next = lab::apply(document, commands[i]);
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_NE(*next, document);
    EXPECT_EQ(document, copy);
    expect_same_weights(document.network->edited, copy.network->edited);
  }
}

TEST(SetInputArray, IsLookedAtItemByItem) {
  const Document bench = full_bench();
  EXPECT_EQ(refusal(bench, SetNetworkInput{NetworkSource::kArray, 0}),
            "the network was to look at an array, none is open");
  const Document next = after(bench, {SetInputArray{input_array({2, 8, 9, 3})}});
  EXPECT_EQ(next.network->source, NetworkSource::kArray);
  const auto seen = [](const Document& document) {
    return must(seen_by_network(*document.network, {}));
  };
  EXPECT_EQ(seen(next).shape(), (Shape{1, 8, 9, 3}));
  EXPECT_EQ(seen(next).values()[0], 0.0f);
  const Document second = after(next, {SetNetworkInput{NetworkSource::kArray, 1}});
  EXPECT_EQ(seen(second).values()[0], 1.0f);
  EXPECT_EQ(refusal(next, SetNetworkInput{NetworkSource::kArray, 2}),
            "item 2 was asked for, the array holds 2");
  EXPECT_EQ(refusal(bench, SetInputArray{input_array({1, 8, 9, 4})}),
            "the array has 4 channels, the network takes 3");
  EXPECT_EQ(refusal(bench, SetInputArray{input_array({0, 8, 9, 3})}),
            "the array of shape (0, 8, 9, 3) is empty, one of (H, W, C) expected");
  EXPECT_EQ(refusal(small_bench(), SetInputArray{input_array({1, 8, 9, 3})}),
            "there is no network on the bench");
}

// No picture has two channels, or four.
TEST(SetInputArray, StandsForPicturesWhereTheNetworkTakesNone) {
  const nn::Model model =
      must(nn::Model::sequential({6, 5, 2}, {conv_layer({.name = "conv"}, {3, 3, 2, 4}, 1)}));
  const Document bench = bench_with(shared(trained_of("two", model)));
  EXPECT_EQ(bench.network->source, NetworkSource::kArray);
  const Tensor seen = must(seen_by_network(*bench.network, {}));
  EXPECT_EQ(seen.shape(), (Shape{1, 6, 5, 2}));
  EXPECT_EQ(seen.values()[0], 0.0f);
  for (const auto source : {NetworkSource::kPicture, NetworkSource::kWholePicture}) {
    EXPECT_EQ(refusal(bench, SetNetworkInput{source, 0}),
              "the network takes 2 channels, what stands on the bench has 3");
  }
}

TEST(NetworkCommands, WithoutANetworkSayThatThereIsNone) {
  const Document document = small_bench();
  for (const Command& command :
       {Command(RestoreNetwork{}), Command(RestoreNetwork{FilterRef{0, 0}}),
        Command(SetMorph{0.5f}), Command(ShowUntrained{}), Command(ShowMoment{}),
        Command(SetNetworkInput{}), Command(SetPreparation{}), Command(PairFilter{0, 0})}) {
    EXPECT_EQ(refusal(document, command), "there is no network on the bench") << command.index();
  }
  EXPECT_EQ(refusal(document, TakeFilter{{0, 0}}), "a filter was to be taken that is not there");
  EXPECT_EQ(refusal(document, SetWeights{{2, 0}, {}}),
            "filter 2 of layer 0 was to be painted, there is none");
}

TEST(SetNetwork, PutsAnotherOnTheBenchAsItWasLoaded) {
  const auto second = color_network(2);
  const Document worked =
      after(full_bench(), {SetWeights{{0, kConv1}, {{0, 0, 0, 2.0f}}}, SetMorph{0.5f},
                           PairFilter{1, 3}, SetNetwork{second}});
  EXPECT_EQ(*worked.network, fresh_network(second));
  EXPECT_FALSE(worked.filters[1].partner) << "of the network that is gone";
  EXPECT_FALSE(after(worked, {SetNetwork{nullptr}}).network);
}

TEST(PaintTrained, WritesTheWeightsNamedAndNoOthers) {
  const Document before = full_bench();
  const Document next = after(
      before, {SetWeights{{2, kConv2}, {{1, 2, 4, -1.0f}, {0, 0, 0, 0.5f}, {1, 2, 4, 4.0f}}}});
  const auto old = weights_of(before.network->edited, kConv2);
  std::vector<float> expected(old.begin(), old.end());  // (3, 3, 5, 4)
  expected[((1 * 3 + 2) * 5 + 4) * 4 + 2] = 4.0f;       // the later edit wins
  expected[2] = 0.5f;
  EXPECT_TRUE(same_bits(weights_of(next.network->edited, kConv2), expected));
  EXPECT_EQ(differing_layers(before.network->edited, next.network->edited), std::vector{kConv2});
  EXPECT_EQ(next.network->trained, before.network->trained);
  EXPECT_EQ(next.filters, before.filters);
  EXPECT_EQ(filter_at(next, {2, kConv2})->at(1, 2, 4), 4.0f);
}

TEST(PaintTrained, IsInRgbForANetworkThatSeesBgr) {
  TrainedNetwork plain = trained_of("bgr", color_model());
  plain.preparation.order = nn::ChannelOrder::kBgr;
  const Document before = bench_with(shared(std::move(plain)));
  const Document next = after(before, {SetWeights{{3, kConv1}, {{2, 5, 0, 9.0f}}}});  // red
  const auto old = weights_of(before.network->edited, kConv1);
  std::vector<float> expected(old.begin(), old.end());  // (7, 7, 3, 5), blue first
  expected[((2 * 7 + 5) * 3 + 2) * 5 + 3] = 9.0f;
  EXPECT_TRUE(same_bits(weights_of(next.network->edited, kConv1), expected));
}

TEST(PaintTrained, SaysWhatDoesNotFit) {
  const Document document = full_bench();
  EXPECT_EQ(refusal(document, SetWeights{{5, kConv1}, {}}),
            "filter 5 of layer 0 was to be painted, there is none");
  EXPECT_EQ(refusal(document, SetWeights{{0, kPool}, {}}),
            "filter 0 of layer 1 was to be painted, there is none");
  EXPECT_EQ(refusal(document, ReplaceWeights{{0, 99}, {}, {}}),
            "filter 0 of layer 99 was to be replaced, there is none");
  EXPECT_EQ(refusal(document, SetWeights{{0, kConv2}, {{0, 0, 5, 1.0f}}}),
            "the weight at [0, 0, 5] was to be set, the filter is 3x3x5");
  EXPECT_EQ(refusal(document, SetWeights{{0, kConv2}, {{0, 0, 0, kNan}}}),
            "the weight at [0, 0, 0] was to be nan, a finite number expected");
  EXPECT_EQ(refusal(document, ReplaceWeights{{0, kConv2}, std::vector<float>(44), {}}),
            "44 weights were given, the filter is 3x3x5");
}

// Like a stroke over mine: no step of undo where nothing became another.
TEST(PaintTrained, WhatChangesNoWeightChangesNothing) {
  for (const float morph : {1.0f, 0.5f, 0.0f}) {
    SCOPED_TRACE(morph);
    const Document document = after(
        full_bench(), {SetWeights{{1, kConv1}, {{0, 0, 0, 2.0f}}}, ShowMoment{1}, SetMorph{morph}});
    const Filter filter = *filter_at(document, {1, kConv1});
    const Command same = SetWeights{{1, kConv1}, {{3, 2, 1, filter.at(3, 2, 1)}}};
    EXPECT_EQ(after(document, {same}), document);
    EXPECT_EQ(after(document, {ReplaceWeights{{1, kConv1}, filter.weights}}), document);
  }
  const Document fresh = full_bench();
  EXPECT_EQ(after(fresh, {RestoreNetwork{FilterRef{2, kConv1}}}), fresh);
  EXPECT_EQ(after(fresh, {ShowMoment{2}}), fresh) << "the last moment is the trained kernel";
}

TEST(Morph, PaintingGoesOnFromWhatIsShown) {
  const Document document =
      after(full_bench(), {SetWeights{{1, kConv1}, {{0, 0, 0, 2.0f}}},
                           SetWeights{{2, kConv2}, {{0, 0, 0, -2.0f}}}, SetMorph{0.5f}});
  const nn::Model shown = shown_model(*document.network);
  const Document painted = after(document, {SetWeights{{1, kConv1}, {{3, 3, 1, 7.0f}}}});
  EXPECT_EQ(painted.network->morph, 1.0f);
  // conv2 stays where it was shown, conv1 has one weight more.
  EXPECT_TRUE(same_bits(weights_of(painted.network->edited, kConv2), weights_of(shown, kConv2)));
  const auto at_half = weights_of(shown, kConv1);
  std::vector<float> expected(at_half.begin(), at_half.end());
  expected[((3 * 7 + 3) * 3 + 1) * 5 + 1] = 7.0f;
  EXPECT_TRUE(same_bits(weights_of(painted.network->edited, kConv1), expected));
  // At 0 it goes on from the trained weights.
  const Document again =
      after(document, {SetMorph{0.0f}, SetWeights{{1, kConv1}, {{3, 3, 1, 7.0f}}}});
  EXPECT_EQ(differing_layers(again.network->trained->model, again.network->edited),
            std::vector{kConv1});
}

TEST(SetMorph, TakesFourTimesEitherWay) {
  const Document document = full_bench();
  for (const float morph : {-4.0f, 0.0f, 0.5f, 4.0f}) {
    EXPECT_EQ(after(document, {SetMorph{morph}}).network->morph, morph);
  }
  EXPECT_EQ(refusal(document, SetMorph{4.5f}),
            "a share of 4.5 was asked for, from -4 to 4 expected");
  EXPECT_EQ(refusal(document, SetMorph{-5.0f}),
            "a share of -5 was asked for, from -4 to 4 expected");
  EXPECT_EQ(refusal(document, SetMorph{kNan}),
            "a share of nan was asked for, from -4 to 4 expected");
}

TEST(RestoreNetwork, BringsBackAllOrOneFilter) {
  const Document fresh = full_bench();
  const Document painted = after(fresh, {SetWeights{{1, kConv1}, {{0, 0, 0, 2.0f}}},
                                         SetWeights{{2, kConv1}, {{1, 1, 1, 3.0f}}},
                                         SetWeights{{0, kConv2}, {{0, 0, 0, 4.0f}}}});
  const Document one = after(painted, {RestoreNetwork{FilterRef{1, kConv1}}});
  EXPECT_EQ(filter_at(one, {1, kConv1}), filter_at(fresh, {1, kConv1}));
  EXPECT_EQ(filter_at(one, {2, kConv1}), filter_at(painted, {2, kConv1}));
  EXPECT_EQ(filter_at(one, {0, kConv2}), filter_at(painted, {0, kConv2}));
  const Document all = after(painted, {SetMorph{2.0f}, RestoreNetwork{}});
  EXPECT_EQ(all, fresh);
  EXPECT_EQ(refusal(fresh, RestoreNetwork{FilterRef{5, kConv1}}),
            "filter 5 of layer 0 was to be restored, there is none");
  EXPECT_EQ(refusal(fresh, RestoreNetwork{FilterRef{0, kPool}}),
            "filter 0 of layer 1 was to be restored, there is none");
  EXPECT_EQ(refusal(fresh, RestoreNetwork{FilterRef{0}}),
            "filter 0 of layer -1 was to be restored, there is none");
}

TEST(ShowUntrained, LeavesMineAndTheTrainedWeightsWhereTheyAre) {
  const Document fresh = full_bench();
  const Document mine = after(fresh, {SetWeights{{1, kConv1}, {{0, 0, 0, 2.0f}}}});
  const Document untrained = after(mine, {ShowUntrained{}});
  const nn::Model shown = shown_model(*untrained.network);
  expect_same_weights(shown, untrained_model(*fresh.network->trained));
  EXPECT_EQ(after(untrained, {ShowUntrained{}}), untrained) << "once more changes nothing";
  EXPECT_EQ(after(untrained, {SetMorph{1.0f}}), mine);
  expect_same_weights(shown_model(*after(untrained, {SetMorph{0.0f}}).network),
                      fresh.network->trained->model);
  EXPECT_EQ(after(untrained, {RestoreNetwork{}}), fresh);
}

TEST(ShowUntrained, PaintingGoesOnFromWhatIsShown) {
  const Document untrained = after(full_bench(), {ShowUntrained{}});
  const nn::Model shown = shown_model(*untrained.network);
  const Document painted = after(untrained, {SetWeights{{1, kConv1}, {{3, 3, 1, 7.0f}}}});
  EXPECT_FALSE(painted.network->untrained.has_value());
  EXPECT_TRUE(same_bits(weights_of(painted.network->edited, kConv2), weights_of(shown, kConv2)));
  EXPECT_EQ(filter_at(painted, {1, kConv1})->at(3, 3, 1), 7.0f);
  const Filter there = *filter_at(untrained, {1, kConv1});
  EXPECT_EQ(after(untrained, {ReplaceWeights{{1, kConv1}, there.weights}}), untrained);
}

TEST(ShowUntrained, DrawsGlorotWeightsAndTakesTheFirstMomentWhereItIsKnown) {
  const Document fresh = full_bench();
  const TrainedNetwork& network = *fresh.network->trained;
  const nn::Model untrained = untrained_model(network);
  EXPECT_EQ(moment_of(network, *kernel_of(untrained, kConv1)), 0);
  const auto kernel = kernel_of(untrained, kConv2);
  for (const float weight : std::as_const(*kernel).values()) {
    EXPECT_LE(std::abs(weight), nn::glorot_limit(kernel->shape()));
  }
}

TEST(ShowMoment, ShowsTheKernelOfThatMoment) {
  const Document document = after(full_bench(), {SetWeights{{0, kConv2}, {{0, 0, 0, 4.0f}}}});
  const auto& moments = *document.network->trained->moments;
  const Document first = after(document, {ShowMoment{1}});
  EXPECT_TRUE(same_bits(weights_of(first.network->edited, kConv1),
                        std::as_const(moments.kernels).values().subspan(735, 735)));
  EXPECT_EQ(filter_at(first, {0, kConv2}), filter_at(document, {0, kConv2}));
  EXPECT_EQ(refusal(document, ShowMoment{3}),
            "moment 3 of the training was asked for, 3 are known");
  EXPECT_EQ(refusal(bench_with(color_network()), ShowMoment{0}),
            "moment 0 of the training was asked for, 0 are known");
}

TEST(SetNetworkInput, TakesWhatTheTestSetHolds) {
  const Document document = full_bench();
  const Document third = after(document, {SetNetworkInput{NetworkSource::kTestSet, 3}});
  EXPECT_EQ(third.network->item, 3);
  EXPECT_EQ(third.network->source, NetworkSource::kTestSet);
  EXPECT_EQ(after(third, {SetNetworkInput{NetworkSource::kPicture, 3}}).network->source,
            NetworkSource::kPicture);
  EXPECT_EQ(refusal(document, SetNetworkInput{NetworkSource::kTestSet, 4}),
            "item 4 was asked for, the test set holds 4");
  EXPECT_EQ(refusal(document, SetNetworkInput{NetworkSource::kTestSet, -1}),
            "item -1 was asked for, the test set holds 4");
  EXPECT_EQ(refusal(bench_with(color_network()), SetNetworkInput{NetworkSource::kTestSet, 0}),
            "no test set of this network is known");
}

TEST(SetTestSet, IsLookedAtFromItsFirstItem) {
  const Document document = after(full_bench(), {SetNetworkInput{NetworkSource::kPicture, 0}});
  const auto set = noise_set(9, {12, 7, 3}, 2);
  const Document next = after(document, {SetTestSet{set}});
  EXPECT_EQ(next.network->test_set, set);
  EXPECT_EQ(next.network->source, NetworkSource::kTestSet);
  EXPECT_EQ(next.network->item, 0);
  EXPECT_EQ(next.network->trained, document.network->trained);
  EXPECT_EQ(after(next, {SetNetworkInput{NetworkSource::kTestSet, 8}}).network->item, 8);
  EXPECT_EQ(refusal(next, SetNetworkInput{NetworkSource::kTestSet, 9}),
            "item 9 was asked for, the test set holds 9");
  // Its own again.
  const Document own = after(next, {SetTestSet{}});
  EXPECT_EQ(own.network->test_set, document.network->trained->test_set);
  EXPECT_EQ(describe(document, SetTestSet{set}).english(), "test set noise");
  EXPECT_EQ(describe(next, SetTestSet{}).english(), "the network's own test set");
}

TEST(SetTestSet, NamesClassesThatHaveNone) {
  TestSet named = *noise_set(3, {8, 8, 3}, 3);
  named.class_names = {"a", "b", "c"};
  const auto set = std::make_shared<const TestSet>(std::move(named));
  const Document next = after(full_bench(), {SetTestSet{set}});
  EXPECT_EQ(next.network->class_names, set->class_names);
  const std::vector<std::string> mine{"x", "y", "z"};
  EXPECT_EQ(after(full_bench(), {SetClassNames{mine}, SetTestSet{set}}).network->class_names, mine);
}

TEST(SetTestSet, OneThatDoesNotFitIsRefused) {
  const Document document = full_bench();
  EXPECT_EQ(refusal(document, SetTestSet{noise_set(2, {8, 9, 1}, 2)}),
            "noise: the pictures of the test set have 1 channels, the network takes 3");
  EXPECT_EQ(refusal(document, SetTestSet{noise_set(5, {8, 9, 3}, 4)}),
            "noise: the test set has a class of number 3, the network knows those from 0 to 2");
  EXPECT_EQ(refusal(small_bench(), SetTestSet{noise_set(2, {8, 9, 3}, 2)}),
            "there is no network on the bench");
  EXPECT_EQ(refusal(bench_with(color_network()), SetTestSet{}),
            "no test set of this network is known");
  const auto maps = shared(trained_of(
      "maps.keras", must(nn::Model::sequential({8, 8, 3}, {conv_layer({}, {3, 3, 3, 2}, 1)}))));
  EXPECT_EQ(refusal(bench_with(maps), SetTestSet{noise_set(2, {8, 8, 3}, 2)}),
            "noise: the network tells no classes apart that a test set could count");
}

TEST(PairFilter, ChoosesATrainedFilterOrNone) {
  const Document document = full_bench();
  const Document paired = after(document, {PairFilter{1, 4}});
  EXPECT_EQ(paired.filters[1].partner, 4u);
  EXPECT_EQ(paired.filters[0], document.filters[0]);
  EXPECT_EQ(after(paired, {PairFilter{1, std::nullopt}}), document);
  EXPECT_EQ(refusal(document, PairFilter{2, 0}), "filter 3 was to be paired, there are 2");
  EXPECT_EQ(refusal(document, PairFilter{0, 5}),
            "trained filter 5 was to stand beside vertical line, there are 5");
}

TEST(TakeFilter, CopiesAFilterOfMyShape) {
  const Document document = full_bench();
  const Document next = after(document, {TakeFilter{{3, kConv1}}, TakeFilter{{0}}});
  ASSERT_EQ(next.filters.size(), 4u);
  EXPECT_EQ(next.filters[2], *filter_at(document, {3, kConv1}));
  EXPECT_EQ(next.filters[2].name, "conv1 [3]");
  Filter copy = document.filters[0];
  copy.name = "vertical line 2";
  EXPECT_EQ(next.filters[3], copy);
  EXPECT_EQ(refusal(document, TakeFilter{{0, kConv2}}),
            "the filter is 3x3x5, mine are 7x7x3: only filters of one shape stand together");
  EXPECT_EQ(refusal(document, TakeFilter{{5, kConv1}}),
            "a filter was to be taken that is not there");
  EXPECT_EQ(refusal(document, TakeFilter{{2}}), "a filter was to be taken that is not there");
  const std::vector many(256, zero_filter("one", 7, 7, 3));
  EXPECT_EQ(refusal(after(document, {SetFilters{many}}), TakeFilter{{0, kConv1}}),
            "at most 256 filters stand on the bench");
}

TEST(TakeFilter, TakesWhatIsShown) {
  const Document document = after(full_bench(), {SetWeights{{3, kConv1}, {{0, 0, 0, 2.0f}}},
                                                 SetMorph{0.5f}, TakeFilter{{3, 0}}});
  const nn::Model shown = shown_model(*document.network);
  EXPECT_EQ(document.filters[2].weights, filter_of(*filter_bank(shown, kConv1, false), 3).weights);
  EXPECT_EQ(document.network->morph, 0.5f) << "the network is left alone";
}

TEST(Describe, NamesWhatWasDoneToTheNetwork) {
  const Document document = full_bench();
  EXPECT_EQ(describe(document, SetNetwork{color_network()}).english(), "open color.keras");
  EXPECT_EQ(describe(document, SetNetwork{}).english(), "close the network");
  EXPECT_EQ(describe(document, TakeFilter{{2, kConv1}}).english(), "take conv1 [2]");
  EXPECT_EQ(describe(document, PairFilter{1, {}}).english(), "pair horizontal line");
  EXPECT_EQ(describe(document, RestoreNetwork{}).english(), "restore the network");
  EXPECT_EQ(describe(document, RestoreNetwork{FilterRef{1, kConv2}}).english(),
            "restore conv2 [1]");
  EXPECT_EQ(describe(document, SetWeights{{1, kConv2}, {}}).english(), "paint conv2 [1]");
  EXPECT_EQ(describe(document, SetMorph{0.5f}).english(), "weights at 0.50");
  EXPECT_EQ(describe(document, SetMorph{0.0f}).english(), "show the trained weights");
  EXPECT_EQ(describe(document, SetMorph{1.0f}).english(), "show my weights");
  EXPECT_EQ(describe(document, ShowMoment{1}).english(), "epoch 0.50");
  EXPECT_EQ(describe(document, ShowMoment{9}).english(), "show a moment of the training");
  EXPECT_EQ(describe(document, SetNetworkInput{NetworkSource::kTestSet, 3}).english(),
            "test picture 3");
  EXPECT_EQ(describe(document, SetNetworkInput{}).english(), "network sees the crop");
  EXPECT_EQ(describe(document, SetPreparation{}).english(), "set the input's preparation");
  EXPECT_EQ(describe(document, SetActivation{conv::Activation::kRelu}).english(), "after ReLU");
  EXPECT_EQ(describe(document, SetActivation{}).english(), "before activation");
  EXPECT_EQ(describe(document, AdoptNetwork{true}).english(), "adopt the network's ways");
  EXPECT_EQ(describe(document, AdoptNetwork{}).english(), "my own ways");
}

}  // namespace
}  // namespace convlens::lab

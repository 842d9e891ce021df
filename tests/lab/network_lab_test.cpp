#include <gtest/gtest.h>

#include <limits>

#include "lab/fresh_stages.h"
#include "lab/shown/panel_code.h"

// The lab with a network on its bench.
namespace convlens::lab {
namespace {

using nn::tests::must;
using testing::after;
using testing::bench_with;
using testing::color_network;
using testing::expect_up_to_date;
using testing::grey_model;
using testing::kConv1;
using testing::kConv2;
using testing::same_bits;
using testing::shared;
using testing::small_bench;
using testing::trained_of;

Command paint_trained(int layer, std::size_t filter, float value) {
  return SetWeights{{filter, layer}, {{1, 1, 1, value}}};
}

std::vector<std::size_t> partners(const Lab& lab) {
  std::vector<std::size_t> all;
  for (std::size_t f = 0; f < lab.document().filters.size(); ++f) {
    const auto beside = lab.partner(f);
    all.push_back(beside ? beside->filter : 999);
  }
  return all;
}

// For each of mine the trained filter of the largest cosine, the first where several are.
std::vector<std::size_t> most_alike(const Document& document) {
  const nn::Model shown = shown_model(*document.network);
  const auto bank = filter_bank(shown, kConv1, false);
  std::vector<std::size_t> all;
  for (const Filter& mine : document.filters) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < bank->count; ++i) {
      const double likeness = cosine(mine, filter_of(*bank, i));
      if (likeness > cosine(mine, filter_of(*bank, best))) best = i;
    }
    all.push_back(best);
  }
  return all;
}

// One of mine with the weights of a trained filter.
Command copy_of(const Document& document, std::size_t trained, std::size_t mine, float times) {
  Filter filter = *filter_at(document, {trained, kConv1});
  for (float& weight : filter.weights) weight *= times;
  return ReplaceWeights{mine, filter.weights};
}

TEST(NetworkLab, ATrainedFilterThatIsNotFiniteIsNobodysPartner) {
  const nn::Model model = testing::color_model();
  Tensor kernel = model.layer(kConv1)->weights()[0].value->clone();
  for (std::size_t i = 0; i < kernel.size(); i += 5) {  // filters 0 and 4
    kernel.data()[i] = std::numeric_limits<float>::quiet_NaN();
    kernel.data()[i + 4] = std::numeric_limits<float>::infinity();
  }
  const nn::Model broken = must(with_kernel(model, kConv1, std::move(kernel)));
  const Lab lab(bench_with(shared(trained_of("broken", broken))));
  for (const std::size_t partner : partners(lab)) {
    EXPECT_GT(partner, 0U);
    EXPECT_LT(partner, 4U);
  }
}

TEST(NetworkLab, ThePartnerIsTheTrainedFilterMostAlike) {
  Lab lab(bench_with(color_network()));
  EXPECT_EQ(partners(lab), most_alike(lab.document()));
  for (std::size_t trained = 0; trained < 5; ++trained) {
    lab.commit(copy_of(lab.document(), trained, 0, 0.5f));
    EXPECT_EQ(partners(lab)[0], trained);
    EXPECT_FALSE(lab.partner(0)->chosen);
    EXPECT_EQ(partners(lab), most_alike(lab.document()));
  }
  lab.commit(ReplaceWeights{0, std::vector<float>(147, 0.0f)});
  EXPECT_EQ(partners(lab)[0], 0u) << "the first where all are as alike";
  EXPECT_FALSE(lab.partner(2)) << "there are two of mine";
  EXPECT_FALSE(Lab(small_bench()).partner(0)) << "without a network";
}

TEST(NetworkLab, ThePartnerStaysWhileAGestureLastsAndFollowsThen) {
  Lab lab(bench_with(color_network()));
  const auto before = partners(lab);
  const std::size_t other = before[0] == 3 ? 2 : 3;
  for (const float times : {0.5f, 1.0f, 2.0f}) {
    lab.preview(copy_of(lab.document(), other, 0, times));
    EXPECT_EQ(partners(lab), before);
    lab.follow_view();
    EXPECT_EQ(partners(lab), before);
  }
  lab.preview(SetWeights{9, {}});  // one that fails
  EXPECT_EQ(partners(lab), before);
  lab.cancel_preview();
  EXPECT_EQ(partners(lab), before);
  const Command last = copy_of(lab.document(), other, 0, 1.0f);
  lab.preview(last);
  EXPECT_EQ(partners(lab), before);
  lab.commit(last);
  EXPECT_EQ(partners(lab)[0], other);
  lab.undo();
  EXPECT_EQ(partners(lab), before);
}

TEST(NetworkLab, AStrokeOnATrainedFilterKeepsThePartnersToo) {
  Lab lab(bench_with(color_network()));
  const auto before = partners(lab);
  const Filter mine = lab.document().filters[0];
  const std::size_t other = before[0] == 4 ? 1 : 4;
  const Command like_mine = ReplaceWeights{{other, kConv1}, mine.weights};
  lab.preview(like_mine);
  EXPECT_EQ(partners(lab), before);
  lab.commit(like_mine);
  EXPECT_EQ(partners(lab)[0], other);
}

TEST(NetworkLab, ThePartnerIsAmongTheFiltersThatAreShown) {
  Lab lab(bench_with(color_network()));
  const std::size_t other = partners(lab)[0] == 4 ? 1 : 4;
  Filter wanted = *filter_at(lab.document(), {other, kConv1});
  for (std::size_t i = 0; i < wanted.weights.size(); ++i) {
    // Half of the way from the trained filter to this one lies mine.
    wanted.weights[i] = 2.0f * lab.document().filters[0].weights[i] - wanted.weights[i];
  }
  lab.commit(ReplaceWeights{{other, kConv1}, wanted.weights});
  lab.commit(SetMorph{0.5f});
  EXPECT_EQ(partners(lab)[0], other);
  EXPECT_EQ(partners(lab), most_alike(lab.document()));
}

TEST(NetworkLab, AChosenPartnerWinsUntilAnotherNetworkComes) {
  Lab lab(bench_with(color_network(1)));
  const auto alike = partners(lab);
  const std::size_t chosen = alike[1] == 0 ? 1 : 0;
  lab.commit(PairFilter{1, chosen});
  ASSERT_TRUE(lab.partner(1));
  EXPECT_EQ(lab.partner(1)->filter, chosen);
  EXPECT_TRUE(lab.partner(1)->chosen);
  lab.commit(copy_of(lab.document(), 4, 1, 1.0f));
  EXPECT_EQ(lab.partner(1)->filter, chosen);
  EXPECT_EQ(lab.partner(0)->filter, alike[0]);
  lab.commit(SetNetwork{color_network(5)});
  EXPECT_FALSE(lab.partner(1)->chosen);
  EXPECT_EQ(partners(lab), most_alike(lab.document()));
  lab.undo();
  EXPECT_TRUE(lab.partner(1)->chosen);
  lab.commit(PairFilter{1, std::nullopt});
  EXPECT_EQ(lab.partner(1)->filter, 4u);
  lab.commit(SetNetwork{nullptr});
  EXPECT_FALSE(lab.partner(1));
  EXPECT_FALSE(lab.has_network());
}

TEST(NetworkLab, TheStageHoldsMineOrATrainedFilter) {
  Lab lab(bench_with(color_network()));
  lab.view().filter = 1;
  EXPECT_EQ(lab.staged(), FilterRef(1));
  EXPECT_EQ(lab.staged_filter(), lab.document().filters[1]);
  lab.view().stage_trained = true;
  lab.view().layer = kConv2;
  lab.view().trained_filter = 3;
  EXPECT_EQ(lab.staged(), FilterRef(3, kConv2));
  lab.commit(paint_trained(kConv2, 3, 6.0f));
  EXPECT_EQ(lab.staged_filter(), *filter_at(lab.document(), {3, kConv2}));
  lab.preview(paint_trained(kConv2, 3, 8.0f));
  EXPECT_EQ(lab.staged_filter().at(1, 1, 1), 8.0f);
  lab.cancel_preview();
  EXPECT_EQ(lab.staged_filter().at(1, 1, 1), 6.0f);
  lab.view().stage_trained = false;
  lab.view().workspace = Workspace::kNetwork;
  EXPECT_EQ(lab.staged(), FilterRef(3, kConv2)) << "a network's layers hold nothing of mine";
  EXPECT_FALSE(lab.shown_bank(1)) << "a layer without filters";
}

TEST(NetworkLab, TheShownLayerAndFilterAreSomeThatTheNetworkHas) {
  Lab lab(bench_with(color_network()));
  lab.view().workspace = Workspace::kNetwork;
  lab.view().layer = kConv2;
  lab.view().trained_filter = 3;
  lab.commit(SetNetwork{shared(trained_of("grey", grey_model()))});
  EXPECT_EQ(lab.staged(), FilterRef(0, kConv1));
  lab.view().trained_filter = 77;
  lab.follow_view();
  EXPECT_EQ(lab.staged(), FilterRef(3, kConv1));
  EXPECT_EQ(lab.staged_filter().name, "conv1 [3]");
  lab.commit(SetNetwork{nullptr});
  EXPECT_EQ(lab.staged(), FilterRef(0)) << "mine, where there is no network";
}

TEST(NetworkLab, ABankIsShownAndTrained) {
  Lab lab(bench_with(color_network()));
  lab.commit(paint_trained(kConv2, 2, 6.0f));
  EXPECT_EQ(filter_of(*lab.shown_bank(kConv2), 2).at(1, 1, 1), 6.0f);
  EXPECT_EQ(filter_of(*lab.trained_bank(kConv2), 2),
            filter_of(*filter_bank(lab.document().network->trained->model, kConv2, false), 2));
  lab.commit(SetMorph{0.0f});
  EXPECT_EQ(filter_of(*lab.shown_bank(kConv2), 2), filter_of(*lab.trained_bank(kConv2), 2));
  EXPECT_FALSE(Lab(small_bench()).shown_bank(kConv1));
  EXPECT_FALSE(Lab(small_bench()).trained_bank(kConv1));
}

TEST(NetworkLab, TheNetworkThatItBeginsWithIsNoStep) {
  Lab lab(small_bench());
  lab.commit(SetWeights{0, {{0, 0, 0, 1.0f}}});
  lab.commit(SetWeights{1, {{0, 0, 0, 2.0f}}});
  lab.undo();
  const Document before = lab.document();
  const auto network = color_network();
  lab.begin_with(network);
  EXPECT_EQ(lab.history().size(), 3u);
  EXPECT_EQ(lab.history().position(), 1u);
  Document expected = before;
  expected.network = fresh_network(network);
  EXPECT_EQ(lab.document(), expected);
  EXPECT_TRUE(lab.partner(0));
  expect_up_to_date(lab);
  lab.undo();
  ASSERT_TRUE(lab.document().network);
  EXPECT_FALSE(lab.history().can_undo());
  lab.redo();
  lab.redo();
  ASSERT_TRUE(lab.document().network);
  EXPECT_EQ(lab.document().filters[1].at(0, 0, 0), 2.0f);
  EXPECT_EQ(*lab.document().network, fresh_network(network));
  expect_up_to_date(lab);
}

TEST(NetworkLab, TheNetworkThatItBeginsWithLeavesTheUsersAloneAndAGestureGoing) {
  Lab lab(small_bench());
  const auto users = color_network(8);
  lab.commit(SetNetwork{users});
  lab.preview(paint_trained(kConv1, 0, 3.0f));
  const auto first = color_network();
  lab.begin_with(first);
  EXPECT_TRUE(lab.previewing());
  EXPECT_EQ(lab.document().network->trained, users);
  EXPECT_EQ(filter_at(lab.document(), {0, kConv1})->at(1, 1, 1), 3.0f);
  expect_up_to_date(lab);
  lab.undo();
  EXPECT_EQ(lab.document().network->trained, first);
  expect_up_to_date(lab);
  Lab gesture(small_bench());
  gesture.preview(SetWeights{0, {{0, 0, 0, 1.0f}}});
  gesture.begin_with(first);
  EXPECT_TRUE(gesture.previewing());
  EXPECT_EQ(gesture.document().filters[0].at(0, 0, 0), 1.0f);
  EXPECT_TRUE(gesture.has_network());
  expect_up_to_date(gesture);
  gesture.cancel_preview();
  expect_up_to_date(gesture);
}

TEST(NetworkLab, FollowsTheViewsPictureAndTheTrainedWeights) {
  Lab lab(bench_with(color_network()));
  lab.commit(paint_trained(kConv1, 0, 3.0f));
  for (const auto& [source, original] : {std::pair{1, false}, {1, true}, {0, true}, {0, false}}) {
    SCOPED_TRACE(fmt::format("picture {}, original {}", source, original));
    lab.view().source = static_cast<std::size_t>(source);
    lab.view().show_original = original;
    const auto updates = lab.run().updates();
    lab.follow_view();
    EXPECT_GT(lab.run().updates(), updates);
    EXPECT_TRUE(same_bits(lab.run().seen().values(),
                          std::as_const(lab.pipeline().crop(lab.view().source).pixels).values()));
    EXPECT_EQ(lab.shown_bank(kConv1)->kernel.values()[0 + 5 * (1 + 3 * (1 + 7 * 1))] == 3.0f,
              !original);
    expect_up_to_date(lab);
    const auto now = lab.run().updates();
    lab.follow_view();
    EXPECT_EQ(lab.run().updates(), now) << "nothing else was asked for";
  }
}

TEST(NetworkLab, ANetworkThatCannotTakeThePictureIsRefused) {
  Lab lab(small_bench());
  lab.commit(ResizeCrop{0, {4, 4}, {0, 0}});  // 2x2 after pooling, conv2 needs 3x3
  const Document before = lab.document();
  lab.commit(SetNetwork{color_network()});
  EXPECT_EQ(lab.error().english().rfind("color.keras: conv2 (Conv2D): ", 0), 0u)
      << lab.error().english();
  EXPECT_EQ(lab.document(), before);
  EXPECT_FALSE(lab.has_network());
  EXPECT_EQ(lab.history().size(), 2u);
}

TEST(NetworkLab, WhatTheNetworkCannotTakeChangesNothing) {
  Lab lab(bench_with(color_network()));
  lab.commit(paint_trained(kConv1, 0, 3.0f));
  const Document before = lab.document();
  nn::InputPreparation preparation;
  preparation.mean = {1.0f, 2.0f};
  const std::vector<Command> impossible{ResizeCrop{0, {4, 4}, {0, 0}}, SetPreparation{preparation},
                                        SetMorph{9.0f}, ShowMoment{0}, TakeFilter{{0, kConv2}}};
  for (const Command& command : impossible) {
    for (const bool previewed : {true, false}) {
      lab.dismiss_error();
      previewed ? lab.preview(command) : lab.commit(command);
      EXPECT_FALSE(lab.error().empty());
      EXPECT_FALSE(lab.previewing());
      EXPECT_EQ(lab.document(), before);
      EXPECT_EQ(lab.history().size(), 2u);
      expect_up_to_date(lab);
    }
  }
}

// A stroke of no effect on a trained filter is no step, as on one of mine.
TEST(NetworkLab, AStrokeThatChangesNothingIsNoStep) {
  Lab lab(bench_with(color_network()));
  lab.commit(paint_trained(kConv1, 2, 3.0f));
  EXPECT_EQ(lab.history().size(), 2u);
  lab.commit(paint_trained(kConv1, 2, 3.0f));
  lab.commit(RestoreNetwork{FilterRef{0, kConv2}});
  EXPECT_EQ(lab.history().size(), 2u);
}

TEST(PlaneOnTheStage, IsThatOfAWorkspace) {
  Lab lab(bench_with(color_network()));
  View& view = lab.view();
  view.workspace = Workspace::kNetwork;
  lab.follow_view();
  view.plane = StagePlane::kBlue;
  view.workspace = Workspace::kBench;
  lab.follow_view();
  EXPECT_EQ(view.plane, StagePlane::kComposite);
  view.plane = StagePlane::kRed;
  view.workspace = Workspace::kNetwork;
  lab.follow_view();
  EXPECT_EQ(view.plane, StagePlane::kBlue);
}

TEST(CodeUnderTheFilter, OfMineIsNotThatOfATrainedOne) {
  Lab lab(bench_with(color_network()));
  lab.commit(SetWeights{0, {{2, 3, 0, -1.0f}}});
  const std::string mine = panel_code(lab, CodePanel::kFilter);
  lab.commit(SetWeights{{1, kConv1}, {{0, 0, 0, 3.0f}}});
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter), mine);
  lab.commit(RestoreNetwork{});
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter), mine);
  lab.view().workspace = Workspace::kNetwork;
  lab.follow_view();
  EXPECT_EQ(panel_code(lab, CodePanel::kFilter), "model.load_weights(\"color.keras\")");
}

}  // namespace
}  // namespace convlens::lab

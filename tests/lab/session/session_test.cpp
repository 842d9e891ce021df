// What is told of a lab and brought back from it.
#include "lab/session/session.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lab/lab.h"
#include "lab/networks.h"
#include "lab/random_commands.h"
#include "lab/session/same_history.h"
#include "lab/shown/map_ranges.h"

namespace convlens::lab {
namespace {

using nlohmann::json;
using testing::bench_with;
using testing::color_model;
using testing::expect_same_document;
using testing::expect_same_history;
using testing::noise_moments;
using testing::noise_set;
using testing::RandomCommands;
using testing::shared;
using testing::small_bench;
using testing::trained_of;
using testing::walkable_network;

std::shared_ptr<const TrainedNetwork> full_network() {
  TrainedNetwork plain = trained_of("color.keras", color_model());
  plain.test_set = noise_set(6, {8, 9, 3}, 3);
  plain.moments = noise_moments(plain.model, 4);
  return shared(std::move(plain));
}

Session brought_back(const SessionText& text) {
  auto read = read_session(text.line, text.data);
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().message);
  return read ? *std::move(read) : Session{};
}

// Commands at random on the bench and the network, undone and redone now and then.
void walk(Lab& lab, RandomCommands& commands, std::mt19937& random, int steps) {
  for (int i = 0; i < steps; ++i) {
    const unsigned dice = random() % 10;
    if (dice == 0) lab.go_to(random() % lab.history().size());
    if (dice == 1) lab.undo();
    // What is painted next is painted on these weights.
    if (dice == 2) lab.commit(ShowUntrained{});
    if (dice == 3) lab.commit(SetMorph{static_cast<float>(random() % 5) * 0.5f});
    if (dice > 3) lab.commit(commands.next(lab.document()));
  }
}

TEST(Session, EveryStepOfAWalkComesBackBitForBit) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    Lab lab(bench_with(walkable_network()));
    RandomCommands commands(seed);
    std::mt19937 random(seed);
    walk(lab, commands, random, 120);
    const Session read = brought_back(session_text(lab.history(), lab.view()));
    expect_same_history(read, lab.history());
    // Undo and redo go on from where they were.
    Lab again(small_bench());
    again.restore(History(read.steps, read.position), read.view);
    again.undo();
    lab.undo();
    EXPECT_EQ(again.history().position(), lab.history().position());
    expect_same_document(again.document(), lab.document());
  }
}

TEST(Session, LineByLineItIsTheSameAsAtOnce) {
  Lab lab(bench_with(walkable_network()));
  RandomCommands commands(11);
  std::mt19937 random(11);
  SessionWriter writer;
  HistoryWatch watch;
  SessionReader reader;
  for (int i = 0; i < 150; ++i) {
    walk(lab, commands, random, 1 + static_cast<int>(random() % 3));
    if (i == 70) lab.begin_with(walkable_network());
    const std::string line = writer.line(watch.change(lab.history()), lab.view());
    const Status status = reader.read(line, writer.data());
    ASSERT_TRUE(status.has_value()) << status.error().message;
    expect_same_history(*reader.session(), lab.history());
    if (HasFailure()) return;
  }
}

TEST(Session, ATestSetIsNamedByItsPlaceAndTheNetworksOwnIsNot) {
  Lab lab(bench_with(full_network()));
  EXPECT_TRUE(session_text(lab.history(), lab.view()).data.test_sets.empty());
  const auto set = noise_set(7, {8, 9, 3}, 2);
  ASSERT_TRUE(lab.commit(SetTestSet{set}));
  ASSERT_TRUE(lab.commit(SetNetworkInput{NetworkSource::kTestSet, 6}));
  const SessionText text = session_text(lab.history(), lab.view());
  ASSERT_EQ(text.data.test_sets.size(), 1u);
  expect_same_history(brought_back(text), lab.history());
  // One that is missing leaves the network its own, whose items are fewer.
  SessionData without = text.data;
  without.test_sets = {nullptr};
  const auto read = read_session(text.line, without);
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const Network& last = *read->steps.back().document.network;
  EXPECT_EQ(last.test_set, last.trained->test_set);
  EXPECT_EQ(last.item, 0);
  // One that does not fit was never given.
  without.test_sets = {noise_set(7, {8, 9, 3}, 4)};
  EXPECT_FALSE(read_session(text.line, without).has_value());
  without.test_sets = {};
  EXPECT_FALSE(read_session(text.line, without).has_value());
}

TEST(Session, ALineTellsOnlyWhatIsNew) {
  Lab lab(small_bench());
  SessionWriter writer;
  HistoryWatch watch;
  writer.line(watch.change(lab.history()), lab.view());
  lab.commit(SetWeights{0, {{0, 0, 0, 0.5f}}});
  const json line = json::parse(writer.line(watch.change(lab.history()), lab.view()));
  EXPECT_EQ(line["filters"].size(), 1u);
  EXPECT_EQ(line["steps"].size(), 1u);
  EXPECT_EQ(line["kept"], 1);
  lab.undo();
  const json undone = json::parse(writer.line(watch.change(lab.history()), lab.view()));
  EXPECT_TRUE(undone["steps"].empty());
  EXPECT_TRUE(undone["filters"].empty());
  EXPECT_EQ(undone["position"], 0);
}

TEST(Session, TheOldestStepsAreForgottenInItToo) {
  Lab lab(small_bench());
  SessionWriter writer;
  HistoryWatch watch;
  SessionReader reader;
  for (std::size_t i = 0; i < History::kMaxSteps + 30; ++i) {
    lab.commit(SetBias{0, static_cast<float>(i + 1)});
    if (i % 7 != 0) continue;
    ASSERT_TRUE(reader.read(writer.line(watch.change(lab.history()), lab.view()), writer.data()));
  }
  ASSERT_TRUE(reader.read(writer.line(watch.change(lab.history()), lab.view()), writer.data()));
  EXPECT_EQ(reader.session()->steps.size(), History::kMaxSteps);
  expect_same_history(*reader.session(), lab.history());
}

// Then biases and layers that no hand changes are others than the trained ones, too.
TEST(Session, WhatWasPaintedOnUntrainedWeightsComesBack) {
  Lab lab(bench_with(full_network()));
  lab.commit(ShowUntrained{});
  lab.commit(SetWeights{{1, testing::kConv1}, {{3, 3, 1, 7.0f}}});
  lab.commit(SetWeights{{0, testing::kConv2}, {{1, 1, 2, -2.0f}}});
  lab.commit(SetMorph{0.5f});
  lab.commit(SetWeights{{1, testing::kConv1}, {{0, 0, 0, 3.0f}}});  // on a mixture of all weights
  const SessionText text = session_text(lab.history(), lab.view());
  const Session read = brought_back(text);
  expect_same_history(read, lab.history());
  // One step tells the one weight, and holds no other weights anew.
  const json painted = json::parse(text.line)["steps"][2]["document"]["network"];
  EXPECT_EQ(painted["changed"].size(), 1u) << painted;
  const auto scores_of = [&](std::size_t step) {
    return testing::weights_of(read.steps[step].document.network->edited, testing::kScores).data();
  };
  EXPECT_EQ(scores_of(3), scores_of(2));
}

TEST(Session, TheViewComesBack) {
  Lab lab(bench_with(full_network()));
  View& view = lab.view();
  view.theme = Theme::kDark;
  view.language = Language::kKorean;
  view.interface_scale = 1.25f;
  view.source = 1;
  view.filter = 1;
  view.plane = StagePlane::kGreen;
  view.brush = {0.1f, Tool::kErase, {true, false, true}, true, false};
  view.colormap = Colormap::kMagma;
  view.network_colormap = Colormap::kCividis;
  view.ranges = {true, true, Border::kLeftOut, ranges_to_pin(lab)};
  view.map_zoom = {3.7, 1.0 / 3, 2.0 / 7};
  view.overlay = true;
  view.overlay_share = 0.3f;
  view.maps_tab = MapsTab::kMeasures;
  view.measure = Measure::kPooling;
  view.pooling = {true, 5};
  view.input_tab = InputTab::kHistory;
  view.network_tab = NetworkTab::kTable;
  view.workspace = Workspace::kNetwork;
  view.sum_depth = SumDepth::kNumbers;
  view.sweep_speed = SweepSpeed::kRows;
  view.pinned = MapCell{MapId::mine(1, 1), 3, 4};
  const View read = brought_back(session_text(lab.history(), view)).view;
  EXPECT_EQ(static_cast<const Preferences&>(read), static_cast<const Preferences&>(view));
  EXPECT_EQ(read.brush, view.brush);
  EXPECT_EQ(read.colormap, view.colormap);
  EXPECT_EQ(read.network_colormap, view.network_colormap);
  EXPECT_EQ(read.ranges, view.ranges);
  EXPECT_EQ(read.map_zoom, view.map_zoom);
  EXPECT_EQ(read.pooling, view.pooling);
  EXPECT_EQ(read.pinned, view.pinned);
  EXPECT_EQ(read.plane, view.plane);
  EXPECT_EQ(session_text(lab.history(), read).line, session_text(lab.history(), view).line);
}

// The stage shows any channel of a filter of a later layer.
TEST(Session, EveryPlaneOfADeepFilterComesBack) {
  Lab lab(small_bench());
  for (const int plane : {-1, 0, 1, 2, 3, 4, 31, 511}) {
    lab.view().plane = static_cast<StagePlane>(plane);
    const View read = brought_back(session_text(lab.history(), lab.view())).view;
    EXPECT_EQ(static_cast<int>(read.plane), plane);
  }
}

TEST(Session, TheSignedColoursFollowThePageAgain) {
  Lab lab(small_bench());
  lab.view().colormap = Colormap::kSignedDark;
  EXPECT_TRUE(is_signed(brought_back(session_text(lab.history(), lab.view())).view.colormap));
}

TEST(Session, ALectureIsKeptAsWhatWasBeforeIt) {
  Lab lab(small_bench());
  lab.view().theme = Theme::kDark;
  lab.view().workspace = Workspace::kNetwork;
  set_present(lab.view(), true);
  const View read = brought_back(session_text(lab.history(), lab.view())).view;
  EXPECT_EQ(read.theme, Theme::kDark);
  EXPECT_EQ(read.workspace, Workspace::kNetwork);
  EXPECT_FALSE(read.present);
}

// What somebody may have made of a line.
class EditedSession : public ::testing::Test {
 protected:
  EditedSession() : lab_(bench_with(full_network())) {
    lab_.commit(SetWeights{{0, 0}, {{0, 0, 0, 0.5f}}});
    text_ = session_text(lab_.history(), lab_.view());
    line_ = json::parse(text_.line);
  }
  std::string refusal() const { return refusal_of(line_.dump()); }
  std::string refusal_of(std::string_view line) const {
    const auto read = read_session(line, text_.data);
    return read ? std::string() : read.error().message;
  }

  Lab lab_;
  SessionText text_;
  json line_;
};

TEST_F(EditedSession, OfANewerVersionIsRefusedByIt) {
  line_["convlens_session"] = kSessionVersion + 1;
  EXPECT_EQ(refusal(),
            "the session is of version 2, up to 1 can be read: a newer ConvLens wrote it");
}

TEST_F(EditedSession, IsRefusedAtTheFirstThingThatIsWrong) {
  const json good = line_;
  const auto edited = [&](const std::function<void(json&)>& edit) {
    line_ = good;
    edit(line_);
    return refusal();
  };
  EXPECT_EQ(edited([](json&) {}), "");
  EXPECT_EQ(edited([](json& line) { line["filters"][0]["weights"] = "1 2 3"; }),
            "\"weights\" of filters 0 should be 147 numbers with a space between each two");
  EXPECT_EQ(edited([](json& line) { line["filters"][0]["height"] = 99; }),
            "\"height\" of filters 0 should be a whole number from 1 to 15");
  EXPECT_EQ(edited([](json& line) { line["filters"][0]["muted"] = "012"; }),
            "\"muted\" of filters 0 should be 147 digits, each 0 or 1");
  EXPECT_EQ(edited([](json& line) { line["steps"][0]["document"]["sources"][0]["picture"] = 7; }),
            "\"picture\" of sources 0 should be the number of one of 2");
  EXPECT_EQ(edited([](json& line) { line["steps"][0]["document"]["conv"]["padding"] = "odd"; }),
            "\"padding\" of conv should be one of same, valid");
  EXPECT_EQ(edited([](json& line) { line["position"] = 2; }),
            "\"position\" of the session should be the number of one of 2");
  EXPECT_EQ(edited([](json& line) { line["steps"] = json::array(); }),
            "\"steps\" of the session should be a list of at least one step");
  EXPECT_EQ(edited([](json& line) { line["view"]["theme"] = "pink"; }),
            "\"theme\" of view should be one of light, dark");
  std::string not_finite = good["filters"][0]["weights"];
  not_finite.replace(0, 1, "nan");
  EXPECT_EQ(edited([&](json& line) { line["filters"][0]["weights"] = not_finite; }),
            "the filter vertical line holds NaN or infinity, finite numbers expected");
}

TEST_F(EditedSession, AMapThatCannotBeComputedIsRefused) {
  auto& document = line_["steps"][0]["document"];
  document["conv"]["padding"] = "valid";
  document["conv"]["dilation_h"] = 9;
  EXPECT_NE(refusal(), "");
}

// Cut off anywhere, or with any byte another: a sentence, or a session that computes.
TEST_F(EditedSession, DamageIsASentence) {
  for (std::size_t length = 0; length < text_.line.size(); length += 7) {
    EXPECT_NE(refusal_of(std::string_view(text_.line).substr(0, length)), "") << length;
  }
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    std::string line = text_.line;
    for (unsigned k = 0; k <= random() % 3; ++k) {
      line[random() % line.size()] = static_cast<char>(random() % 96 + 32);
    }
    const auto read = read_session(line, text_.data);
    if (!read) continue;
    Lab again(small_bench());
    again.restore(History(read->steps, read->position), read->view);
    EXPECT_TRUE(again.error().empty());
  }
}

TEST_F(EditedSession, DeepNestingIsRefusedNotFollowed) {
  EXPECT_EQ(refusal_of(std::string(100000, '[') + std::string(100000, ']')),
            "its JSON nests deeper than 100 levels");
}

// What a later program adds is passed over; what this one misses is as a view begins.
TEST_F(EditedSession, UnknownFieldsArePassedOver) {
  line_["view"]["telescope"] = 3;
  line_["view"].erase("pooling");
  line_["steps"][0]["document"]["weather"] = "fine";
  EXPECT_EQ(refusal(), "");
}

}  // namespace
}  // namespace convlens::lab

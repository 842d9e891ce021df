// What `convlens record` shows, frame by frame, of a lab.
#include "app/replay/replay.h"

#include <gtest/gtest.h>

#include <set>

#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "lab/document/weight_summary.h"
#include "lab/shown/sweep.h"

namespace convlens {
namespace {

using app::Replay;
using app::replay_of;
using app::ReplayKind;

class Replays : public ::testing::Test {
 protected:
  Replays() : lab_(*app::open_document({})) {}

  void open_network(const char* name) {
    const auto network = app::open_network({app::bundled_network(name)});
    ASSERT_TRUE(network) << network.error().message;
    ASSERT_TRUE(lab_.commit(lab::SetNetwork{*network}));
  }
  // A step.
  void paint(std::size_t index, float value) {
    std::vector<float> weights = lab_.document().filters[index].weights;
    weights.front() = value;
    ASSERT_TRUE(lab_.commit(lab::ReplaceWeights{lab::FilterRef(index), weights}));
  }
  Replay replay(std::optional<ReplayKind> kind, int fps = 10) {
    auto made = replay_of(lab_, kind, fps);
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : Replay{};
  }
  std::string complaint(ReplayKind kind) {
    const auto made = replay_of(lab_, kind, 10);
    return made ? "" : made.error().message;
  }
  // Of each frame, what `seen` makes of the lab.
  template <typename Seen>
  auto all(const Replay& replay, const Seen& seen) {
    std::vector<decltype(seen())> values;
    for (int frame = 0; frame < replay.frames; ++frame) {
      EXPECT_TRUE(replay.show(lab_, frame));
      values.push_back(seen());
    }
    return values;
  }

  lab::Lab lab_;
};

TEST_F(Replays, AHistoryGoesFromItsFirstStepToItsLast) {
  for (int i = 0; i < 4; ++i) {
    paint(1, 2.0f + static_cast<float>(i));
  }
  lab_.go_to(2);
  const Replay replayed = replay(std::nullopt);
  EXPECT_EQ(lab_.history().position(), 0u);
  const auto steps = all(replayed, [this] { return lab_.history().position(); });
  ASSERT_EQ(steps.size(), 5u * 8 + 15);  // 0.8 s a step, and 1.5 s more of the last
  for (std::size_t i = 0; i < steps.size(); ++i)
    EXPECT_EQ(steps[i], std::min<std::size_t>(i / 8, 4));
  EXPECT_EQ(lab_.view().filter, 1u);  // what the steps did is on the stage
  EXPECT_FALSE(lab::shows_strip(lab_.view()));
}

TEST_F(Replays, ALongHistoryTakesNoLongerThanAMinute) {
  for (int i = 0; i < 300; ++i) {
    paint(0, 2.0f + static_cast<float>(i));
  }
  EXPECT_NEAR(replay(ReplayKind::kHistory, 30).frames, 30 * 61.5, 30);
  EXPECT_EQ(replay(ReplayKind::kHistory, 1).frames, 301 + 2);  // each step is seen
}

TEST_F(Replays, ABenchWithoutStepsHasNoHistory) {
  EXPECT_EQ(complaint(ReplayKind::kHistory),
            "there is no step to replay: a session with a history expected, or another --of");
}

TEST_F(Replays, ASweepRunsFromTheFirstCellToTheLast) {
  const Replay replayed = replay(std::nullopt, 20);
  const auto cells = all(replayed, [this] {
    lab::advance_sweep(lab_, 1.0 / 20);  // as the sum's panel does in each frame
    return std::pair(lab_.view().pinned->row, lab_.view().pinned->column);
  });
  ASSERT_FALSE(cells.empty());
  EXPECT_EQ(cells.front(), std::pair(0, 0));
  EXPECT_EQ(cells.back(), std::pair(69, 119));
  EXPECT_TRUE(std::is_sorted(cells.begin(), cells.end()));
  EXPECT_GT(std::set(cells.begin(), cells.end()).size(), 100u);
  EXPECT_FALSE(lab_.view().sweep);
  EXPECT_NEAR(static_cast<double>(cells.size()) / 20, 17, 1);
}

TEST_F(Replays, AMorphGoesToMineAndBackAndIsNoStep) {
  EXPECT_EQ(complaint(ReplayKind::kMorph), "there is no network whose weights could be replayed");
  open_network("fashion_mnist.keras");
  EXPECT_EQ(complaint(ReplayKind::kMorph),
            "no weight of fashion_mnist.keras was changed, a session in which one was painted "
            "expected");
  const int layer = lab::first_convolution(lab_.document().network->trained->model)->layer;
  std::vector<float> weights = lab::filter_of(*lab_.trained_bank(layer), 0).weights;
  weights.front() += 1.0f;
  ASSERT_TRUE(lab_.commit(lab::ReplaceWeights{lab::FilterRef(0, layer), weights}));
  const std::size_t steps = lab_.history().size();
  const auto shares =
      all(replay(ReplayKind::kMorph), [this] { return lab_.document().network->morph; });
  EXPECT_EQ(shares.front(), 0.0f);
  EXPECT_EQ(*std::max_element(shares.begin(), shares.end()), 1.0f);
  EXPECT_NEAR(shares[15], 0.5f, 1e-6f);
  EXPECT_EQ(shares.back(), 0.0f);
  for (std::size_t i = 1; i < shares.size(); ++i)
    EXPECT_LE(std::abs(shares[i] - shares[i - 1]), 0.04f);
  EXPECT_EQ(lab_.history().size(), steps);
  EXPECT_EQ(lab_.view().workspace, lab::Workspace::kNetwork);
}

TEST_F(Replays, EpochsGoThroughEveryMomentOfTheTraining) {
  open_network("cifar10.keras");
  const auto& moments = lab_.document().network->trained->moments;
  ASSERT_TRUE(moments);
  const auto shown = all(replay(ReplayKind::kEpochs), [this] {
    const lab::TrainedNetwork& network = *lab_.document().network->trained;
    const int layer = lab::first_convolution(network.model)->layer;
    return lab::moment_of(network, *lab::kernel_of(lab_.run().model(), layer));
  });
  EXPECT_EQ(shown.front(), 0);
  EXPECT_EQ(shown.back(), static_cast<int>(moments->epochs.size()) - 1);
  EXPECT_TRUE(std::is_sorted(shown.begin(), shown.end()));
  EXPECT_EQ(std::set(shown.begin(), shown.end()).size(), moments->epochs.size());
  EXPECT_EQ(lab_.view().network_tab, lab::NetworkTab::kWeights);
}

}  // namespace
}  // namespace convlens

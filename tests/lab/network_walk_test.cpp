#include <gtest/gtest.h>

#include <array>
#include <random>

#include "lab/fresh_stages.h"

namespace convlens::lab {
namespace {

using testing::bench_with;
using testing::color_model;
using testing::expect_same_activations;
using testing::expect_same_weights;
using testing::expect_up_to_date;
using testing::kConv1;
using testing::kConv2;
using testing::noise_moments;
using testing::noise_set;
using testing::shared;
using testing::trained_of;

std::shared_ptr<const TrainedNetwork> full_network(unsigned seed = 1) {
  TrainedNetwork plain = trained_of("color.keras", color_model(seed));
  plain.test_set = noise_set(6, {8, 9, 3}, 3);
  plain.moments = noise_moments(plain.model, 4);
  return shared(std::move(plain));
}

std::shared_ptr<const InputArray> noise_array(const Shape& shape) {
  nn::Random random(7);
  return std::make_shared<const InputArray>(InputArray{nn::tests::random_tensor(shape, random)});
}

class NetworkWalk {
 public:
  explicit NetworkWalk(unsigned seed) : random_(seed) {}

  Command command() {
    switch (below(14)) {
      case 0:
        return SetNetwork{below(4) == 0 ? nullptr : networks_[index(2)]};
      case 1:
        return TakeFilter{{index(6), below(2)}};
      case 2:
        return PairFilter{index(3), index(6)};
      case 3:
        return PairFilter{index(3), std::nullopt};
      case 4:
        return below(3) == 0 ? RestoreNetwork{} : RestoreNetwork{trained()};
      case 5:
        if (below(5) == 0) return ShowUntrained{};
        return SetMorph{static_cast<float>(below(11)) * 0.5f - 2.0f};
      case 6:
        return ShowMoment{index(5)};
      case 7:
        if (below(4) == 0) return SetInputArray{arrays_[index(2)]};
        if (below(4) == 0) return SetTestSet{sets_[index(3)]};
        return SetNetworkInput{sources_[index(3)], below(7)};
      case 8:
        return SetPreparation{preparation()};
      case 9:
        return SetActivation{below(2) == 0 ? conv::Activation::kRelu : conv::Activation::kNone};
      case 10:
        return AdoptNetwork{below(2) == 0};
      case 11:
        return ReplaceWeights{trained(), std::vector<float>(below(2) == 0 ? 45 : 147, weight())};
      case 12:
        return ResizeCrop{0, {3 + below(20), 3 + below(20)}, {below(9), below(9)}};
      default:
        return SetWeights{trained(), {{below(4), below(4), below(4), weight()}}};
    }
  }
  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

 private:
  std::size_t index(int end) { return static_cast<std::size_t>(below(end)); }
  FilterRef trained() { return {index(5), below(2) == 0 ? kConv1 : kConv2}; }
  float weight() { return std::uniform_real_distribution<float>(-1.0f, 1.0f)(random_); }
  nn::InputPreparation preparation() {
    nn::InputPreparation preparation;
    if (below(2) == 0) preparation.order = nn::ChannelOrder::kBgr;
    if (below(2) == 0) preparation.mean = {0.5f, 0.25f, 0.125f};
    if (below(3) == 0) preparation.resize = nn::HeightWidth{8 + below(5), 8 + below(5)};
    return preparation;
  }

  std::mt19937 random_;
  std::array<std::shared_ptr<const TrainedNetwork>, 2> networks_{full_network(1), full_network(2)};
  // The second does not fit.
  std::array<std::shared_ptr<const InputArray>, 2> arrays_{noise_array({3, 9, 11, 3}),
                                                           noise_array({1, 9, 11, 4})};
  // The last does not fit.
  std::array<std::shared_ptr<const TestSet>, 3> sets_{nullptr, noise_set(3, {11, 8, 3}, 2),
                                                      noise_set(3, {8, 9, 3}, 4)};
  std::array<NetworkSource, 3> sources_{NetworkSource::kTestSet, NetworkSource::kPicture,
                                        NetworkSource::kArray};
};

// 250 commands on the network; then all of them are undone, one by one.
TEST(NetworkLab, UndoBringsEverythingBackBitForBit) {
  const Document first = bench_with(full_network());
  Lab lab(first);
  const nn::Activations at_first = lab.run().activations();
  NetworkWalk walk(20240918);
  std::vector<Document> documents{first};
  for (int step = 0; step < 250; ++step) {
    SCOPED_TRACE(fmt::format("step {}", step));
    const Command command = walk.command();
    if (walk.below(3) == 0) lab.preview(walk.command());
    lab.commit(command);
    if (lab.history().size() > documents.size()) documents.push_back(lab.document());
    ASSERT_EQ(lab.history().size(), documents.size());
    ASSERT_EQ(lab.document(), documents.back());
    expect_up_to_date(lab);
    if (HasFailure()) return;
  }
  EXPECT_GT(documents.size(), 100u);
  while (lab.history().can_undo()) {
    lab.undo();
    SCOPED_TRACE(fmt::format("back at {}", lab.history().position()));
    const Document& expected = documents[lab.history().position()];
    ASSERT_EQ(lab.document(), expected);
    if (expected.network) {
      expect_same_weights(lab.document().network->edited, expected.network->edited);
    }
    expect_up_to_date(lab);
    if (HasFailure()) return;
  }
  EXPECT_EQ(lab.document(), first);
  expect_same_activations(lab.run().activations(), at_first);
}

}  // namespace
}  // namespace convlens::lab

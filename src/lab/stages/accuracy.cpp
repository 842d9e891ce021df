#include "lab/stages/accuracy.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <utility>

namespace convlens::lab {

// Of the first items, how many were classified right.
struct AccuracyTally {
  int items = 0;
  int right = 0;
};

namespace {

// Small enough that a newer question is heard within a frame or two.
constexpr int kBatch = 50;

// One batch more; false where the network refuses it.
bool count_batch(const TestSet& set, const nn::InputPreparation& preparation,
                 const nn::Model& model, AccuracyTally& tally) {
  nn::ComputeOptions options;
  options.threads = 1;  // the frame has the other cores
  const int count = std::min(kBatch, set.count() - tally.items);
  auto pictures = nn::prepare(test_items(set, tally.items, count), preparation);
  if (!pictures) return false;
  auto input = nn::as_network_input(picture_input(model), *std::move(pictures));
  if (!input) return false;
  auto scores = model.predict(*input, options);  // (count, classes)
  if (!scores) return false;
  const std::size_t classes = scores->size() / static_cast<std::size_t>(count);
  for (int i = 0; i < count; ++i) {
    const float* item = scores->data() + static_cast<std::size_t>(i) * classes;
    // NaN is no answer, and nothing is larger.
    const auto best =
        std::max_element(item, item + classes,
                         [](float a, float b) { return std::isnan(a) ? !std::isnan(b) : a < b; }) -
        item;
    const bool answered = !std::isnan(item[best]);
    const int picture = tally.items + i;
    tally.right += answered && best == set.labels[static_cast<std::size_t>(picture)] ? 1 : 0;
  }
  tally.items += count;
  return true;
}

// Goes on from where the tally stands. Nothing where the answer is no longer wanted, or the network
// refuses its test set.
std::optional<double> measure(const TestSet& set, const nn::InputPreparation& preparation,
                              const nn::Model& model, AccuracyTally& tally, WorkControl& control) {
  while (tally.items < set.count()) {
    control.progress(static_cast<double>(tally.items) / set.count());
    if (!count_batch(set, preparation, model, tally) || control.dropped()) return std::nullopt;
  }
  return static_cast<double>(tally.right) / set.count();
}

}  // namespace

// The trained weights' share. Each question about the network goes on with it where the one before
// was dropped, by a batch at least, so that it comes to its end however fast they come.
class AccuracyMeter::Baseline {
 public:
  explicit Baseline(const Network& network)
      : trained_(network.trained), preparation_(network.preparation) {}

  bool is_of(const Network& network) const {
    return trained_ == network.trained && preparation_ == network.preparation;
  }
  Share share() const {
    const double share = share_;
    return std::isnan(share) ? std::nullopt : Share(share);
  }
  // The share of the shown weights, after this one; on the working thread.
  Share compared_with(const nn::Model& shown, WorkControl& control) {
    const TestSet& set = *trained_->test_set;
    if (!share()) {
      const Share whole = measure(set, preparation_, trained_->model, tally_, control);
      if (!whole) return std::nullopt;
      share_ = *whole;
    }
    if (shown == trained_->model) return share();
    AccuracyTally tally;
    return measure(set, preparation_, shown, tally, control);
  }

 private:
  const std::shared_ptr<const TrainedNetwork> trained_;
  const nn::InputPreparation preparation_;
  AccuracyTally tally_;  // of the working thread
  std::atomic<double> share_{std::numeric_limits<double>::quiet_NaN()};
};

void AccuracyMeter::ask(const Network& network, const nn::Model& shown) {
  const bool same_network = baseline_ && baseline_->is_of(network);
  if (same_network && asked_ == shown) return;
  if (!same_network) baseline_ = std::make_shared<Baseline>(network);
  asked_ = shown;
  shown_.reset();
  const auto& set = network.trained->test_set;
  if (set == nullptr || set->is_samples()) return work_.cancel();
  work_.ask([baseline = baseline_, shown](WorkControl& control) {
    return baseline->compared_with(shown, control);
  });
}

AccuracyMeter::Reading AccuracyMeter::reading() {
  if (const auto answer = work_.take()) shown_ = *answer;
  return {baseline_ ? baseline_->share() : std::nullopt, shown_, work_.progress()};
}

}  // namespace convlens::lab

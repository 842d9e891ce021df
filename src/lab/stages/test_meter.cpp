#include "lab/stages/test_meter.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "nn/prediction.h"

namespace convlens::lab {

// What items are asked, and how.
struct TestQuestion {
  std::shared_ptr<const TestSet> set;
  nn::InputPreparation preparation;  // to the size that the network takes

  int count() const { return set->count(); }
  friend bool operator==(const TestQuestion&, const TestQuestion&) = default;
};

namespace {

// Small enough that a newer question is heard within a frame or two.
constexpr int kBatch = 50;

// One batch more; false where the network refuses it, or answers with maps.
bool answer_batch(const TestQuestion& question, const nn::Model& model, TestAnswers& answers) {
  nn::ComputeOptions options;
  options.threads = 1;  // the frame has the other cores
  const int count = std::min(kBatch, question.count() - answers.count());
  auto pictures =
      nn::prepare(test_items(*question.set, answers.count(), count), question.preparation);
  if (!pictures) return false;
  auto input = nn::as_network_input(picture_input(model), *std::move(pictures));
  if (!input) return false;
  auto scores = model.predict(*input, options);  // (count, classes)
  if (!scores) return false;
  for (int item = 0; item < count; ++item) {
    const nn::Prediction prediction = nn::prediction_of(model.outputs().front(), *scores, item);
    if (prediction.empty()) return false;
    const std::size_t best = prediction.best();
    // NaN is no answer.
    const bool answered = !std::isnan(prediction.values[best]);
    answers.classes.push_back(answered ? static_cast<int>(best) : TestAnswers::kNone);
    answers.certainty.push_back(prediction.values[best]);
  }
  return true;
}

// Goes on from where the answers stand. False where they are no longer wanted, or the network
// refuses its test set.
bool answer_all(const TestQuestion& question, const nn::Model& model, TestAnswers& answers,
                WorkControl& control) {
  while (answers.count() < question.count()) {
    control.progress(static_cast<double>(answers.count()) / question.count());
    if (!answer_batch(question, model, answers) || control.dropped()) return false;
  }
  return true;
}

}  // namespace

// The trained weights' answers. Each question about the network goes on with them where the one
// before was dropped, by a batch at least, so that they come to their end however fast they come.
class TestMeter::Baseline {
 public:
  explicit Baseline(const Network& network)
      : trained_(network.trained), question_(question_of(network)) {}

  bool is_of(const Network& network) const {
    return trained_ == network.trained && question_ == question_of(network);
  }
  Answers answers() const {
    const std::lock_guard lock(mutex_);
    return whole_;
  }
  // The answers of the shown weights, after these; on the working thread.
  Answers compared_with(const nn::Model& shown, WorkControl& control) {
    if (!answers()) {
      if (!answer_all(question_, trained_->model, begun_, control)) return nullptr;
      const std::lock_guard lock(mutex_);
      whole_ = std::make_shared<const TestAnswers>(std::move(begun_));
    }
    if (shown == trained_->model) return answers();
    TestAnswers others;
    if (!answer_all(question_, shown, others, control)) return nullptr;
    return std::make_shared<const TestAnswers>(std::move(others));
  }

 private:
  static TestQuestion question_of(const Network& network) {
    return {network.test_set, sized_preparation(network)};
  }

  const std::shared_ptr<const TrainedNetwork> trained_;
  const TestQuestion question_;
  TestAnswers begun_;  // of the working thread
  mutable std::mutex mutex_;
  Answers whole_;  // under the mutex
};

void TestMeter::ask(const Network& network, const nn::Model& shown) {
  const bool same_network = baseline_ && baseline_->is_of(network);
  if (same_network && asked_ == shown) return;
  if (!same_network) baseline_ = std::make_shared<Baseline>(network);
  asked_ = shown;
  shown_.reset();
  const auto& set = network.test_set;
  if (set == nullptr || set->is_samples()) return work_.cancel();
  work_.ask([baseline = baseline_, shown](WorkControl& control) {
    return baseline->compared_with(shown, control);
  });
}

TestMeter::Reading TestMeter::reading() {
  if (const auto answer = work_.take()) shown_ = *answer;
  return {baseline_ ? baseline_->answers() : nullptr, shown_, work_.progress()};
}

}  // namespace convlens::lab

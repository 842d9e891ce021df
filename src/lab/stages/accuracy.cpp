#include "lab/stages/accuracy.h"

#include <algorithm>
#include <utility>

namespace convlens::lab {
namespace {

// Small enough that a newer question is heard within a frame or two.
constexpr int kBatch = 50;

}  // namespace

AccuracyMeter::~AccuracyMeter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (worker_.joinable()) worker_.join();
}

void AccuracyMeter::ask(const Network& network, const nn::Model& shown) {
  {
    const std::lock_guard lock(mutex_);
    const bool same_network = question_ && question_->trained == network.trained &&
                              question_->preparation == network.preparation;
    if (same_network && question_->shown == shown) return;
    if (!same_network) reading_.trained.reset();
    reading_.shown.reset();
    const std::uint64_t number = question_ ? question_->number + 1 : 1;
    question_ = Question{network.trained, network.preparation, shown, number};
    open_ = network.trained->test_set != nullptr;
    reading_.progress = open_ ? 0.0 : 1.0;
    if (!open_) return;
  }
  if (!worker_.joinable()) worker_ = std::thread([this] { work(); });
  changed_.notify_all();
}

AccuracyMeter::Reading AccuracyMeter::reading() const {
  const std::lock_guard lock(mutex_);
  return reading_;
}

void AccuracyMeter::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !open_; });
}

void AccuracyMeter::work() {
  while (true) {
    std::optional<Question> question;
    bool trained_known = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || open_; });
      if (stopping_) return;
      question = question_;
      trained_known = reading_.trained.has_value();
    }
    if (!trained_known) measure_trained(*question);
    measure_shown(*question);
    changed_.notify_all();
  }
}

// Goes on while newer questions are about other weights of the same network.
void AccuracyMeter::measure_trained(const Question& question) {
  const auto same_network = [this, &question] {
    return question_->trained == question.trained && question_->preparation == question.preparation;
  };
  const auto share = measure(question, question.trained->model, same_network);
  const std::lock_guard lock(mutex_);
  if (same_network()) reading_.trained = share;
}

void AccuracyMeter::measure_shown(const Question& question) {
  const auto newest = [this, &question] { return question_->number == question.number; };
  std::optional<double> share;
  bool measured = false;
  {
    const std::lock_guard lock(mutex_);
    if (!newest()) return;
    measured = question.shown == question.trained->model;
    if (measured) share = reading_.trained;
  }
  if (!measured) share = measure(question, question.shown, newest);
  const std::lock_guard lock(mutex_);
  if (!newest()) return;
  reading_.shown = share;
  reading_.progress = 1.0;
  open_ = false;
}

template <typename StillWanted>
std::optional<double> AccuracyMeter::measure(const Question& question, const nn::Model& model,
                                             const StillWanted& still_wanted) {
  const TestSet& set = *question.trained->test_set;
  nn::ComputeOptions options;
  options.threads = 1;  // the frame has the other cores
  int right = 0;
  for (int first = 0; first < set.count(); first += kBatch) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || !still_wanted()) return std::nullopt;
      reading_.progress = static_cast<double>(first) / set.count();
    }
    const int count = std::min(kBatch, set.count() - first);
    auto input = nn::prepare(test_items(set, first, count), question.preparation);
    if (!input) return std::nullopt;
    auto scores = model.predict(*input, options);  // (count, classes)
    if (!scores) return std::nullopt;
    const std::size_t classes = scores->size() / static_cast<std::size_t>(count);
    for (int i = 0; i < count; ++i) {
      const float* item = scores->data() + static_cast<std::size_t>(i) * classes;
      const auto best = std::max_element(item, item + classes) - item;
      right += best == set.labels[static_cast<std::size_t>(first + i)] ? 1 : 0;
    }
  }
  return static_cast<double>(right) / set.count();
}

}  // namespace convlens::lab

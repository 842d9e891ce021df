#include "lab/accuracy.h"

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

bool AccuracyMeter::is_newest(const Question& question) const {
  const std::lock_guard lock(mutex_);
  return !stopping_ && question_->number == question.number;
}

void AccuracyMeter::work() {
  while (true) {
    std::optional<Question> question;
    std::optional<double> trained;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || open_; });
      if (stopping_) return;
      question = question_;
      trained = reading_.trained;
    }
    const nn::Model& trained_model = question->trained->model;
    if (!trained) trained = measure(*question, trained_model);
    std::optional<double> shown = trained;
    if (trained && !(question->shown == trained_model)) shown = measure(*question, question->shown);
    {
      const std::lock_guard lock(mutex_);
      if (question_->number != question->number) continue;
      reading_ = {trained, shown, 1.0};
      open_ = false;
    }
    changed_.notify_all();
  }
}

std::optional<double> AccuracyMeter::measure(const Question& question, const nn::Model& model) {
  const TestSet& set = *question.trained->test_set;
  nn::ComputeOptions options;
  options.threads = 1;  // the frame has the other cores
  int right = 0;
  for (int first = 0; first < set.count(); first += kBatch) {
    if (!is_newest(question)) return std::nullopt;
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
    const std::lock_guard lock(mutex_);
    reading_.progress = static_cast<double>(first + count) / set.count();
  }
  return static_cast<double>(right) / set.count();
}

}  // namespace convlens::lab

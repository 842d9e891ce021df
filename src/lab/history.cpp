#include "lab/history.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "lab/code/code_line.h"
#include "lab/document/held_data.h"

namespace convlens::lab {

History::History(Document first) {
  PanelCode code{CodePanel::kFilter, filters_code(first)};
  steps_.push_back({std::move(first), phrase("start"), std::move(code), ++last_id_});
}

History::History(std::vector<HistoryStep> steps, std::size_t position)
    : steps_(std::move(steps)), position_(position) {
  assert(position_ < steps_.size());
  for (HistoryStep& step : steps_) step.id = ++last_id_;
}

bool History::commit(Document next, Phrase label, PanelCode code) {
  if (next == current()) return false;
  ++changes_;
  drop_redo();
  steps_.push_back({std::move(next), std::move(label), std::move(code), ++last_id_});
  position_ = steps_.size() - 1;
  forget();
  return true;
}

void History::commit_in_place(Document next, Phrase label, PanelCode code) {
  ++changes_;
  drop_redo();
  steps_[position_] = {std::move(next), std::move(label), std::move(code), ++last_id_};
  forget();
}

void History::drop_redo() {
  steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(position_) + 1, steps_.end());
}

void History::forget() {
  HeldData held;
  held.add(current());
  std::size_t bytes = 0;
  std::size_t first = position_;
  while (first > 0 && steps_.size() - first < kMaxSteps) {
    bytes += held.add(steps_[first - 1].document);
    if (bytes > kMaxBytes && first < position_) break;
    --first;
  }
  steps_.erase(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(first));
  position_ -= first;
  forgotten_ += first;
}

void History::undo() {
  if (can_undo()) go_to(position_ - 1);
}

void History::redo() {
  if (can_redo()) go_to(position_ + 1);
}

void History::go_to(std::size_t step) {
  const std::size_t before = std::exchange(position_, std::min(step, steps_.size() - 1));
  if (before != position_) ++changes_;
}

}  // namespace convlens::lab

#include "lab/history.h"

#include <algorithm>
#include <utility>

#include "lab/code/code_line.h"

namespace convlens::lab {

History::History(Document first) {
  PanelCode code{CodePanel::kFilter, filters_code(first)};
  steps_.push_back({std::move(first), phrase("start"), std::move(code)});
}

bool History::commit(Document next, Phrase label, PanelCode code) {
  if (next == current()) return false;
  drop_redo();
  steps_.push_back({std::move(next), std::move(label), std::move(code)});
  if (steps_.size() > kMaxSteps) steps_.erase(steps_.begin());
  position_ = steps_.size() - 1;
  return true;
}

void History::commit_in_place(Document next, Phrase label, PanelCode code) {
  drop_redo();
  steps_[position_] = {std::move(next), std::move(label), std::move(code)};
}

void History::drop_redo() {
  steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(position_) + 1, steps_.end());
}

void History::undo() {
  if (can_undo()) --position_;
}

void History::redo() {
  if (can_redo()) ++position_;
}

void History::go_to(std::size_t step) { position_ = std::min(step, steps_.size() - 1); }

}  // namespace convlens::lab

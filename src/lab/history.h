#pragma once

#include <cstddef>
#include <vector>

#include "core/phrase.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

namespace convlens::lab {

// The documents so far, the one shown, and those that redo leads to.
class History {
 public:
  static constexpr std::size_t kMaxSteps = 1000;  // the oldest are forgotten beyond that

  explicit History(Document first);

  const Document& current() const { return steps_[position_].document; }
  // The one that the last step led away from; null where there was no step.
  const Document* before() const { return can_undo() ? &steps_[position_ - 1].document : nullptr; }
  // Drops what could be redone. A document equal to the current one is no step: false. `code`: what
  // the step did, see code_of().
  bool commit(Document next, Phrase label, PanelCode code = {});
  // The same in the place of the step that led here, where can_undo(): both are one step.
  void commit_in_place(Document next, Phrase label, PanelCode code = {});
  // Changes every document in place: what the user did not do is no step.
  template <typename Change>
  void amend(const Change& change) {
    for (Step& step : steps_) change(step.document);
  }
  bool can_undo() const { return position_ > 0; }
  bool can_redo() const { return position_ + 1 < steps_.size(); }
  void undo();
  void redo();
  void go_to(std::size_t step);  // the last one where there are fewer

  std::size_t position() const { return position_; }
  std::size_t size() const { return steps_.size(); }
  const Document& document(std::size_t step) const { return steps_[step].document; }
  const Phrase& label(std::size_t step) const { return steps_[step].label; }
  const PanelCode& code(std::size_t step) const { return steps_[step].code; }

 private:
  struct Step {
    Document document;
    Phrase label;
    PanelCode code;
  };

  void drop_redo();

  std::vector<Step> steps_;
  std::size_t position_ = 0;
};

}  // namespace convlens::lab

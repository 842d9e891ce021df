#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/phrase.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

namespace convlens::lab {

// A document of the history, and what led to it.
struct HistoryStep {
  Document document;
  Phrase label;
  PanelCode code;        // what the step did, see code_of()
  std::uint64_t id = 0;  // of no other step, nor of this one once its document is another
};

// The documents so far, the one shown, and those that redo leads to.
class History {
 public:
  // Beyond so many steps, and so much that they hold and the one shown does not, the oldest are
  // forgotten; the last step can be taken back whatever it holds.
  static constexpr std::size_t kMaxSteps = 1000;
  static constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

  explicit History(Document first);
  // As it was kept: at least one step, `position` one of them. They get new ids.
  History(std::vector<HistoryStep> steps, std::size_t position);

  const Document& current() const { return steps_[position_].document; }
  // The one that the last step led away from; null where there was no step.
  const Document* before() const { return can_undo() ? &steps_[position_ - 1].document : nullptr; }
  // Drops what could be redone. A document equal to the current one is no step: false. `code`: what
  // the step did, see code_of().
  bool commit(Document next, Phrase label, PanelCode code = {});
  // How many were forgotten.
  std::size_t forgotten() const { return forgotten_; }
  // As commit(), in the place of the step that led here, where can_undo(): both are one step.
  void commit_in_place(Document next, Phrase label, PanelCode code = {});
  // Changes every document in place: what the user did not do is no step.
  template <typename Change>
  void amend(const Change& change) {
    ++changes_;
    for (HistoryStep& step : steps_) {
      change(step.document);
      step.id = ++last_id_;
    }
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
  std::span<const HistoryStep> steps() const { return steps_; }
  // Counts whatever happens to it.
  std::uint64_t changes() const { return changes_; }

 private:
  void drop_redo();
  void forget();

  std::vector<HistoryStep> steps_;
  std::size_t position_ = 0;
  std::uint64_t last_id_ = 0;
  std::uint64_t changes_ = 0;
  std::size_t forgotten_ = 0;
};

}  // namespace convlens::lab

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/command.h"
#include "lab/history.h"
#include "lab/pipeline.h"
#include "lab/view.h"

namespace convlens::lab {

// The lab as one object: the document with its history, the stages computed from it, and the view.
// A gesture is previewed while it lasts and committed, as one step, when it ends.
// Owned and used by the main thread.
class Lab {
 public:
  explicit Lab(Document document);

  // What is shown: the previewed document while a gesture lasts, else the committed one.
  const Document& document() const { return preview_ ? *preview_ : history_.current(); }
  const History& history() const { return history_; }
  const Pipeline& pipeline() const { return pipeline_; }
  View& view() { return view_; }
  const View& view() const { return view_; }

  // Each brings the pipeline up to date before it returns. A command that cannot be applied
  // changes nothing; the sentence stands in error() until dismissed.
  void preview(const Command& command);  // replaces the preview before it
  void commit(const Command& command);   // ends a gesture, or acts at once
  void cancel_preview();
  void undo();
  void redo();

  // The range that a map's colours span, as the view asks for it.
  ValueRange shown_range(std::size_t source, std::size_t filter) const;

  bool previewing() const { return preview_.has_value(); }
  const std::string& error() const { return error_; }
  void report(std::string sentence) { error_ = std::move(sentence); }
  void dismiss_error() { error_.clear(); }

 private:
  // The committed document with the command applied and all stages computed; where either fails,
  // the sentence is reported and the stages are those of what is shown.
  std::optional<Document> computed(const Command& command);
  void refresh();

  History history_;
  std::optional<Document> preview_;
  Pipeline pipeline_;
  View view_;
  std::string error_;
};

}  // namespace convlens::lab

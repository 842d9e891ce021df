#include "lab/lab.h"

#include <algorithm>
#include <utility>

namespace convlens::lab {

Lab::Lab(Document document) : history_(std::move(document)) { refresh(); }

void Lab::preview(const Command& command) {
  if (auto next = computed(command)) preview_ = std::move(*next);
}

void Lab::commit(const Command& command) {
  auto next = computed(command);
  preview_.reset();
  if (next) history_.commit(std::move(*next), describe(history_.current(), command));
  refresh();
}

void Lab::cancel_preview() {
  preview_.reset();
  refresh();
}

void Lab::undo() {
  preview_.reset();
  history_.undo();
  refresh();
}

void Lab::redo() {
  preview_.reset();
  history_.redo();
  refresh();
}

ValueRange Lab::shown_range(std::size_t source, std::size_t filter) const {
  const ValueRange range =
      view_.shared_range ? pipeline_.shared_range() : pipeline_.map(source, filter).range;
  return range_for(view_.colormap, range);
}

std::optional<Document> Lab::computed(const Command& command) {
  auto next = apply(history_.current(), command);
  const Status status = next ? pipeline_.update(*next) : Status{fail(next.error())};
  if (status) return std::move(*next);
  report(status.error().message);
  refresh();
  return std::nullopt;
}

void Lab::refresh() {
  const Document& shown = document();
  view_.source = std::min(view_.source, shown.sources.size() - 1);
  view_.filter = std::min(view_.filter, shown.filters.size() - 1);
  if (const Status status = pipeline_.update(shown); !status) report(status.error().message);
}

}  // namespace convlens::lab

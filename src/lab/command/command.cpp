#include "lab/command/command.h"

namespace convlens::lab {

Result<Document> apply(const Document& document, const Command& command) {
  return std::visit([&](const auto& c) { return applied(document, c); }, command);
}

Phrase describe(const Document& document, const Command& command) {
  return std::visit([&](const auto& c) { return described(document, c); }, command);
}

namespace {

// What is written into a trained filter is no matter of mine.
template <typename C>
CodePanel panel_of(const C& command) {
  if constexpr (requires { command.filter.is_mine(); }) {
    if (!command.filter.is_mine()) return CodePanel::kTrainedFilter;
  }
  return C::kCodePanel;
}

}  // namespace

PanelCode code_of(const Document& before, const Command& command, const Document& after) {
  return std::visit(
      [&]<typename C>(const C& c) {
        return PanelCode{panel_of(c), coded(before, c, after)};
      },
      command);
}

}  // namespace convlens::lab

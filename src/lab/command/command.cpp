#include "lab/command/command.h"

namespace convlens::lab {

Result<Document> apply(const Document& document, const Command& command) {
  return std::visit([&](const auto& c) { return applied(document, c); }, command);
}

Phrase describe(const Document& document, const Command& command) {
  return std::visit([&](const auto& c) { return described(document, c); }, command);
}

PanelCode code_of(const Document& before, const Command& command, const Document& after) {
  return std::visit(
      [&]<typename C>(const C& c) {
        return PanelCode{C::kCodePanel, coded(before, c, after)};
      },
      command);
}

}  // namespace convlens::lab

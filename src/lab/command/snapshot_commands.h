#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

// The bench as a whole. Each is a command: see command.h.
namespace convlens::lab {

// Whether the two have the same pictures, crops and filters, applied alike: all but the network.
bool has_same_bench(const Document& a, const Document& b);

// Puts a bench that was kept in the place of the one that is there; the network stays.
struct ShowSnapshot {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  char name = 'A';
  std::shared_ptr<const Document> kept;
};
Result<Document> applied(Document document, const ShowSnapshot& command);
Phrase described(const Document& document, const ShowSnapshot& command);
// A remark alone: what was kept came to be by steps of its own.
std::string coded(const Document& before, const ShowSnapshot& command, const Document& after);

// A bench that came as text in the place of the one that is there; the network stays.
struct TakeBench {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::shared_ptr<const Document> bench;  // not null
};
Result<Document> applied(Document document, const TakeBench& command);
Phrase described(const Document& document, const TakeBench& command);
std::string coded(const Document& before, const TakeBench& command, const Document& after);

}  // namespace convlens::lab

#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/filter_ref.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

// What is written into one filter. Each is a command: see command.h.
namespace convlens::lab {

struct WeightEdit {
  int row = 0;
  int column = 0;
  int channel = 0;
  float value = 0.0f;
};

// A stroke, a wheel turn or a typed value: later edits of the same weight win.
struct SetWeights {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  FilterRef filter;
  std::vector<WeightEdit> edits;
};
Result<Document> applied(Document document, const SetWeights& command);
Phrase described(const Document& document, const SetWeights& command);
std::string coded(const Document& before, const SetWeights& command, const Document& after);

// All weights at once, the shape stays. With a name, one of mine becomes another filter, such as a
// preset: no bias, nothing muted, and that name unless somebody named it.
struct ReplaceWeights {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  FilterRef filter;
  std::vector<float> weights;  // in the filter's own order
  std::string name = {};
};
Result<Document> applied(Document document, const ReplaceWeights& command);
Phrase described(const Document& document, const ReplaceWeights& command);
std::string coded(const Document& before, const ReplaceWeights& command, const Document& after);

struct SetBias {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t filter = 0;
  float bias = 0.0f;
};
Result<Document> applied(Document document, const SetBias& command);
Phrase described(const Document& document, const SetBias& command);
std::string coded(const Document& before, const SetBias& command, const Document& after);

// Which weights are left out of the convolution, in the filter's order; empty: none.
struct MuteWeights {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t filter = 0;
  std::vector<bool> muted;
};
Result<Document> applied(Document document, const MuteWeights& command);
Phrase described(const Document& document, const MuteWeights& command);
std::string coded(const Document& before, const MuteWeights& command, const Document& after);

// What holds from now on after every edit of the filter: see kept().
struct LockFilter {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t filter = 0;
  bool zero_sum = false;
  bool unit_norm = false;
};
Result<Document> applied(Document document, const LockFilter& command);
Phrase described(const Document& document, const LockFilter& command);
std::string coded(const Document& before, const LockFilter& command, const Document& after);

}  // namespace convlens::lab

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

// My filters: which there are, what shape they have, how they step over the picture. Each is a
// command: see command.h.
namespace convlens::lab {

// Puts one more of mine there, under a name that no other has.
void insert_filter(Document& document, std::size_t at, Filter filter);

// All filters, from a file.
struct SetFilters {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::vector<Filter> filters;
  Origin origin = {};
};
Result<Document> applied(Document document, const SetFilters& command);
Phrase described(const Document& document, const SetFilters& command);
std::string coded(const Document& before, const SetFilters& command, const Document& after);

// More filters, of the shape of those that are there, before the one that stands at `at`.
struct AddFilters {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t at = 0;  // at most the number of filters
  std::vector<Filter> filters;
};
Result<Document> applied(Document document, const AddFilters& command);
Phrase described(const Document& document, const AddFilters& command);
std::string coded(const Document& before, const AddFilters& command, const Document& after);

// The last one stays.
struct RemoveFilter {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t filter = 0;
};
Result<Document> applied(Document document, const RemoveFilter& command);
Phrase described(const Document& document, const RemoveFilter& command);
std::string coded(const Document& before, const RemoveFilter& command, const Document& after);

struct MoveFilter {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t from = 0;
  std::size_t to = 0;
};
Result<Document> applied(Document document, const MoveFilter& command);
Phrase described(const Document& document, const MoveFilter& command);
std::string coded(const Document& before, const MoveFilter& command, const Document& after);

struct RenameFilter {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  std::size_t filter = 0;
  std::string name;
};
Result<Document> applied(Document document, const RenameFilter& command);
Phrase described(const Document& document, const RenameFilter& command);
std::string coded(const Document& before, const RenameFilter& command, const Document& after);

// All filters in another shape: see fitted(), ChannelRule::kSameOnGrey. Filters of one channel are
// applied to the grey picture; to an array only those of its channels.
struct ShapeFilters {
  static constexpr CodePanel kCodePanel = CodePanel::kFilter;

  int height = 7;    // 1 to 15
  int width = 7;     // 1 to 15
  int channels = 3;  // see can_see()
};
Result<Document> applied(Document document, const ShapeFilters& command);
Phrase described(const Document& document, const ShapeFilters& command);
std::string coded(const Document& before, const ShapeFilters& command, const Document& after);

// How my filters step over the picture.
struct SetSteps {
  static constexpr CodePanel kCodePanel = CodePanel::kMaps;

  int stride_h = 1;
  int stride_w = 1;
  int dilation_h = 1;
  int dilation_w = 1;
  conv::Padding padding = conv::Padding::kSame;
};
Result<Document> applied(Document document, const SetSteps& command);
Phrase described(const Document& document, const SetSteps& command);
std::string coded(const Document& before, const SetSteps& command, const Document& after);

}  // namespace convlens::lab

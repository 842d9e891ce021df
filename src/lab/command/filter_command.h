#pragma once

#include <cstddef>
#include <string>

#include "lab/command/command.h"

// The commands on my filters, for apply(), describe() and code_line().
namespace convlens::lab {

Result<Document> with_filter_command(Document document, const SetFilters& command);
Result<Document> with_filter_command(Document document, const AddFilters& command);
Result<Document> with_filter_command(Document document, const RemoveFilter& command);
Result<Document> with_filter_command(Document document, const MoveFilter& command);
Result<Document> with_filter_command(Document document, const RenameFilter& command);
Result<Document> with_filter_command(Document document, const ShapeFilters& command);
Result<Document> with_filter_command(Document document, const SetBias& command);
Result<Document> with_filter_command(Document document, const MuteWeights& command);
Result<Document> with_filter_command(Document document, const LockFilter& command);
Result<Document> with_filter_command(Document document, const SetSteps& command);

Phrase describe_filter_command(const Document& document, const SetFilters& command);
Phrase describe_filter_command(const Document& document, const AddFilters& command);
Phrase describe_filter_command(const Document& document, const RemoveFilter& command);
Phrase describe_filter_command(const Document& document, const MoveFilter& command);
Phrase describe_filter_command(const Document& document, const RenameFilter& command);
Phrase describe_filter_command(const Document& document, const ShapeFilters& command);
Phrase describe_filter_command(const Document& document, const SetBias& command);
Phrase describe_filter_command(const Document& document, const MuteWeights& command);
Phrase describe_filter_command(const Document& document, const LockFilter& command);
Phrase describe_filter_command(const Document& document, const SetSteps& command);

// Puts one more of mine there, under a name that no other has.
void insert_filter(Document& document, std::size_t at, Filter filter);

}  // namespace convlens::lab

#pragma once

#include <string>

#include "lab/command/command.h"

// The commands on the network, for apply() and describe() in command.h.
namespace convlens::lab {

Result<Document> with_network_command(Document document, const SetNetwork& command);
Result<Document> with_network_command(Document document, const TakeFilter& command);
Result<Document> with_network_command(Document document, const PairFilter& command);
Result<Document> with_network_command(Document document, const RestoreNetwork& command);
Result<Document> with_network_command(Document document, const UntrainNetwork& command);
Result<Document> with_network_command(Document document, const SetMorph& command);
Result<Document> with_network_command(Document document, const ShowMoment& command);
Result<Document> with_network_command(Document document, const SetNetworkInput& command);
Result<Document> with_network_command(Document document, const SetPreparation& command);
Result<Document> with_network_command(Document document, const SetClassNames& command);
Result<Document> with_network_command(Document document, const SetActivation& command);
Result<Document> with_network_command(Document document, const AdoptNetwork& command);

Phrase describe_network_command(const Document& document, const SetNetwork& command);
Phrase describe_network_command(const Document& document, const TakeFilter& command);
Phrase describe_network_command(const Document& document, const PairFilter& command);
Phrase describe_network_command(const Document& document, const RestoreNetwork& command);
Phrase describe_network_command(const Document& document, const UntrainNetwork& command);
Phrase describe_network_command(const Document& document, const SetMorph& command);
Phrase describe_network_command(const Document& document, const ShowMoment& command);
Phrase describe_network_command(const Document& document, const SetNetworkInput& command);
Phrase describe_network_command(const Document& document, const SetPreparation& command);
Phrase describe_network_command(const Document& document, const SetClassNames& command);
Phrase describe_network_command(const Document& document, const SetActivation& command);
Phrase describe_network_command(const Document& document, const AdoptNetwork& command);

// The document whose network holds this filter in the place of one of its own. What was shown
// between the trained and the edited weights becomes the edited ones first, unless the filter is
// the one that is there: like a stroke over one of mine, that is no change.
Result<Document> with_trained_filter(Document document, FilterRef place, const Filter& filter);

}  // namespace convlens::lab

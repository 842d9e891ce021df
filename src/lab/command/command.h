#pragma once

#include <variant>

#include "core/result.h"
#include "lab/command/bank_commands.h"
#include "lab/command/canvas_commands.h"
#include "lab/command/network_commands.h"
#include "lab/command/picture_commands.h"
#include "lab/command/snapshot_commands.h"
#include "lab/command/weight_commands.h"

namespace convlens::lab {

// What a user can do to the document. Each is a struct of data, the panel that its line of Python
// stands under, and three functions, found by overload:
//   applied()    the next document, or a sentence on why the command does not fit this one. Pure
//   described()  a few words for the history, such as "paint vertical line"
//   coded()      what it does in Python, `before` and `after` it: see code/code_line.h
using Command =
    std::variant<SetWeights, ReplaceWeights, SetFilters, AddFilters, RemoveFilter, MoveFilter,
                 RenameFilter, ShapeFilters, SetBias, MuteWeights, LockFilter, SetSteps, MoveCrop,
                 ResizeCrop, SetPictures, ShowPlanes, RemovePicture, DrawStroke, PutStamp,
                 ClearCanvas, SetNetwork, TakeFilter, PairFilter, RestoreNetwork, ShowUntrained,
                 SetMorph, ShowMoment, SetNetworkInput, SetInputArray, SetTestSet, SetPreparation,
                 SetClassNames, SetActivation, AdoptNetwork, ShowSnapshot, TakeBench>;

Result<Document> apply(const Document& document, const Command& command);
Phrase describe(const Document& document, const Command& command);
PanelCode code_of(const Document& before, const Command& command, const Document& after);

}  // namespace convlens::lab

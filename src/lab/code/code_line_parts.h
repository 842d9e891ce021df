#pragma once

#include <string>

#include "lab/code/code_line_weights.h"
#include "lab/command/command.h"

// code_line() of each kind of command, where each stands, and what they have in common.
namespace convlens::lab {

// code_line.cpp, what is written into filters
std::string said(const Document& before, const SetWeights& command, const Document& after);
std::string said(const Document& before, const ReplaceWeights& command, const Document& after);
std::string said(const Document& before, const SetBias& command, const Document& after);
std::string said(const Document& before, const MuteWeights& command, const Document& after);
std::string said(const Document& before, const LockFilter& command, const Document& after);
std::string said(const Document& before, const RenameFilter& command, const Document& after);

// code_line_filters.cpp
std::string said(const Document& before, const SetFilters& command, const Document& after);
std::string said(const Document& before, const AddFilters& command, const Document& after);
std::string said(const Document& before, const RemoveFilter& command, const Document& after);
std::string said(const Document& before, const MoveFilter& command, const Document& after);
std::string said(const Document& before, const ShapeFilters& command, const Document& after);
std::string said(const Document& before, const TakeFilter& command, const Document& after);

// code_line_bench.cpp
std::string said(const Document& before, const MoveCrop& command, const Document& after);
std::string said(const Document& before, const ResizeCrop& command, const Document& after);
std::string said(const Document& before, const SetPictures& command, const Document& after);
std::string said(const Document& before, const RemovePicture& command, const Document& after);
std::string said(const Document& before, const SetSteps& command, const Document& after);
std::string said(const Document& before, const SetActivation& command, const Document& after);
std::string said(const Document& before, const AdoptNetwork& command, const Document& after);

// code_line_network.cpp
std::string said(const Document& before, const SetNetwork& command, const Document& after);
std::string said(const Document& before, const PairFilter& command, const Document& after);
std::string said(const Document& before, const RestoreNetwork& command, const Document& after);
std::string said(const Document& before, const UntrainNetwork& command, const Document& after);
std::string said(const Document& before, const SetMorph& command, const Document& after);
std::string said(const Document& before, const ShowMoment& command, const Document& after);
std::string said(const Document& before, const SetNetworkInput& command, const Document& after);
std::string said(const Document& before, const SetPreparation& command, const Document& after);
std::string said(const Document& before, const SetClassNames& command, const Document& after);

bool has_bias(const Document& document);  // whether any of my filters has one
bool has_mask(const Document& document);  // whether any weight is muted
// Statements that make `bias` and `mask` what they are in `after`, where either document has them.
std::string bias_code(const Document& before, const Document& after);
std::string mask_code(const Document& before, const Document& after);

// Of a filter that this document has, mine or a trained one.
WeightArray weight_array(const Document& document, FilterRef ref);
// Around statements that edit `kernel`: out of its layer, and back into it. None stay none.
std::string with_kernel_of(int layer, const std::string& statements);

// An expression as its luma, (..., 3) to (..., 1).
std::string grey_of(const std::string& expression);
// An expression prepared for a network, with its crop and its size.
std::string prepared_of(std::string expression, const nn::InputPreparation& preparation);

}  // namespace convlens::lab

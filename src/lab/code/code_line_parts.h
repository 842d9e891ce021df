#pragma once

#include <string>

#include "lab/code/code_line_weights.h"
#include "lab/command/command.h"

// What coded() of the commands has in common.
namespace convlens::lab {

bool has_bias(const Document& document);  // whether any of my filters has one
bool has_mask(const Document& document);  // whether any weight is muted
// Statements that make `bias` and `mask` what they are in `after`, where either document has them.
std::string bias_code(const Document& before, const Document& after);
std::string mask_code(const Document& before, const Document& after);
// Statements that give `filters` and `mask` their shape in `after`.
std::string shape_code(const Document& before, const Document& after);

// Of a filter that this document has, mine or a trained one.
WeightArray weight_array(const Document& document, FilterRef ref);
// Around statements that edit `kernel`: out of its layer, and back into it. None stay none.
std::string with_kernel_of(const Document& document, int layer, const std::string& statements);
// The kernel of a layer of the document's network, which Python knows by this name.
std::string kernel_text(const char* model, const Document& document, int layer);

// Whether my filters see the pictures as the network does.
bool adopts(const Document& document);
// An expression as its luma, (..., 3) to (..., 1).
std::string grey_of(const std::string& expression);
// An expression prepared for a network, with its crop and its size.
std::string prepared_of(std::string expression, const nn::InputPreparation& preparation);

}  // namespace convlens::lab

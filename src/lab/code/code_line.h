#pragma once

#include <string>

#include "core/shape.h"
#include "lab/command/command.h"
#include "lab/document/document.h"
#include "nn/graph/model.h"

// What happens in the window, as a line of Python that does the same. The names are those of a
// notebook: `images` (N, H, W, 3) float32, the crops of the `pictures` (uint8) times 1/255;
// `filters` (height, width, channels, count) float32; `bias` (count,) and `mask`, of the shape of
// `filters` and 0 where a weight is muted, both only where some filter has one; `outputs`, the
// maps; `model`, the network as it is shown, and `trained`, as it was loaded; `mine`, as it was
// edited; `inputs`, what it sees; `moments`, its first kernels during the training; np, tf, keras.
namespace convlens::lab {

// coded() of every command stands in this room. Statements are parted by "; ". Run on arrays of the
// document before, they give those of the one after: NumPy's exactly, Keras' up to its own
// arithmetic.

// What stands there without a command: how the filters (from the file, where one is all there is
// to them), `images` and `outputs` come to be.
std::string filters_code(const Document& document);
std::string images_code(const Document& document);
std::string outputs_code(const Document& document);
// The weights of a trained filter that the document has.
std::string kernel_code(const Document& document, FilterRef trained);
// A layer of `model` as a model of its own, with the shape of its value; nothing where Keras has no
// number for it: a network's inner values are out of its reach.
std::string layer_code(const nn::ModelLayer& layer, const Shape& shape);

}  // namespace convlens::lab

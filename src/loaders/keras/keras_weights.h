#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"
#include "loaders/keras/keras_architecture.h"

namespace convlens::loaders {

// How many arrays Keras keeps for a layer, those that training changes first.
struct WeightCount {
  int trainable = 0;
  int fixed = 0;

  int total() const { return trainable + fixed; }
};
WeightCount expected_weights(const LayerSpec& layer);

// Keras' to_snake_case, the beginning of a group's name: "Conv2DTranspose" -> "conv2d_transpose".
std::string snake_case(std::string_view type);

// Moves the archive's arrays to the layers they belong to, as Keras does it: in a .keras archive by
// class and counter, in older files by the layers' names, or, where none of the names is the same,
// one layer with weights after the other. Errors name the layer: arrays missing, too many, left
// over.
Status assign_weights(ModelArchive& archive, NetworkSpec& network);

}  // namespace convlens::loaders

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/phrase.h"
#include "core/shape.h"
#include "core/tensor.h"
#include "lab/pictures/origin.h"
#include "nn/graph/model.h"
#include "nn/preparation.h"

namespace convlens::lab {

// Pictures with known classes that a network is measured on.
struct TestSet {
  std::string name;  // "Fashion-MNIST"
  Shape shape;       // (N, H, W, C)
  std::vector<std::uint8_t> pixels;
  std::vector<int> labels;               // (N,)
  std::vector<std::string> class_names;  // what they stand for
  // Of pictures that stand for classes and are too few to measure anything by: who made each.
  std::vector<std::string> credits = {};
  // Of a set that was opened; its checksum is of what it holds, not of one file's bytes.
  Origin origin = {};
  std::vector<Phrase> notes = {};  // what was done to the pictures when they were read

  bool is_samples() const { return !credits.empty(); }
  // The name of an item's class, or its number where it has none.
  std::string label_of(int item) const;
  int count() const { return static_cast<int>(labels.size()); }
};

// Items [first, first + count) of the set as a network takes them: (count, H, W, C) float32, 0..1.
Tensor test_items(const TestSet& set, int first, int count);

// The first convolution's kernel at some moments of a network's training.
struct TrainingMoments {
  Tensor kernels;              // (moments, KH, KW, C, F)
  std::vector<double> epochs;  // of each moment; the first is untrained
};

// A trained network with all that is known of it. Never changed once shared.
struct TrainedNetwork {
  std::string name;    // of the file: "cifar10.keras"
  std::string format;  // "Keras 3.4.1 (.keras)", "ONNX ...", "Caffe ..."
  nn::Model model;
  std::vector<std::string> class_names;     // may be empty
  nn::InputPreparation preparation;         // of pictures in 0..1
  std::shared_ptr<const TestSet> test_set;  // the one that is known of it, if any
  std::optional<TrainingMoments> moments;
  Origin origin = {};
  // Whether that file, with those beside it that bear its name, is all of it.
  bool is_one_file = true;
  // Where the network's file has a layer that is not supported, the model ends before it and
  // predicts nothing; this says so. Else empty.
  Phrase end = {};
  // What the user should know of how the file was understood, and of its weights; sentences.
  std::vector<Phrase> notes = {};
};

}  // namespace convlens::lab

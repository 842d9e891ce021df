#pragma once

#include <nlohmann/json_fwd.hpp>
#include <opencv2/dnn/dict.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// The types of Caffe's layers that append_caffe_layer() knows.
std::span<const char* const> known_caffe_layers();

// Appends the operators that a layer stands for to `nodes`, the last of them giving a value of the
// layer's name, and its blobs to `arrays`. A layer of another type is told under its own, so that
// whoever builds the network names it. Errors need not name the layer: blobs that are missing, or
// settings that no operator has.
Status append_caffe_layer(const cv::dnn::LayerParams& layer, const std::vector<std::string>& inputs,
                          nlohmann::json& nodes, WeightGroup& arrays);

}  // namespace convlens::loaders

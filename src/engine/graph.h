#pragma once

#include <memory>
#include <openvino/openvino.hpp>

#include "core/result.h"
#include "core/tensor.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::engine {

// The nodes of a network in the terms of loaders/graph/graph_spec.h, ONNX's, as far as they have
// any; the others bear OpenVINO's word for their operator, "OpenVINO.LSTMSequence".
Result<loaders::ModelArchive> graph_of(const ov::Model& model);

// Works out what hangs on nothing but arrays of the file, the packed weights of quantised networks
// among them.
void fold_constants(const std::shared_ptr<ov::Model>& model);

// Numbers of any type as float32.
Result<Tensor> to_tensor(const ov::Tensor& tensor);

}  // namespace convlens::engine

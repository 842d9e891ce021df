#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// A protobuf message, as .onnx and .caffemodel files are, with fields at any depth taken out,
// doubled, moved, given odd values or content, and all lengths around them right, so that the
// damage reaches whoever reads the message. Some are damaged as bytes.
Bytes damage_protobuf(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz

#pragma once

#include <string>
#include <vector>

#include "lab/document/document.h"

namespace convlens::lab {

// How a script comes by a picture.
struct ScriptPicture {
  enum class Way {
    kSample,  // scikit-learn's sample photograph of this name
    kFile,    // the file of this path
    kBeside,  // the file of this name in the script's folder
    kArray,   // the .npy of this name in the script's folder: an array's values as they are seen
  };
  Way way = Way::kBeside;
  std::string name;  // UTF-8
};

// The bench as a Python script that stands by itself: NumPy, and Pillow or scikit-learn for the
// pictures, one for each source. Run, it has in `maps`, (N, H', W', F), what the pipeline computes,
// up to rounding; where they are installed, TensorFlow and Keras are asked for the same maps, and
// Matplotlib shows them. What it leaves out is said at its beginning.
//
// `inputs_file`: a .npy in the script's folder with what my filters see, (N, H, W, C), which the
// script reads where reads_inputs().
std::string bench_script(const Document& document, const std::vector<ScriptPicture>& pictures,
                         const std::string& inputs_file);

// Whether my filters see the pictures behind a layer of the network that is not written in NumPy.
bool reads_inputs(const Document& document);

}  // namespace convlens::lab

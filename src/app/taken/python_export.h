#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"
#include "lab/document/document.h"

namespace convlens::app {

// The bench as a Python script, see lab/code/bench_script.h; `path` gains ".py" where it has no
// ending. Pictures are read from the files that they came from, the sample photographs from
// scikit-learn. Those whose file is gone or another by now, that came from none, or that were
// converted while they were read, are written beside the script, NAME-1.png for the first source;
// what of a network's preparation has no short form in NumPy goes into NAME-inputs.npy. Gives what
// was written, the script last.
Result<std::vector<std::filesystem::path>> export_python(const lab::Document& document,
                                                         std::filesystem::path path);

}  // namespace convlens::app

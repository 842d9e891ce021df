#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/document/trained_network.h"

namespace convlens::app {

// Where the package dataset-fashion-mnist installs its test pictures, an idx file.
std::filesystem::path fashion_mnist_test_images();

// Fashion-MNIST's 10,000 test pictures as the package dataset-fashion-mnist installs them, read
// once and shared from then on. An error where they are not there. Safe to call from any thread.
Result<std::shared_ptr<const lab::TestSet>> fashion_mnist_test_set();

// The sample pictures of some classes, `extent` pixels wide and high, in the order of the classes;
// null where there are none of them.
std::shared_ptr<const lab::TestSet> sample_set(const std::vector<std::string>& class_names,
                                               int extent);

}  // namespace convlens::app

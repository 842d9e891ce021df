#pragma once

#include <filesystem>
#include <memory>

#include "core/result.h"
#include "lab/document/trained_network.h"

namespace convlens::app {

// Where the package dataset-fashion-mnist installs its test pictures, an idx file.
std::filesystem::path fashion_mnist_test_images();

// Fashion-MNIST's 10,000 test pictures as the package dataset-fashion-mnist installs them, read
// once and shared from then on. An error where they are not there. Safe to call from any thread.
Result<std::shared_ptr<const lab::TestSet>> fashion_mnist_test_set();

}  // namespace convlens::app

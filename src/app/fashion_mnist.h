#pragma once

#include <memory>

#include "core/result.h"
#include "lab/trained_network.h"

namespace convlens::app {

// Fashion-MNIST's 10,000 test pictures as the package dataset-fashion-mnist installs them, read
// once and shared from then on. An error where they are not there. Safe to call from any thread.
Result<std::shared_ptr<const lab::TestSet>> fashion_mnist_test_set();

}  // namespace convlens::app

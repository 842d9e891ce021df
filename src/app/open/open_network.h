#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/open/network_files.h"
#include "core/result.h"
#include "lab/document/trained_network.h"

namespace convlens::app {

// The networks that travel with the program, "cifar10.keras" and "fashion_mnist.keras".
std::filesystem::path bundled_network(const char* file_name);

// A network from its files, with what lies beside them (class names, preparation, moments of its
// training) and, for one that takes Fashion-MNIST's pictures, that test set where it is installed.
// Class names that are given count before those. Takes some tenths of a second, and ends soon where
// another thread sets `dropped`. Errors name the file.
Result<std::shared_ptr<const lab::TrainedNetwork>> open_network(
    const NetworkFiles& files, std::optional<std::vector<std::string>> class_names = std::nullopt,
    const std::atomic<bool>* dropped = nullptr);

}  // namespace convlens::app

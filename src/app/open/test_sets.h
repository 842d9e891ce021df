#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/network_commands.h"
#include "lab/document/network.h"
#include "lab/document/trained_network.h"
#include "lab/lab.h"
#include "media/sets/class_folders.h"

namespace convlens::app {

// Where the package dataset-fashion-mnist installs its test pictures, an idx file.
std::filesystem::path fashion_mnist_test_images();

// Fashion-MNIST's 10,000 test pictures as the package dataset-fashion-mnist installs them, read
// once and shared from then on. An error where they are not there. Safe to call from any thread.
Result<std::shared_ptr<const lab::TestSet>> fashion_mnist_test_set();

// Pictures with labels of a file or folder, see media::open_labelled(). Where each of the set's
// class names is one of `class_names`, its labels become their numbers; one without has those. Its
// origin's checksum is of what it holds, since it may lie in many files. Errors name the file.
Result<std::shared_ptr<const lab::TestSet>> open_test_set(
    const std::filesystem::path& path, const media::WantedPictures& wanted,
    const std::vector<std::string>& class_names, const std::atomic<bool>* dropped = nullptr);
// The same for this network: a folder's pictures as large as it takes them, its names, and refused
// where they do not fit it.
Result<lab::SetTestSet> open_test_set(const std::filesystem::path& path,
                                      const lab::Network& network,
                                      const std::atomic<bool>* dropped = nullptr);

// Says in the lab's log what a test set is, and what was done to its pictures.
void note_test_set(const lab::TestSet& set, lab::Lab& lab);

// The sample pictures of some classes, `extent` pixels wide and high, in the order of the classes;
// null where there are none of them.
std::shared_ptr<const lab::TestSet> sample_set(const std::vector<std::string>& class_names,
                                               int extent);

}  // namespace convlens::app

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/open/network_files.h"
#include "core/result.h"
#include "lab/command/command.h"
#include "nn/picture_input.h"

namespace convlens::app {

// What some files bring to the bench, as long as nothing is changed there.
struct OpenedFiles {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  std::optional<lab::SetFilters> filters;
  std::optional<lab::SetInputArray> input;
  std::optional<std::filesystem::path> test_set;    // is read once it is known for which network
  std::optional<NetworkFiles> network;              // is not read yet: that takes a moment
  std::optional<std::filesystem::path> input_file;  // is read once it is known what `network` takes
  std::optional<std::vector<std::string>> class_names;
  std::optional<Error> no_filters;  // why input_file holds none

  // Reads one more file, by its kind: see kind_of(). Of several files of filters, of inputs or of
  // names the last one counts; a second network is refused, where the two files of one of Caffe are
  // one, whatever their names and folders. Of several test sets the last one counts. What is
  // unknown is tried as a picture,
  // whose decoder says what it expected. `shown`: what the network takes that is looked at: an
  // array that fits is its input. Else arrays are filters, and those that are none the input of the
  // network that comes with them.
  Status add(const std::filesystem::path& file,
             const std::optional<nn::PictureInput>& shown = std::nullopt);
  // After the last file: fails where an array was neither filters nor came with a network.
  Status check_whole() const;

 private:
  Status add_network(const std::filesystem::path& file);
  Status add_array(const std::filesystem::path& file, const std::optional<nn::PictureInput>& shown);
};

}  // namespace convlens::app

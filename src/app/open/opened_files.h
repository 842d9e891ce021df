#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
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
  std::optional<std::filesystem::path> test_set;  // is read once it is known for which network
  std::optional<NetworkFiles> network;            // is not read yet: that takes a moment
  std::vector<std::filesystem::path> arrays;      // are read once it is known what for
  std::optional<std::vector<std::string>> class_names;

  // An error where so many pictures are named that they cannot be shown at once: before any is
  // decoded, which takes long.
  static Status check_count(std::span<const std::filesystem::path> files);

  // Reads one more file, by its kind: see kind_of(). Of several files of filters, of inputs or of
  // names the last one counts; a second network is refused, where the two files of one of Caffe are
  // one, whatever their names and folders. Of several test sets the last one counts. What is
  // unknown is tried as a picture, whose decoder says what it expected. `shown`: what the network
  // takes that is looked at: an array that fits is its input. Else those of the shape of filters
  // for pictures are filters, and others the input of the network that comes with them or, where
  // none does, pictures.
  Status add(const std::filesystem::path& file,
             const std::optional<nn::PictureInput>& shown = std::nullopt);
  // After the last file: arrays that came with no network become pictures, those of the shape of
  // filters filters for what has their channels.
  Status settle();
  // What the network that came with it is to look at.
  std::optional<std::filesystem::path> input_file() const;

 private:
  Status add_network(const std::filesystem::path& file);
  Status add_array(const std::filesystem::path& file, const std::optional<nn::PictureInput>& shown);
};

}  // namespace convlens::app

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/command.h"

namespace convlens::app {

// What some files bring to the bench, as long as nothing is changed there.
struct OpenedFiles {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  std::optional<lab::SetFilters> filters;
  std::optional<std::filesystem::path> network;  // is not read yet: that takes a moment
  std::optional<std::vector<std::string>> class_names;

  // Reads one more file, by its kind: see kind_of(). Of several files of filters or of names the
  // last one counts; a second network is refused. What is unknown is tried as a picture, whose
  // decoder says what it expected.
  Status add(const std::filesystem::path& file);

 private:
  Status add_network(const std::filesystem::path& file);
};

}  // namespace convlens::app

#pragma once

#include <filesystem>
#include <string_view>

namespace convlens::engine {

// Another name for a file, that ends so, as long as this stands: a link in a folder of its own.
// OpenVINO tells TensorFlow's files apart by their names, in small letters.
class Alias {
 public:
  // Throws std::filesystem::filesystem_error where it cannot be made.
  Alias(const std::filesystem::path& file, std::string_view ending);
  Alias(const Alias&) = delete;
  Alias& operator=(const Alias&) = delete;
  ~Alias();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace convlens::engine

#pragma once

#include <filesystem>
#include <string>

namespace convlens::lab {

// Where something on the bench was read from. All is empty of what came from no file.
struct Origin {
  std::string file = {};  // whole path; of a camera the device that it was
  // Of an archive: the array of a .npz that was taken; of a moving picture or a camera: the frame's
  // number.
  std::string member = {};
  // SHA-256 of the file's bytes as sha256sum prints it, so that a file is known again wherever it
  // lies by then, by us and by whoever has nothing but the line. Empty of a pipe, which has no
  // bytes to look at twice.
  std::string checksum = {};
  std::string camera = {};  // its name

  bool is_camera() const { return !camera.empty(); }
  bool is_file() const { return !file.empty() && !is_camera(); }
  // "bank.npz"
  std::string file_name() const { return std::filesystem::path(file).filename().string(); }
  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace convlens::lab

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "media/sets/open_labelled.h"

// What the tests of labelled pictures share.
namespace convlens::media::testing {

inline void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// 0, 1, 2, ... round and round.
inline std::string counted(std::size_t count, int from = 0) {
  std::string bytes(count, '\0');
  std::iota(bytes.begin(), bytes.end(), static_cast<char>(from));
  return bytes;
}

// Why it cannot be opened, one sentence that begins with the file's place.
inline std::string refusal_of(const std::filesystem::path& path,
                              const WantedPictures& wanted = {}) {
  const auto set = open_labelled(path, wanted);
  if (set) return "accepted";
  const std::string& message = set.error().message;
  convlens::testing::expect_sentence(message);
  EXPECT_EQ(message.rfind(path.parent_path().string(), 0), 0U) << message;
  return message;
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline bool python_has_numpy() {
  return std::system(CONVLENS_PYTHON " -c 'import numpy' 2> /dev/null") == 0;
}

// Runs lines of Python in a folder.
inline bool run_python(const TemporaryFolder& folder, const std::string& lines) {
  write(folder / "make.py", lines);
  const std::string command =
      "cd '" + folder.path().string() + "' && " CONVLENS_PYTHON " -I make.py";
  const bool done = std::system(command.c_str()) == 0;
  std::filesystem::remove(folder / "make.py");
  return done;
}

}  // namespace convlens::media::testing

#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/files/file.h"
#include "core/files/zip_archive.h"

// Test sets in files, for the tests of what becomes of them in the lab.
namespace convlens::testing {

inline void write_text(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// Three records of CIFAR-10's binary version, each of one colour.
inline std::string cifar_batch() {
  std::string bytes;
  for (const char label : {'\x03', '\x08', '\x03'}) {
    bytes += label + std::string(3072, static_cast<char>(label * 20));
  }
  return bytes;
}

// CIFAR-10's test pictures as a folder for each class; empty where they are not there.
inline std::filesystem::path unpacked_cifar(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  const fs::path file = fs::path(CONVLENS_SHARED_DIR) / "realdata/cifar10/cifar10_jpeg.zip";
  if (!fs::exists(file)) return {};
  auto bytes = read_file(file);
  EXPECT_TRUE(bytes);
  auto archive = ZipArchive::open(*std::move(bytes), file.string(), {.max_entries = 100'000});
  EXPECT_TRUE(archive) << archive.error().message;
  for (const std::string& name : archive->names()) {
    if (!name.starts_with("test/") || !name.ends_with(".jpg")) continue;
    const auto picture = archive->read(name);
    EXPECT_TRUE(picture);
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(picture->data()),
               static_cast<std::streamsize>(picture->size()));
  }
  return folder / "test";
}

}  // namespace convlens::testing

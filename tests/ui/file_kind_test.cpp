// Files whose names say something else than what they hold.
#include "app/open/file_kind.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/files/file.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using convlens::testing::bytes_of;

class FileKindTest : public ::testing::Test {
 protected:
  // Of one of the golden files under another name.
  FileKind kind_of_copy(const std::string& golden, const std::string& name) const {
    fs::copy_file(fs::path(CONVLENS_TEST_DIR) / "golden" / golden, folder_ / name,
                  fs::copy_options::overwrite_existing);
    return kind_of(folder_ / name);
  }
  FileKind kind_of_text(const std::string& text, const std::string& name) const {
    EXPECT_TRUE(write_file(folder_ / name, bytes_of(text)));
    return kind_of(folder_ / name);
  }

  const TemporaryFolder folder_;
};

TEST_F(FileKindTest, WhatAFileHoldsCountsBeforeItsName) {
  for (const char* name : {"NET.ONNX", "net.bin", "net.keras", "net.txt", "net"}) {
    EXPECT_TRUE(is<NetworkFile>(kind_of_copy("onnx_cases/classic.onnx", name))) << name;
  }
  EXPECT_TRUE(is<NetworkFile>(kind_of_copy("keras_cases/up_nearest.keras", "net.npz")));
  EXPECT_TRUE(is<NetworkFile>(kind_of_copy("keras2_cases/residual.h5", "net.png")));
  EXPECT_TRUE(is<ArrayFile>(kind_of_copy("maps.npy", "maps.txt")));
  const FileKind packed = kind_of_copy("npz_cases/savez.npz", "bank.npy");
  ASSERT_TRUE(is<ArrayFile>(packed));
  EXPECT_TRUE(std::get<ArrayFile>(packed).packed);
  EXPECT_TRUE(is<IdxFile>(kind_of_text(std::string("\0\0\10\1\0\0\0\0", 8), "labels.png")));
}

TEST_F(FileKindTest, APictureOfAnyFormatIsToldByItsBeginning) {
  for (const auto& entry :
       fs::directory_iterator(fs::path(CONVLENS_TEST_DIR) / "golden/odd_pictures")) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".json" || ending == ".gif") continue;
    const std::string golden = "odd_pictures/" + entry.path().filename().string();
    EXPECT_TRUE(is<PictureFile>(kind_of_copy(golden, "picture.onnx"))) << golden;
  }
}

// name: "net", and one layer without a setting.
TEST_F(FileKindTest, ACaffeNetworkIsToldByItsFields) {
  const std::string net("\x0a\x03net\xa2\x06\x02\x0a\x00", 10);
  EXPECT_TRUE(is<NetworkFile>(kind_of_text(net, "net.dat")));
  EXPECT_TRUE(is<UnknownFile>(kind_of_text(net.substr(0, 9), "net.dat"))) << "cut short";
  EXPECT_TRUE(is<UnknownFile>(kind_of_text(net + "\x0a", "net.dat"))) << "something behind it";
}

TEST_F(FileKindTest, TheNameCountsWhereTheContentDoesNotTell) {
  EXPECT_TRUE(is<NamesFile>(kind_of_text("BMW\nP5 engine\n", "NAMES.TXT")));
  EXPECT_TRUE(is<NamesFile>(kind_of_text("P5 engine\n", "names.txt")));
  EXPECT_TRUE(is<NetworkFile>(kind_of_text("damaged", "net.Onnx")));
  EXPECT_TRUE(is<NetworkFile>(kind_of_text("name: \"net\"", "net.PROTOTXT")));
  EXPECT_TRUE(is<PictureFile>(kind_of_text("", "empty.JPG")));
  EXPECT_TRUE(is<UnknownFile>(kind_of_text("anything", "notes.md")));
  EXPECT_TRUE(is<UnknownFile>(kind_of(folder_.path())));
  EXPECT_TRUE(is<NetworkFile>(kind_of(folder_ / "missing.h5")));
}

}  // namespace
}  // namespace convlens::app

// Files whose names say something else than what they hold.
#include "app/files/file_kind.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/files/file.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "media/moving/moving_picture.h"

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
    const FileKind kind = kind_of_copy(golden, "picture.onnx");
    if (media::is_animation(folder_ / "picture.onnx")) {
      EXPECT_TRUE(is<MovingFile>(kind)) << golden;
    } else {
      EXPECT_TRUE(is<PictureFile>(kind)) << golden;
    }
  }
}

TEST_F(FileKindTest, AVideoIsToldByItsBeginningOrItsName) {
  const std::string zeros(400, '\0');
  std::string stream = zeros;
  for (std::size_t at = 0; at < stream.size(); at += 188) stream[at] = 'G';
  for (const std::string& video : {std::string("\0\0\0\x18"
                                               "ftypisom",
                                               12) +
                                       zeros,
                                   "\x1a\x45\xdf\xa3" + zeros, "OggS" + zeros, "GIF89a" + zeros,
                                   "RIFF....AVI " + zeros, stream}) {
    EXPECT_TRUE(is<MovingFile>(kind_of_text(video, "clip.png")));
  }
  EXPECT_TRUE(is<MovingFile>(kind_of_name("CLIP.MP4")));
  EXPECT_TRUE(is<MovingFile>(kind_of_name("a.gif")));
  EXPECT_FALSE(is<MovingFile>(kind_of_text("RIFF....WEBP" + zeros, "a.webp")));
  EXPECT_FALSE(is<MovingFile>(kind_of_text(std::string("\0\0\0\x18"
                                                       "ftypavif",
                                                       12),
                                           "a.avif")));
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
  EXPECT_TRUE(is<LessonFile>(kind_of_text("---\nlesson: 1\n---\n", "first.md")));
  EXPECT_TRUE(
      is<LessonFile>(kind_of_text("anything", "NOTES.MD")));  // said to be none, by its line
  EXPECT_TRUE(is<UnknownFile>(kind_of_text("anything", "notes.rst")));
  EXPECT_TRUE(is<UnknownFile>(kind_of(folder_.path())));
  EXPECT_TRUE(is<NetworkFile>(kind_of(folder_ / "missing.h5")));
}

}  // namespace
}  // namespace convlens::app

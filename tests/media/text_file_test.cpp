#include "media/text_file.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/temporary_folder.h"
#include "media/pictures.h"

namespace convlens::media {
namespace {

using Lines = std::vector<std::string>;

const Lines kNames{"고양이", "똠방각하 개"};

// What Python's str.encode() gives for the two names, each with a line feed.
constexpr std::string_view kCp949 =
    "\xb0\xed\xbe\xe7\xc0\xcc\n\x8c\x63\xb9\xe6\xb0\xa2\xc7\xcf \xb0\xb3\n";
constexpr std::string_view kLittle(
    "\xe0\xac\x91\xc5\x74\xc7\x0a\0\x20\xb6\x29\xbc\x01\xac\x58\xd5\x20\0\x1c\xac\x0a\0", 22);
constexpr std::string_view kBig(
    "\xac\xe0\xc5\x91\xc7\x74\0\x0a\xb6\x20\xbc\x29\xac\x01\xd5\x58\0\x20\xac\x1c\0\x0a", 22);

class TextFile : public ::testing::Test {
 protected:
  Result<TextLines> read(std::string_view text) {
    testing::write(path_, testing::Bytes(text.begin(), text.end()));
    return read_text_lines(path_, 1000);
  }

  // Of a text that is read; what was done to it goes to `said`.
  Lines lines(std::string_view text, std::string* said = nullptr) {
    const auto found = read(text);
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    if (!found) return {};
    std::string done;
    for (const Phrase& conversion : found->conversions) done += conversion.english() + ";";
    if (said != nullptr) *said = done;
    return found->lines;
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "names.txt";
};

TEST_F(TextFile, LinesEndAsOnAnySystem) {
  EXPECT_EQ(lines("a\nb\n"), (Lines{"a", "b"}));
  EXPECT_EQ(lines("a\r\nb\r\n"), (Lines{"a", "b"}));
  EXPECT_EQ(lines("a\rb"), (Lines{"a", "b"}));
  EXPECT_EQ(lines("a\n\nb c\td"), (Lines{"a", "", "b c\td"}));
  EXPECT_EQ(lines(""), Lines{});
}

TEST_F(TextFile, AByteOrderMarkIsNoPartOfTheFirstLine) {
  std::string said = "?";
  EXPECT_EQ(lines("\xef\xbb\xbf"
                  "cat\r\ndog\r\n",
                  &said),
            (Lines{"cat", "dog"}));
  EXPECT_EQ(said, "");
}

TEST_F(TextFile, Utf16InBothOrdersIsReadAndSaid) {
  std::string said;
  EXPECT_EQ(lines("\xff\xfe" + std::string(kLittle), &said), kNames);
  EXPECT_EQ(said, "UTF-16LE brought to UTF-8;");
  EXPECT_EQ(lines("\xfe\xff" + std::string(kBig), &said), kNames);
  EXPECT_EQ(said, "UTF-16BE brought to UTF-8;");
}

TEST_F(TextFile, KoreanAsWindowsWritesItIsReadAndSaid) {
  std::string said;
  EXPECT_EQ(lines(kCp949, &said), kNames);
  EXPECT_EQ(said, "CP949 brought to UTF-8;");
  EXPECT_EQ(lines("고양이\n똠방각하 개\n", &said), kNames);
  EXPECT_EQ(said, "");
}

TEST_F(TextFile, WhatIsNoTextIsRefused) {
  const std::string latin = "caf\xe9\nM\xfcller\n";
  const std::string half("\xff\xfe\x61\0\x62", 5);
  for (const std::string& text :
       {std::string(kLittle), std::string(kBig), latin, half, std::string("a\0b", 3),
        std::string("\x1b[31mred\n"), std::string("\xef\xbb\xbf\xff\n")}) {
    const auto found = read(text);
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().message,
              path_.string() +
                  ": not text that can be read, UTF-8, CP949 or, with a byte order mark, UTF-16 "
                  "expected");
  }
}

}  // namespace
}  // namespace convlens::media

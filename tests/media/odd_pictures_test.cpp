#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ostream>
#include <string>
#include <vector>

#include "golden/golden.h"
#include "media/picture_file.h"

// Tiny pictures of many kinds, each as Pillow or tifffile decodes it (tests/golden/odd_pictures).
namespace convlens::media {
namespace {

struct OddPicture {
  std::string file;
  int height = 0;
  int width = 0;
  std::vector<std::string> said;
  int tolerance = 0;  // levels of 255: decoders of lossy files may round differently
  std::string rgb;    // hexadecimal
  std::string deep;   // the same in 16 bits a channel where it has them; else empty
};

void PrintTo(const OddPicture& picture, std::ostream* stream) { *stream << picture.file; }

std::vector<OddPicture> odd_pictures() {
  std::vector<OddPicture> pictures;
  for (const auto& row : golden::json("odd_pictures/pictures.json")) {
    pictures.push_back({row["file"], row["height"], row["width"], row["said"], row["tolerance"],
                        row["rgb"], row.value("deep", "")});
  }
  return pictures;
}

std::vector<OddPicture> deep_pictures() {
  std::vector<OddPicture> pictures = odd_pictures();
  std::erase_if(pictures, [](const OddPicture& picture) { return picture.deep.empty(); });
  return pictures;
}

std::string test_name(const ::testing::TestParamInfo<OddPicture>& info) {
  std::string name = info.param.file;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

class OddPictures : public ::testing::TestWithParam<OddPicture> {
 protected:
  std::filesystem::path path() const { return golden::path("odd_pictures/" + GetParam().file); }
};

TEST_P(OddPictures, AreAsOthersDecodeThem) {
  const OddPicture& expected = GetParam();
  const auto found = read_picture(path());
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->image.height, expected.height);
  ASSERT_EQ(found->image.width, expected.width);
  ASSERT_EQ(found->image.rgb.size() * 2, expected.rgb.size());
  int largest = 0;
  for (std::size_t i = 0; i < found->image.rgb.size(); ++i) {
    const int value = std::stoi(expected.rgb.substr(2 * i, 2), nullptr, 16);
    largest = std::max(largest, std::abs(value - int{found->image.rgb[i]}));
  }
  EXPECT_LE(largest, expected.tolerance);
}

TEST_P(OddPictures, SayWhatWasDoneToThem) {
  const auto found = read_picture(path());
  ASSERT_TRUE(found) << found.error().message;
  std::vector<std::string> said;
  for (const Phrase& done : found->conversions) said.push_back(done.english());
  EXPECT_EQ(said, GetParam().said);
}

class DeepPictures : public OddPictures {};

TEST_P(DeepPictures, KeepSixteenBitsAsValues) {
  const std::string& deep = GetParam().deep;
  const auto found = read_picture_values(path(), true);
  ASSERT_TRUE(found) << found.error().message;
  const auto values = found->values.values();
  ASSERT_EQ(values.size() * 4, deep.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    ASSERT_EQ(values[i], std::stoi(deep.substr(4 * i, 4), nullptr, 16)) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, OddPictures, ::testing::ValuesIn(odd_pictures()), test_name);
INSTANTIATE_TEST_SUITE_P(Files, DeepPictures, ::testing::ValuesIn(deep_pictures()), test_name);

}  // namespace
}  // namespace convlens::media

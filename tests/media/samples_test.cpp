#include "media/samples.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "core/temporary_folder.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

TEST(SampleLine, NamesAFileItsSquareAndWhoMadeIt) {
  const auto sample =
      read_sample_line("deer.jpg|ab12|a-package|usr/share/cervus.jpg|20,0,81|A, MIT");
  ASSERT_TRUE(sample);
  EXPECT_EQ(sample->of, "deer");
  EXPECT_EQ(sample->file, "deer.jpg");
  EXPECT_EQ(sample->credit, "A, MIT");
  EXPECT_EQ(sample->left, 20);
  EXPECT_EQ(sample->top, 0);
  EXPECT_EQ(sample->side, 81);
}

TEST(SampleLine, OfAnythingElseIsRefused) {
  for (const char* line :
       {"", "deer.jpg", "deer.jpg|s|p|f|20,0|A", "deer.jpg|s|p|f|20,0,0|A", "deer.jpg|s|p|f|1,2,3|",
        "deer.jpg|s|p|f|-1,2,3|A", "deer.jpg|s|p|f|1,2,3,4|A", "../deer.jpg|s|p|f|1,2,3|A",
        "deer.jpg|s|p|f|1,2,99999999999|A"}) {
    const auto sample = read_sample_line(line);
    ASSERT_FALSE(sample) << line;
    EXPECT_NE(sample.error().message.find("a line of sample pictures was expected"),
              std::string::npos);
  }
}

class SamplesTest : public ::testing::Test {
 protected:
  SamplesTest() { setenv("CONVLENS_SAMPLES", folder_.path().c_str(), 1); }
  ~SamplesTest() override { unsetenv("CONVLENS_SAMPLES"); }

  // Four squares of one colour each, as large as half the side.
  void write_picture(const char* name, int side) {
    Image image{side, side, {}};
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const auto right = static_cast<std::uint8_t>(x < side / 2 ? 0 : 200);
        const auto below = static_cast<std::uint8_t>(y < side / 2 ? 0 : 100);
        image.rgb.insert(image.rgb.end(), {right, below, 50});
      }
    }
    ASSERT_TRUE(write_png(folder_.path() / name, image));
  }
  void write_list(const std::string& text) {
    std::ofstream(folder_.path() / "samples.txt") << text;
  }

  TemporaryFolder folder_;
};

TEST_F(SamplesTest, AreThoseOfTheListWhoseFilesAreThere) {
  EXPECT_TRUE(find_samples().empty()) << "there is no list";
  write_picture("cat.png", 64);
  write_list(
      "# file|sum|package|path|square|credit\ncat.png|s|p|f|0,0,64|A\nno line\n"
      "dog.png|s|p|f|0,0,64|B\n");
  const auto samples = find_samples();
  ASSERT_EQ(samples.size(), 1u);
  EXPECT_EQ(samples[0].of, "cat");
  EXPECT_EQ(samples[0].file, (folder_.path() / "cat.png").string());
}

TEST_F(SamplesTest, AreAveragedOverTheirSquares) {
  write_picture("cat.png", 64);
  const Sample sample{"cat", (folder_.path() / "cat.png").string(), "A", 0, 0, 64};
  const auto picture = sample_picture(sample, 2);
  ASSERT_TRUE(picture);
  ASSERT_EQ(picture->height, 2);
  const auto pixel = [&](int y, int x) {
    const auto rgb = picture->pixel(y, x);
    return std::vector<int>{rgb[0], rgb[1], rgb[2]};
  };
  EXPECT_EQ(pixel(0, 0), (std::vector<int>{0, 0, 50}));
  EXPECT_EQ(pixel(0, 1), (std::vector<int>{200, 0, 50}));
  EXPECT_EQ(pixel(1, 0), (std::vector<int>{0, 100, 50}));
  EXPECT_EQ(pixel(1, 1), (std::vector<int>{200, 100, 50}));
  // Half of it over each border.
  const auto part = sample_picture({"cat", sample.file, "A", 16, 16, 32}, 1);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->pixel(0, 0)[0], 100);
  EXPECT_EQ(part->pixel(0, 0)[1], 50);
}

TEST_F(SamplesTest, WithoutTheirSquareAreRefusedByName) {
  write_picture("cat.png", 64);
  std::ofstream(folder_.path() / "text.jpg") << "no picture";
  for (const Sample& sample :
       {Sample{"cat", (folder_.path() / "cat.png").string(), "A", 10, 0, 64},
        Sample{"cat", (folder_.path() / "text.jpg").string(), "A", 0, 0, 8},
        Sample{"cat", (folder_.path() / "none.jpg").string(), "A", 0, 0, 8}}) {
    const auto picture = sample_picture(sample, 4);
    ASSERT_FALSE(picture);
    EXPECT_NE(picture.error().message.find(sample.file), std::string::npos);
  }
}

}  // namespace
}  // namespace convlens::media

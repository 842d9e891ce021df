#include "media/photographs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <span>

#include "core/files/sha256.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "media/picture_file.h"
#include "media/pictures.h"

namespace convlens::media {
namespace {

Image photograph(const std::string& file_name) {
  const auto path = find_photograph(file_name);
  if (!path) throw std::runtime_error(path.error().message);
  auto picture = read_picture(*path);
  if (!picture) throw std::runtime_error(picture.error().message);
  return std::move(picture->image);
}

TEST(Photographs, DecodeToScikitLearnsBytes) {
  const auto rows = golden::json("photographs.json");
  ASSERT_EQ(rows.size(), 2u);
  for (const auto& row : rows) {
    SCOPED_TRACE(row["file"].dump());
    const Image image = photograph(row["file"]);
    EXPECT_EQ(image.height, row["shape"][0]);
    EXPECT_EQ(image.width, row["shape"][1]);
    for (const auto& pixel : row["pixels"]) {
      const auto found = image.pixel(pixel["at"][0], pixel["at"][1]);
      for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(int{found[c]}, pixel["rgb"][c].get<int>());
    }
    EXPECT_EQ(sha256(std::as_bytes(std::span(image.rgb))), row["sha256"]);
  }
}

TEST(Photographs, CentreCropsAreKerass) {
  const Tensor crops = golden::array("crops.npy");  // (2, 70, 120, 3)
  ASSERT_EQ(crops.shape(), (Shape{2, 70, 120, 3}));
  const float* expected = crops.data();
  for (const char* name : {"china.jpg", "flower.jpg"}) {
    const Image image = photograph(name);
    for (int y = 0; y < 70; ++y) {
      for (int x = 0; x < 120; ++x) {
        for (const std::uint8_t value : image.pixel(178 + y, 260 + x)) {
          ASSERT_EQ(static_cast<float>(value), *expected++) << name << ' ' << y << ' ' << x;
        }
      }
    }
  }
}

// Sets a variable for as long as it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { old_ ? setenv(name_, old_->c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

TEST(FindPhotograph, LooksOnlyInTheFolderNamedByTheVariable) {
  const TemporaryFolder folder;
  const Variable variable("CONVLENS_PHOTOGRAPHS", folder.path().string());
  const auto missing = find_photograph("china.jpg");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "china.jpg: the sample photograph was not found in " +
                                         folder.path().string() + ", tools/setup.sh puts it there");
  testing::write(folder / "china.jpg", testing::Bytes{1});
  const auto found = find_photograph("china.jpg");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(*found, folder / "china.jpg");
  std::filesystem::create_directory(folder / "flower.jpg");
  EXPECT_FALSE(find_photograph("flower.jpg")) << "a folder is no photograph";
}

TEST(PhotographDescription, IsTheTextBesideASamplePhotographOnly) {
  const TemporaryFolder folder;
  const Variable variable("CONVLENS_PHOTOGRAPHS", folder.path().string());
  for (const char* name : {"china.jpg", "other.jpg"}) {
    testing::write(folder / name, testing::Bytes{1});
    EXPECT_EQ(photograph_description(folder / name), "");
  }
  testing::write(folder / "README.txt", testing::Bytes{'w', 'h', 'o'});
  EXPECT_EQ(photograph_description(folder / "china.jpg"), "who");
  EXPECT_EQ(photograph_description(folder / "other.jpg"), "");
  EXPECT_EQ(photograph_description(folder / "flower.jpg"), "") << "it is missing";
  const TemporaryFolder elsewhere;
  testing::write(elsewhere / "china.jpg", testing::Bytes{1});
  EXPECT_EQ(photograph_description(elsewhere / "china.jpg"), "") << "another file of that name";
}

TEST(PhotographDescription, OfScikitLearnsNamesTheLicence) {
  const auto china = find_photograph("china.jpg");
  ASSERT_TRUE(china) << china.error().message;
  const std::string text = photograph_description(*china);
  EXPECT_EQ(text.rfind("Image: china.jpg", 0), 0u) << text;
  EXPECT_NE(text.find("creativecommons.org/licenses/by/2.0"), std::string::npos);
}

}  // namespace
}  // namespace convlens::media

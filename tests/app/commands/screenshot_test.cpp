#include <gtest/gtest.h>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::picture_of;

class Screenshot : public testing::Program {
 protected:
  // The picture's bytes, of the size asked for.
  std::string taken(const std::vector<std::string>& arguments, int width, int height) const {
    std::vector<std::string> words{"screenshot", "-o", "shot.png"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(run_well(words).out, "");
    const Image image = picture_of(at("shot.png"));
    EXPECT_EQ(image.width, width);
    EXPECT_EQ(image.height, height);
    return content("shot.png");
  }
};

TEST_F(Screenshot, TwiceGivesTheSameBytes) {
  EXPECT_EQ(taken({}, 1600, 900), taken({}, 1600, 900));
}

TEST_F(Screenshot, HasTheSizeAskedFor) {
  taken({"--size", "800x600"}, 800, 600);
  taken({"--size", "1280x720", "--scale", "1.5"}, 1280, 720);
  taken({"--size", "3840x2160", "--scale", "2"}, 3840, 2160);
  taken({"--size", "1x1"}, 1, 1);
}

TEST_F(Screenshot, ShowsThemeAndLanguageAskedFor) {
  const std::string light = taken({"--size", "1280x720"}, 1280, 720);
  EXPECT_EQ(taken({"--size", "1280x720", "--theme", "light", "--lang", "en"}, 1280, 720), light);
  EXPECT_NE(taken({"--size", "1280x720", "--theme", "dark"}, 1280, 720), light);
  const std::string korean = taken({"--size", "1280x720", "--lang", "ko"}, 1280, 720);
  EXPECT_NE(korean, light);
  const std::string pseudo = taken({"--size", "1280x720", "--lang", "pseudo"}, 1280, 720);
  EXPECT_NE(pseudo, light);
  EXPECT_NE(pseudo, korean);
}

TEST_F(Screenshot, ShowsTheFilesGiven) {
  testing::save(at("noise.png"), testing::noise_picture(90, 140, 1));
  testing::save(at("filters.npy"), testing::random_tensor({5, 3, 3, 2}, 2));
  const auto with = [&](std::vector<std::string> files) {
    files.insert(files.end(), {"--size", "800x600"});
    return taken(files, 800, 600);
  };
  const std::string plain = with({});
  const std::string picture = with({"noise.png"});
  const std::string filters = with({"filters.npy"});
  EXPECT_NE(picture, plain);
  EXPECT_NE(filters, plain);
  EXPECT_NE(filters, picture);
  EXPECT_EQ(with({"filters.npy", "noise.png"}), with({"noise.png", "filters.npy"}));
}

TEST_F(Screenshot, ReadsAndWritesNoSettings) {
  std::filesystem::create_directory(at("home"));
  const testing::Environment changes{{"HOME", at("home").string()},
                                     {"XDG_CONFIG_HOME", std::nullopt},
                                     {"MESA_SHADER_CACHE_DISABLE", "true"}};
  run_well({"screenshot", "-o", "a.png", "--size", "800x600"}, changes);
  EXPECT_TRUE(std::filesystem::is_empty(at("home")));
  EXPECT_EQ(content("a.png"), taken({"--size", "800x600"}, 800, 600));
}

}  // namespace
}  // namespace convlens::app

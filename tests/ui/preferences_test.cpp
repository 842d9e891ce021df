// What the window remembers, and that nothing of the user's file is lost.
#include "app/desktop/preferences.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "core/files/file.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "lab/document/presets.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using convlens::testing::bytes_of;
using convlens::testing::contains;

lab::Document blank_bench() {
  return lab::notebook_document(
      {std::make_shared<const lab::Picture>(lab::Picture{"blank", {1, 1, {0, 0, 0}}})});
}

class PreferencesTest : public ::testing::Test {
 protected:
  void write(const std::string& text) { ASSERT_TRUE(write_file(file_, bytes_of(text))); }
  std::string content(const fs::path& file) const {
    const auto bytes = read_file(file);
    if (!bytes) return bytes.error().message;
    return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
  }
  nlohmann::json object() const { return nlohmann::json::parse(content(file_)); }
  std::string logged(const lab::Lab& lab) const {
    return lab.log().lines().empty() ? "" : lab.log().lines().back().english();
  }

  const TemporaryFolder folder_;
  const fs::path file_ = folder_ / "preferences.json";
};

TEST_F(PreferencesTest, AreRememberedAtEachChange) {
  lab::Lab first(blank_bench());
  {
    PreferencesKeeper keeper(first, file_);
    keeper.follow(first);
    EXPECT_FALSE(fs::exists(file_)) << "nothing was chosen yet";
    first.view().theme = lab::Theme::kDark;
    keeper.follow(first);
    EXPECT_EQ(object(), (nlohmann::json{{"theme", "dark"}}));
    first.view().language = lab::Language::kKorean;
    first.view().show_hint = false;
    keeper.follow(first);
  }
  lab::Lab second(blank_bench());
  PreferencesKeeper keeper(second, file_);
  EXPECT_EQ(second.view().theme, lab::Theme::kDark);
  EXPECT_EQ(second.view().language, lab::Language::kKorean);
  EXPECT_FALSE(second.view().show_hint);
  second.view().theme = lab::Theme::kLight;
  keeper.follow(second);
  EXPECT_EQ(object(),
            (nlohmann::json{{"theme", "light"}, {"language", "ko"}, {"hint_closed", true}}));
}

TEST_F(PreferencesTest, WhatConvolvesIsRemembered) {
  lab::Lab first(blank_bench());
  PreferencesKeeper keeper(first, file_);
  first.view().computing = {lab::ConvEngine::kGpu, 1};
  keeper.follow(first);
  EXPECT_EQ(object(), (nlohmann::json{{"engine", "gpu"}, {"threads", 1}}));
  lab::Lab second(blank_bench());
  PreferencesKeeper another(second, file_);
  EXPECT_EQ(second.view().computing, first.view().computing);
  write(R"({"engine": 3, "threads": -5})");
  lab::Lab third(blank_bench());
  PreferencesKeeper last(third, file_);
  EXPECT_EQ(third.view().computing, lab::Computing{});
}

TEST_F(PreferencesTest, TheScaleIsRememberedWithinItsBounds) {
  lab::Lab first(blank_bench());
  PreferencesKeeper keeper(first, file_);
  first.view().interface_scale = 1.25f;
  keeper.follow(first);
  EXPECT_EQ(object(), (nlohmann::json{{"interface_scale", 1.25}}));
  for (const auto& [text, expected] :
       {std::pair{"1.5", 1.5f}, {"99", 3.0f}, {"-1", 0.75f}, {"\"2\"", 1.0f}, {"null", 1.0f}}) {
    write(std::string("{\"interface_scale\": ") + text + "}");
    lab::Lab second(blank_bench());
    PreferencesKeeper another(second, file_);
    EXPECT_EQ(second.view().interface_scale, expected) << text;
  }
}

TEST_F(PreferencesTest, WhatTheCommandLineAskedForIsNotRemembered) {
  write(R"({"theme": "dark"})");
  lab::Lab lab(blank_bench());
  PreferencesKeeper keeper(lab, file_);
  lab.view().theme = lab::Theme::kLight;
  lab.view().interface_scale = 2.0f;
  keeper.pass_over(lab);
  keeper.follow(lab);
  EXPECT_EQ(object(), (nlohmann::json{{"theme", "dark"}}));
  lab.view().language = lab::Language::kKorean;
  keeper.follow(lab);
  EXPECT_EQ(object(), (nlohmann::json{{"theme", "dark"}, {"language", "ko"}}));
}

TEST_F(PreferencesTest, AHintThatWasNotShownWasNotClosed) {
  lab::Lab lab(blank_bench());
  lab.view().show_hint = false;
  PreferencesKeeper keeper(lab, file_);
  keeper.follow(lab);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(PreferencesTest, WhatIsUnknownStays) {
  write(R"({"theme": "sepia", "language": 7, "speed": [1, 2]})");
  lab::Lab lab(blank_bench());
  PreferencesKeeper keeper(lab, file_);
  EXPECT_EQ(lab.view().theme, lab::Theme::kLight);
  EXPECT_EQ(lab.view().language, lab::Language::kEnglish);
  lab.view().language = lab::Language::kKorean;
  keeper.follow(lab);
  EXPECT_EQ(object(), (nlohmann::json{{"theme", "sepia"}, {"language", "ko"}, {"speed", {1, 2}}}));
}

TEST_F(PreferencesTest, AnUnreadableFileIsSetAsideAndSaid) {
  for (const char* text : {"{\"theme\": ", "[1, 2]", ""}) {
    write(text);
    lab::Lab lab(blank_bench());
    PreferencesKeeper keeper(lab, file_);
    EXPECT_FALSE(fs::exists(file_));
    EXPECT_TRUE(contains(logged(lab), "the preferences could not be read")) << logged(lab);
    EXPECT_TRUE(lab.error().empty());
  }
  EXPECT_EQ(content(folder_ / "preferences.unreadable-1.json"), "{\"theme\": ");
  EXPECT_EQ(content(folder_ / "preferences.unreadable-2.json"), "[1, 2]");
  EXPECT_EQ(content(folder_ / "preferences.unreadable-3.json"), "");
}

TEST_F(PreferencesTest, AFileThatIsDamagedMeanwhileIsNotOverwrittenEither) {
  lab::Lab lab(blank_bench());
  PreferencesKeeper keeper(lab, file_);
  write("damaged");
  lab.view().theme = lab::Theme::kDark;
  keeper.follow(lab);
  EXPECT_EQ(content(folder_ / "preferences.unreadable-1.json"), "damaged");
  EXPECT_EQ(object(), (nlohmann::json{{"theme", "dark"}}));
}

TEST_F(PreferencesTest, WhatCannotBeWrittenIsSaidOnce) {
  lab::Lab lab(blank_bench());
  PreferencesKeeper keeper(lab, folder_ / "no such folder" / "preferences.json");
  lab.view().theme = lab::Theme::kDark;
  keeper.follow(lab);
  EXPECT_TRUE(contains(logged(lab), "the folder to write to does not exist")) << logged(lab);
  const std::size_t lines = lab.log().lines().size();
  keeper.follow(lab);
  EXPECT_EQ(lab.log().lines().size(), lines);
}

class SettingsFolderTest : public PreferencesTest {
 protected:
  void SetUp() override {
    for (const char* name : {"XDG_CONFIG_HOME", "HOME"}) {
      const char* value = std::getenv(name);
      before_.emplace_back(name,
                           value == nullptr ? std::nullopt : std::optional<std::string>(value));
      unsetenv(name);
    }
  }
  void TearDown() override {
    for (const auto& [name, value] : before_) {
      value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
    }
  }

  std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

TEST_F(SettingsFolderTest, IsWhereTheUsersSettingsAre) {
  EXPECT_FALSE(settings_folder().has_value());
  setenv("HOME", "", 1);
  EXPECT_FALSE(settings_folder().has_value());
  setenv("HOME", folder_.path().c_str(), 1);
  EXPECT_EQ(settings_folder(), folder_ / ".config/convlens");
  setenv("XDG_CONFIG_HOME", "", 1);
  EXPECT_EQ(settings_folder(), folder_ / ".config/convlens");
  setenv("XDG_CONFIG_HOME", (folder_ / "settings").c_str(), 1);
  EXPECT_EQ(settings_folder(), folder_ / "settings/convlens");
  EXPECT_TRUE(fs::is_directory(folder_ / "settings/convlens"));
  setenv("XDG_CONFIG_HOME", "/dev/null", 1);
  EXPECT_FALSE(settings_folder().has_value()) << "no folder can be made there";
}

TEST_F(PreferencesTest, FoldersSessionsAndSpeedAreRemembered) {
  lab::Lab first(blank_bench());
  PreferencesKeeper keeper(first, file_);
  first.view().folder = "/pictures/of mine";
  first.view().sweep_speed = lab::SweepSpeed::kRows;
  lab::put_first(first.view(), "/a.convlens");
  lab::put_first(first.view(), "/b.convlens");
  keeper.follow(first);
  lab::Lab second(blank_bench());
  PreferencesKeeper other(second, file_);
  EXPECT_EQ(second.view().folder, "/pictures/of mine");
  EXPECT_EQ(second.view().sweep_speed, lab::SweepSpeed::kRows);
  EXPECT_EQ(second.view().sessions, (std::vector<std::string>{"/b.convlens", "/a.convlens"}));
  // Two windows add to one list.
  lab::put_first(second.view(), "/c.convlens");
  other.follow(second);
  lab::put_first(first.view(), "/a.convlens");
  keeper.follow(first);
  EXPECT_EQ(object()["sessions"], (nlohmann::json{"/a.convlens", "/c.convlens", "/b.convlens"}));
  for (int i = 0; i < 20; ++i) lab::put_first(first.view(), "/" + std::to_string(i));
  keeper.follow(first);
  EXPECT_EQ(object()["sessions"].size(), lab::UserFiles::kMostSessions);
  EXPECT_EQ(object()["sessions"][0], "/19");
}

}  // namespace
}  // namespace convlens::app

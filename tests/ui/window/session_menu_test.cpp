// The file that the lab is in: saved, changed, saved again, opened of late.
#include <filesystem>
#include <fstream>

#include "app/open/open_files.h"
#include "app/session/session_file.h"
#include "core/temporary_folder.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

using testing::BenchDriver;
using testing::command_item;

constexpr ImGuiKeyChord kSave = ImGuiMod_Ctrl | ImGuiKey_S;
constexpr ImGuiKeyChord kSaveAs = ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_S;

class SessionMenuTest : public ::testing::Test {
 protected:
  const lab::SessionFile& file() { return bench_.lab().view().file; }
  std::string path(const char* name) const { return (folder_.path() / name).string(); }
  void press(ImGuiKeyChord key) {
    bench_.run([&](ImGuiTestContext* context) {
      context->KeyPress(key);
      context->Yield(2);
    });
  }
  // Types a name into the dialog that the key asks for a file by.
  void save_as(ImGuiKeyChord key, const std::string& name, const char* contents = nullptr) {
    bench_.run([&](ImGuiTestContext* context) {
      context->KeyPress(key);
      context->Yield(2);
      context->SetRef("//$FOCUSED");
      if (contents != nullptr) context->ItemClick(contents);
      context->ItemInput("##path");
      context->KeyCharsReplaceEnter(name.c_str());
      context->Yield(2);
    });
  }
  std::size_t steps_in(const char* name) const {
    const auto opened = app::open_session(folder_ / name, folder_ / "cache");
    return opened ? opened->session.steps.size() : 0;
  }
  void paint(float value) {
    ASSERT_TRUE(bench_.lab().commit(lab::SetWeights{0, {{0, 0, 0, value}}}));
    bench_.frame();
  }

  TemporaryFolder folder_;
  BenchDriver bench_;
};

TEST_F(SessionMenuTest, IsAskedForOnceAndThenSavedInto) {
  EXPECT_TRUE(file().path.empty());
  save_as(kSave, path("mine"));
  EXPECT_EQ(file().path, path("mine.convlens"));
  EXPECT_FALSE(file().changed);
  EXPECT_EQ(steps_in("mine.convlens"), 1u);
  paint(0.5f);
  EXPECT_TRUE(file().changed);
  EXPECT_EQ(steps_in("mine.convlens"), 1u) << "the file is as it was saved";
  press(kSave);
  EXPECT_FALSE(file().changed);
  EXPECT_EQ(steps_in("mine.convlens"), 2u);
  EXPECT_EQ(bench_.lab().log().lines().back().english(), "session saved: " + path("mine.convlens"));
}

TEST_F(SessionMenuTest, IsSavedUnderAnotherNameWithPicturesNamed) {
  save_as(kSaveAs, path("first"), "**/###named only");
  EXPECT_TRUE(file().named);
  save_as(kSaveAs, path("second"));
  EXPECT_TRUE(file().named) << "as it was chosen before";
  EXPECT_EQ(file().path, path("second.convlens"));
  EXPECT_EQ(app::open_session(folder_ / "second.convlens", folder_ / "cache")->contents,
            app::SessionContents::kNamed);
  save_as(kSaveAs, path("third"), "**/###all inside");
  EXPECT_FALSE(file().named);
  EXPECT_EQ(bench_.lab().view().sessions,
            (std::vector{path("third.convlens"), path("second.convlens"), path("first.convlens")}));
}

TEST_F(SessionMenuTest, OfLateIsOpenedByItsNameAndANewOneIsInNoFile) {
  paint(0.25f);
  save_as(kSave, path("old"));
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//##top/##session");
    context->SetRef("//$FOCUSED");
    context->ItemClick(command_item(ui::Action::kNewSession).c_str());
    context->Yield(2);
  });
  EXPECT_TRUE(file().path.empty());
  EXPECT_EQ(bench_.lab().history().size(), 1u);
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//##top/##session");
    context->SetRef("//$FOCUSED");
    context->ItemClick("$$0/###session");
    context->Yield(2);
  });
  EXPECT_EQ(file().path, path("old.convlens"));
  EXPECT_FALSE(file().changed);
  EXPECT_EQ(bench_.lab().history().size(), 2u);
}

TEST_F(SessionMenuTest, WhatIsGoneIsSaidAndTheLabStays) {
  save_as(kSave, path("gone"));
  fs::remove(path("gone.convlens"));
  fs::create_directory(path("gone.convlens"));
  paint(0.75f);
  press(kSave);
  EXPECT_TRUE(file().changed);
  EXPECT_NE(bench_.lab().error().english().find("gone.convlens: this is a folder"),
            std::string::npos)
      << bench_.lab().error().english();
}

}  // namespace
}  // namespace convlens

// Files that are opened and saved in the window, with the document and the disk as witnesses.
#include <filesystem>
#include <fstream>

#include "core/files/npy.h"
#include "core/temporary_folder.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

using testing::BenchDriver;

class FilePopupTest : public ::testing::Test {
 protected:
  const lab::Document& document() { return bench_.lab().document(); }
  std::string path(const char* name) const { return (folder_.path() / name).string(); }

  // Presses a button that asks for a file, types a path and presses Enter.
  void ask(const char* tab, const char* button, const std::string& file) {
    bench_.run([&](ImGuiTestContext* context) {
      if (tab != nullptr) context->ItemClick(tab);
      context->ItemClick(button);
      context->SetRef("//$FOCUSED");
      context->ItemInput("##path");
      context->KeyCharsReplaceEnter(file.c_str());
      context->Yield(2);
    });
  }
  void ask_filters(const char* button, const std::string& file) {
    ask("//###Filter/all tab/###all tab", button, file);
  }

  TemporaryFolder folder_;
  BenchDriver bench_;
};

constexpr const char* kOpen = "//###Filter/open filters/###open filters";
constexpr const char* kSave = "//###Filter/save filters/###save filters";

TEST_F(FilePopupTest, FiltersAreSavedAndOpenedAgainAsTheyWere) {
  bench_.lab().commit(lab::SetWeights{{1}, {{2, 3, 1, -0.1f}}});
  const auto before = document().filters;
  ask_filters(kSave, path("mine"));
  ASSERT_TRUE(fs::exists(path("mine.npy")));
  const auto read = read_npy(path("mine.npy"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->values.shape(), (Shape{7, 7, 3, 2}));
  bench_.lab().commit(lab::RemoveFilter{0});
  ask_filters(kOpen, path("mine.npy"));
  ASSERT_EQ(document().filters.size(), 2u);
  EXPECT_EQ(document().filters[0].weights, before[0].weights);
  EXPECT_EQ(document().filters[1].weights, before[1].weights);
}

TEST_F(FilePopupTest, AFileThatIsNoneChangesNothingAndIsSaidInTheDialog) {
  std::ofstream(path("broken.npy")) << "no array";
  const lab::Document before = document();
  ask_filters(kOpen, path("broken.npy"));
  EXPECT_EQ(document(), before);
  bench_.run([&](ImGuiTestContext* context) {
    context->SetRef("//###Filter");
    context->ItemClick("open filters/###open filters");
    context->SetRef("//$FOCUSED");
    context->ItemInput("##path");
    context->KeyCharsReplaceEnter(path("missing.npy").c_str());
    context->Yield(2);
    EXPECT_TRUE(context->ItemExists("take file/###take file")) << "the dialog is still open";
    context->ItemClick("cancel/###cancel");
    context->Yield(2);
    EXPECT_FALSE(context->ItemExists("take file/###take file"));
  });
  EXPECT_EQ(document(), before);
}

TEST_F(FilePopupTest, AFolderThatCannotBeWrittenKeepsTheFileThatIsThere) {
  ask_filters(kSave, path("no such folder/mine.npy"));
  EXPECT_FALSE(fs::exists(path("no such folder")));
  EXPECT_EQ(bench_.lab().history().position(), 0u);
}

TEST_F(FilePopupTest, FoldersAreEnteredByClicksAndOnlyFittingFilesAreListed) {
  fs::create_directory(path("inner"));
  std::ofstream(path("notes.txt")) << "no filters";
  std::ofstream(path("inner/a.npy")) << "";
  const auto folder =
      bench_.gui().files().list(folder_.path().string(), ui::FilePurpose::kOpenFilters);
  ASSERT_TRUE(folder.has_value());
  ASSERT_EQ(folder->entries.size(), 1u);
  EXPECT_EQ(folder->entries[0].name, "inner");
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/all tab/###all tab");
    context->ItemClick(kOpen);
    context->SetRef("//$FOCUSED");
    context->ItemClick("**/###entry");
    context->Yield(2);
    context->ItemClick("**/###entry");  // the file: its path stands in the field
    EXPECT_TRUE(context->ItemExists("take file/###take file"));
  });
  EXPECT_EQ(bench_.gui().files().list({}, ui::FilePurpose::kOpenFilters)->folder, path("inner"));
}

TEST_F(FilePopupTest, FiltersAreSavedInTheFolderThatIsShown) {
  fs::create_directory(path("inner"));
  ASSERT_TRUE(bench_.gui().files().list(folder_.path().string(), ui::FilePurpose::kSaveFilters));
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/all tab/###all tab");
    context->ItemClick(kSave);
    context->SetRef("//$FOCUSED");
    context->ItemClick("**/###entry");
    context->Yield(2);
    context->ItemClick("take file/###take file");
    context->Yield(2);
  });
  EXPECT_TRUE(fs::exists(path("inner/filters.npy")));
  EXPECT_EQ(bench_.lab().log().lines().back().english(),
            "filters saved: " + path("inner/filters.npy"));
}

TEST_F(FilePopupTest, ADoubleClickOnAFolderOpensNoFileThatTakesItsPlace) {
  fs::create_directory(path("inner"));
  std::ofstream(path("inner/tiny.ppm"), std::ios::binary) << "P6 2 1 255\n"
                                                          << "abcdef";
  ASSERT_TRUE(bench_.gui()
                  .files()
                  .list(folder_.path().string(), ui::FilePurpose::kOpenPicture)
                  .has_value());
  const lab::Document before = document();
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$0/###open picture");
    context->SetRef("//$FOCUSED");
    context->ItemDoubleClick("**/###entry");
    context->Yield(2);
    EXPECT_TRUE(context->ItemExists("take file/###take file"));
    EXPECT_EQ(document(), before);
    context->SleepNoSkip(0.5f, 0.1f);
    context->ItemDoubleClick("**/###entry");  // the picture now
    context->Yield(2);
  });
  EXPECT_EQ(document().sources[0].picture->name, "tiny.ppm");
}

TEST_F(FilePopupTest, KeysReachNothingUnderTheDialogAndEscClosesIt) {
  const lab::Workspace before = bench_.lab().view().workspace;
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$0/###open picture");
    context->Yield(2);
    ImGui::ClearActiveID();  // takes the keyboard from the path
    context->Yield(2);
    for (const ImGuiKey key : {ImGuiKey_N, ImGuiKey_P, ImGuiKey_R}) context->KeyPress(key);
    context->SetRef("//$FOCUSED");
    EXPECT_TRUE(context->ItemExists("take file/###take file"));
    context->KeyPress(ImGuiKey_Escape);
    context->Yield(2);
    EXPECT_FALSE(context->ItemExists("take file/###take file"));
  });
  EXPECT_EQ(bench_.lab().view().workspace, before);
  EXPECT_EQ(bench_.lab().view().source, 0u);
  EXPECT_FALSE(bench_.lab().view().ranges.shared);
}

TEST_F(FilePopupTest, PicturesAreAddedReplacedAndTakenAway) {
  std::ofstream(path("tiny.ppm"), std::ios::binary) << "P6 2 1 255\n"
                                                    << "abcdef";
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$0/###add picture");
    context->Yield(2);
    const std::string line = "//$FOCUSED/" + testing::command_item(ui::Action::kAddPicture);
    context->ItemClick(line.c_str());
    context->Yield(2);
    context->SetRef("//$FOCUSED");
    context->ItemInput("##path");
    context->KeyCharsReplaceEnter(path("tiny.ppm").c_str());
    context->Yield(2);
  });
  ASSERT_EQ(document().sources.size(), 3u);
  EXPECT_EQ(document().sources[2].picture->name, "tiny.ppm");
  EXPECT_EQ(bench_.lab().view().source, 2u);
  bench_.lab().view().source = 0;
  ask(nullptr, "//###Input/$$0/###open picture", path("tiny.ppm"));
  EXPECT_EQ(document().sources[0].picture->name, "tiny.ppm");
  for (const std::size_t source : {std::size_t{2}, std::size_t{0}}) {
    bench_.lab().view().source = source;
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(2);
      context->ItemClick(("//###Input/$$" + std::to_string(source) + "/###remove picture").c_str());
    });
  }
  ASSERT_EQ(document().sources.size(), 1u);
  EXPECT_EQ(document().sources[0].picture->name, "flower.jpg");
  EXPECT_EQ(bench_.lab().pipeline().source_count(), 1u);
}

}  // namespace
}  // namespace convlens

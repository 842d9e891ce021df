// Pictures of a folder, leafed through; and files that a pasted text names.
#include "app/gui/picture_folder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/gui/file_desk.h"
#include "app/gui/pasted_files.h"
#include "core/files/file.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

using convlens::testing::bytes_of;
using convlens::testing::contains;

// A picture of one row; its width tells it from the others.
std::string ppm(int width) {
  return "P6 " + std::to_string(width) + " 1 255\n" +
         std::string(static_cast<std::size_t>(3 * width), 'x');
}

std::shared_ptr<const lab::Picture> blank_picture() {
  return std::make_shared<const lab::Picture>(lab::Picture{"blank", {1, 1, {0, 0, 0}}});
}

const Error kNeither(phrase("neither filters nor a picture"));

class PictureFolderTest : public ::testing::Test {
 protected:
  PictureFolderTest() : lab_(lab::notebook_document({blank_picture(), blank_picture()})) {}

  fs::path write(const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file(folder_ / name, bytes_of(text)));
    return folder_ / name;
  }
  const lab::Picture& shown(std::size_t source = 0) {
    return *lab_.document().sources[source].picture;
  }
  void open(const fs::path& path) {
    const Status opened = desk_.open(lab_, {path});
    ASSERT_TRUE(opened) << opened.error().message;
  }
  // The name of the picture that a step leads to, or why there is none.
  std::string leafed(int step) {
    const Status done = desk_.leaf(lab_, step);
    return done ? shown(lab_.view().source).name : done.error().message;
  }

  const TemporaryFolder folder_;
  NetworkOpener networks_{WorkMode::kAtOnce};
  FileDesk desk_{networks_};
  lab::Lab lab_;
};

TEST_F(PictureFolderTest, IsLeafedThroughInTheOrderOfItsNumbersAndRound) {
  for (const char* name : {"10.ppm", "9.ppm", "b.PPM", "notes.txt", ".hidden.ppm"}) {
    write(name, ppm(2));
  }
  fs::create_directory(folder_ / "11.ppm");
  open(write("1.ppm", ppm(1)));
  std::string order;
  for (int i = 0; i < 5; ++i) order += leafed(1) + " ";
  EXPECT_EQ(order, "9.ppm 10.ppm b.PPM 1.ppm 9.ppm ");
  EXPECT_EQ(leafed(-1), "1.ppm");
  EXPECT_EQ(leafed(-1), "b.PPM");
  EXPECT_EQ(shown(1).name, "blank") << "only the chosen picture is another one";
}

TEST_F(PictureFolderTest, AFileThatIsNoPictureIsPassedOverAndSaid) {
  open(write("a.ppm", ppm(1)));
  write("b.ppm", "no picture");
  write("c.ppm", ppm(3));
  EXPECT_EQ(leafed(1), "c.ppm");
  EXPECT_TRUE(contains(lab_.error().english(), "b.ppm: ")) << lab_.error().english();
  EXPECT_EQ(leafed(-1), "a.ppm");
  fs::remove(folder_ / "c.ppm");
  const lab::Document before = lab_.document();
  EXPECT_TRUE(contains(leafed(1), "none of 1 pictures of the folder can be read: "));
  EXPECT_EQ(lab_.document(), before);
}

TEST_F(PictureFolderTest, AFileThatIsGoneHasThePlaceThatItHad) {
  write("a.ppm", ppm(1));
  write("c.ppm", ppm(3));
  for (const auto& [step, expected] : {std::pair{1, "c.ppm"}, {-1, "a.ppm"}}) {
    open(write("b.ppm", ppm(2)));
    fs::remove(folder_ / "b.ppm");
    EXPECT_EQ(leafed(step), expected);
  }
}

TEST_F(PictureFolderTest, WithoutAnotherPictureTheOneStays) {
  EXPECT_EQ(leafed(1), "the chosen picture is from no folder that could be leafed through");
  open(write("only.ppm", ppm(1)));
  EXPECT_EQ(leafed(1), folder_.path().string() + ": there is no other picture to leaf to");
  EXPECT_EQ(shown().name, "only.ppm");
}

// A hundred photographs are not kept for as many steps back.
TEST_F(PictureFolderTest, LeafingIsOneStepUntilSomethingElseIsDone) {
  for (const char* name : {"a.ppm", "b.ppm", "c.ppm", "d.ppm"}) write(name, ppm(4));
  open(folder_ / "a.ppm");
  const std::size_t opened = lab_.history().position();
  EXPECT_EQ(leafed(1), "b.ppm");
  EXPECT_EQ(leafed(1), "c.ppm");
  EXPECT_EQ(lab_.history().position(), opened + 1);
  lab_.undo();
  EXPECT_EQ(shown().name, "a.ppm");
  lab_.redo();
  EXPECT_EQ(shown().name, "c.ppm");

  lab_.commit(lab::SetBias{0, 1.0f});
  EXPECT_EQ(leafed(1), "d.ppm");
  EXPECT_EQ(lab_.history().position(), opened + 3);
  lab_.view().source = 1;
  ASSERT_TRUE(desk_.open(lab_, {folder_ / "a.ppm"}));
  EXPECT_EQ(leafed(1), "b.ppm");
  lab_.view().source = 0;
  EXPECT_EQ(leafed(1), "a.ppm") << "another source's pictures are another step";
  EXPECT_EQ(lab_.history().position(), opened + 6);
}

TEST_F(PictureFolderTest, AFolderOpensItsFirstPicture) {
  write("2.ppm", ppm(2));
  write("1.ppm", "no picture");
  open(folder_.path());
  EXPECT_EQ(shown().name, "2.ppm");
  EXPECT_TRUE(contains(lab_.error().english(), "1.ppm: ")) << lab_.error().english();
  const TemporaryFolder empty;
  const Status none = desk_.open(lab_, {empty.path()});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, empty.path().string() + ": there is no picture in the folder");
}

TEST_F(PictureFolderTest, CopiedFilesAreOpenedByTheirAddresses) {
  const fs::path plain = write("a.ppm", ppm(1));
  const fs::path spaced = write("a b%.ppm", ppm(2));
  const std::string address = "file://" + folder_.path().string() + "/a%20b%25.ppm";
  EXPECT_EQ(named_files(plain.string()), std::vector{plain});
  EXPECT_EQ(named_files(address), std::vector{spaced});
  EXPECT_EQ(named_files("file://localhost" + plain.string() + "\r\n" + address + "\r\n"),
            (std::vector{plain, spaced}));
  for (const std::string& text :
       {std::string(), std::string("a.ppm"), plain.string() + "\n1 0 -1", address + "0",
        "file://" + folder_.path().string() + "/a%2", std::string("1 0 -1\n2 0 -2\n1 0 -1"),
        plain.string() + std::string(1, '\0'), std::string("http://example.org/a.ppm")}) {
    EXPECT_TRUE(named_files(text).empty()) << text;
  }
  const Status pasted = desk_.paste(lab_, plain.string() + "\n" + address, kNeither);
  ASSERT_TRUE(pasted) << pasted.error().message;
  EXPECT_EQ(shown(0).name, "a.ppm");
  EXPECT_EQ(shown(1).name, "a b%.ppm");
}

TEST_F(PictureFolderTest, ACopiedPictureTakesTheChosenOnesPlace) {
  const lab::Document before = lab_.document();
  Status pasted = desk_.paste(lab_, "", kNeither);
  ASSERT_FALSE(pasted);
  EXPECT_EQ(pasted.error().message, kNeither.message) << "no other program's clipboard is at hand";
  desk_.use_clipboard([](const auto&) { return fail("the program does not answer"); }, {});
  pasted = desk_.paste(lab_, "", kNeither);
  ASSERT_FALSE(pasted);
  EXPECT_EQ(pasted.error().message, "the program does not answer");
  EXPECT_EQ(lab_.document(), before);
  desk_.use_clipboard(
      [](const auto&) {
        return std::make_shared<const lab::Picture>(
            lab::Picture{"copied", {1, 2, {1, 2, 3, 4, 5, 6}}});
      },
      {});
  lab_.view().source = 1;
  pasted = desk_.paste(lab_, "", kNeither);
  ASSERT_TRUE(pasted) << pasted.error().message;
  EXPECT_EQ(shown(1).name, "copied");
  ASSERT_TRUE(desk_.paste(lab_, "", kNeither));
  EXPECT_EQ(shown(1).name, "copied 2");
  ASSERT_TRUE(desk_.paste(lab_, "", kNeither));
  EXPECT_EQ(shown(1).name, "copied 3");
  lab_.undo();
  EXPECT_EQ(shown(1).name, "copied 2");
  EXPECT_EQ(leafed(1), "the chosen picture is from no folder that could be leafed through");
}

}  // namespace
}  // namespace convlens::app

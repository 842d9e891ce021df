#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::Environment;
using testing::photograph_file;
using testing::save;

constexpr int kFailed = 1;

// What each command is given a file with, and writes.
struct Use {
  std::vector<std::string> before;  // the arguments in front of the file's name
  std::string output;
};

class Failure : public testing::Program {
 protected:
  void expect_failure(const std::vector<std::string>& arguments, const std::string& sentence,
                      const std::vector<std::string>& existing,
                      const Environment& changes = {}) const {
    expect_refusal(kFailed, arguments, sentence, existing, changes);
  }

  static std::vector<std::string> with(std::vector<std::string> arguments,
                                       const std::string& last) {
    arguments.push_back(last);
    return arguments;
  }
};

const std::vector<Use>& picture_uses() {
  static const std::vector<Use> all{
      {{"screenshot", "-o", "out.png"}, "out.png"},
      {{"figure", "feature-maps", "-o", "out.png", "--image"}, "out.png"},
      {{"conv", "-o", "out.npy", "--input"}, "out.npy"},
      {{}, ""},  // the lab itself
  };
  return all;
}

TEST_F(Failure, PicturesThatAreNone) {
  const std::string jpeg = [] {
    std::ifstream file(photograph_file("china.jpg"), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  ASSERT_GT(jpeg.size(), 100'000u);
  put("empty.png", "");
  put("text.png", "hello\n");
  put("header.jpg", jpeg.substr(0, 300));
  put("half.jpg", jpeg.substr(0, jpeg.size() / 2));
  put("bitmap.bmp", "BM");
  put("damaged.png", "\x89PNG\r\n\x1a\n" + std::string(60, 'x'));
  std::filesystem::create_directory(at("folder.png"));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"missing.png", "there is no such file"}, {"nowhere/missing.png", "there is no such file"},
      {"empty.png", "the file is empty"},       {"text.png", "not a picture"},
      {"header.jpg", "the file ends within"},   {"half.jpg", "the file ends within"},
      {"bitmap.bmp", "not a picture"},          {"damaged.png", "not a picture"},
      {"folder.png", "this is a folder"},       {"/dev/null", "this is a device"},
  };
  for (const Use& use : picture_uses()) {
    for (const auto& [file, sentence] : cases) {
      const std::vector<std::string> existing =
          use.output.empty() ? std::vector<std::string>{} : std::vector{use.output};
      expect_failure(with(use.before, file), file + ": " + sentence, existing);
    }
  }
}

// The other tests look at files that exist; here there are none before.
TEST_F(Failure, NothingIsCreated) {
  put("empty.png", "");
  for (const Use& use : picture_uses()) {
    expect_failure(with(use.before, "empty.png"), "the file is empty", {});
  }
  expect_failure({"figure", "crops", "--image", "empty.png", "-o", "a.png", "--cells", "a.json"},
                 "the file is empty", {});
  for (const auto& [png, json] : {std::pair{"a.png", "nowhere/a"}, {"nowhere/a", "a.json"}}) {
    expect_failure({"figure", "crops", "-o", png, "--cells", json}, "nowhere/a: the folder", {});
  }
}

TEST_F(Failure, AFilesNameWithALineBreakStaysOnOneLine) {
  expect_failure({"figure", "crops", "-o", "out.png", "--image", "two\nlines.png"},
                 "two lines.png: there is no such file", {"out.png"});
}

TEST_F(Failure, FiltersThatAreNone) {
  put("empty.npy", "");
  put("text.npy", "hello\n");
  put("short.npy", testing::npy_bytes("<f4", {7, 7, 3, 2}, "1234"));
  std::filesystem::create_directory(at("folder.npy"));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"missing.npy", "there is no such file"}, {"empty.npy", "not a NumPy .npy file"},
      {"text.npy", "not a NumPy .npy file"},    {"short.npy", "4 bytes follow"},
      {"folder.npy", "this is a folder"},       {photograph_file("china.jpg"), "not a NumPy"},
  };
  for (const auto& [file, sentence] : cases) {
    expect_failure({"figure", "feature-maps", "-o", "out.png", "--filters", file}, sentence,
                   {"out.png"});
    expect_failure(
        {"conv", "--input", photograph_file("china.jpg"), "-o", "out.npy", "--filters", file},
        sentence, {"out.npy"});
  }
}

TEST_F(Failure, FiltersThatDoNotFit) {
  save(at("rank3.npy"), testing::random_tensor({7, 7, 3}, 1));
  save(at("large.npy"), testing::random_tensor({16, 7, 3, 1}, 1));
  save(at("two.npy"), testing::random_tensor({7, 7, 2, 2}, 1));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"rank3.npy", "rank3.npy: filters of shape (7, 7, 3), (height, width, channels, count)"},
      {"large.npy", "large.npy: filters of shape (16, 7, 3, 1), sides from 1 to 15 expected"},
      {"two.npy",
       "two.npy: the filters have 2 channels, 3 (red, green, blue) or 1 (grey) expected"},
  };
  for (const auto& [file, sentence] : cases) {
    expect_failure({"figure", "feature-maps", "-o", "out.png", "--filters", file}, sentence,
                   {"out.png"});
  }
  // Elsewhere, what has not the shape of filters is an array that they are applied to.
  expect_failure({"screenshot", "-o", "out.png", "two.npy"}, cases.back().second, {"out.png"});
}

TEST_F(Failure, OutputsThatCannotBeWritten) {
  std::filesystem::create_directory(at("folder"));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"nowhere/out", "nowhere/out: the folder to write to does not exist"},
      {"folder", "folder: this is a folder"},
      {"/dev/full", "/dev/full: the file cannot be written (No space left on device)"},
  };
  const std::vector<std::vector<std::string>> commands{
      {"screenshot", "--size", "800x600", "-o"},
      {"figure", "crops", "-o"},
      {"conv", "--input", photograph_file("china.jpg"), "-o"},
  };
  for (const auto& [output, sentence] : cases) {
    for (const auto& command : commands) expect_failure(with(command, output), sentence, {});
    // Of a figure's two files neither is written without the other.
    expect_failure({"figure", "crops", "-o", "a.png", "--cells", output}, sentence, {"a.png"});
    expect_failure({"figure", "crops", "-o", output, "--cells", "a.json"}, sentence, {"a.json"});
  }
}

TEST_F(Failure, WithoutThePhotographs) {
  const Environment changes{{"CONVLENS_PHOTOGRAPHS", "/nonexistent"}};
  for (const auto& command : {std::vector<std::string>{"figure", "crops", "-o", "out.png"},
                              {"screenshot", "-o", "out.png"}}) {
    expect_failure(command, "china.jpg: the sample photograph was not found in /nonexistent",
                   {"out.png"}, changes);
  }
}

TEST_F(Failure, WithoutTheFonts) {
  expect_failure({"screenshot", "-o", "out.png"}, "the font was not found in /nonexistent",
                 {"out.png"}, {{"CONVLENS_FONTS", "/nonexistent"}});
}

// Mesa's driver alone is asked, and told to offer an older OpenGL; then EGL finds no driver at all.
// Said before any of them is decoded: these could not be.
TEST_F(Failure, MorePicturesThanAreShown) {
  std::vector<std::string> command{"screenshot", "-o", "lab.png"};
  for (int i = 0; i < 65; ++i) command.push_back("photo" + std::to_string(i) + ".jpg");
  expect_refusal(1, command, "65 pictures were to be shown at once, at most 64 are", {});
}

// A few bytes beside a network that ask for more than any machine has.
TEST_F(Failure, AnInputOfAGiant) {
  const std::filesystem::path models = CONVLENS_TEST_DIR "/../assets/models";
  std::filesystem::copy_file(models / "cifar10.keras", at("net.keras"));
  put("net.json", R"({"input": {"size": [16384, 16384]}})");
  expect_refusal(
      1, {"screenshot", "net.keras", "-o", "lab.png"},
      "pictures would be resized to 16384x16384, at most 67108864 pixels are made of one", {});
}

// What nobody could read was not done.
TEST_F(Failure, AFullStandardOutput) {
  const std::string model = CONVLENS_TEST_DIR "/../assets/models/fashion_mnist.keras";
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"--help"},
        {"--version"},
        {"model", model},
        {"model", model, "--json"},
        {"weights", model, "--layer", "conv1", "--output", "w.npy"}}) {
    const auto outcome = run_into("/dev/full", command);
    EXPECT_EQ(outcome.status, 1) << command.front();
    EXPECT_EQ(outcome.err,
              "convlens: what was to be said could not be written to the standard output\n");
  }
}

TEST_F(Failure, WithoutOpenGl) {
  const Environment old{
      {"__EGL_VENDOR_LIBRARY_FILENAMES", "/usr/share/glvnd/egl_vendor.d/50_mesa.json"},
      {"MESA_GL_VERSION_OVERRIDE", "3.2"}};
  const Environment none{{"__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent.json"}};
  for (const Environment& changes : {old, none}) {
    expect_failure({"screenshot", "-o", "out.png"}, "OpenGL 3.3", {"out.png"}, changes);
    expect_failure(
        {"conv", "--input", photograph_file("china.jpg"), "--engine", "gpu", "-o", "out.npy"},
        "OpenGL", {"out.npy"}, changes);
    run_well({"conv", "--input", photograph_file("china.jpg"), "-o", "maps.npy"}, changes);
  }
}

TEST_F(Failure, TheGpuEngineWithoutComputeShaders) {
  expect_failure(
      {"conv", "--input", photograph_file("china.jpg"), "--engine", "gpu", "-o", "out.npy"},
      "compute shaders need OpenGL 4.3", {"out.npy"},
      {{"__EGL_VENDOR_LIBRARY_FILENAMES", "/usr/share/glvnd/egl_vendor.d/50_mesa.json"},
       {"MESA_GL_VERSION_OVERRIDE", "3.3"}});
}

TEST_F(Failure, TheLabWithoutADisplay) {
  const Environment changes{{"DISPLAY", std::nullopt},
                            {"WAYLAND_DISPLAY", std::nullopt},
                            {"HOME", at("home").string()},
                            {"XDG_CONFIG_HOME", std::nullopt}};
  std::filesystem::create_directory(at("home"));
  expect_failure({}, "convlens screenshot", {}, changes);
}

}  // namespace
}  // namespace convlens::app

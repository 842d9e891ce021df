#include "loaders/common/stranger.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/files/file.h"
#include "core/files/zip_files.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "loaders/load_model.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using convlens::testing::bytes_of;

class StrangerTest : public ::testing::Test {
 protected:
  fs::path put(const std::string& name, const std::vector<std::byte>& bytes) const {
    EXPECT_TRUE(write_file(folder_ / name, bytes));
    return folder_ / name;
  }
  fs::path put(const std::string& name, const std::string& text) const {
    return put(name, bytes_of(text));
  }
  // Named for what it is, whatever it is called, by the loader too.
  static void expect_said(const fs::path& path, const std::string& what) {
    const auto told = stranger(path);
    ASSERT_TRUE(told) << path;
    EXPECT_NE(told->english().find(what), std::string::npos) << told->english();
    const auto loaded = load_model(path);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().message, path.string() + ": " + told->english());
  }

  const TemporaryFolder folder_;
};

TEST_F(StrangerTest, IsNamedForWhatItIs) {
  expect_said(
      put("model.h5", "version https://git-lfs.example/spec/v1\noid sha256:4d7a\nsize 12\n"),
      "git lfs pull");
  for (const char* page : {"<!DOCTYPE html>\n<html>", "\n  <HTML lang=\"en\">",
                           "\xEF\xBB\xBF<!doctype HTML>", "<html>"}) {
    expect_said(put("model.keras", page), "a web page");
  }
  expect_said(
      put("old.pth", std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15)),
      "PyTorch");
  expect_said(put("net.pt", convlens::testing::make_zip({{"net/data.pkl", "\x80\x02}q."}})),
              "torch.onnx.export");
  expect_said(put("script.pt", convlens::testing::make_zip({{"script/constants.pkl", "x"}})),
              "torch.onnx.export");
  expect_said(put("a.safetensors", std::string("\x40\0\0\0\0\0\0\0{\"weight\":{}}", 21)),
              "safetensors");
  expect_said(put("model.json", "{ \"format\": \"layers-model\", \"generatedBy\": \"keras\"}"),
              "TensorFlow.js");
}

TEST_F(StrangerTest, AnyOtherFileIsNone) {
  const fs::path golden = fs::path(CONVLENS_TEST_DIR) / "golden";
  for (const char* folder :
       {"keras_cases", "keras2_cases", "onnx_cases", "npz_cases", "input_cases"}) {
    for (const auto& entry : fs::directory_iterator(golden / folder)) {
      EXPECT_FALSE(stranger(entry.path())) << entry.path();
    }
  }
  for (const char* text : {"", "<", "<htm", "version https://", "{", "{\"format\": 1}", "TFL3"}) {
    EXPECT_FALSE(stranger(put("any", text))) << text;
  }
  EXPECT_FALSE(stranger(folder_.path()));
  EXPECT_FALSE(stranger(folder_ / "missing"));
}

}  // namespace
}  // namespace convlens::loaders

// Arrays that come in a .npz: what takes a .npy takes them, too.
#include <gtest/gtest.h>

#include <limits>

#include "app/files.h"
#include "app/program.h"
#include "core/files/npz.h"

namespace convlens::app {
namespace {

using testing::save;

class Npz : public testing::Program {
 protected:
  void save_arrays(const std::string& name, const std::vector<NamedView>& arrays) const {
    const Status status = write_npz(at(name), arrays);
    ASSERT_TRUE(status) << status.error().message;
  }

  const Tensor kernel_ = testing::random_tensor({3, 3, 3, 2}, 1);
  const Tensor input_ = testing::random_tensor({6, 5, 3}, 2);
  const Tensor bias_ = testing::random_tensor({2}, 3);
};

TEST_F(Npz, GivesWhatNpyGives) {
  save(at("kernel.npy"), kernel_);
  save(at("input.npy"), input_);
  save(at("bias.npy"), bias_);
  save_arrays("all.NPZ", {{"input", input_}, {"bias", bias_}, {"kernel", kernel_}});
  save_arrays("one.npz", {{"anything", kernel_}});
  run_well({"conv", "--input", "input.npy", "--filters", "kernel.npy", "--bias", "bias.npy", "-o",
            "maps.npy"});
  for (const char* filters : {"all.NPZ", "one.npz"}) {
    run_well({"conv", "--input", "all.NPZ", "--filters", filters, "--bias", "all.NPZ", "-o",
              "again.npy"});
    EXPECT_EQ(content("again.npy"), content("maps.npy")) << filters;
  }
  run_well({"figure", "feature-maps", "--filters", "kernel.npy", "-o", "a.png"});
  run_well({"figure", "feature-maps", "--filters", "one.npz", "-o", "b.png"});
  EXPECT_EQ(content("a.png"), content("b.png"));
  // In the window they are named after their file.
  std::filesystem::copy_file(at("all.NPZ"), at("kernel.npz"));
  run_well({"screenshot", "--size", "800x600", "-o", "c.png", "kernel.npy"});
  run_well({"screenshot", "--size", "800x600", "-o", "d.png", "kernel.npz"});
  EXPECT_EQ(content("c.png"), content("d.png"));
}

// Written by NumPy: bytes are scaled as those of a .npy are.
TEST_F(Npz, BytesAreScaled) {
  const std::string numpys = std::string(CONVLENS_TEST_DIR) + "/golden/npz_cases/bytes.npz";
  save(at("one.npy"), Tensor({1, 1, 1, 1}, std::vector<float>{1.0f}));
  run_well({"conv", "--input", numpys, "--filters", "one.npy", "-o", "maps.npy"});
  const Tensor maps = testing::array_of(at("maps.npy"));
  ASSERT_EQ(maps.shape(), (Shape{1, 2, 3, 1}));
  for (std::size_t i = 0; i < maps.size(); ++i) {
    EXPECT_EQ(maps.data()[i], static_cast<float>(i * 51) * (1.0f / 255.0f));
  }
}

TEST_F(Npz, FilesThatAreNone) {
  save_arrays("two.npz", {{"a", kernel_}, {"b", kernel_}});
  save_arrays("rank3.npz", {{"filters", input_}});
  save(at("kernel.npy"), kernel_);
  std::filesystem::copy_file(at("two.npz"), at("npz.npy"));
  put("empty.npz", "");
  put("half.npz", content("two.npz").substr(0, content("two.npz").size() / 2));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"missing.npz", "there is no such file"},
      {"two.npz", "the file holds 2 arrays, \"a\" and \"b\"; a single one, or one named filters"},
      {"rank3.npz", "filters of shape (6, 5, 3), (height, width, channels, count)"},
      {"npz.npy", "the file holds 2 arrays, \"a\" and \"b\"; a single one, or one named filters"},
      {"empty.npz", "this is not a NumPy .npz file"},
      {"half.npz", "the zip archive is damaged or cut short"},
  };
  for (const auto& [file, sentence] : cases) {
    const std::string line = file + ": " + sentence;
    expect_refusal(1, {"figure", "feature-maps", "-o", "a.png", "--filters", file}, line,
                   {"a.png"});
    expect_refusal(1, {"screenshot", "-o", "a.png", file}, line, {"a.png"});
    expect_refusal(1, {"conv", "--input", "kernel.npy", "-o", "a.npy", "--filters", file}, line,
                   {"a.npy"});
    expect_refusal(1, {file}, line, {});
  }
}

// What they hold counts before what they are called.
TEST_F(Npz, UnderAnotherNameIsWhatItHolds) {
  save(at("kernel.npy"), kernel_);
  save(at("input.npy"), input_);
  std::filesystem::copy_file(at("kernel.npy"), at("npy.npz"));
  save_arrays("kernel.npz", {{"kernel", kernel_}});
  std::filesystem::rename(at("kernel.npz"), at("npz.npy"));
  run_well({"conv", "--input", "input.npy", "--filters", "kernel.npy", "-o", "maps.npy"});
  for (const char* file : {"npy.npz", "npz.npy"}) {
    run_well({"conv", "--input", "input.npy", "--filters", file, "-o", "again.npy"});
    EXPECT_EQ(content("again.npy"), content("maps.npy")) << file;
  }
}

TEST_F(Npz, NanIsRefusedByPosition) {
  Tensor bad = kernel_.clone();
  bad.data()[1] = std::numeric_limits<float>::quiet_NaN();
  save_arrays("bad.npz", {{"filters", bad}});
  save(at("input.npy"), input_);
  expect_refusal(1, {"conv", "--input", "input.npy", "--filters", "bad.npz", "-o", "a.npy"},
                 "bad.npz: the value at [0, 0, 0, 1] is nan", {"a.npy"});
  expect_refusal(1, {"figure", "feature-maps", "--filters", "bad.npz", "-o", "a.png"},
                 "bad.npz: the weight at [0, 0, 0, 1] is nan", {"a.png"});
}

}  // namespace
}  // namespace convlens::app

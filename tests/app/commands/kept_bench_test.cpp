// Sessions, and benches in words, in the place of pictures and filters.
#include <gtest/gtest.h>

#include <functional>

#include "app/files.h"
#include "app/program.h"
#include "core/files/file.h"
#include "core/files/zip_archive.h"
#include "golden/golden.h"

namespace convlens::app {
namespace {

using testing::array_of;
using testing::picture_of;
using testing::value_of;

// The notebook's bench, but for five weights of -1 at the vertical line's end.
class KeptBench : public testing::Program {
 protected:
  KeptBench() { std::filesystem::copy_file(kept_file(), at("lab.convlens")); }

  static std::filesystem::path kept_file() { return golden::path("sessions/version_1.convlens"); }
  static Tensor kernel() {
    Tensor kernel(Shape{7, 7, 3, 2});
    for (std::int64_t i = 0; i < 7; ++i) {
      for (std::int64_t c = 0; c < 3; ++c) {
        kernel.data()[((i * 7 + 3) * 3 + c) * 2] = i < 2 ? 1.0f : -1.0f;
        kernel.data()[((3 * 7 + i) * 3 + c) * 2 + 1] = 1.0f;
      }
    }
    return kernel;
  }
  Tensor convolved(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words{"conv", "-o", "maps.npy"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    run_well(words);
    return array_of(at("maps.npy"));
  }
  // The session with its text changed, as `changed`.
  void put_changed(const std::string& name, const std::string& from, const std::string& to) const {
    const auto archive =
        value_of(ZipArchive::open(value_of(read_file(kept_file())), kept_file().string()));
    std::vector<ZipMember> members;
    for (const std::string& member : archive.names()) {
      const auto bytes = value_of(archive.read(member));
      std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      for (std::size_t i = text.find(from); i != std::string::npos;
           i = text.find(from, i + to.size())) {
        text.replace(i, from.size(), to);
      }
      const auto changed = std::as_bytes(std::span(text));
      members.push_back({member, {changed.begin(), changed.end()}});
    }
    ASSERT_TRUE(write_file(at(name), value_of(zip_bytes(members, name))));
  }
};

void expect_equal(const Tensor& found, const Tensor& expected) {
  ASSERT_EQ(found.shape(), expected.shape());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(found.data()[i], expected.data()[i]) << "at " << i;
  }
}

TEST_F(KeptBench, ItsCropsAndFiltersAreConvolved) {
  testing::save(at("kernel.npy"), kernel());
  Tensor crops = golden::array("crops.npy");
  for (float& value : crops.values()) value *= 1.0f / 255.0f;
  testing::save(at("crops.npy"), crops);
  const Tensor expected = convolved({"--input", "crops.npy", "--filters", "kernel.npy"});
  expect_equal(convolved({"--input", "lab.convlens", "--filters", "lab.convlens"}), expected);
  expect_equal(convolved({"--input", "crops.npy", "--filters", "lab.convlens"}), expected);
  expect_equal(convolved({"--input", "lab.convlens"}), convolved({"--input", "crops.npy"}));
}

TEST_F(KeptBench, ItsFiltersAreAppliedAsThereUnlessTold) {
  put_changed("far.convlens", "\"stride_h\":1,\"stride_w\":1", "\"stride_h\":2,\"stride_w\":3");
  put_changed("valid.convlens", "\"same\"", "\"valid\"");
  testing::save(at("kernel.npy"), kernel());
  const std::vector<std::string> plain{"--input", "lab.convlens", "--filters", "kernel.npy"};
  const auto with = [&](std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return convolved(words);
  };
  const std::vector<std::string> far{"--input", "lab.convlens", "--filters", "far.convlens"};
  const std::vector<std::string> valid{"--input", "lab.convlens", "--filters", "valid.convlens"};
  expect_equal(convolved(far), with(plain, {"--stride", "2,3"}));
  expect_equal(with(far, {"--stride", "1"}), convolved(plain));
  expect_equal(convolved(valid), with(plain, {"--padding", "valid"}));
  expect_equal(with(valid, {"--padding", "same", "--activation", "relu"}),
               with(plain, {"--activation", "relu"}));
}

TEST_F(KeptBench, FiguresAreDrawnOfIt) {
  const auto drawn = [this](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"figure", "feature-maps", "-o", "figure.png"});
    run_well(arguments);
    return picture_of(at("figure.png")).rgb;
  };
  testing::save(at("kernel.npy"), kernel());
  const auto expected = drawn({"--filters", "kernel.npy"});
  EXPECT_EQ(drawn({"--image", "lab.convlens", "--filters", "lab.convlens"}), expected);
  EXPECT_EQ(drawn({"--filters", "lab.convlens"}), expected);
  EXPECT_EQ(drawn({"--image", "lab.convlens"}), drawn({}));
}

TEST_F(KeptBench, WhatIsMissingOfItIsRefused) {
  put_changed("gone.convlens", "\"sample\": \"flower.jpg\"", "\"sample\": \"rose.jpg\"");
  put_changed("newer.convlens", "\"convlens_session\":1", "\"convlens_session\":2");
  for (const char* input : {"gone.convlens", "newer.convlens"}) {
    const std::string sentence =
        input == std::string("newer.convlens") ? "newer.convlens: " : "flower.jpg is missing";
    expect_refusal(1, {"conv", "--input", input, "-o", "maps.npy"}, sentence, {"maps.npy"});
    expect_refusal(1, {"conv", "--input", "lab.convlens", "--filters", input, "-o", "maps.npy"},
                   sentence, {"maps.npy"});
    expect_refusal(1, {"figure", "crops", "--image", input, "-o", "x.png"}, sentence, {"x.png"});
  }
  expect_refusal(1, {"conv", "--input", "convlens1.eNqr", "-o", "maps.npy"},
                 "the bench in words is cut short or damaged", {"maps.npy"});
  expect_refusal(
      1, {"figure", "crops", "--image", "lab.convlens", "--image", "lab.convlens", "-o", "x.png"},
      "lab.convlens: a session brings all pictures, 2 files were given", {"x.png"});
}

}  // namespace
}  // namespace convlens::app

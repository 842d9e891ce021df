// Inputs and outputs at the ends of what is allowed: one pixel, any name, pipes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::save;

using OddInput = testing::Program;

TEST_F(OddInput, PicturesOfOnePixelAndOneLine) {
  const std::vector<std::pair<int, int>> sizes{{1, 1}, {1, 300}, {300, 1}};
  for (const auto& [height, width] : sizes) {
    SCOPED_TRACE(fmt::format("{}x{}", height, width));
    save(at("in.png"), testing::noise_picture(height, width, 1));
    for (const char* figure : {"crops", "feature-maps"}) {
      run_well({"figure", figure, "--image", "in.png", "-o", "out.png"});
      EXPECT_GT(testing::picture_of(at("out.png")).height, 0);
    }
    run_well({"conv", "--input", "in.png", "-o", "maps.npy"});
    EXPECT_EQ(testing::array_of(at("maps.npy")).shape(), (Shape{1, height, width, 2}));
    run_well({"screenshot", "--size", "400x300", "-o", "lab.png", "in.png"});
    EXPECT_EQ(testing::picture_of(at("lab.png")).width, 400);
  }
  // A crop larger than the picture.
  run_well({"conv", "--input", "in.png", "--crop", "20x30", "-o", "maps.npy"});
  EXPECT_EQ(testing::array_of(at("maps.npy")).shape(), (Shape{1, 20, 30, 2}));
}

TEST_F(OddInput, NamesInAnyLanguage) {
  const std::string folder = "\xEA\xB7\xB8\xEB\xA6\xBC d\xC3\xA9j\xC3\xA0";
  std::filesystem::create_directory(at(folder));
  const auto in = [&](const std::string& name) { return folder + "/\xED\x95\x84 " + name; };
  save(at(in("in.png")), testing::noise_picture(20, 30, 1));
  save(at(in("filters.npy")), testing::random_tensor({3, 3, 3, 2}, 1));
  run_well({"figure", "feature-maps", "--image", in("in.png"), "--filters", in("filters.npy"), "-o",
            in("out.png"), "--cells", in("cells.json")});
  run_well({"conv", "--input", in("in.png"), "--filters", in("filters.npy"), "-o", in("maps.npy")});
  run_well(
      {"screenshot", "--size", "400x300", "-o", in("lab.png"), in("in.png"), in("filters.npy")});
  for (const char* name : {"out.png", "cells.json", "maps.npy", "lab.png"}) {
    EXPECT_FALSE(content(in(name)).empty()) << name;
  }
  expect_refusal(1, {"conv", "--input", in("none.png"), "-o", "a.npy"},
                 in("none.png") + ": there is no such file", {"a.npy"});
}

// What comes through a pipe can be read only once.
TEST_F(OddInput, ArraysThroughPipes) {
  save(at("in.npy"), testing::random_tensor({6, 5, 3}, 1));
  run_well({"conv", "--input", "in.npy", "-o", "maps.npy"});
  ASSERT_EQ(mkfifo(at("pipe.npy").c_str(), 0600), 0);
  const std::string bytes = content("in.npy");
  std::thread writer([&] { std::ofstream(at("pipe.npy"), std::ios::binary) << bytes; });
  run_well({"conv", "--input", "pipe.npy", "-o", "piped.npy"});
  // Lets the writer go on where the program never opened the pipe.
  const int reader = open(at("pipe.npy").c_str(), O_RDONLY | O_NONBLOCK);
  writer.join();
  close(reader);
  EXPECT_EQ(content("piped.npy"), content("maps.npy"));
}

TEST_F(OddInput, FiltersOfNoElements) {
  save(at("in.npy"), testing::random_tensor({6, 5, 3}, 1));
  const std::vector<Shape> shapes{{3, 3, 3, 0}, {0, 3, 3, 2}, {3, 3, 0, 2}};
  for (const Shape& shape : shapes) {
    save(at("none.npy"), Tensor(shape));
    expect_refusal(1, {"conv", "--input", "in.npy", "--filters", "none.npy", "-o", "a.npy"},
                   "none.npy: filters of shape " + to_string(shape), {"a.npy"});
    expect_refusal(1, {"figure", "feature-maps", "--filters", "none.npy", "-o", "a.png"},
                   "none.npy: filters of shape " + to_string(shape), {"a.png"});
  }
}

}  // namespace
}  // namespace convlens::app

// Arrays as sources of the bench: opened from every kind of file, shown plane by plane, kept in
// sessions and refused by name.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "../bench_driver.h"
#include "app/open/array_sources.h"
#include "app/open/open_files.h"
#include "app/session/session_file.h"
#include "core/files/file.h"
#include "core/files/npy.h"
#include "core/temporary_folder.h"
#include "lab/pictures/array_picture.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using convlens::testing::BenchDriver;

Tensor counted(const Shape& shape) {
  Tensor tensor(shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    tensor.data()[i] = 0.5f * static_cast<float>(i) - 7.0f;
  }
  return tensor;
}

// A .npy of this type and order, whose value i is i.
void write_raw(const fs::path& path, const std::string& type, bool fortran,
               const std::string& shape, std::size_t count, std::size_t bytes) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", type,
                                   fortran ? "True" : "False", shape);
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::ofstream file(path, std::ios::binary);
  file << std::string("\x93NUMPY\x01\x00", 8) << static_cast<char>(header.size() % 256)
       << static_cast<char>(header.size() / 256) << header;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t byte = 0; byte < bytes; ++byte) {
      file << static_cast<char>((i >> (8 * byte)) & 0xffU);
    }
  }
}

class ArrayTest : public ::testing::Test {
 protected:
  fs::path write(const char* name, const Shape& shape) {
    EXPECT_TRUE(write_npy(folder_ / name, counted(shape)));
    return folder_ / name;
  }
  TemporaryFolder folder_;
};

TEST_F(ArrayTest, OfEveryRankIsASource) {
  const struct {
    Shape shape;
    std::size_t items;
    int channels;
  } kCases[] = {
      {{20, 30}, 1, 1}, {{20, 30, 6}, 1, 6}, {{4, 20, 30, 2}, 4, 2}, {{1, 20, 30, 3}, 1, 3}};
  for (const auto& one : kCases) {
    const auto sources = open_sources(write("a.npy", one.shape));
    ASSERT_TRUE(sources) << to_string(one.shape) << sources.error().message;
    ASSERT_EQ(sources->size(), one.items);
    for (std::size_t n = 0; n < one.items; ++n) {
      const lab::ArrayLook& array = *(*sources)[n]->array;
      EXPECT_EQ(array.channels(), one.channels);
      const std::size_t first = n * array.values->size();
      EXPECT_EQ(std::as_const(*array.values).data()[0], 0.5f * static_cast<float>(first) - 7.0f);
      EXPECT_EQ((*sources)[n]->name, one.items > 1 ? fmt::format("a.npy [{}]", n) : "a.npy");
    }
  }
}

TEST_F(ArrayTest, OfBytesIsScaledAndOfOtherNumbersIsNot) {
  const struct {
    const char* type;
    std::size_t bytes;
    double last;
  } kCases[] = {{"|u1", 1, 99.0 / 255}, {"<u2", 2, 99.0 / 65535}, {"<i4", 4, 99}, {"<i8", 8, 99}};
  for (const auto& one : kCases) {
    for (const bool fortran : {false, true}) {
      write_raw(folder_ / "raw.npy", one.type, fortran, "(20, 5)", 100, one.bytes);
      const auto sources = open_sources(folder_ / "raw.npy");
      ASSERT_TRUE(sources) << sources.error().message;
      const lab::Picture& picture = *sources->front();
      const auto values = std::as_const(*picture.array->values).values();
      EXPECT_NEAR(values.back(), one.last, 1e-6) << one.type;
      EXPECT_NEAR(values[1], (fortran ? 20 : 1) * one.last / 99, 1e-6) << one.type;
      EXPECT_EQ(picture.conversions.empty(), one.last == 99.0);
    }
  }
}

TEST_F(ArrayTest, WhatCannotStandOnTheBenchIsRefusedByName) {
  const auto refusal = [this](const Shape& shape) {
    const auto sources = open_sources(write("bad.npy", shape));
    return sources ? "accepted" : sources.error().message;
  };
  const std::string name = (folder_ / "bad.npy").string();
  EXPECT_EQ(refusal({9}),
            name + ": an input of shape (9,), (H, W), (H, W, C) or (N, H, W, C) expected");
  EXPECT_EQ(refusal({9, 9, 257}), name +
                                      ": an array of shape (1, 9, 9, 257), one of (H, W, C) with "
                                      "1 to 256 channels expected");
  EXPECT_EQ(refusal({9, 0, 2}), name + ": an array of shape (1, 9, 0, 2), no extent 0 expected");
  EXPECT_EQ(refusal({65, 2, 2, 1}), name + ": an array of 65 items, 1 to 64 expected");
  EXPECT_EQ(refusal({0, 2, 2, 1}), name + ": an array of 0 items, 1 to 64 expected");
  for (const float wrong :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Tensor tensor = counted({4, 5, 2});
    tensor.data()[13] = wrong;
    ASSERT_TRUE(write_npy(folder_ / "bad.npy", tensor));
    const auto sources = open_sources(folder_ / "bad.npy");
    ASSERT_FALSE(sources);
    EXPECT_NE(sources.error().message.find("the value at [1, 1, 1] is"), std::string::npos);
  }
}

TEST_F(ArrayTest, ComesWithItsFiltersInAnyOrder) {
  const fs::path array = write("array.npy", {20, 30, 6});
  const fs::path filters = write("filters.npy", {5, 5, 6, 3});
  for (const auto& files : {std::vector{array, filters}, std::vector{filters, array}}) {
    const auto document = open_document(files);
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->sources.front().picture->channels(), 6);
    EXPECT_EQ(document->filters.size(), 3u);
    EXPECT_EQ(document->filters.front().channels, 6);
  }
  const auto alone = open_document({filters});
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().message,
            "filters.npy: the filters have 6 channels, 3 (red, green, blue) or 1 (grey) expected");
  const auto mixed = open_document({array, write("other.npy", {20, 30, 5})});
  EXPECT_FALSE(mixed);
}

TEST_F(ArrayTest, IsKeptInASessionWithThePlanesThatItShows) {
  const fs::path array = write("array.npy", {2, 20, 30, 6});
  lab::Lab lab(*open_document({array}));
  ASSERT_TRUE(lab.commit(lab::ShowPlanes{0, {4}}));
  ASSERT_TRUE(lab.commit(lab::ShowPlanes{1, {2, 3, 4}}));
  for (const auto contents : {SessionContents::kInside, SessionContents::kNamed}) {
    ASSERT_TRUE(save_session(folder_ / "lab.convlens", lab.history(), lab.view(), contents));
    fs::rename(array, folder_ / "away.npy");
    const auto opened = open_session(folder_ / "lab.convlens", folder_ / "cache");
    fs::rename(folder_ / "away.npy", array);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(opened->missing.empty());
    const lab::Document& read = opened->session.steps.back().document;
    ASSERT_EQ(read.sources.size(), 2u);
    for (std::size_t s = 0; s < 2; ++s) {
      const lab::Picture& told = *lab.document().sources[s].picture;
      const lab::Picture& found = *read.sources[s].picture;
      EXPECT_EQ(found.array->planes, told.array->planes);
      EXPECT_EQ(found.array->item, told.array->item);
      EXPECT_EQ(found.image.rgb, told.image.rgb);
      EXPECT_EQ(found.name, told.name);
      const auto values = std::as_const(*found.array->values).values();
      const auto expected = std::as_const(*told.array->values).values();
      EXPECT_TRUE(std::equal(values.begin(), values.end(), expected.begin(), expected.end()));
    }
  }
}

TEST_F(ArrayTest, ItsPlanesAreLeafedThroughUnderIt) {
  BenchDriver driver;
  auto sources = open_sources(write("array.npy", {20, 30, 6}));
  ASSERT_TRUE(sources);
  ASSERT_TRUE(driver.lab().commit(lab::SetPictures{0, *sources}));
  const auto planes = [&driver] {
    return driver.lab().document().sources[0].picture->array->planes;
  };
  driver.run([](ImGuiTestContext* context) {
    context->ItemInputValue("//###Input/$$0/##plane", 4);
    context->Yield(2);
  });
  EXPECT_EQ(planes(), std::vector<int>{4});
  driver.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Input/$$0/array colours/###array colours");
    context->Yield(2);
  });
  EXPECT_EQ(planes(), (std::vector<int>{3, 4, 5}));
  // Nothing about it is worth a second step.
  EXPECT_EQ(driver.lab().history().size(), 3u);
}

}  // namespace
}  // namespace convlens::app

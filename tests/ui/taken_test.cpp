// What is taken along of a lab: the script with what stands beside it, and all of a kind as
// numbers.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/taken/arrays.h"
#include "app/taken/network_export.h"
#include "app/taken/python_export.h"
#include "app/taken/taken.h"
#include "core/files/npy.h"
#include "core/files/npz.h"
#include "core/temporary_folder.h"
#include "lab/fixtures.h"
#include "lab/lab.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using lab::testing::noise_image;

// Runs a line of Python; what it printed, or nothing where it failed.
std::optional<std::string> printed(const std::string& line) {
  FILE* pipe = popen(fmt::format("{} -c \"{}\" 2>/dev/null", CONVLENS_PYTHON, line).c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  for (char part[512]; std::fgets(part, sizeof part, pipe) != nullptr;) text += part;
  return pclose(pipe) == 0 ? std::optional(text) : std::nullopt;
}

class Taken : public ::testing::Test {
 protected:
  fs::path picture_file(const char* name, unsigned seed) {
    EXPECT_TRUE(media::write_png(folder_ / name, noise_image(80, 130, seed)));
    return folder_ / name;
  }
  std::string text_of(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  TemporaryFolder folder_;
};

TEST_F(Taken, PicturesComeFromTheirFilesOrStandBesideTheScript) {
  const fs::path kept = picture_file("kept.png", 1);
  const fs::path changed = picture_file("changed.png", 2);
  std::ofstream(folder_ / "grey.pgm") << "P5 9 7 15 " << std::string(63, '\7');
  lab::Document document = *open_document({kept, changed, folder_ / "grey.pgm"});
  document.sources.push_back(lab::centered_source(
      std::make_shared<const lab::Picture>(lab::Picture{"pasted", noise_image(75, 121, 4)}),
      document.crop_size));
  document.sources.push_back(document.sources[1]);
  picture_file("changed.png", 3);
  fs::create_directory(folder_ / "elsewhere");
  const auto written = export_python(document, folder_ / "elsewhere" / "my bench");
  ASSERT_TRUE(written) << written.error().message;
  std::vector<std::string> names;
  for (const fs::path& file : *written) names.push_back(file.filename().string());
  EXPECT_EQ(names, (std::vector<std::string>{"my bench-2.png", "my bench-3.png", "my bench-4.png",
                                             "my bench.py"}));
  const std::string text = text_of(written->back());
  EXPECT_NE(text.find(fmt::format("Image.open(\"{}\")", kept.string())), std::string::npos) << text;

  if (!printed("import numpy, PIL")) GTEST_SKIP() << "skipped: no NumPy or no Pillow to run it";
  ASSERT_TRUE(take_along(document, folder_ / "maps.npz"));
  const auto off = printed(fmt::format(
      "import runpy, numpy as np; print(abs(runpy.run_path('{}')['maps'] - "
      "np.load('{}')['maps']).max() <= 2e-5, runpy.run_path('{}')['maps'].shape)",
      written->back().string(), (folder_ / "maps.npz").string(), written->back().string()));
  EXPECT_EQ(off, "True (5, 70, 120, 2)\n");
}

TEST_F(Taken, APictureBesideTheScriptIsNamedWithoutItsFolder) {
  const auto written =
      export_python(*open_document({picture_file("kept.png", 1)}), folder_ / "bench.py");
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->size(), 1u);
  EXPECT_NE(text_of(written->back()).find("Image.open(folder / \"kept.png\")"), std::string::npos);
}

TEST_F(Taken, AllMapsAreThoseOfThePipeline) {
  lab::Lab lab(*open_document({}));
  lab.commit(lab::SetBias{1, 0.25f});
  const TakenArrays taken = my_maps(lab.document(), lab.pipeline());
  ASSERT_TRUE(write_arrays(taken, folder_ / "maps.npz"));
  const auto arrays = read_npz(folder_ / "maps.npz");
  ASSERT_TRUE(arrays);
  ASSERT_EQ(arrays->size(), 4u);
  const Tensor& maps = (*arrays)[0].array.values;
  ASSERT_EQ(maps.shape(), (Shape{2, 70, 120, 2}));
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t f = 0; f < 2; ++f) {
      const auto map = std::as_const(lab.map(lab::MapId::mine(s, f))->values).values();
      for (std::size_t cell = 0; cell < map.size(); ++cell) {
        ASSERT_EQ(maps.data()[(s * 70 * 120 + cell) * 2 + f], map[cell]);
      }
    }
  }
  EXPECT_EQ((*arrays)[3].array.values.data()[1], 0.25f);

  ASSERT_TRUE(write_arrays(taken, folder_ / "maps"));
  EXPECT_EQ(read_npy(folder_ / "maps.npy")->values.shape(), (Shape{2, 70, 120, 2}));
}

TEST_F(Taken, ATableHasALineForEachPlaceAndAColumnForEachFilter) {
  lab::Document document = *open_document({});
  document.filters[0].name = "a, \"b\"";
  document.filters[0].weights[1] = 0.1f;
  ASSERT_TRUE(write_arrays(my_filters(document), folder_ / "filters.csv"));
  std::istringstream lines(text_of(folder_ / "filters.csv"));
  std::vector<std::string> read;
  for (std::string line; std::getline(lines, line);) read.push_back(line);
  ASSERT_EQ(read.size(), 1u + 7 * 7 * 3);
  EXPECT_EQ(read[0], "row,column,channel,\"a, \"\"b\"\"\",horizontal line");
  EXPECT_EQ(read[2], "0,0,1,0.1,0");
  EXPECT_EQ(read.back(), "6,6,2,0,0");
}

// The shipped network with one filter painted.
lab::Document painted_bench() {
  const lab::Document bench = *open_document({bundled_network("cifar10.keras")});
  lab::SetWeights stroke{lab::FilterRef{0, *lab::first_filter_layer(bench.network->trained->model)},
                         {{0, 0, 0, 0.75f}}};
  return *lab::apply(bench, stroke);
}

TEST_F(Taken, ThePaintedNetworkOpensAgainWithItsClassesAndWeights) {
  const lab::Document painted = painted_bench();
  const auto written = export_network(*painted.network, folder_ / "mine");
  ASSERT_TRUE(written) << written.error().message;
  ASSERT_EQ(written->size(), 2u);
  EXPECT_EQ(written->front().filename(), "mine.json");
  const lab::Document opened = *open_document({written->back()});
  EXPECT_EQ(opened.network->class_names, painted.network->class_names);
  EXPECT_EQ(opened.network->preparation, painted.network->preparation);
  EXPECT_TRUE(
      lab::differing_layers(opened.network->trained->model, painted.network->edited).empty());
  EXPECT_FALSE(
      lab::differing_layers(opened.network->trained->model, painted.network->trained->model)
          .empty());
}

TEST_F(Taken, WhatStandsBesideANetworkAlreadyStays) {
  std::ofstream(folder_ / "mine.json") << "{}";
  const auto written = export_network(*painted_bench().network, folder_ / "mine.keras");
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->size(), 1u);
  EXPECT_EQ(text_of(folder_ / "mine.json"), "{}");
  EXPECT_FALSE(export_network(*painted_bench().network, folder_ / "mine.h5"));
}

TEST_F(Taken, WhatHasNoKnownEndingIsRefusedAndNothingWritten) {
  const lab::Document document = *open_document({});
  const auto refused = take_along(document, folder_ / "bench.txt");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("bench.txt: "), std::string::npos);
  EXPECT_FALSE(export_python(document, folder_ / "bench.txt"));
  EXPECT_FALSE(export_python(document, folder_ / "no folder" / "bench.py"));
  EXPECT_FALSE(write_arrays(my_filters(document), folder_ / "filters.png"));
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

}  // namespace
}  // namespace convlens::app

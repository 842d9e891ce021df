// What is taken along of the window: a map as picture and numbers, a figure, the window itself.
#include "app/gui/saved_pictures.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/figures/figure_drawing.h"
#include "app/figures/live_figure.h"
#include "app/open/open_files.h"
#include "core/files/npy.h"
#include "core/temporary_folder.h"
#include "lab/shown/shown_maps.h"
#include "media/picture_file.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

class SavedPictures : public ::testing::Test {
 protected:
  SavedPictures() : lab_(*app::open_document({})) {}
  Result<fs::path> save(const char* name, const lab::MapId& map = lab::MapId::mine(1, 0)) {
    return app::save_map(lab_, map, folder_ / name);
  }
  std::span<const float> values() {
    return std::as_const(lab_.map(lab::MapId::mine(1, 0))->values).values();
  }

  TemporaryFolder folder_;
  lab::Lab lab_;
};

TEST_F(SavedPictures, AMapsNumbersAreExact) {
  ASSERT_TRUE(save("map.npy"));
  const auto array = read_npy(folder_ / "map.npy");
  ASSERT_TRUE(array);
  EXPECT_EQ(array->values.shape(), (Shape{70, 120}));
  EXPECT_TRUE(std::equal(values().begin(), values().end(), array->values.data()));

  ASSERT_TRUE(save("map.csv"));
  std::ifstream csv(folder_ / "map.csv");
  std::vector<float> read;
  int rows = 0;
  for (std::string line; std::getline(csv, line); ++rows) {
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) read.push_back(std::stof(cell));
  }
  EXPECT_EQ(rows, 70);
  EXPECT_EQ(read, std::vector<float>(values().begin(), values().end()));
}

TEST_F(SavedPictures, AMapsPictureHasItsColoursCellByCell) {
  for (const Colormap colormap : {Colormap::kViridis, Colormap::kBinary, Colormap::kSignedLight}) {
    lab_.view().colormap = colormap;
    ASSERT_TRUE(save("map"));
    const auto picture = media::read_picture(folder_ / "map.png");
    ASSERT_TRUE(picture);
    const lab::ShownMaps shown = lab::shown_maps(lab_, lab::MapId::mine(1, 0));
    ASSERT_EQ(picture->image.width, 8 * 120);
    ASSERT_EQ(picture->image.height, 8 * 70);
    for (int y = 0; y < picture->image.height; ++y) {
      for (int x = 0; x < picture->image.width; ++x) {
        const auto cell = static_cast<std::size_t>(y / 8 * 120 + x / 8);
        const Rgb expected = color_of(values()[cell], shown.ranges.front(), shown.colormap);
        const auto pixel = picture->image.pixel(y, x);
        ASSERT_TRUE(std::equal(pixel.begin(), pixel.end(), expected.begin())) << y << ' ' << x;
      }
    }
  }
}

TEST_F(SavedPictures, WhatCannotBeSavedIsASentence) {
  EXPECT_EQ(save("map.gif").error().message,
            (folder_ / "map.gif").string() +
                ": a map is saved as .png, .npy or .csv, another name expected");
  EXPECT_EQ(save("map.png", lab::MapId::mine(7, 0)).error().message, "there is no such map");
  EXPECT_FALSE(app::save_map(lab_, lab::MapId::mine(0, 0), folder_ / "none" / "map.png"));
  EXPECT_EQ(folder_.entry_count(), 0);
}

TEST_F(SavedPictures, AFigureIsTheOneThatIsShown) {
  ASSERT_TRUE(app::save_figure(lab_, lab::FigureKind::kMaps, folder_ / "figure"));
  const auto picture = media::read_picture(folder_ / "figure.png");
  const auto figure = app::live_figure(lab_, lab::FigureKind::kMaps);
  ASSERT_TRUE(picture && figure);
  EXPECT_EQ(picture->image.rgb, app::drawn(*figure)->rgb);
  for (const char* name : {"figure.svg", "figure.pdf"}) {
    ASSERT_TRUE(app::save_figure(lab_, lab::FigureKind::kMaps, folder_ / name));
    EXPECT_TRUE(fs::exists(folder_ / name));
  }
  const auto refused = app::save_figure(lab_, lab::FigureKind::kMaps, folder_ / "figure.eps");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            (folder_ / "figure.eps").string() +
                ": a figure is saved as .png, .svg or .pdf, another name expected");
}

TEST_F(SavedPictures, TheWindowIsSavedAsItIsSeen) {
  ASSERT_EQ(::setenv("XDG_PICTURES_DIR", folder_.path().c_str(), 1), 0);
  testing::BenchDriver bench;
  bench.lab().view().show_hint = false;  // its marks breathe
  bench.run([](ImGuiTestContext* context) {
    testing::move_away(context);
    context->Yield(4);
  });
  const Image before = bench.picture();
  bench.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiKey_F12);
    context->Yield(2);
  });
  ::unsetenv("XDG_PICTURES_DIR");
  ASSERT_EQ(folder_.entry_count(), 1);
  const fs::path file = fs::directory_iterator(folder_.path())->path();
  EXPECT_EQ(file.filename().string().rfind("convlens-", 0), 0u);
  const auto saved = media::read_picture(file);
  ASSERT_TRUE(saved);
  EXPECT_EQ(bench.lab().view().notice.text.english(), "saved: " + file.string());
  EXPECT_EQ(saved->image.width, before.width);
  EXPECT_EQ(saved->image.rgb, before.rgb);
}

}  // namespace
}  // namespace convlens

// What is taken along of the window: maps as pictures and numbers, filters, histograms, figures,
// panels, the window itself, in files and on the clipboard.
#include "app/figures/saved_pictures.h"

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "app/figures/figure_drawing.h"
#include "app/figures/live_figure.h"
#include "app/figures/taken_figure.h"
#include "app/open/open_files.h"
#include "core/files/npy.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "lab/document/weight_summary.h"
#include "lab/shown/shown_maps.h"
#include "media/picture_file.h"
#include "ui/bench_driver.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

const lab::PictureOf kMap = lab::MapId::mine(1, 0);

// The pixels of a cell that is `zoom` wide, all of one colour.
Rgb cell_color(const Image& picture, int top, int left, int row, int column, int zoom) {
  const auto first = picture.pixel(top + row * zoom, left + column * zoom);
  for (int y = 0; y < zoom; ++y) {
    for (int x = 0; x < zoom; ++x) {
      const auto pixel = picture.pixel(top + row * zoom + y, left + column * zoom + x);
      EXPECT_TRUE(std::equal(pixel.begin(), pixel.end(), first.begin())) << row << ' ' << column;
    }
  }
  return {first[0], first[1], first[2]};
}

Image part_of(const Image& picture, int left, int top, int width, int height) {
  Image part{height, width, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto pixel = picture.pixel(top + y, left + x);
      part.rgb.insert(part.rgb.end(), pixel.begin(), pixel.end());
    }
  }
  return part;
}

class SavedPictures : public ::testing::Test {
 protected:
  SavedPictures() : lab_(*app::open_document({})) {}
  Result<fs::path> save(const char* name, const lab::PictureOf& what = kMap,
                        const lab::PictureLooks& looks = {8, false}) {
    return app::save_picture(lab_, what, looks, folder_ / name);
  }
  Image saved(const char* name, const lab::PictureOf& what, const lab::PictureLooks& looks) {
    const auto path = save(name, what, looks);
    EXPECT_TRUE(path) << (path ? "" : path.error().message);
    const auto picture = media::read_picture(folder_ / name);
    EXPECT_TRUE(picture);
    return picture ? picture->image : Image{};
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

// matplotlib's own colours of the notebook's four maps, at every scale, with the legend and
// without.
TEST_F(SavedPictures, AMapsPictureHasMatplotlibsColoursCellByCell) {
  const Tensor colors = golden::array("figure.npy");  // (2, 2, 70, 120, 3)
  ASSERT_EQ(colors.size(), 4u * 70 * 120 * 3);
  for (const int scale : {1, 3, 8}) {
    for (const bool legend : {false, true}) {
      const auto map = static_cast<std::size_t>(scale % 4);
      const Image picture = saved("map.png", lab::MapId::mine(map / 2, map % 2), {scale, legend});
      const int margin = legend ? (picture.width - 120 * scale) / 2 : 0;
      ASSERT_EQ(picture.width, 120 * scale + 2 * margin);
      ASSERT_TRUE(legend ? picture.height > 70 * scale : picture.height == 70 * scale);
      // The legend's margin is as wide as its text is high, above as at the sides.
      const int top = legend ? std::clamp(120 * scale / 30, 12, 28) : 0;
      for (int row = 0; row < 70; ++row) {
        for (int column = 0; column < 120; ++column) {
          const float* expected =
              colors.data() + 3 * ((map * 70 + static_cast<std::size_t>(row)) * 120 +
                                   static_cast<std::size_t>(column));
          const Rgb found = cell_color(picture, top, margin, row, column, scale);
          for (std::size_t c = 0; c < 3; ++c) {
            ASSERT_EQ(static_cast<float>(found[c]), expected[c]) << row << ' ' << column;
          }
        }
      }
    }
  }
}

TEST_F(SavedPictures, AMapsPictureHasTheColoursOfTheWindow) {
  for (const Colormap colormap : {Colormap::kViridis, Colormap::kBinary, Colormap::kSignedLight}) {
    lab_.view().colormap = colormap;
    const Image picture = saved("map.png", kMap, {2, false});
    const lab::ShownMaps shown = lab::shown_maps(lab_, lab::MapId::mine(1, 0));
    for (int row = 0; row < 70; ++row) {
      for (int column = 0; column < 120; ++column) {
        const float value = values()[static_cast<std::size_t>(row * 120 + column)];
        ASSERT_EQ(cell_color(picture, 0, 0, row, column, 2),
                  color_of(value, shown.ranges.front(), shown.colormap));
      }
    }
  }
}

TEST_F(SavedPictures, TheLegendSaysTheRange) {
  lab_.view().ranges.pinned = lab::PinnedRanges{{lab::MapId::mine(1, 0), {-1.25f, 7.5f}}};
  ASSERT_TRUE(save("map.svg", kMap, {4, true}));
  std::ifstream file(folder_ / "map.svg");
  const std::string svg((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(svg.find(">\u22121.25</text>"), std::string::npos);
  EXPECT_NE(svg.find(">7.50</text>"), std::string::npos);
  // Also where the map is narrower than its numbers, nothing is cut off.
  const auto figure = app::taken_figure(lab_, kMap, {1, true});
  ASSERT_TRUE(figure);
  for (const app::PlacedText& text : figure->texts) {
    EXPECT_GE(text.x, text.size);
    EXPECT_LE(text.x, figure->width - text.size);
    EXPECT_LT(text.y, figure->height);
  }
  ASSERT_TRUE(save("bare.svg", kMap, {4, false}));
  std::ifstream bare(folder_ / "bare.svg");
  const std::string without((std::istreambuf_iterator<char>(bare)), {});
  EXPECT_EQ(without.find("<text"), std::string::npos);
}

TEST_F(SavedPictures, AFiltersWeightsAreSquaresOfTheirColours) {
  const lab::Filter filter = lab_.document().filters.front();
  const float scale = lab::weight_scale(filter, 1e-6f);
  const Image colored = saved("filter.png", lab::FilterPicture{filter, -1}, {2, false});
  ASSERT_EQ(colored.width, 7 * 32);
  const Image red = saved("red.png", lab::FilterPicture{filter, 0}, {1, false});
  ASSERT_EQ(red.width, 7 * 16);
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 7; ++column) {
      EXPECT_EQ(cell_color(colored, 0, 0, row, column, 32),
                lab::composite_color(filter, row, column, scale));
      EXPECT_EQ(cell_color(red, 0, 0, row, column, 16),
                color_of(filter.at(row, column, 0), {-scale, scale}, Colormap::kSignedLight));
    }
  }
}

TEST_F(SavedPictures, AHistogramIsTheFiguresAtEverySize) {
  const Histogram counts = histogram(values(), kUsualBins);
  for (const int scale : {1, 2, 5}) {
    const Image picture =
        saved("histogram.png", lab::HistogramPicture{counts, false}, {scale, true});
    EXPECT_EQ(picture.width, 640 * scale);
    EXPECT_EQ(picture.height, 480 * scale);
  }
  ASSERT_TRUE(save("histogram.svg", lab::HistogramPicture{counts, false}, {2, true}));
  std::ifstream file(folder_ / "histogram.svg");
  const std::string svg((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(svg.find(">value</text>"), std::string::npos);
  const auto bare = app::taken_figure(lab_, lab::HistogramPicture{counts, false}, {2, false});
  ASSERT_TRUE(bare);
  EXPECT_TRUE(bare->texts.empty());
  EXPECT_EQ(bare->boxes.size(), counts.counts.size() + 4) << "bars and a frame";
}

TEST_F(SavedPictures, WhatCannotBeSavedIsASentence) {
  EXPECT_EQ(save("map.gif").error().message,
            (folder_ / "map.gif").string() +
                ": a map is saved as .png, .svg, .pdf, .npy or .csv, another name expected");
  EXPECT_EQ(save("figure.eps", lab::FigureKind::kMaps).error().message,
            (folder_ / "figure.eps").string() +
                ": a picture is saved as .png, .svg or .pdf, another name expected");
  EXPECT_EQ(save("map.png", lab::MapId::mine(7, 0)).error().message, "there is no such map");
  EXPECT_EQ(save("map.npy", lab::MapId::mine(7, 0)).error().message, "there is no such map");
  EXPECT_EQ(save("map.png", lab::LayerMap{3, 0}).error().message, "there is no such map");
  EXPECT_FALSE(app::save_picture(lab_, kMap, {}, folder_ / "none" / "map.png"));
  EXPECT_EQ(folder_.entry_count(), 0);
}

TEST_F(SavedPictures, AFigureIsTheOneThatIsShown) {
  const Image picture = saved("figure.png", lab::FigureKind::kMaps, {});
  const auto figure = app::live_figure(lab_, lab::FigureKind::kMaps);
  ASSERT_TRUE(figure);
  EXPECT_EQ(picture.rgb, app::drawn(*figure)->rgb);
  for (const char* name : {"figure.svg", "figure.pdf"}) {
    ASSERT_TRUE(save(name, lab::FigureKind::kMaps));
    EXPECT_TRUE(fs::exists(folder_ / name));
  }
}

// Pictures that the window itself takes, with a clipboard that keeps what it is given.
class TakenPictures : public ::testing::Test {
 protected:
  TakenPictures() {
    bench_.lab().view().show_hint = false;  // its marks breathe
    bench_.gui().files().use_clipboard([](const std::atomic<bool>&) { return nullptr; },
                                       [this](std::span<const std::byte> png) {
                                         copied_.assign(png.begin(), png.end());
                                         return Status();
                                       });
    bench_.run([](ImGuiTestContext* context) {
      testing::move_away(context);
      context->Yield(4);
    });
  }
  Image copied() const {
    const auto picture = media::decode_picture(copied_, "copied");
    EXPECT_TRUE(picture);
    return picture ? picture->image : Image{};
  }
  lab::View& view() { return bench_.lab().view(); }

  testing::BenchDriver bench_;
  std::vector<std::byte> copied_;
};

TEST_F(TakenPictures, TheWindowIsSavedAsItIsSeen) {
  const TemporaryFolder folder;
  ASSERT_EQ(::setenv("XDG_PICTURES_DIR", folder.path().c_str(), 1), 0);
  const Image before = bench_.picture();
  bench_.run([](ImGuiTestContext* context) {
    context->KeyPress(ImGuiKey_F12);
    context->Yield(3);
  });
  ::unsetenv("XDG_PICTURES_DIR");
  ASSERT_EQ(folder.entry_count(), 1);
  const fs::path file = fs::directory_iterator(folder.path())->path();
  EXPECT_EQ(file.filename().string().rfind("convlens-", 0), 0u);
  const auto saved = media::read_picture(file);
  ASSERT_TRUE(saved);
  EXPECT_EQ(view().notice.text.english(), "saved: " + file.string());
  EXPECT_EQ(saved->image.width, before.width);
  EXPECT_EQ(saved->image.rgb, before.rgb);
}

TEST_F(TakenPictures, TheWindowIsCopiedByItsCommand) {
  const Image before = bench_.picture();
  view().frame_picture = lab::FramePicture{{}, 1, true, {}};
  bench_.frame();
  EXPECT_EQ(copied().rgb, before.rgb);
  bench_.frame();
  EXPECT_EQ(view().notice.text.english(),
            fmt::format("copied a picture of {}x{} pixels", before.width, before.height));
}

// A panel at 1x is its part of the window; at 4x it is the same picture, finer, letters and all.
TEST_F(TakenPictures, APanelIsItsPartOfTheWindowAtEveryScale) {
  const Image window = bench_.picture();
  const ImGuiWindow* panel = ImGui::FindWindowByName("###Sum");
  ASSERT_NE(panel, nullptr);
  const auto px = [](float length) { return static_cast<int>(length); };
  const Image part =
      part_of(window, px(panel->Pos.x), px(panel->Pos.y), px(panel->Size.x), px(panel->Size.y));
  for (const int scale : {1, 4}) {
    view().frame_picture = lab::FramePicture{{panel->ID}, scale, true, {}};
    bench_.frame();
    const Image picture = copied();
    ASSERT_EQ(picture.width, scale * part.width);
    ASSERT_EQ(picture.height, scale * part.height);
    // Reduced again, it is nearly the same: lines and letters lie elsewhere within their pixels.
    double off = 0;
    std::size_t sharper = 0;
    for (int y = 0; y < part.height; ++y) {
      for (int x = 0; x < part.width; ++x) {
        double sum = 0;
        const auto first = picture.pixel(y * scale, x * scale);
        bool even = true;
        for (int i = 0; i < scale * scale; ++i) {
          const auto pixel = picture.pixel(y * scale + i / scale, x * scale + i % scale);
          sum += pixel[1];
          even = even && pixel[1] == first[1];
        }
        off += std::abs(sum / (scale * scale) - part.pixel(y, x)[1]);
        sharper += even ? 0 : 1;
      }
    }
    EXPECT_LE(off / (part.width * part.height), scale == 1 ? 0.0 : 4.0);
    EXPECT_EQ(sharper > 1000, scale > 1) << "more than enlarged pixels: " << sharper;
    bench_.frame();
    EXPECT_EQ(bench_.picture().rgb.size(), window.rgb.size());
  }
  // The window itself is as it was.
  view().notice = {};
  for (int i = 0; i < 3; ++i) bench_.frame();
  EXPECT_EQ(bench_.picture().rgb, window.rgb);
}

TEST_F(TakenPictures, MenusCopyWhatTheyAreOf) {
  view().pictures = {3, false};
  bench_.run([](ImGuiTestContext* context) {
    const ImRect panel = context->WindowInfo("//###Sum").RectFull;
    context->MouseMoveToPos(ImVec2(panel.Min.x + 200, panel.Max.y - 20));
    context->MouseClick(ImGuiMouseButton_Right);
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###copy picture");
    context->Yield(4);
  });
  const ImGuiWindow* panel = ImGui::FindWindowByName("###Sum");
  // The sum alone, without the bar above it.
  EXPECT_EQ(copied().width, 3 * static_cast<int>(panel->Size.x));
  EXPECT_LT(copied().height, 3 * static_cast<int>(panel->Size.y - 36));
  EXPECT_GT(copied().height, 3 * static_cast<int>(panel->Size.y / 2));
}

// From the menu of my first map, its choice of size and legend included.
TEST_F(TakenPictures, AMapsMenuCopiesItsColours) {
  view().colormap = Colormap::kViridis;
  view().ranges = {};
  bench_.run([](ImGuiTestContext* context) {
    const auto open = [context] {
      context->ItemClick("//###Maps/**/$$0/map", ImGuiMouseButton_Right);
      context->Yield(2);
    };
    open();
    context->MenuClick("//$FOCUSED/###picture looks/###scale 1");
    context->ItemClick("//$FOCUSED/###legend");
    context->PopupCloseAll();
    open();
    context->ItemClick("//$FOCUSED/###copy picture");
    context->Yield(4);
  });
  EXPECT_EQ(view().pictures, (lab::PictureLooks{1, false}));
  const Tensor colors = golden::array("figure.npy");
  const Image picture = copied();
  ASSERT_EQ(picture.width, 120);
  ASSERT_EQ(picture.height, 70);
  for (std::size_t i = 0; i < picture.rgb.size(); ++i) {
    ASSERT_EQ(static_cast<float>(picture.rgb[i]), colors.data()[i]) << i;
  }
}

TEST(CopiedPictures, WithoutADesktopThatIsSaid) {
  testing::BenchDriver bench;
  const Status copied = bench.gui().files().copy_picture(bench.lab(), kMap);
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().message,
            "there is no desktop here whose clipboard could take a picture");
}

}  // namespace
}  // namespace convlens

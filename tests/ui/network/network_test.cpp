// A trained network in the window: pairs, surgery, the layers, with the document and the values
// that are shown as the witness.
#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string>

#include "app/open/open_network.h"
#include "lab/document/placement.h"
#include "lab/document/weight_summary.h"
#include "lab/shown/large_map.h"
#include "lab/shown/shown_maps.h"
#include "ui/bench_driver.h"
#include "ui/shell/bench_layout.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::click_in_bar;
using testing::drag;
using testing::press;
using testing::stage_cell;

std::shared_ptr<const lab::TrainedNetwork> opened(const char* name) {
  auto network = app::open_network({app::bundled_network(name)});
  EXPECT_TRUE(network.has_value()) << (network ? "" : network.error().message);
  return network ? *network : nullptr;
}

// NaN where nothing is measured yet.
double share_right(const lab::Lab& lab, const lab::TestMeter::Answers& answers) {
  if (!answers) return std::nan("");
  return lab::accuracy_of(*lab.document().network->test_set, *answers);
}

class NetworkWindow : public ::testing::Test {
 protected:
  void open(const char* name) {
    bench_.lab().begin_with(opened(name));
    ASSERT_TRUE(bench_.lab().has_network());
    bench_.run([](ImGuiTestContext* context) { context->Yield(4); });
  }
  // In the network's workspace, a point of the stage that is there.
  static ImVec2 trained_cell(ImGuiTestContext* context, int row, int column, int cells) {
    const ImRect stage = context->ItemInfo("//###TrainedFilter/stage").RectFull;
    const float cell = stage.GetWidth() / static_cast<float>(cells);
    return {stage.Min.x + (static_cast<float>(column) + 0.5f) * cell,
            stage.Min.y + (static_cast<float>(row) + 0.5f) * cell};
  }

  // Of the Input column, once its splitter has come to rest.
  float input_width() {
    float found = 0;
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(6);
      found = context->GetWindowByRef("//###Input")->Size.x;
    });
    return found;
  }
  void drag_splitter(float from, float by) {
    bench_.run([&](ImGuiTestContext* context) {
      drag(context, ImVec2(from + 2, 400), ImVec2(from + 2 + by, 400));
      context->Yield(6);
    });
  }
  lab::Lab& lab() { return bench_.lab(); }

  BenchDriver bench_;
};

std::vector<float> copy(std::span<const float> values) { return {values.begin(), values.end()}; }

TEST_F(NetworkWindow, EachOfMyMapsStandsBesideTheMostAlikeTrainedOne) {
  open("cifar10.keras");
  const auto bank = lab().shown_bank(lab().trained_maps().first()->layer);
  ASSERT_TRUE(bank.has_value());
  for (std::size_t f = 0; f < 2; ++f) {
    const auto partner = lab().partner(f);
    ASSERT_TRUE(partner.has_value());
    const lab::Filter& mine = lab().document().filters[f];
    const double likeness = lab::cosine(mine, lab::filter_of(*bank, partner->filter));
    for (std::size_t i = 0; i < bank->count; ++i) {
      EXPECT_LE(lab::cosine(mine, lab::filter_of(*bank, i)), likeness);
    }
  }
}

TEST_F(NetworkWindow, BothPairsAreInSightInEveryWindow) {
  open("cifar10.keras");
  for (const bool hint : {true, false}) {
    lab().view().show_hint = hint;
    for (const ImVec2 size : {ImVec2(1024, 640), ImVec2(1280, 720), ImVec2(1600, 900),
                              ImVec2(1920, 1080), ImVec2(2560, 1440)}) {
      bench_.resize(static_cast<int>(size.x), static_cast<int>(size.y), 1.0f);
      bench_.run([&](ImGuiTestContext* context) {
        context->Yield(3);
        const auto map = context->ItemInfo("//###Maps/**/$$1/mine");
        ASSERT_NE(map.ID, 0u) << size.x;
        EXPECT_LE(map.RectFull.Max.y, map.Window->InnerRect.Max.y) << size.x;
        EXPECT_GE(map.RectFull.GetWidth(), 150) << size.x;
      });
    }
  }
}

TEST_F(NetworkWindow, TheColumnsFollowTheWindowAndTheFolding) {
  open("cifar10.keras");
  const auto widths = [&] {
    std::array<float, 3> found{};
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(6);
      found = {context->GetWindowByRef("//###Input")->Size.x,
               context->GetWindowByRef("//###Filter")->Size.x,
               context->GetWindowByRef("//###Maps")->Size.x};
    });
    return found;
  };
  const auto usual = [](float width, float height, bool rail) {
    const ui::BenchLayout layout =
        ui::bench_layout({.width = width, .height = height, .rail = rail});
    return std::array{layout.input, layout.filter, layout.maps};
  };
  const auto expect_usual = [&](float width, float height, bool rail) {
    const auto found = widths();
    const auto wanted = usual(width, height, rail);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found[i], wanted[i], 2.0f) << i;
  };
  expect_usual(1600, 900, false);
  bench_.resize(1280, 720, 1.0f);
  expect_usual(1280, 720, false);
  bench_.run([](ImGuiTestContext* context) { context->ItemClick("//###Input/###close input"); });
  expect_usual(1280, 720, true);
  bench_.run([](ImGuiTestContext* context) { context->ItemClick("//###Input/###open input"); });
  expect_usual(1280, 720, false);
  bench_.resize(1600, 900, 1.0f);
  expect_usual(1600, 900, false);
}

TEST_F(NetworkWindow, ASplitterStaysWhereItWasDraggedInProportion) {
  open("cifar10.keras");
  const float usual = input_width();
  drag_splitter(usual, 100);
  const float dragged = input_width();
  EXPECT_NEAR(dragged, usual + 100, 4);
  bench_.resize(1280, 720, 1.0f);
  EXPECT_GT(input_width(), 1.2f * ui::bench_layout({.width = 1280, .height = 720}).input);
  bench_.resize(1600, 900, 1.0f);
  EXPECT_NEAR(input_width(), dragged, 4);
  bench_.run([](ImGuiTestContext* context) {
    testing::click_in_bar(context, "//##top", "top",
                          testing::command_item(ui::Action::kResetLayout));
  });
  EXPECT_NEAR(input_width(), usual, 2);
}

std::string saved_layout(BenchDriver& bench) {
  std::string text;
  bench.run([&text](ImGuiTestContext*) { text = ImGui::SaveIniSettingsToMemory(); });
  return text;
}

// What is saved is not the pixels of a window that may be another one the next time.
TEST_F(NetworkWindow, ALayoutOfALargeWindowFitsASmallOne) {
  const float usual = input_width();
  bench_.resize(2560, 1440, 1.0f);
  const std::string large = saved_layout(bench_);
  const float wide = input_width();
  drag_splitter(wide, wide / 2);
  const std::string dragged = saved_layout(bench_);
  const auto loaded = [this](const std::string& layout) {
    bench_.run([&layout](ImGuiTestContext* context) {
      ImGui::LoadIniSettingsFromMemory(layout.c_str(), layout.size());
      context->Yield(6);
    });
    return input_width();
  };
  bench_.resize(1600, 900, 1.0f);
  EXPECT_NEAR(loaded(large), usual, 2);
  EXPECT_NEAR(loaded(dragged), usual * 1.5f, 4);
  for (const char* damaged : {"[BenchSplitters][dragged]\n0=99999999999\n7=2000\n-1=5\nx=1\n0=\n",
                              "[BenchSplitters][dragged]\n0=0\n1=-5\n"}) {
    EXPECT_GT(loaded(damaged), 40);
    EXPECT_LT(loaded(damaged), 1300);
  }
}

// Dragged wide in a large window, and then the window becomes small.
TEST_F(NetworkWindow, NoPanelLosesAllItsRoomToTheOthersOfItsRow) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  bench_.resize(2560, 1440, 1.0f);
  const auto width = [this](const char* panel) {
    float found = 0;
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(8);
      found = context->GetWindowByRef(panel)->Size.x;
    });
    return found;
  };
  for (const char* panel : {"//###TrainedFilter", "//###LargeMap"}) {
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(6);
      const ImGuiWindow* window = context->GetWindowByRef(panel);
      const ImVec2 edge(window->Pos.x + window->Size.x + 2, window->Pos.y + window->Size.y / 2);
      drag(context, edge, ImVec2(edge.x + 1200, edge.y));
      context->Yield(6);
    });
  }
  for (const int across : {1600, 1024, 640}) {
    bench_.resize(across, 640, 1.0f);
    for (const char* panel : {"//###LargeMap", "//###TrainedFilter", "//###LayerSum"}) {
      EXPECT_GT(width(panel), 60) << panel << " at " << across;
    }
  }
}

TEST_F(NetworkWindow, ADoubleClickPutsASplitterBack) {
  open("cifar10.keras");
  const float usual = input_width();
  drag_splitter(usual, 100);
  ASSERT_NEAR(input_width(), usual + 100, 4);
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(ImVec2(usual + 102, 400));
    context->MouseDoubleClick();
    context->Yield(6);
  });
  EXPECT_NEAR(input_width(), usual, 2);
}

TEST_F(NetworkWindow, AClickOnTheShelfPairsAndMostAlikeTakesItBack) {
  open("cifar10.keras");
  bench_.run(
      [](ImGuiTestContext* context) { context->ItemClick("//###Maps/**/$$13/trained filter"); });
  EXPECT_EQ(lab().document().filters[0].partner, std::size_t{13});
  EXPECT_EQ(lab().partner(0)->filter, 13u);
  bench_.run([](ImGuiTestContext* context) {
    click_in_bar(context, "//###Maps", "shelf", "most alike/###most alike");
  });
  EXPECT_FALSE(lab().document().filters[0].partner.has_value());
  EXPECT_EQ(lab().history().size(), 3u);
}

TEST_F(NetworkWindow, ThePartnerStaysWhileAStrokeLasts) {
  open("cifar10.keras");
  const std::size_t before = lab().partner(0)->filter;
  std::vector<std::size_t> during;
  bench_.run([&](ImGuiTestContext* context) {
    press(context, stage_cell(context, 3, 0));
    for (int column = 1; column < 7; ++column) {
      context->MouseTeleportToPos(stage_cell(context, 3, column));
      during.push_back(lab().partner(0)->filter);
    }
    for (int row = 0; row < 7; ++row) context->MouseTeleportToPos(stage_cell(context, row, 6));
    during.push_back(lab().partner(0)->filter);
    context->MouseUp();
    context->Yield(2);
  });
  for (const std::size_t partner : during) EXPECT_EQ(partner, before);
}

TEST_F(NetworkWindow, TakeAndPutExchangeFilters) {
  open("cifar10.keras");
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Maps/**/$$3/trained filter");
    click_in_bar(context, "//###Maps", "shelf", "take/###take");
  });
  const int layer = lab().trained_maps().first()->layer;
  ASSERT_EQ(lab().document().filters.size(), 3u);
  EXPECT_EQ(lab().document().filters[2].weights,
            lab::filter_of(*lab().shown_bank(layer), 3).weights);
  bench_.run(
      [](ImGuiTestContext* context) { click_in_bar(context, "//###Maps", "shelf", "put/###put"); });
  EXPECT_EQ(lab::filter_of(*lab().shown_bank(layer), 3).weights,
            lab().document().filters[0].weights);
  // The trained map beside it is now my own map plus the bias.
  const auto mine = lab().pipeline().map(0, 0).values.values();
  const auto trained = lab().trained_maps().map(0, 3).values.values();
  const float bias = lab().shown_bank(layer)->bias.values()[3];
  for (std::size_t i = 0; i < mine.size(); ++i) {
    ASSERT_NEAR(mine[i] + bias, trained[i], 1e-4f * (1.0f + std::abs(mine[i])));
  }
}

// The whole chain in the frame of the stroke: filter, its layer, all later layers, the bars.
TEST_F(NetworkWindow, AStrokeOnATrainedFilterReachesThePredictionInItsFrame) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  bench_.run([](ImGuiTestContext* context) { context->Yield(6); });
  const auto before = lab().run().activations();
  const nn::Prediction trained = lab().run().predictions()[0];
  std::vector<std::pair<std::uint64_t, Image>> frames;
  bench_.run([&](ImGuiTestContext* context) {
    context->MouseTeleportToPos(trained_cell(context, 0, 0, 3));
    context->Yield();
    bench_.after_each_frame([&](const app::HeadlessFrames& shown) {
      frames.emplace_back(lab().run().updates(), shown.read());
    });
    context->Yield();
    context->MouseDown(0);
    context->MouseTeleportToPos(trained_cell(context, 2, 2, 3));
    context->MouseUp(0);
  });
  bench_.after_each_frame({});
  bool seen = false;
  for (std::size_t i = 1; i < frames.size(); ++i) {
    if (frames[i].first == frames[i - 1].first) continue;
    seen = true;
    EXPECT_NE(frames[i].second.rgb, frames[i - 1].second.rgb);
  }
  EXPECT_TRUE(seen);
  EXPECT_EQ(bench_.gui().counts().dropped, 0u);
  // Exactly what a computation from scratch gives.
  const auto fresh = lab().run().model().activations(
      lab::test_items(*lab().document().network->trained->test_set, 0, 1));
  ASSERT_TRUE(fresh.has_value());
  for (std::size_t node = 0; node < fresh->size(); ++node) {
    EXPECT_EQ(copy((*fresh)[node].values()), copy(lab().run().activations()[node].values()));
  }
  EXPECT_NE(copy(before.back().values()), copy(lab().run().activations().back().values()));
  EXPECT_EQ(lab().run().trained_predictions()[0].values, trained.values);
  EXPECT_EQ(lab().history().size(), 2u);
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  for (std::size_t node = 0; node < before.size(); ++node) {
    EXPECT_EQ(copy(before[node].values()), copy(lab().run().activations()[node].values()));
  }
}

TEST_F(NetworkWindow, OIsHeldToSeeTheTrainedWeights) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  const auto trained = lab().run().predictions()[0].values;
  lab().commit(lab::ReplaceWeights{{0, 0}, std::vector<float>(9, 2.0f)});
  const auto edited = lab().run().predictions()[0].values;
  ASSERT_NE(edited, trained);
  bench_.run([&](ImGuiTestContext* context) {
    context->KeyDown(ImGuiKey_O);
    context->Yield(2);
    EXPECT_EQ(lab().run().predictions()[0].values, trained);
    context->KeyUp(ImGuiKey_O);
    context->Yield(2);
  });
  EXPECT_EQ(lab().run().predictions()[0].values, edited);
  EXPECT_EQ(lab().history().size(), 2u);
}

TEST_F(NetworkWindow, UntrainedMineAndTrainedGoBackAsEasilyAsForth) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  const auto trained = lab().run().predictions()[0].values;
  const auto press_way = [this](const char* key) {
    bench_.run([key](ImGuiTestContext* context) {
      context->Yield(6);
      click_in_bar(context, "//###Layers", "network bar", std::string(key) + "/###" + key);
      context->Yield(2);
    });
    return lab().run().predictions()[0].values;
  };
  EXPECT_EQ(press_way("my weights"), trained) << "there is nothing of mine yet";
  EXPECT_EQ(lab().history().size(), 1u);
  lab().commit(lab::ReplaceWeights{{0, 0}, std::vector<float>(9, 2.0f)});
  const auto mine = lab().run().predictions()[0].values;
  const auto untrained = press_way("untrained weights");
  EXPECT_NE(untrained, mine);
  EXPECT_EQ(press_way("trained weights"), trained);
  EXPECT_EQ(press_way("my weights"), mine);
  EXPECT_EQ(press_way("untrained weights"), untrained);
  const std::size_t steps = lab().history().size();
  EXPECT_EQ(press_way("untrained weights"), untrained);
  EXPECT_EQ(lab().history().size(), steps) << "what is shown already is no step";
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(lab().run().predictions()[0].values, mine);
}

TEST_F(NetworkWindow, ADarkPageHasLightMapsAndBinaryStaysBinary) {
  open("fashion_mnist.keras");
  lab::View& view = lab().view();
  EXPECT_EQ(lab::shown_network_colormap(view), Colormap::kBinary);
  view.theme = lab::Theme::kDark;
  EXPECT_EQ(lab::shown_network_colormap(view), Colormap::kGray);
  view.network_colormap = Colormap::kBinary;
  EXPECT_EQ(lab::shown_network_colormap(view), Colormap::kBinary);
}

TEST_F(NetworkWindow, AClickOnAMapPutsItsFilterOnTheStage) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(6);
    context->ItemClick("//###Layers/**/$$2/$$5/map");
  });
  EXPECT_EQ(lab().staged(), lab::FilterRef(5, 2));
  EXPECT_EQ(lab().staged_filter().channels, 32);
  bench_.run([](ImGuiTestContext* context) {
    drag(context, trained_cell(context, 0, 0, 3), trained_cell(context, 0, 2, 3));
  });
  // Only the channel on the stage was painted: the one that contributes most.
  const lab::Filter& painted = lab().staged_filter();
  const int plane = lab::shown_plane(lab().view(), painted);
  for (int channel = 0; channel < painted.channels; ++channel) {
    EXPECT_EQ(painted.at(0, 1, channel) == -1.0f, channel == plane) << channel;
  }
}

TEST_F(NetworkWindow, AMapOfAPoolIsShownLargeAndItsFilterStandsOnTheStage) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(6);
    context->ItemClick("//###Layers/**/$$1/$$7/map");
    context->Yield(2);
  });
  EXPECT_EQ(lab().staged(), lab::FilterRef(7, 0));
  const auto pool = static_cast<std::size_t>(lab().run().model().layer(1).node());
  EXPECT_EQ(lab::large_map(lab()), (lab::LayerCell{pool, 7, 0, 0}));
  // Another filter on the stage, and its map is the large one.
  lab().view().trained_filter = 3;
  const auto conv = static_cast<std::size_t>(lab().run().model().layer(0).node());
  EXPECT_EQ(lab::large_map(lab()), (lab::LayerCell{conv, 3, 0, 0}));
}

TEST_F(NetworkWindow, TheCellUnderThePointerIsTakenApartAndAClickKeepsIt) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  lab::LayerCell pointed;
  bench_.run([&](ImGuiTestContext* context) {
    context->Yield(6);
    context->ItemClick("//###Layers/**/$$2/$$5/map");
    const ImRect map = context->ItemInfo("//###LargeMap/large map").RectFull;
    context->MouseTeleportToPos(
        ImVec2(map.Min.x + map.GetWidth() * 3.5f / 14, map.Min.y + map.GetHeight() * 9.5f / 14));
    context->Yield(3);
    EXPECT_TRUE(lab().view().hovered_cell.has_value());
    pointed = lab().view().hovered_cell.value_or(lab::LayerCell{});
    context->MouseClick(0);
    context->MouseTeleportToPos(ImVec2(4, 4));
    context->Yield(3);
  });
  EXPECT_EQ(pointed, (lab::LayerCell{lab::large_map(lab()).node, 5, 9, 3}));
  EXPECT_FALSE(lab().view().hovered_cell.has_value());
  EXPECT_EQ(lab().view().pinned_cell, pointed);
  lab::TakenApart taken;
  EXPECT_EQ(taken.sum(lab()).cell, pointed);
  EXPECT_EQ(taken.field(lab()).windows[0], (lab::CellWindow{15, 3, 23, 11}));
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###LargeMap/let go/###let go");
    context->Yield(2);
  });
  EXPECT_FALSE(lab().view().pinned_cell.has_value());
  lab().view().pinned_cell = pointed;
  bench_.run([](ImGuiTestContext* context) { context->KeyPress(ImGuiKey_Escape); });
  EXPECT_FALSE(lab().view().pinned_cell.has_value());
  EXPECT_NE(taken.cell(lab()), pointed) << "the largest";
}

TEST_F(NetworkWindow, ATermLeadsToItsMapAndItsMenuCopiesItsProducts) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  lab::MapShare largest;
  lab::TakenApart taken;
  std::string text;
  bench_.run([&](ImGuiTestContext* context) {
    context->Yield(6);
    context->ItemClick("//###Layers/**/$$2/$$5/map");
    context->Yield(3);
    largest = taken.sum(lab()).shares.front();
    const std::string name = "//###LayerSum/**/term/$$" + std::to_string(largest.place) + "/name";
    context->MouseMove(name.c_str());
    context->MouseClick(ImGuiMouseButton_Right);
    context->Yield(3);
    context->ItemClick("//$FOCUSED/###copy");
    context->Yield(2);
    if (const char* clipboard = ImGui::GetClipboardText()) text = clipboard;
    EXPECT_EQ(lab::large_map(lab()).channel, 5u) << "nothing but a copy";
    context->ItemClick(name.c_str());
    context->Yield(2);
  });
  // A head, then a line for each cell of the window; the products add up to the term.
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  double sum = 0.0;
  int count = 0;
  while (std::getline(lines, line)) {
    sum += std::stod(line.substr(line.rfind('\t')));
    ++count;
  }
  EXPECT_EQ(count, 9);
  EXPECT_NEAR(sum, largest.sum, 1e-6 * (1 + std::abs(largest.sum)));
  EXPECT_EQ(lab::large_map(lab()).node, largest.node);
  EXPECT_EQ(lab::large_map(lab()).channel, largest.channel);
}

TEST_F(NetworkWindow, WhatIsMostAlikeAfterAStepIsSaid) {
  open("cifar10.keras");
  const std::size_t before = lab().partner(0)->filter;
  EXPECT_TRUE(lab().view().notice.text.empty());
  const auto bank = lab().trained_bank(lab().trained_maps().first()->layer);
  const std::size_t other = before == 7 ? 8 : 7;
  lab().commit(lab::ReplaceWeights{0, lab::filter_of(*bank, other).weights});
  bench_.run([](ImGuiTestContext* context) { context->Yield(3); });
  ASSERT_EQ(lab().partner(0)->filter, other);
  EXPECT_EQ(lab().view().notice.text.english(),
            "vertical line is most alike to conv1 [" + std::to_string(other) + "] now");
  // What was chosen by hand is no news.
  lab().view().notice = {};
  lab().commit(lab::PairFilter{0, 3});
  bench_.run([](ImGuiTestContext* context) { context->Yield(3); });
  EXPECT_TRUE(lab().view().notice.text.empty());
}

TEST_F(NetworkWindow, WeightsAreCountedInBinsOfTheirOwnOrInTheSame) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  lab().view().network_tab = lab::NetworkTab::kWeights;
  const lab::TrainedNetwork& network = *lab().document().network->trained;
  const int layer = lab().view().layer;
  const auto untrained = lab::untrained_kernel(network, layer);
  const auto trained = lab::kernel_of(network.model, layer);
  // The bin of the last curve, the trained one, under the pointer in the middle of the axis.
  const auto middle_bin = [&] {
    bench_.run([](ImGuiTestContext* context) {
      context->Yield(6);
      const ImRect chart = context->ItemInfo("//###Layers/**/chart").RectFull;
      context->MouseTeleportToPos(chart.GetCenter());
      context->Yield(2);
    });
    return lab().view().lit.value_or(lab::WeightBin{});
  };
  const ValueRange own = finite_range(std::as_const(*trained).values());
  const ValueRange other = finite_range(std::as_const(*untrained).values());
  const double lo{std::min(own.lo, other.lo)};
  const double hi{std::max(own.hi, other.hi)};
  const lab::WeightBin apart = middle_bin();
  EXPECT_NEAR(apart.hi - apart.lo, (double{own.hi} - double{own.lo}) / 10, 1e-6);
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Layers/**/same bins/###same bins");
  });
  const lab::WeightBin together = middle_bin();
  EXPECT_NEAR(together.hi - together.lo, (hi - lo) / 10, 1e-6);
}

// Nothing has to be scrolled to, whatever the window and the network.
TEST_F(NetworkWindow, AllLayersAndTheSumAreOnOneScreen) {
  for (const char* name : {"fashion_mnist.keras", "cifar10.keras"}) {
    lab().commit(lab::SetNetwork{opened(name)});
    lab().view().workspace = lab::Workspace::kNetwork;
    for (const ImVec2 size : {ImVec2(1024, 640), ImVec2(1280, 720), ImVec2(1600, 900),
                              ImVec2(1920, 1080), ImVec2(2560, 1440)}) {
      bench_.resize(static_cast<int>(size.x), static_cast<int>(size.y), 1.0f);
      bench_.run([&](ImGuiTestContext* context) {
        context->Yield(8);
        for (const char* panel : {"//###Seen", "//###Layers", "//###Prediction", "//###LargeMap",
                                  "//###TrainedFilter", "//###LayerSum"}) {
          const ImGuiWindow* window = context->GetWindowByRef(panel);
          ASSERT_NE(window, nullptr) << panel;
          EXPECT_LE(window->ScrollMax.x, 0.0f) << panel << " at " << size.x << ", " << name;
          EXPECT_LE(window->ScrollMax.y, 0.0f) << panel << " at " << size.x << ", " << name;
        }
        const ImGuiTestItemInfo last =
            context->ItemInfo("//###Layers/**/$$7/$$9/map", ImGuiTestOpFlags_NoError);
        if (last.ID == 0) return;  // of the other network
        EXPECT_LE(last.RectFull.Max.x, last.Window->InnerRect.Max.x) << size.x;
        EXPECT_LE(last.RectFull.Max.y, last.Window->InnerRect.Max.y) << size.x;
      });
    }
  }
}

TEST_F(NetworkWindow, WhatFlowsIntoAMapIsDrawnBetweenTheLayers) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  lab().view().show_hint = false;
  const auto overview = [this] {
    bench_.run([](ImGuiTestContext* context) { context->Yield(6); });
    return bench_.picture();
  };
  ImRect between;
  bench_.run([&](ImGuiTestContext* context) {
    context->Yield(6);
    between = ImRect(context->ItemInfo("//###Layers/**/$$1/$$2/map").RectFull.Max,
                     context->ItemInfo("//###Layers/**/$$2/$$0/map").RectFull.Min);
  });
  const auto coloured = [](const Image& picture, int left, int right) {
    int count = 0;
    for (int y = 130; y < 460; ++y) {
      for (int x = left; x < right; ++x) {
        const auto p = picture.pixel(y, x);
        count += std::abs(int{p[0]} - int{p[2]}) > 60 ? 1 : 0;
      }
    }
    return count;
  };
  const int left = static_cast<int>(between.Min.x) + 30;
  const int right = static_cast<int>(between.Max.x) - 4;
  const Image before = overview();
  const auto conv2 = static_cast<std::size_t>(lab().run().model().layer(2).node());
  lab::pick_map(lab(), conv2, 40);
  const Image behind = overview();
  EXPECT_EQ(coloured(before, left, right), 0);
  EXPECT_GT(coloured(behind, left, right), 200);
}

TEST_F(NetworkWindow, TheAccuracyFollowsOnAThreadOfItsOwn) {
  open("fashion_mnist.keras");
  lab().view().workspace = lab::Workspace::kNetwork;
  bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  lab().test_meter().wait();
  EXPECT_NEAR(share_right(lab(), lab().test_meter().reading().trained), 0.9116, 1e-9);
  EXPECT_NEAR(share_right(lab(), lab().test_meter().reading().shown), 0.9116, 1e-9);
  for (std::size_t f = 0; f < 16; ++f) {
    lab().commit(lab::ReplaceWeights{{f, 0}, std::vector<float>(9, 0.0f)});
  }
  bench_.run([](ImGuiTestContext* context) { context->Yield(2); });
  lab().test_meter().wait();
  EXPECT_NEAR(share_right(lab(), lab().test_meter().reading().trained), 0.9116, 1e-9);
  EXPECT_LT(share_right(lab(), lab().test_meter().reading().shown), 0.9);
}

TEST_F(NetworkWindow, FiltersOfAnotherShapeAreNotCompared) {
  open("fashion_mnist.keras");
  const auto partner = lab().partner(0);
  ASSERT_TRUE(partner.has_value());
  EXPECT_FALSE(lab().shown_bank(0)->has_shape_of(lab().document().filters[0]));
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(2);
    context->ItemClick("//###Maps/shelf/###more");
    context->Yield(2);
    EXPECT_TRUE(context->ItemInfo("//$FOCUSED/put/###put").ItemFlags & ImGuiItemFlags_Disabled);
    context->KeyPress(ImGuiKey_Escape);
    click_in_bar(context, "//###Maps", "shelf", "take/###take");
  });
  // A grey filter of 3x3 stands in the middle of one of 7x7, a third for each colour.
  const lab::Filter taken = lab().document().filters.back();
  EXPECT_EQ(taken.height, 7);
  EXPECT_EQ(taken.at(0, 0, 0), 0.0f);
  EXPECT_FLOAT_EQ(taken.at(2, 2, 0) * 3.0f, lab::filter_of(*lab().shown_bank(0), 0).at(0, 0, 0));
}

// A foreign network whose first layer strides over BGR pictures of 0 to 255.
TEST_F(NetworkWindow, SqueezeNetIsShownPaintedAndFollowed) {
  const std::filesystem::path file =
      std::filesystem::path(CONVLENS_SHARED_DIR) / "realdata/squeezenet/squeezenet_v1.0.caffemodel";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "the real networks in " << file.parent_path() << " are not here";
  }
  auto network = app::open_network({file});
  ASSERT_TRUE(network.has_value()) << network.error().message;
  lab().begin_with(*network);
  ASSERT_TRUE(lab().has_network()) << lab().error().english();
  const int layer = lab().trained_maps().first()->layer;
  const auto bank = lab().shown_bank(layer);
  EXPECT_EQ(bank->count, 96u);
  EXPECT_EQ(bank->height, 7);
  EXPECT_TRUE(bank->bgr);
  // (70 - 7) / 2 + 1 rows, and the first window's middle is three pixels inside the crop.
  EXPECT_EQ(to_string(lab().trained_maps().map(0, 0).values.shape()), "(32, 57)");
  const auto place = lab::trained_placement(lab().document(), *lab().trained_maps().first(), *bank);
  EXPECT_EQ(place.stride_h, 2);
  EXPECT_EQ(place.top(), 2.5);
  bench_.run([](ImGuiTestContext* context) {
    context->Yield(4);
    click_in_bar(context, "//###Maps", "shelf", "paint trained/###paint trained");
  });
  EXPECT_FALSE(lab().staged().is_mine());
  const auto before = lab().run().activations();
  bench_.run([](ImGuiTestContext* context) {
    drag(context, stage_cell(context, 0, 3), stage_cell(context, 6, 3));
  });
  const auto fresh = lab().run().model().activations(
      *lab::network_input(*lab().document().network, lab().run().seen()));
  ASSERT_TRUE(fresh.has_value());
  std::size_t changed = 0;
  for (std::size_t node = 0; node < fresh->size(); ++node) {
    const auto shown = copy(lab().run().activations()[node].values());
    EXPECT_EQ(shown, copy((*fresh)[node].values())) << "node " << node;
    changed += shown != copy(before[node].values()) ? 1 : 0;
  }
  EXPECT_EQ(changed, fresh->size() - 1);  // all but the input
  // My filters see what the network sees, in the photograph's own place.
  bench_.run([](ImGuiTestContext* context) {
    click_in_bar(context, "//###Maps", "shelf", "adopt/###adopt");
  });
  EXPECT_EQ(to_string(lab().pipeline().map(0, 0).values.shape()), "(32, 57)");
  EXPECT_EQ(lab().pipeline().input(0).range.hi, 255.0f);
}

TEST_F(NetworkWindow, EveryControlOfBothWorkspacesIsDrawnInBothLanguages) {
  for (const char* name : {"cifar10.keras", "fashion_mnist.keras"}) {
    lab().commit(lab::SetNetwork{opened(name)});
    for (const auto workspace : {lab::Workspace::kBench, lab::Workspace::kNetwork}) {
      for (const auto language : {lab::Language::kEnglish, lab::Language::kKorean}) {
        lab().view().workspace = workspace;
        lab().view().language = language;
        bench_.run([](ImGuiTestContext* context) { context->Yield(4); });
        EXPECT_TRUE(lab().error().empty()) << lab().error().english();
      }
    }
  }
}

}  // namespace
}  // namespace convlens

#include "app/figures/histogram_figure.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "app/figures/plot_ticks.h"
#include "app/fonts/plot_font.h"

namespace convlens::app {
namespace {

// matplotlib's figure of 6.4 by 4.8 inches at 200 pixels an inch, and its lengths at that size.
constexpr int kPageWidth = 1280;
constexpr int kPageHeight = 960;
constexpr int kTextSize = 28;
constexpr int kLine = 2;
constexpr int kTick = 10;
constexpr int kPad = 11;              // between a tick and its number
constexpr int kNamePad = 18;          // between the numbers and the axis' name
constexpr int kHistogramMargin = 24;  // round everything
constexpr int kNumberGap = 24;        // between two numbers of the lower axis
constexpr int kMaxIntervals = 9;
constexpr double kRoomBeside = 1.1;  // the axes' width over the bars'
constexpr double kRoomAbove = 1.05;  // the axes' height over the tallest bar's
constexpr Rgb kBlack{0, 0, 0};
constexpr Rgb kBlue{31, 119, 180};  // matplotlib's tab:blue

struct Box {
  int left = 0;
  int top = 0;
  int right = 0;   // past the last column
  int bottom = 0;  // past the last row
};

void fill(Image& page, const Box& box, const Rgb& color) {
  for (int y = box.top; y < box.bottom; ++y) {
    auto* pixel =
        page.rgb.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                           static_cast<std::size_t>(box.left)) *
                              3;
    for (int x = box.left; x < box.right; ++x) pixel = std::copy(color.begin(), color.end(), pixel);
  }
}

// A tick with its number drawn, at a pixel of its axis.
struct Mark {
  int at = 0;
  TextMask number;
};

// Where everything stands: the axes' inner box, and in it the bars.
struct Layout {
  Box axes;
  int bars_left = 0;
  int bar_width = 0;
  int digit_height = 0;
  std::vector<Mark> below;
  std::vector<Mark> beside;
  TextMask name_below;
  TextMask name_beside;
};

std::size_t tallest(const Histogram& histogram) {
  return std::max<std::size_t>(1,
                               *std::max_element(histogram.counts.begin(), histogram.counts.end()));
}

// How many pixels high `count` stands on the axes.
int height_of(double count, const Histogram& histogram, const Box& axes) {
  const double unit =
      (axes.bottom - axes.top) / (kRoomAbove * static_cast<double>(tallest(histogram)));
  return static_cast<int>(std::lround(count * unit));
}

void mark_counts(const PlotFont& font, const Histogram& histogram, Layout& layout) {
  const double top = kRoomAbove * static_cast<double>(tallest(histogram));
  int widest = 0;
  for (const Tick& tick : round_ticks(0.0, top, kMaxIntervals, 1.0)) {
    layout.beside.push_back({layout.axes.bottom - height_of(tick.value, histogram, layout.axes),
                             font.draw(tick.label)});
    widest = std::max(widest, layout.beside.back().number.width);
  }
  layout.axes.left =
      kHistogramMargin + layout.name_beside.width + kNamePad + widest + kPad + kTick + kLine;
}

// As many numbers as stand beside each other.
void mark_weights(const PlotFont& font, const Histogram& histogram, Layout& layout) {
  const double lo = histogram.edges.front();
  const double hi = histogram.edges.back();
  const auto bins = static_cast<int>(histogram.counts.size());
  const double pixels_per_unit = bins * layout.bar_width / (hi - lo);
  const double first = lo - (layout.bars_left - layout.axes.left) / pixels_per_unit;
  const double last = lo + (layout.axes.right - layout.bars_left) / pixels_per_unit;
  for (int intervals = kMaxIntervals; intervals > 0; --intervals) {
    layout.below.clear();
    bool fits = true;
    for (const Tick& tick : round_ticks(first, last, intervals)) {
      const auto offset = static_cast<int>(std::lround((tick.value - lo) * pixels_per_unit));
      Mark mark{layout.bars_left + offset, font.draw(tick.label)};
      if (!layout.below.empty()) {
        const Mark& before = layout.below.back();
        fits = fits &&
               mark.at - before.at > (mark.number.width + before.number.width) / 2 + kNumberGap;
      }
      layout.below.push_back(std::move(mark));
    }
    if (fits) return;
  }
}

Layout lay_out_axes(const PlotFont& font, const Histogram& histogram) {
  Layout layout;
  layout.digit_height = font.draw("0").height;
  layout.name_below = font.draw("weight");
  layout.name_beside = turned_upwards(font.draw("count"));
  const int below =
      kLine + kTick + kPad + layout.digit_height + kNamePad + layout.name_below.height;
  layout.axes.top = kHistogramMargin;
  layout.axes.bottom = kPageHeight - kHistogramMargin - below;
  layout.axes.right = kPageWidth - kHistogramMargin - kLine;
  mark_counts(font, histogram, layout);

  const auto bins = static_cast<int>(histogram.counts.size());
  const int width = layout.axes.right - layout.axes.left;
  layout.bar_width = static_cast<int>(width / (kRoomBeside * bins));
  layout.bars_left = layout.axes.left + (width - bins * layout.bar_width) / 2;
  mark_weights(font, histogram, layout);
  return layout;
}

void draw_bars(Image& page, const Histogram& histogram, const Layout& layout) {
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const int left = layout.bars_left + static_cast<int>(i) * layout.bar_width;
    const int height = height_of(static_cast<double>(histogram.counts[i]), histogram, layout.axes);
    fill(page, {left, layout.axes.bottom - height, left + layout.bar_width, layout.axes.bottom},
         kBlue);
  }
}

// The frame stands outside the axes' inner box, so that no bar loses a pixel to it.
void draw_frame(Image& page, const Box& axes) {
  const Box outside{axes.left - kLine, axes.top - kLine, axes.right + kLine, axes.bottom + kLine};
  fill(page, {outside.left, outside.top, outside.right, axes.top}, kBlack);
  fill(page, {outside.left, axes.bottom, outside.right, outside.bottom}, kBlack);
  fill(page, {outside.left, outside.top, axes.left, outside.bottom}, kBlack);
  fill(page, {axes.right, outside.top, outside.right, outside.bottom}, kBlack);
}

void draw_numbers(Image& page, const Layout& layout) {
  const Box& axes = layout.axes;
  const int tick_top = axes.bottom + kLine;
  for (const Mark& mark : layout.below) {
    fill(page, {mark.at - kLine / 2, tick_top, mark.at + kLine / 2, tick_top + kTick}, kBlack);
    const int baseline = tick_top + kTick + kPad + layout.digit_height;
    draw_text(page, mark.number, mark.at - mark.number.width / 2, baseline - mark.number.ascent);
  }
  const int tick_right = axes.left - kLine;
  for (const Mark& mark : layout.beside) {
    fill(page, {tick_right - kTick, mark.at, tick_right, mark.at + kLine}, kBlack);
    const int baseline = mark.at + kLine / 2 + layout.digit_height / 2;
    draw_text(page, mark.number, tick_right - kTick - kPad - mark.number.width,
              baseline - mark.number.ascent);
  }
  draw_text(page, layout.name_below, (axes.left + axes.right - layout.name_below.width) / 2,
            kPageHeight - kHistogramMargin - layout.name_below.height);
  draw_text(page, layout.name_beside, kHistogramMargin,
            (axes.top + axes.bottom - layout.name_beside.height) / 2);
}

}  // namespace

Result<Figure> histogram_figure(const Histogram& histogram) {
  TRY_ASSIGN(const auto font, PlotFont::open(kTextSize));
  const Layout layout = lay_out_axes(font, histogram);

  Figure figure;
  figure.picture = {kPageHeight, kPageWidth, {}};
  figure.picture.rgb.assign(std::size_t{kPageHeight} * kPageWidth * 3, 255);
  draw_bars(figure.picture, histogram, layout);
  draw_frame(figure.picture, layout.axes);
  draw_numbers(figure.picture, layout);
  const auto bins = static_cast<int>(histogram.counts.size());
  figure.cells.push_back(
      {0,
       layout.bars_left,
       layout.axes.top,
       bins * layout.bar_width,
       layout.axes.bottom - layout.axes.top,
       1,
       bins,
       {static_cast<float>(histogram.edges.front()), static_cast<float>(histogram.edges.back())}});
  return figure;
}

}  // namespace convlens::app

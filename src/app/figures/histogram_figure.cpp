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
constexpr const char* kNameBelow = "weight";
constexpr const char* kNameBeside = "count";
constexpr Rgb kBlue{31, 119, 180};  // matplotlib's tab:blue

// A tick with its number, at a pixel of its axis.
struct Mark {
  int at = 0;
  int width = 0;  // of the number
  std::string number;
};

// Where everything stands: the axes' inner box, and in it the bars.
struct Layout {
  FilledBox axes;
  int bars_left = 0;
  int bar_width = 0;
  int digit_height = 0;
  std::vector<Mark> below;
  std::vector<Mark> beside;
  TextMask name_below;
  TextMask name_beside;  // read from below
};

std::size_t tallest(const Histogram& histogram) {
  return std::max<std::size_t>(1,
                               *std::max_element(histogram.counts.begin(), histogram.counts.end()));
}

// How many pixels high `count` stands on the axes.
int height_of(double count, const Histogram& histogram, const FilledBox& axes) {
  const double unit =
      (axes.bottom - axes.top) / (kRoomAbove * static_cast<double>(tallest(histogram)));
  return static_cast<int>(std::lround(count * unit));
}

void mark_counts(const PlotFont& font, const Histogram& histogram, Layout& layout) {
  const double top = kRoomAbove * static_cast<double>(tallest(histogram));
  int widest = 0;
  for (const Tick& tick : round_ticks(0.0, top, kMaxIntervals, 1.0)) {
    layout.beside.push_back({layout.axes.bottom - height_of(tick.value, histogram, layout.axes),
                             font.draw(tick.label).width, tick.label});
    widest = std::max(widest, layout.beside.back().width);
  }
  layout.axes.left =
      kHistogramMargin + layout.name_beside.height + kNamePad + widest + kPad + kTick + kLine;
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
      Mark mark{layout.bars_left + offset, font.draw(tick.label).width, tick.label};
      if (!layout.below.empty()) {
        const Mark& before = layout.below.back();
        fits = fits && mark.at - before.at > (mark.width + before.width) / 2 + kNumberGap;
      }
      layout.below.push_back(std::move(mark));
    }
    if (fits) return;
  }
}

Layout lay_out_axes(const PlotFont& font, const Histogram& histogram) {
  Layout layout;
  layout.digit_height = font.draw("0").height;
  layout.name_below = font.draw(kNameBelow);
  layout.name_beside = font.draw(kNameBeside);
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

void add_bars(Figure& figure, const Histogram& histogram, const Layout& layout) {
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const int left = layout.bars_left + static_cast<int>(i) * layout.bar_width;
    const int height = height_of(static_cast<double>(histogram.counts[i]), histogram, layout.axes);
    figure.boxes.push_back(
        {left, layout.axes.bottom - height, left + layout.bar_width, layout.axes.bottom, kBlue});
  }
}

// The frame stands outside the axes' inner box, so that no bar loses a pixel to it.
void add_frame(Figure& figure, const FilledBox& axes) {
  const FilledBox outside{axes.left - kLine, axes.top - kLine, axes.right + kLine,
                          axes.bottom + kLine};
  figure.boxes.push_back({outside.left, outside.top, outside.right, axes.top});
  figure.boxes.push_back({outside.left, axes.bottom, outside.right, outside.bottom});
  figure.boxes.push_back({outside.left, outside.top, axes.left, outside.bottom});
  figure.boxes.push_back({axes.right, outside.top, outside.right, outside.bottom});
}

void add_numbers(Figure& figure, const Layout& layout) {
  using Anchor = PlacedText::Anchor;
  const FilledBox& axes = layout.axes;
  const int tick_top = axes.bottom + kLine;
  for (const Mark& mark : layout.below) {
    figure.boxes.push_back({mark.at - kLine / 2, tick_top, mark.at + kLine / 2, tick_top + kTick});
    figure.texts.push_back({mark.number, kTextSize, mark.at,
                            tick_top + kTick + kPad + layout.digit_height, Anchor::kMiddle});
  }
  const int tick_right = axes.left - kLine;
  for (const Mark& mark : layout.beside) {
    figure.boxes.push_back({tick_right - kTick, mark.at, tick_right, mark.at + kLine});
    figure.texts.push_back({mark.number, kTextSize, tick_right - kTick - kPad,
                            mark.at + kLine / 2 + layout.digit_height / 2, Anchor::kRight});
  }
  const TextMask& below = layout.name_below;
  figure.texts.push_back({kNameBelow, kTextSize, (axes.left + axes.right) / 2,
                          kPageHeight - kHistogramMargin - below.height + below.ascent,
                          Anchor::kMiddle});
  figure.texts.push_back({kNameBeside, kTextSize, kHistogramMargin + layout.name_beside.ascent,
                          (axes.top + axes.bottom) / 2, Anchor::kMiddle, true});
}

}  // namespace

Result<Figure> histogram_figure(const Histogram& histogram) {
  TRY_ASSIGN(const auto font, PlotFont::open(kTextSize));
  const Layout layout = lay_out_axes(font, histogram);

  Figure figure{kPageWidth, kPageHeight};
  add_bars(figure, histogram, layout);
  add_frame(figure, layout.axes);
  add_numbers(figure, layout);
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

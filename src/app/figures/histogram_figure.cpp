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

// matplotlib's lengths, in pixels: at two pixels a line those of its figure of 6.4 by 4.8 inches at
// 200 pixels an inch.
struct Lengths {
  explicit Lengths(int unit)
      : page_width(640 * unit),
        page_height(480 * unit),
        text(14 * unit),
        line(unit),
        tick(5 * unit),
        pad(11 * unit / 2),
        name_pad(9 * unit),
        margin(12 * unit),
        number_gap(12 * unit) {}

  int page_width;
  int page_height;
  int text;
  int line;
  int tick;
  int pad;         // between a tick and its number
  int name_pad;    // between the numbers and the axis' name
  int margin;      // round everything
  int number_gap;  // between two numbers of the lower axis
};

constexpr int kMaxIntervals = 9;
constexpr double kRoomBeside = 1.1;  // the axes' width over the bars'
constexpr double kRoomAbove = 1.05;  // the axes' height over the tallest bar's
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
  explicit Layout(int unit) : lengths(unit) {}

  Lengths lengths;
  FilledBox axes;
  int bars_left = 0;
  int bar_width = 0;
  int digit_height = 0;
  std::vector<Mark> below;
  std::vector<Mark> beside;
  const char* below_said = "";
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
  layout.axes.left = layout.lengths.margin + layout.name_beside.height + layout.lengths.name_pad +
                     widest + layout.lengths.pad + layout.lengths.tick + layout.lengths.line;
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
        fits = fits &&
               mark.at - before.at > (mark.width + before.width) / 2 + layout.lengths.number_gap;
      }
      layout.below.push_back(std::move(mark));
    }
    if (fits) return;
  }
}

// Without numbers the axes take their room.
void lay_out_axes(const PlotFont& font, const Histogram& histogram, bool numbers, Layout& layout) {
  const Lengths& lengths = layout.lengths;
  layout.digit_height = font.draw("0").height;
  layout.name_below = font.draw(layout.below_said);
  layout.name_beside = font.draw(kNameBeside);
  const int below = lengths.tick + lengths.pad + layout.digit_height + lengths.name_pad +
                    layout.name_below.height;
  layout.axes.top = lengths.margin;
  layout.axes.bottom = lengths.page_height - lengths.margin - lengths.line - (numbers ? below : 0);
  layout.axes.left = lengths.margin + lengths.line;
  layout.axes.right = lengths.page_width - lengths.margin - lengths.line;
  if (numbers) mark_counts(font, histogram, layout);

  const auto bins = static_cast<int>(histogram.counts.size());
  const int width = layout.axes.right - layout.axes.left;
  layout.bar_width = static_cast<int>(width / (kRoomBeside * bins));
  layout.bars_left = layout.axes.left + (width - bins * layout.bar_width) / 2;
  if (numbers) mark_weights(font, histogram, layout);
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
void add_frame(Figure& figure, const FilledBox& axes, int line) {
  const FilledBox outside{axes.left - line, axes.top - line, axes.right + line, axes.bottom + line};
  figure.boxes.push_back({outside.left, outside.top, outside.right, axes.top});
  figure.boxes.push_back({outside.left, axes.bottom, outside.right, outside.bottom});
  figure.boxes.push_back({outside.left, outside.top, axes.left, outside.bottom});
  figure.boxes.push_back({axes.right, outside.top, outside.right, outside.bottom});
}

void add_numbers(Figure& figure, const Layout& layout) {
  using Anchor = PlacedText::Anchor;
  const Lengths& lengths = layout.lengths;
  const FilledBox& axes = layout.axes;
  const int tick_top = axes.bottom + lengths.line;
  for (const Mark& mark : layout.below) {
    figure.boxes.push_back({mark.at - lengths.line / 2, tick_top, mark.at + lengths.line / 2,
                            tick_top + lengths.tick});
    figure.texts.push_back({mark.number, lengths.text, mark.at,
                            tick_top + lengths.tick + lengths.pad + layout.digit_height,
                            Anchor::kMiddle});
  }
  const int tick_right = axes.left - lengths.line;
  for (const Mark& mark : layout.beside) {
    figure.boxes.push_back(
        {tick_right - lengths.tick, mark.at, tick_right, mark.at + lengths.line});
    figure.texts.push_back({mark.number, lengths.text, tick_right - lengths.tick - lengths.pad,
                            mark.at + lengths.line / 2 + layout.digit_height / 2, Anchor::kRight});
  }
  const TextMask& below = layout.name_below;
  figure.texts.push_back({layout.below_said, lengths.text, (axes.left + axes.right) / 2,
                          lengths.page_height - lengths.margin - below.height + below.ascent,
                          Anchor::kMiddle});
  figure.texts.push_back({kNameBeside, lengths.text, lengths.margin + layout.name_beside.ascent,
                          (axes.top + axes.bottom) / 2, Anchor::kMiddle, true});
}

}  // namespace

Result<Figure> histogram_figure(const Histogram& histogram, const HistogramLooks& looks) {
  Layout layout(looks.unit);
  layout.below_said = looks.of_weights ? "weight" : "value";
  TRY_ASSIGN(const auto font, PlotFont::open(layout.lengths.text));
  lay_out_axes(font, histogram, looks.numbers, layout);

  Figure figure{layout.lengths.page_width, layout.lengths.page_height};
  add_bars(figure, histogram, layout);
  add_frame(figure, layout.axes, layout.lengths.line);
  if (looks.numbers) add_numbers(figure, layout);
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

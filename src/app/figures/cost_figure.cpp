#include "app/figures/cost_figure.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/fonts/plot_font.h"

namespace convlens::app {
namespace {

// Lengths, in pixels.
struct Page {
  static constexpr int kText = 28;
  static constexpr int kLine = 2;
  static constexpr int kTick = 10;
  static constexpr int kGap = 12;
  static constexpr int kMargin = 28;
  static constexpr int kPanelWidth = 560;
  static constexpr int kPanelHeight = 560;
  static constexpr int kBetween = 84;
  static constexpr int kSquare = 14;
  static constexpr int kLegendLine = 40;
};
constexpr Rgb kGridColor{224, 224, 224};

// Whole powers of ten around the values, as exponents.
struct Decades {
  int first = 0;
  int last = 0;

  int count() const { return last - first; }
};

template <typename Of>
Decades decades_of(const std::vector<const CostSeries*>& series, const Of& of) {
  double least = HUGE_VAL;
  double most = 0.0;
  for (const CostSeries* one : series) {
    for (const CostPoint& point : one->points) {
      least = std::min(least, of(point));
      most = std::max(most, of(point));
    }
  }
  Decades decades{static_cast<int>(std::floor(std::log10(least))),
                  static_cast<int>(std::ceil(std::log10(most)))};
  if (decades.count() == 0) ++decades.last;
  return decades;
}

// One panel's inner box with its axes.
struct Axes {
  FilledBox box;
  Decades below;
  Decades beside;

  int x(double amount) const {
    const double share = (std::log10(amount) - below.first) / below.count();
    return box.left + static_cast<int>(std::lround(share * (box.right - box.left)));
  }
  int y(double ms) const {
    const double share = (std::log10(ms) - beside.first) / beside.count();
    return box.bottom - static_cast<int>(std::lround(share * (box.bottom - box.top)));
  }
};

// "1", "100", "10M", "0.01"
std::string power_of_ten(int exponent) {
  if (exponent < 0) return fmt::format("{:.{}f}", std::pow(10.0, exponent), -exponent);
  constexpr const char* kThousands[] = {"", "k", "M", "G"};
  const int thousands = std::min(exponent / 3, 3);
  return fmt::format("{:.0f}{}", std::pow(10.0, exponent - 3 * thousands), kThousands[thousands]);
}

void add_panel_frame(Figure& figure, const FilledBox& box) {
  figure.boxes.push_back(
      {box.left - Page::kLine, box.top - Page::kLine, box.right + Page::kLine, box.top});
  figure.boxes.push_back(
      {box.left - Page::kLine, box.bottom, box.right + Page::kLine, box.bottom + Page::kLine});
  figure.boxes.push_back({box.left - Page::kLine, box.top, box.left, box.bottom});
  figure.boxes.push_back({box.right, box.top, box.right + Page::kLine, box.bottom});
}

void add_grid(Figure& figure, const Axes& axes, bool numbers_beside, int digit_height) {
  const FilledBox& box = axes.box;
  for (int e = axes.below.first; e <= axes.below.last; ++e) {
    const int x = axes.x(std::pow(10.0, e));
    figure.boxes.push_back({x, box.top, x + 1, box.bottom, kGridColor});
    figure.boxes.push_back(
        {x, box.bottom + Page::kLine, x + Page::kLine, box.bottom + Page::kLine + Page::kTick});
    figure.texts.push_back({power_of_ten(e), Page::kText, x,
                            box.bottom + Page::kLine + Page::kTick + Page::kGap + digit_height,
                            PlacedText::Anchor::kMiddle});
  }
  for (int e = axes.beside.first; e <= axes.beside.last; ++e) {
    const int y = axes.y(std::pow(10.0, e));
    figure.boxes.push_back({box.left, y, box.right, y + 1, kGridColor});
    if (!numbers_beside) continue;
    figure.boxes.push_back(
        {box.left - Page::kLine - Page::kTick, y, box.left - Page::kLine, y + Page::kLine});
    figure.texts.push_back({power_of_ten(e), Page::kText,
                            box.left - Page::kLine - Page::kTick - Page::kGap, y + digit_height / 2,
                            PlacedText::Anchor::kRight});
  }
}

// From one point to the next, a column of pixels at a time.
void add_line(Figure& figure, const Axes& axes, const CostSeries& series) {
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const int left = axes.x(series.points[i - 1].amount);
    const int right = axes.x(series.points[i].amount);
    const int from = axes.y(series.points[i - 1].ms);
    const int to = axes.y(series.points[i].ms);
    const auto height_at = [&](int x) { return from + (to - from) * (x - left) / (right - left); };
    for (int x = left; x < right; ++x) {
      const int here = height_at(x);
      const int next = height_at(x + 1);
      figure.boxes.push_back(
          {x, std::min(here, next), x + 1, std::max(here, next) + Page::kLine, series.color});
    }
  }
}

void add_squares(Figure& figure, const Axes& axes, const CostSeries& series) {
  for (const CostPoint& point : series.points) {
    const int x = axes.x(point.amount) - Page::kSquare / 2;
    const int y = axes.y(point.ms) - Page::kSquare / 2;
    figure.boxes.push_back({x, y, x + Page::kSquare, y + Page::kSquare, series.color});
  }
}

void add_legend(Figure& figure, const Axes& axes, const std::vector<CostSeries>& series) {
  int y = axes.box.top + Page::kMargin;
  for (const CostSeries& one : series) {
    const int x = axes.box.left + Page::kMargin;
    const int half = one.measured ? Page::kSquare / 2 : Page::kLine;
    figure.boxes.push_back(
        {x, y - half, x + (one.measured ? Page::kSquare : Page::kLegendLine), y + half, one.color});
    figure.texts.push_back(
        {one.name, Page::kText, x + Page::kLegendLine + Page::kGap, y + Page::kText / 3});
    y += Page::kText + Page::kGap;
  }
}

}  // namespace

Result<Figure> cost_figure(const std::vector<CostPanel>& panels) {
  TRY_ASSIGN(const auto font, PlotFont::open(Page::kText));
  std::vector<const CostSeries*> all;
  for (const CostPanel& panel : panels) {
    for (const CostSeries& series : panel.series) all.push_back(&series);
  }
  const Decades beside = decades_of(all, [](const CostPoint& point) { return point.ms; });
  int widest = 0;
  for (int e = beside.first; e <= beside.last; ++e) {
    widest = std::max(widest, font.draw(power_of_ten(e)).width);
  }
  const int digit_height = font.draw("0").height;
  const TextMask milliseconds = font.draw("milliseconds");
  const int left = Page::kMargin + milliseconds.height + Page::kGap + widest + Page::kGap +
                   Page::kTick + Page::kLine;
  const int below = Page::kLine + Page::kTick + Page::kGap + digit_height + Page::kGap +
                    Page::kText + Page::kGap + Page::kMargin;

  const auto count = static_cast<int>(panels.size());
  Figure figure{left + count * Page::kPanelWidth + (count - 1) * Page::kBetween + 2 * Page::kMargin,
                Page::kMargin + Page::kPanelHeight + below};
  figure.texts.push_back({"milliseconds", Page::kText, Page::kMargin + milliseconds.ascent,
                          Page::kMargin + Page::kPanelHeight / 2, PlacedText::Anchor::kMiddle,
                          true});
  for (int i = 0; i < count; ++i) {
    const CostPanel& panel = panels[static_cast<std::size_t>(i)];
    std::vector<const CostSeries*> series;
    for (const CostSeries& one : panel.series) series.push_back(&one);
    const int x = left + i * (Page::kPanelWidth + Page::kBetween);
    const Axes axes{{x, Page::kMargin, x + Page::kPanelWidth, Page::kMargin + Page::kPanelHeight},
                    decades_of(series, [](const CostPoint& point) { return point.amount; }),
                    beside};
    add_grid(figure, axes, i == 0, digit_height);
    for (const CostSeries& one : panel.series) {
      if (!one.measured) add_line(figure, axes, one);
    }
    for (const CostSeries& one : panel.series) {
      if (one.measured) add_squares(figure, axes, one);
    }
    if (i == 0) add_legend(figure, axes, panel.series);
    add_panel_frame(figure, axes.box);
    figure.texts.push_back({panel.name, Page::kText, x + Page::kPanelWidth / 2,
                            figure.height - Page::kMargin - Page::kText / 4,
                            PlacedText::Anchor::kMiddle});
  }
  return figure;
}

double slope_of(const std::vector<CostPoint>& points) {
  double mean_x = 0.0;
  double mean_y = 0.0;
  for (const CostPoint& point : points) {
    mean_x += std::log(point.amount) / static_cast<double>(points.size());
    mean_y += std::log(point.ms) / static_cast<double>(points.size());
  }
  double covariance = 0.0;
  double variance = 0.0;
  for (const CostPoint& point : points) {
    const double x = std::log(point.amount) - mean_x;
    covariance += x * (std::log(point.ms) - mean_y);
    variance += x * x;
  }
  return covariance / variance;
}

}  // namespace convlens::app

#include "app/figures/plot_ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace convlens::app {
namespace {

// Beyond these a plain number has too many zeros to be read.
constexpr double kSmallestPlain = 1e-4;
constexpr double kLargestPlain = 1e7;

struct Step {
  double size = 1.0;
  int last_digit = 0;  // the power of ten of the last digit that multiples of it need
};

Step round_step(double at_least) {
  const int power = static_cast<int>(std::floor(std::log10(at_least)));
  const double ten = std::pow(10.0, power);
  // A quotient that should be whole may come out a little above.
  const double wanted = at_least / ten * (1.0 - 1e-9);
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (factor >= wanted) return {factor * ten, factor == 2.5 ? power - 1 : power};
  }
  return {10.0 * ten, power + 1};
}

std::string label_of(double value, int last_digit, double largest) {
  std::string text;
  if (value == 0.0) {
    text = fmt::format("{:.{}f}", 0.0, largest < kSmallestPlain ? 0 : std::max(0, -last_digit));
  } else if (largest < kSmallestPlain || largest >= kLargestPlain) {
    const int first_digit = static_cast<int>(std::floor(std::log10(std::abs(value))));
    text = fmt::format("{:.{}e}", value, std::max(0, first_digit - last_digit));
  } else {
    text = fmt::format("{:.{}f}", value, std::max(0, -last_digit));
  }
  if (const std::size_t minus = text.find('-'); minus == 0) text.replace(0, 1, "\u2212");
  return text;
}

}  // namespace

std::vector<Tick> round_ticks(double lo, double hi, int max_intervals, double min_step) {
  assert(lo < hi && max_intervals > 0);
  const Step step = round_step(std::max((hi - lo) / max_intervals, min_step));
  // Multiples by their number, so that 0 is exactly 0.
  const double first = std::ceil(lo / step.size - 1e-9);
  const double last = std::floor(hi / step.size + 1e-9);
  const double largest = std::max(std::abs(first), std::abs(last)) * step.size;
  std::vector<Tick> ticks;
  for (double i = first; i <= last; ++i) {
    const double value = i == 0.0 ? 0.0 : i * step.size;
    ticks.push_back({value, label_of(value, step.last_digit, largest)});
  }
  return ticks;
}

}  // namespace convlens::app

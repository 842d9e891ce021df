#include "app/figures/kernel_statistics.h"

#include <fmt/ranges.h>

namespace convlens::app {

Histogram kernel_histogram(const Tensor& kernel) { return histogram(kernel.values(), kUsualBins); }

std::string kernel_statistics(std::string_view name, std::string_view type,
                              std::span<const nn::Weight> weights) {
  std::string text = fmt::format("{} ({})", name, type);
  for (const nn::Weight& weight : weights) {
    text += fmt::format("  {} {}", weight.name, to_string(weight.value->shape()));
  }
  const Tensor& kernel = *weights.front().value;
  const NotFinite left_out = not_finite(kernel.values());
  if (left_out.count() > 0) {
    const bool all = left_out.count() == kernel.size();
    text += fmt::format("\n{} of {} values are not finite: {} NaN, {} infinite{}", left_out.count(),
                        kernel.size(), left_out.nan, left_out.infinite,
                        all ? "" : "; left out of what follows");
    if (all) return text;
  }
  const Moments moments = finite_moments(kernel.values());
  const ValueRange range = finite_range(kernel.values());
  const Histogram counts = kernel_histogram(kernel);
  text += fmt::format("\nmean {:.8f}  std {:.8f}  min {:.6f}  max {:.6f}", moments.mean,
                      moments.deviation, range.lo, range.hi);
  text += fmt::format("\nhistogram [{}]", fmt::join(counts.counts, ", "));
  text += fmt::format("\nbin edges [{:.6f}]", fmt::join(counts.edges, ", "));
  return text;
}

}  // namespace convlens::app

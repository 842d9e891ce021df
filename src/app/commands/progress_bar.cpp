#include "app/commands/progress_bar.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace convlens::app {
namespace {

constexpr double kSilent_s = 1.0;
constexpr int kWidth = 40;

}  // namespace

ProgressBar::ProgressBar(std::string doing)
    : doing_(std::move(doing)), terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (percent_ < 0) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

double ProgressBar::elapsed_s() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

void ProgressBar::show(double share) {
  const int percent = std::clamp(static_cast<int>(100 * share), 0, 100);
  if (!terminal_ || percent == percent_ || elapsed_s() < kSilent_s) return;
  percent_ = percent;
  const std::string done(static_cast<std::size_t>(kWidth * percent / 100), '#');
  fmt::print(stderr, "\r\x1b[K{} [{:<{}}] {}%", doing_, done, kWidth, percent);
  std::fflush(stderr);
}

}  // namespace convlens::app

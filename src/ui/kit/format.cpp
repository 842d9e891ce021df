#include "ui/kit/format.h"

#include <cmath>
#include <cstdio>

#include "ui/text/phrases.h"

namespace convlens::ui {

namespace {

// NaN of either sign is "nan".
double without_sign(double value) { return std::isnan(value) ? std::abs(value) : value; }

// Whether two decimals say enough.
bool is_plain(double value) {
  const double size = std::abs(value);
  return size == 0.0 || (size >= 0.01 && size < 1e5);
}

}  // namespace

NumberText format_number(double value) {
  NumberText text{};
  std::snprintf(text.data(), text.size(), is_plain(value) ? "%.2f" : "%.3g", without_sign(value));
  return text;
}

NumberText format_signed(double value) {
  NumberText text{};
  const double positive_zero = without_sign(value) + 0.0;
  std::snprintf(text.data(), text.size(), is_plain(value) ? "%+.2f" : "%+.3g", positive_zero);
  return text;
}

std::string signed_text(double value, int decimals) {
  std::string text = fmt::format("{:+.{}f}", without_sign(value) + 0.0, decimals);
  // What is rounded to 0 is not below it.
  const bool zero = text.find_first_of("123456789n") == std::string::npos;
  if (text.front() == '-') text.replace(0, 1, zero ? "+" : "\u2212");
  return text;
}

std::string channel_name(int channels, int channel) {
  return channels == 3 ? std::string(1, "RGB"[channel]) : std::to_string(channel);
}

}  // namespace convlens::ui

#include "ui/kit/format.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

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

// With a real minus before what is below 0: what is rounded to 0 is not.
std::string with_minus(std::string text) {
  const bool zero = text.find_first_of("123456789n") == std::string::npos;
  if (text.front() == '-') text.replace(0, 1, zero ? "+" : "\u2212");
  return text;
}

}  // namespace

NumberText format_number(double value) {
  NumberText text{};
  std::snprintf(text.data(), text.size(), is_plain(value) ? "%.2f" : "%.3g",
                without_sign(value) + 0.0);  // -0 is 0
  return text;
}

NumberText format_beside(double value, double largest) {
  constexpr double kSmallest = 1e-3;
  if (!(largest >= kSmallest) || largest >= 1e5 || !std::isfinite(value)) {
    return format_number(value);
  }
  const int decimals = 2 + std::max(0, static_cast<int>(std::ceil(-std::log10(largest) - 1e-9)));
  NumberText text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  // What is rounded to 0 is not below it.
  if (text[0] == '-' && std::strpbrk(text.data(), "123456789") == nullptr) {
    std::snprintf(text.data(), text.size(), "%.*f", decimals, 0.0);
  }
  return text;
}

std::string signed_text(double value, int decimals) {
  return with_minus(fmt::format("{:+.{}f}", without_sign(value), decimals));
}

std::string format_signed(double value) {
  if (is_plain(value)) return signed_text(value, 2);
  return with_minus(fmt::format("{:+.3g}", without_sign(value)));
}

std::string term_text(double value) {
  const double size = std::abs(value);
  if (size == 0.0 || (size >= 0.001 && size < 1e4)) return signed_text(value, 3);
  return with_minus(fmt::format("{:+.3g}", without_sign(value)));
}

std::string values_text(const lab::ShownMaps& maps, const lab::MapPart& part, char separator) {
  std::string text;
  const std::int64_t columns = maps.values.shape()[1];
  for (int row = 0; row < part.height; ++row) {
    for (int column = 0; column < part.width; ++column) {
      const float value =
          maps.values.values()[flat_index(part.top + row, part.left + column, columns)];
      text += fmt::format("{:.9g}{}", value, column + 1 == part.width ? '\n' : separator);
    }
  }
  return text;
}

std::string grouped(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t place = text.size(); place > first + 3;) {
    place -= 3;
    text.insert(place, 1, ',');
  }
  return text;
}

std::string channel_name(int channels, int channel) {
  return channels == 3 ? std::string(1, "RGB"[channel]) : std::to_string(channel);
}

}  // namespace convlens::ui

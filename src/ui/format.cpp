#include "ui/format.h"

#include <cmath>
#include <cstdio>

namespace convlens::ui {

NumberText format_number(double value) {
  const double size = std::abs(value);
  const bool plain = size == 0.0 || (size >= 0.01 && size < 1e5);
  NumberText text{};
  std::snprintf(text.data(), text.size(), plain ? "%.2f" : "%.3g", value);
  return text;
}

}  // namespace convlens::ui

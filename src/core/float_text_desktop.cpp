#include "core/float_text.h"

namespace convlens {

std::from_chars_result read_float(std::string_view text, float& number) {
  return std::from_chars(text.data(), text.data() + text.size(), number);
}

}  // namespace convlens

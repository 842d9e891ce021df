#include "lab/document/filter_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

#include "core/float_text.h"

namespace convlens::lab {
namespace {

// More than the largest filters need: 256 of 15x15x3.
constexpr std::size_t kMaxText = std::size_t{4} << 20;
constexpr std::size_t kMaxAxes = 4;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == ','; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}
bool starts_number(char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.'; }

// What may stand around the numbers: how NumPy, TensorFlow and PyTorch write an array.
bool is_decoration(std::string_view word) {
  constexpr std::array kWords{"np.array",      "numpy.array",  "array",   "np.float32",
                              "numpy.float32", "float32",      "float64", "tf.constant",
                              "tensor",        "torch.tensor", "dtype",   "np.float64"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Reads the numbers and how the brackets around them nest.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // (height, width, channels, count)
  Result<Tensor> read() {
    const bool nested = text_.find('[') != std::string_view::npos;
    if (!nested) open_ = {0, 0};  // as if within two brackets: rows, and numbers of a row
    while (at_ < text_.size()) {
      TRY(nested ? bracketed() : row());
    }
    if (nested) return open_.empty() ? kernel() : fail("the text ends within a bracket");
    TRY(end_row());
    TRY(set_extent(0, open_[0]));
    return kernel();
  }

 private:
  // One token of nested brackets.
  Status bracketed() {
    const char c = text_[at_];
    if (c == '[') {
      if (open_.size() == std::min(depth_, kMaxAxes)) {
        return fail("a bracket opens too deep, at character {}", at_ + 1);
      }
      if (!open_.empty()) ++open_.back();
      open_.push_back(0);
      ++at_;
      return {};
    }
    if (c == ']') return close();
    if (is_space(c) || c == '\n' || c == '(' || c == ')' || c == '=') return skip();
    return value_or_word();
  }

  Status close() {
    ++at_;
    if (open_.empty()) return fail("a bracket is closed that was not opened, at character {}", at_);
    const std::int64_t held = open_.back();
    open_.pop_back();
    return set_extent(open_.size(), held);
  }

  // One token of plain rows.
  Status row() {
    const char c = text_[at_];
    if (c == '\n' || c == ';') {
      ++at_;
      return end_row();
    }
    return is_space(c) ? skip() : value_or_word();
  }

  Status end_row() {
    if (open_[1] == 0) return {};  // an empty line
    ++open_[0];
    return set_extent(1, std::exchange(open_[1], 0));
  }

  Status skip() {
    ++at_;
    return {};
  }

  Status set_extent(std::size_t axis, std::int64_t count) {
    if (extents_.size() <= axis) extents_.resize(axis + 1);
    auto& extent = extents_[axis];
    if (extent && *extent != count) {
      return fail("a row of {} stands beside one of {}, rows of one length expected", count,
                  *extent);
    }
    extent = count;
    return {};
  }

  Status value_or_word() {
    if (starts_number(text_[at_])) return value();
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           (is_word(text_[at_]) || (at_ > start && text_[at_] >= '0' && text_[at_] <= '9'))) {
      ++at_;
    }
    const std::string_view word = text_.substr(start, at_ - start);
    if (word == "nan" || word == "NaN" || word == "inf") {
      return fail("the text holds {}, finite numbers expected", word);
    }
    if (is_decoration(word)) return {};
    return fail("the text is no filter: a number was expected at character {}", start + 1);
  }

  Status value() {
    const std::size_t start = at_;
    if (text_[at_] == '+') ++at_;  // read_float() knows no plus
    float number = 0.0f;
    const auto [rest, error] = read_float(text_.substr(at_), number);
    if (error == std::errc::result_out_of_range) {
      return fail("the number at character {} is beyond what a float holds", start + 1);
    }
    if (error != std::errc{}) {
      return fail("the text is no filter: a number was expected at character {}", start + 1);
    }
    if (!std::isfinite(number)) return fail("the text holds infinity, finite numbers expected");
    at_ = static_cast<std::size_t>(rest - text_.data());
    if (values_.empty()) depth_ = open_.size();
    if (open_.empty() || open_.size() != depth_) {
      return fail("the number at character {} stands outside its row", start + 1);
    }
    ++open_.back();
    values_.push_back(number);
    return {};
  }

  Result<Tensor> kernel() const {
    if (values_.empty()) return fail("the text holds no numbers, a filter's rows expected");
    std::vector<std::int64_t> axes;
    for (const auto& extent : extents_) axes.push_back(extent.value_or(0));
    if (axes.size() < 2) return fail("the text holds a single row, at least two axes expected");
    axes.resize(kMaxAxes, 1);
    TRY_ASSIGN(auto shape, Shape::checked(axes));
    if (shape.element_count() != values_.size()) {
      return fail("the text holds {} numbers, {} expected in brackets of {}", values_.size(),
                  shape.element_count(), to_string(shape));
    }
    return Tensor(shape, values_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::int64_t> open_;  // of each open bracket: what it holds so far
  std::size_t depth_ = kMaxAxes;    // brackets around each number, once there is one
  std::vector<std::optional<std::int64_t>> extents_;  // of each axis, once a bracket was closed
  std::vector<float> values_;
};

void append_values(std::string& text, const Filter& filter, int row, int column) {
  if (filter.channels == 1) {
    fmt::format_to(std::back_inserter(text), "{}", filter.at(row, column, 0));
    return;
  }
  text += '[';
  for (int c = 0; c < filter.channels; ++c) {
    if (c > 0) text += ", ";
    fmt::format_to(std::back_inserter(text), "{}", filter.at(row, column, c));
  }
  text += ']';
}

}  // namespace

std::string filter_text(const Filter& filter) {
  std::string text = "np.array([";
  for (int row = 0; row < filter.height; ++row) {
    text += row == 0 ? "[" : ",\n          [";
    for (int column = 0; column < filter.width; ++column) {
      if (column > 0) text += ", ";
      append_values(text, filter, row, column);
    }
    text += ']';
  }
  text += "], dtype=np.float32)\n";
  return text;
}

Result<std::vector<Filter>> filters_from_text(std::string_view text) {
  if (text.size() > kMaxText) {
    return fail("the text has {} characters, at most {} expected", text.size(), kMaxText);
  }
  TRY_ASSIGN(auto kernel, Reader(text).read());
  return to_filters(kernel, word("pasted").text);
}

}  // namespace convlens::lab

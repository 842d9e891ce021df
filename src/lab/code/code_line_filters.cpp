#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "lab/code/code_line.h"
#include "lab/code/code_line_parts.h"
#include "lab/document/transforms.h"

// Filters that come, go and change their shape.
namespace convlens::lab {
namespace {

constexpr std::size_t kMostPlacesListed = 8;  // filters whose new order is listed

// The expression of weights in another shape, as fitted() makes it: (height, width, channels) or,
// `counted`, (height, width, channels, count).
std::string fitting(std::string expression, const Filter& from, const Filter& to, bool counted) {
  const Fit rows = fit_of(from.height, to.height);
  const Fit columns = fit_of(from.width, to.width);
  const auto slice = [](const Fit& fit, int extent) {
    return fit.cuts(extent) ? fmt::format("{}:{}", fit.start, fit.stop) : std::string(":");
  };
  if (rows.cuts(from.height) || columns.cuts(from.width)) {
    expression += fmt::format("[{}, {}]", slice(rows, from.height), slice(columns, from.width));
  }
  if (rows.pads() || columns.pads()) {
    expression = fmt::format("np.pad({}, [({}, {}), ({}, {}), (0, 0){}])", expression, rows.before,
                             rows.after, columns.before, columns.after, counted ? ", (0, 0)" : "");
  }
  if (from.channels == to.channels) return expression;
  if (from.channels > 1) expression += ".sum(axis=2, keepdims=True)";
  if (to.channels == 1) return expression;
  return fmt::format("np.repeat({}, {}, axis=2) / {}", expression, to.channels, to.channels);
}

// `array` with `expression` before its filter `at`, `count` times where it is a number.
std::string insertion(const char* array, std::size_t at, std::size_t count,
                      const std::string& expression) {
  std::string place = std::to_string(at);
  if (count > 1) place = fmt::format("[{}] * {}", at, count);
  return fmt::format("{0} = np.insert({0}, {1}, {2}, axis=-1)", array, place, expression);
}

// The new filters' biases and masks.
void append_insertions(std::string& line, const Document& before, const Document& after,
                       std::size_t at, std::size_t count) {
  if (has_bias(before)) {
    std::vector<float> values;
    for (std::size_t i = at; i < at + count; ++i) values.push_back(after.filters[i].bias);
    append_statement(line, fmt::format("bias = np.insert(bias, {}, {})", at,
                                       count == 1 ? python(values[0]) : python(values)));
  } else {
    append_statement(line, bias_code(before, after));
  }
  const bool muted = std::any_of(after.filters.begin() + static_cast<std::ptrdiff_t>(at),
                                 after.filters.begin() + static_cast<std::ptrdiff_t>(at + count),
                                 [](const Filter& filter) { return !filter.muted.empty(); });
  if (has_mask(before) && !muted) {
    append_statement(line, insertion("mask", at, count, "1"));
  } else if (muted) {
    append_statement(line, mask_code(before, after));
  }
}

// One of `filters` with these weights, which are not all 0.
std::size_t same_weights(const std::vector<Filter>& filters, const Filter& filter) {
  const bool empty = std::all_of(filter.weights.begin(), filter.weights.end(),
                                 [](float weight) { return weight == 0.0f; });
  if (empty) return filters.size();
  const auto found = std::find_if(filters.begin(), filters.end(), [&](const Filter& other) {
    return other.weights == filter.weights;
  });
  return static_cast<std::size_t>(found - filters.begin());
}

// `filters` as a new array.
std::string new_filters(const Document& document) {
  if (const Origin& origin = document.filters_origin; origin.is_file()) {
    std::string line = fmt::format("filters = np.load({})", python(origin.file_name()));
    if (origin.member.empty()) return line;
    return fmt::format("{}[{}]", line, python(origin.member));
  }
  const Filter& first = document.filters.front();
  const Filter zero = zero_filter("", first.height, first.width, first.channels);
  std::string line =
      fmt::format("filters = np.zeros(({}, {}, {}, {}), dtype=np.float32)", first.height,
                  first.width, first.channels, document.filters.size());
  for (std::size_t i = 0; i < document.filters.size(); ++i) {
    append_statement(line,
                     replacing(weight_array(document, {i}), zero, document.filters[i].weights));
  }
  return line;
}

void append_lists(std::string& line, const Document& document, const std::string& each) {
  append_statement(line, fmt::format("filters = filters[..., {}]", each));
  if (has_bias(document)) append_statement(line, fmt::format("bias = bias[{}]", each));
  if (has_mask(document)) append_statement(line, fmt::format("mask = mask[..., {}]", each));
}

}  // namespace

std::string filters_code(const Document& document) {
  std::string line = new_filters(document);
  append_statement(line, bias_code(document, document));
  append_statement(line, mask_code(document, document));
  return line;
}

std::string coded(const Document& before, const SetFilters& /*command*/, const Document& after) {
  std::string line = new_filters(after);
  append_statement(line, bias_code(before, after));
  append_statement(line, mask_code(before, after));
  return line;
}

std::string coded(const Document& /*before*/, const TakeBench& /*command*/, const Document& after) {
  return filters_code(after);
}

std::string coded(const Document& before, const AddFilters& command, const Document& after) {
  const std::size_t count = command.filters.size();
  const std::size_t copied = same_weights(before.filters, command.filters.front());
  std::string line;
  if (count == 1 && copied < before.filters.size()) {
    line = insertion("filters", command.at, 1, weight_array(before, {copied}).all());
  } else {
    line = insertion("filters", command.at, count, "0");
    for (std::size_t i = 0; i < count; ++i) {
      const Filter& filter = command.filters[i];
      const Filter zero = zero_filter("", filter.height, filter.width, filter.channels);
      append_statement(line,
                       replacing(weight_array(after, {command.at + i}), zero, filter.weights));
    }
  }
  append_insertions(line, before, after, command.at, count);
  return line;
}

std::string coded(const Document& before, const RemoveFilter& command, const Document& /*after*/) {
  std::string line = fmt::format("filters = np.delete(filters, {}, axis=-1)", command.filter);
  if (has_bias(before)) {
    append_statement(line, fmt::format("bias = np.delete(bias, {})", command.filter));
  }
  if (has_mask(before)) {
    append_statement(line, fmt::format("mask = np.delete(mask, {}, axis=-1)", command.filter));
  }
  return line;
}

std::string coded(const Document& before, const MoveFilter& command, const Document& /*after*/) {
  std::vector<std::size_t> order(before.filters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  order.erase(order.begin() + static_cast<std::ptrdiff_t>(command.from));
  order.insert(order.begin() + static_cast<std::ptrdiff_t>(command.to), command.from);
  std::string line;
  if (order.size() > kMostPlacesListed) {
    line = fmt::format("order = np.insert(np.delete(np.arange({}), {}), {}, {})", order.size(),
                       command.from, command.to, command.from);
    append_lists(line, before, "order");
    return line;
  }
  std::string list;
  for (const std::size_t index : order) append_item(list, std::to_string(index));
  append_lists(line, before, fmt::format("[{}]", list));
  return line;
}

std::string coded(const Document& before, const ShapeFilters& /*command*/, const Document& after) {
  return shape_code(before, after);
}

std::string shape_code(const Document& before, const Document& after) {
  std::string line =
      "filters = " + fitting("filters", before.filters.front(), after.filters.front(), true);
  for (std::size_t i = 0; i < after.filters.size(); ++i) {
    append_statement(line, keeping(weight_array(after, {i}), after.filters[i], {}));
  }
  append_statement(line, mask_code(before, after));
  return line;
}

std::string coded(const Document& before, const TakeFilter& command, const Document& after) {
  const auto taken = filter_at(before, command.from);
  if (!taken) return {};
  WeightArray array = weight_array(before, command.from);
  if (!command.from.is_mine()) {
    array.name = kernel_text("model", before, command.from.layer) + ".numpy()";
  }
  std::string expression = array.all();
  if (array.bgr) expression += "[..., ::-1]";
  if (!array.has_channel_axis) expression += "[..., np.newaxis]";
  const std::size_t place = before.filters.size();
  std::string line =
      insertion("filters", place, 1, fitting(expression, *taken, before.filters.front(), false));
  append_insertions(line, before, after, place, 1);
  return line;
}

}  // namespace convlens::lab

#include "lab/code/code_line.h"

#include <algorithm>

#include "lab/code/code_line_parts.h"

namespace convlens::lab {
namespace {

WeightArray mask_array(const Document& document, std::size_t filter) {
  WeightArray array = weight_array(document, {filter});
  array.name = "mask";
  return array;
}

// The statements that make a filter's mask another one.
std::string muting(const Document& document, std::size_t index, const Filter& before,
                   const Filter& after) {
  std::vector<WeightText> changed;
  for (int row = 0; row < after.height; ++row) {
    for (int column = 0; column < after.width; ++column) {
      for (int c = 0; c < after.channels; ++c) {
        const std::size_t i = after.index(row, column, c);
        if (before.is_muted(i) == after.is_muted(i)) continue;
        changed.push_back({row, column, c, after.is_muted(i) ? "0" : "1"});
      }
    }
  }
  return writing(mask_array(document, index), changed);
}

std::string new_mask() { return "mask = np.ones_like(filters)"; }

}  // namespace

bool has_bias(const Document& document) {
  return std::any_of(document.filters.begin(), document.filters.end(),
                     [](const Filter& filter) { return filter.bias != 0.0f; });
}

bool has_mask(const Document& document) {
  return std::any_of(document.filters.begin(), document.filters.end(),
                     [](const Filter& filter) { return !filter.muted.empty(); });
}

std::string bias_code(const Document& before, const Document& after) {
  if (!has_bias(before) && !has_bias(after)) return {};
  std::vector<float> values;
  for (const Filter& filter : after.filters) values.push_back(filter.bias);
  return "bias = np.array(" + python(values) + ", dtype=np.float32)";
}

std::string mask_code(const Document& before, const Document& after) {
  if (!has_mask(before) && !has_mask(after)) return {};
  std::string line = new_mask();
  for (std::size_t i = 0; i < after.filters.size(); ++i) {
    Filter heard = after.filters[i];
    heard.muted.clear();
    append_statement(line, muting(after, i, heard, after.filters[i]));
  }
  return line;
}

std::string coded(const Document& before, const SetWeights& command, const Document& after) {
  const WeightArray array = weight_array(before, command.filter);
  const std::vector<WeightText> elements = elements_of(command.edits);
  std::string line = writing(array, elements);
  if (!command.filter.is_mine()) return with_kernel_of(before, command.filter.layer, line);
  append_statement(line, keeping(array, after.filters[command.filter.index], elements));
  return line;
}

std::string coded(const Document& before, const ReplaceWeights& command, const Document& after) {
  const WeightArray array = weight_array(before, command.filter);
  const auto filter = filter_at(before, command.filter);
  std::string line = filter ? replacing(array, *filter, command.weights) : std::string();
  if (!command.filter.is_mine()) return with_kernel_of(before, command.filter.layer, line);
  const Filter& was = before.filters[command.filter.index];
  const Filter& now = after.filters[command.filter.index];
  append_statement(line, keeping(array, now, {}));
  if (now.bias != was.bias) append_statement(line, bias_code(before, after));
  if (now.muted != was.muted) append_statement(line, mask_code(before, after));
  return line;
}

std::string coded(const Document& before, const SetBias& command, const Document& /*after*/) {
  std::string line;
  if (!has_bias(before)) {
    line = fmt::format("bias = np.zeros({}, dtype=np.float32)", before.filters.size());
  }
  append_statement(line, fmt::format("bias[{}] = {}", command.filter, python(command.bias)));
  return line;
}

std::string coded(const Document& before, const MuteWeights& command, const Document& after) {
  std::string line;
  if (!has_mask(before)) line = new_mask();
  const Filter& now = after.filters[command.filter];
  if (now.muted.empty()) {
    append_statement(line, mask_array(after, command.filter).all() + " = 1");
  } else {
    append_statement(line, muting(after, command.filter, before.filters[command.filter], now));
  }
  return line;
}

std::string coded(const Document& before, const LockFilter& command, const Document& after) {
  const WeightArray array = weight_array(before, {command.filter});
  const Filter& now = after.filters[command.filter];
  if (!now.zero_sum && !now.unit_norm) return array.all() + "  # free";
  return keeping(array, now, {});
}

std::string coded(const Document& /*before*/, const RenameFilter& command,
                  const Document& /*after*/) {
  return fmt::format("names[{}] = {}", command.filter, python(command.name));
}

}  // namespace convlens::lab

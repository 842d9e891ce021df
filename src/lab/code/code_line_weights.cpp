#include "lab/code/code_line_weights.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

#include "lab/document/filter_text.h"
#include "lab/document/presets.h"
#include "lab/document/transforms.h"

namespace convlens::lab {
namespace {

// All weights from `weights` that are not those of `base`.
std::vector<WeightText> changed_elements(const Filter& shape, const std::vector<float>& base,
                                         const std::vector<float>& weights) {
  std::vector<WeightText> changed;
  for (int row = 0; row < shape.height; ++row) {
    for (int column = 0; column < shape.width; ++column) {
      for (int c = 0; c < shape.channels; ++c) {
        const std::size_t i = shape.index(row, column, c);
        if (weights[i] != base[i]) changed.push_back({row, column, c, python(weights[i])});
      }
    }
  }
  return changed;
}

float commonest(const std::vector<float>& weights) {
  std::map<float, std::size_t> counts;
  for (const float weight : weights) ++counts[weight];
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

bool is_preset(const Filter& shape, const std::vector<float>& weights) {
  return std::any_of(kPresets.begin(), kPresets.end(),
                     [&](Preset preset) { return preset_weights(preset, shape) == weights; });
}

// filter_text() in one line.
std::string array_text(const Filter& filter) {
  std::string text;
  bool at_start = false;  // of a line: its indent is left out
  for (const char c : filter_text(filter)) {
    if (c == '\n') {
      at_start = true;
    } else if (c != ' ' || !at_start) {
      if (at_start) text += ' ';
      at_start = false;
      text += c;
    }
  }
  return text;
}

// One statement with every weight; a plane for all channels where they are alike.
std::string whole_array(const WeightArray& array, const Filter& shape,
                        const std::vector<float>& weights) {
  Filter stored = shape;
  Filter plane = zero_filter("", shape.height, shape.width, 1);
  bool alike = true;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto channels = static_cast<std::size_t>(shape.channels);
    const std::size_t c = i % channels;
    stored.weights[array.bgr ? i - c + (channels - 1 - c) : i] = weights[i];
    plane.weights[i / channels] = weights[i];
    alike = alike && weights[i] == weights[i - c];
  }
  const std::string place = array.all() + " = ";
  if (!alike) return place + array_text(stored);
  return place + array_text(plane) + (array.has_channel_axis ? "[..., np.newaxis]" : "");
}

std::string transform_text(Transform transform, const WeightArray& array) {
  const std::string all = array.all();
  const auto shifted = [&](const char* to, const char* from, const char* empty) {
    const auto part = [&](const std::string& place) {
      return array.name + "[" + place + (array.has_channel_axis ? ", :, " : ", ") + array.last +
             "]";
    };
    return part(to) + " = " + part(from) + "; " + part(empty) + " = 0";
  };
  switch (transform) {
    case Transform::kRotate:
      return all + " = np.rot90(" + all + ")";
    case Transform::kMirrorX:
      return all + " = " + all + "[:, ::-1]";
    case Transform::kMirrorY:
      return all + " = " + all + "[::-1]";
    case Transform::kNegate:
      return all + " *= -1";
    case Transform::kDouble:
      return all + " *= 2";
    case Transform::kHalve:
      return all + " *= 0.5";
    case Transform::kNormalise:
      return "w = " + all + ".astype(float); " + all + " = w * (1 / np.abs(w).sum())";
    case Transform::kShiftLeft:
      return shifted(":, :-1", ":, 1:", ":, -1");
    case Transform::kShiftRight:
      return shifted(":, 1:", ":, :-1", ":, 0");
    case Transform::kShiftUp:
      return shifted(":-1, :", "1:, :", "-1, :");
    case Transform::kShiftDown:
      return shifted("1:, :", ":-1, :", "0, :");
    case Transform::kBlur:
      break;  // no short line says it
  }
  return {};
}

std::string balancing(const WeightArray& array) {
  return "w = " + array.all() + ".astype(float); " + array.all() + " = w - w.mean()";
}

// What was done to the whole filter, where one of the known things gives these weights.
std::string whole_change(const WeightArray& array, const Filter& before,
                         const std::vector<float>& weights) {
  constexpr Transform kTold[] = {Transform::kRotate,    Transform::kMirrorX,    Transform::kMirrorY,
                                 Transform::kNegate,    Transform::kDouble,     Transform::kHalve,
                                 Transform::kShiftLeft, Transform::kShiftRight, Transform::kShiftUp,
                                 Transform::kShiftDown, Transform::kNormalise};
  for (const Transform transform : kTold) {
    if (transformed(transform, before) == weights) return transform_text(transform, array);
  }
  const bool muted =
      std::find(before.muted.begin(), before.muted.end(), true) != before.muted.end();
  return !muted && balanced(before) == weights ? balancing(array) : std::string();
}

}  // namespace

std::string WeightArray::all() const { return name + "[..., " + last + "]"; }

std::string python(float value) { return fmt::format("{}", value); }

std::string python(const std::string& text) {
  using nlohmann::json;
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string python(const std::vector<float>& values) {
  std::string text;
  for (const float value : values) append_item(text, python(value));
  return fmt::format("[{}]", text);
}

void append_statement(std::string& line, const std::string& statement) {
  if (!line.empty() && !statement.empty()) line += "; ";
  line += statement;
}

void append_item(std::string& list, const std::string& item) {
  if (!list.empty()) list += ", ";
  list += item;
}

std::vector<WeightText> elements_of(const std::vector<WeightEdit>& edits) {
  std::vector<WeightText> elements;
  elements.reserve(edits.size());
  for (const WeightEdit& edit : edits) {
    elements.push_back({edit.row, edit.column, edit.channel, python(edit.value)});
  }
  return elements;
}

std::string replacing(const WeightArray& array, const Filter& before,
                      const std::vector<float>& weights) {
  if (weights == before.weights) return {};
  if (!is_preset(before, weights)) {
    std::string whole = whole_change(array, before, weights);
    if (!whole.empty()) return whole;
  }
  const float base = commonest(weights);
  std::string on_base = array.all() + " = " + python(base);
  append_statement(
      on_base,
      writing(array, changed_elements(before, std::vector<float>(weights.size(), base), weights)));
  const std::string ways[] = {on_base,
                              writing(array, changed_elements(before, before.weights, weights)),
                              whole_array(array, before, weights)};
  return *std::min_element(std::begin(ways), std::end(ways),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
}

std::string keeping(const WeightArray& array, const Filter& after,
                    const std::vector<WeightText>& written) {
  const std::string taken = "w = " + array.all() + ".astype(float)";
  std::string line;
  if (after.zero_sum) {
    std::vector<WeightText> fixed = written;
    std::set<std::tuple<int, int, int>> places;
    for (WeightText& element : fixed) {
      element.value = "False";
      places.insert({element.row, element.column, element.channel});
    }
    if (places.empty() || places.size() == after.weights.size()) {
      line = balancing(array);
    } else {
      WeightArray free = array;
      free.name = "free";
      free.last.clear();
      line = taken + "; free = np.ones(w.shape, bool); " + writing(free, fixed) +
             "; w[free] -= w.sum() / free.sum(); " + array.all() + " = w";
    }
  }
  const bool zeros = std::all_of(after.weights.begin(), after.weights.end(),
                                 [](float weight) { return weight == 0.0f; });
  if (after.unit_norm && !zeros) {
    append_statement(line, taken + "; " + array.all() + " = w / np.linalg.norm(w)");
  }
  return line;
}

}  // namespace convlens::lab

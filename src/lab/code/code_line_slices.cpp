#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "lab/code/code_line_weights.h"

// writing(): from single elements to slices and lists of indices.
namespace convlens::lab {
namespace {

using Indices = std::vector<int>;  // ascending, none twice
using Cell = std::pair<int, int>;  // row, column
using Cells = std::vector<Cell>;

constexpr std::size_t kMostStatements = 4;
constexpr std::size_t kMostSingleCells = 3;

std::string list_text(const Indices& indices) {
  std::string text;
  for (const int index : indices) append_item(text, std::to_string(index));
  return fmt::format("[{}]", text);
}

// "3", ":", "2:5", or, `stepped`, "::2"; nothing where neither says these indices.
std::optional<std::string> slice_text(const Indices& indices, int extent, bool stepped) {
  if (indices.size() == 1) return std::to_string(indices.front());
  const int step = indices[1] - indices[0];
  for (std::size_t i = 1; i < indices.size(); ++i) {
    if (indices[i] - indices[i - 1] != step) return std::nullopt;
  }
  if (step > 1 && !stepped && indices.size() < 3) return std::nullopt;
  const std::string first = indices.front() == 0 ? "" : std::to_string(indices.front());
  const bool to_end = indices.back() + step >= extent;
  const std::string stop = to_end ? "" : std::to_string(indices.back() + 1);
  return fmt::format("{}:{}{}", first, stop, step > 1 ? fmt::format(":{}", step) : "");
}

Indices sorted(const std::set<int>& indices) { return {indices.begin(), indices.end()}; }

class Writer {
 public:
  explicit Writer(const WeightArray& array) : array_(array) {}

  // Of elements by place, each with its value.
  std::string written(const std::map<std::pair<Cell, int>, std::string>& values) const {
    if (auto few = by_value(values)) return *few;
    std::map<Cell, Indices> channels_of;
    for (const auto& [place, value] : values) channels_of[place.first].push_back(place.second);
    const Indices channels = channels_of.begin()->second;
    const bool alike = std::all_of(channels_of.begin(), channels_of.end(),
                                   [&](const auto& cell) { return cell.second == channels; });
    const auto text = channel_text(channels);
    if (!alike || !text) return listed(values);
    return by_cell(values, channels_of, *text);
  }

 private:
  std::string at(const std::string& row, const std::string& column,
                 const std::string& channel) const {
    std::string place = array_.name + "[" + row + ", " + column;
    if (array_.has_channel_axis) place += ", " + channel;
    if (!array_.last.empty()) place += ", " + array_.last;
    return place + "]";
  }

  std::optional<std::string> channel_text(const Indices& channels) const {
    return slice_text(channels, array_.channels, true);
  }

  // A block, with a list on one axis at most; nothing where it is none.
  std::optional<std::string> block(const Cells& cells, const Indices& channels) const {
    std::set<int> rows;
    std::set<int> columns;
    for (const auto& [row, column] : cells) {
      rows.insert(row);
      columns.insert(column);
    }
    if (rows.size() * columns.size() != cells.size()) return std::nullopt;
    const auto row = slice_text(sorted(rows), array_.height, false);
    const auto column = slice_text(sorted(columns), array_.width, false);
    const auto channel = channel_text(channels);
    if (int(!row) + int(!column) + int(!channel) > 1) return std::nullopt;
    return at(row.value_or(list_text(sorted(rows))), column.value_or(list_text(sorted(columns))),
              channel.value_or(list_text(channels)));
  }

  std::string cell_lists(const Cells& cells, const std::string& channel) const {
    Indices rows;
    Indices columns;
    for (const auto& [row, column] : cells) {
      rows.push_back(row);
      columns.push_back(column);
    }
    return at(list_text(rows), list_text(columns), channel);
  }

  // The places that get one value, all of which have the same channels.
  std::vector<std::string> places(const Cells& cells, const Indices& channels) const {
    if (auto whole = block(cells, channels)) return {*whole};
    const auto channel = channel_text(channels);
    std::vector<std::string> result;
    if (!channel) {
      for (const int one : channels) {
        for (std::string& place : places(cells, {one})) result.push_back(std::move(place));
      }
      return result;
    }
    if (cells.size() > kMostSingleCells) return {cell_lists(cells, *channel)};
    for (const auto& [row, column] : cells) {
      result.push_back(at(std::to_string(row), std::to_string(column), *channel));
    }
    return result;
  }

  // Few statements, each of which gives one value to a block; nothing where they would be many.
  std::optional<std::string> by_value(
      const std::map<std::pair<Cell, int>, std::string>& values) const {
    std::vector<std::string> order;
    std::map<std::string, std::map<Cell, Indices>> cells_of;
    for (const auto& [place, value] : values) {
      if (cells_of.find(value) == cells_of.end()) order.push_back(value);
      if (order.size() > kMostStatements) return std::nullopt;
      cells_of[value][place.first].push_back(place.second);
    }
    std::vector<std::string> statements;
    for (const std::string& value : order) {
      std::map<Indices, Cells> by_channels;
      for (const auto& [cell, channels] : cells_of[value]) by_channels[channels].push_back(cell);
      for (const auto& [channels, cells] : by_channels) {
        for (const std::string& place : places(cells, channels)) {
          statements.push_back(fmt::format("{} = {}", place, value));
        }
      }
    }
    if (statements.size() > kMostStatements) return std::nullopt;
    std::string line;
    for (const std::string& statement : statements) append_statement(line, statement);
    return line;
  }

  // All cells have the same channels: their values side by side.
  std::string by_cell(const std::map<std::pair<Cell, int>, std::string>& values,
                      const std::map<Cell, Indices>& channels_of,
                      const std::string& channel) const {
    Cells cells;
    std::vector<std::string> rows;
    for (const auto& [cell, channels] : channels_of) {
      std::string row;
      for (const int c : channels) append_item(row, values.at({cell, c}));
      cells.push_back(cell);
      rows.push_back(channels.size() > 1 ? fmt::format("[{}]", row) : row);
    }
    std::string line;
    if (cells.size() <= kMostSingleCells) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        append_statement(
            line, at(std::to_string(cells[i].first), std::to_string(cells[i].second), channel) +
                      " = " + rows[i]);
      }
      return line;
    }
    for (const std::string& row : rows) append_item(line, row);
    return cell_lists(cells, channel) + " = [" + line + "]";
  }

  // Every element with its own three indices.
  std::string listed(const std::map<std::pair<Cell, int>, std::string>& values) const {
    Indices rows;
    Indices columns;
    Indices channels;
    std::string list;
    for (const auto& [place, value] : values) {
      rows.push_back(place.first.first);
      columns.push_back(place.first.second);
      channels.push_back(place.second);
      append_item(list, value);
    }
    return at(list_text(rows), list_text(columns), list_text(channels)) + " = [" + list + "]";
  }

  const WeightArray& array_;
};

}  // namespace

std::string writing(const WeightArray& array, const std::vector<WeightText>& elements) {
  if (elements.empty()) return {};
  std::map<std::pair<Cell, int>, std::string> values;
  for (const WeightText& element : elements) {
    const int channel = array.bgr ? array.channels - 1 - element.channel : element.channel;
    values[{{element.row, element.column}, channel}] = element.value;
  }
  return Writer(array).written(values);
}

}  // namespace convlens::lab

#include "lab/goals/functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/printable.h"
#include "core/statistics.h"
#include "lab/document/filter_bank.h"
#include "lab/document/network.h"
#include "lab/session/view_json.h"
#include "lab/stages/map_sheet.h"

namespace convlens::lab::goals {
namespace {

using Values = std::span<const Value>;

double number(const Value& value) { return std::get<double>(value); }
const std::string& text(const Value& value) { return std::get<std::string>(value); }
const Grid& grid(const Value& value) { return std::get<Grid>(value); }

// A whole number from 0 on and below `count`, of what is counted.
Result<std::size_t> place(const Value& value, std::size_t count, const Phrase& what) {
  const double given = number(value);
  if (given >= 0 && given < static_cast<double>(count) && given == std::floor(given)) {
    return static_cast<std::size_t>(given);
  }
  if (count == 0) return fail("{} {} was asked for, there is none", what, given);
  return fail("{} {} was asked for, 0 to {} expected", what, given, count - 1);
}

Result<Value> whole(std::size_t value) { return static_cast<double>(value); }

// --- what stands on the bench ---

Value values_of(const Filter& filter) {
  return grid_of(heard_weights(filter), filter.height, filter.width, filter.channels);
}

Result<Value> staged(const Lab& lab, Values) { return values_of(lab.staged_filter()); }

Result<Value> mine(const Lab& lab, Values values) {
  const auto& filters = lab.document().filters;
  TRY_ASSIGN(const auto at, place(values[0], filters.size(), phrase("filter")));
  return values_of(filters[at]);
}

Result<Value> bias(const Lab& lab, Values) { return static_cast<double>(lab.staged_filter().bias); }

Result<std::size_t> source(const Lab& lab, const Value& value) {
  return place(value, lab.document().sources.size(), phrase("picture"));
}

Result<Value> named_map(const Lab& lab, const MapId& id) {
  const FeatureMap* map = lab.map(id);
  if (map == nullptr) return fail("there is no such map now");
  const Shape& shape = map->values.shape();
  return Grid{map->values.values(), shape[0], shape[1]};
}

Result<Value> map_of(const Lab& lab, std::size_t source, const Value& filter) {
  TRY_ASSIGN(const auto at, place(filter, lab.document().filters.size(), phrase("filter")));
  return named_map(lab, MapId::mine(source, at));
}

Result<Value> staged_map(const Lab& lab, Values) {
  return named_map(lab, MapId::mine(lab.view().source, lab.view().filter));
}
Result<Value> map_of_filter(const Lab& lab, Values values) {
  return map_of(lab, lab.view().source, values[0]);
}
Result<Value> map_of_picture(const Lab& lab, Values values) {
  TRY_ASSIGN(const auto at, source(lab, values[0]));
  return map_of(lab, at, values[1]);
}
Result<Value> trained_map(const Lab& lab, Values values) {
  const std::size_t count = lab.trained_maps().has_maps() ? lab.trained_maps().channel_count() : 0;
  TRY_ASSIGN(const auto at, place(values[0], count, phrase("trained filter")));
  return named_map(lab, MapId::trained(lab.view().source, at));
}

Result<Value> crop_of(const Lab& lab, std::size_t source) {
  const Tensor& pixels = lab.pipeline().crop(source).pixels;  // (1, H, W, 3)
  const Shape& shape = pixels.shape();
  return Grid{pixels.values(), shape[1], shape[2], shape[3]};
}
Result<Value> shown_crop(const Lab& lab, Values) { return crop_of(lab, lab.view().source); }
Result<Value> crop_of_picture(const Lab& lab, Values values) {
  TRY_ASSIGN(const auto at, source(lab, values[0]));
  return crop_of(lab, at);
}

CropOrigin shown_origin(const Lab& lab) { return lab.document().sources[lab.view().source].origin; }
Result<Value> crop_top(const Lab& lab, Values) {
  return static_cast<double>(shown_origin(lab).top);
}
Result<Value> crop_left(const Lab& lab, Values) {
  return static_cast<double>(shown_origin(lab).left);
}
Result<Value> stride(const Lab& lab, Values) {
  return static_cast<double>(std::max(lab.document().conv.stride_h, lab.document().conv.stride_w));
}
Result<Value> dilation(const Lab& lab, Values) {
  return static_cast<double>(
      std::max(lab.document().conv.dilation_h, lab.document().conv.dilation_w));
}
Result<Value> padding(const Lab& lab, Values) {
  return std::string(lab.document().conv.padding == conv::Padding::kSame ? "same" : "valid");
}
Result<Value> activation(const Lab& lab, Values) {
  return std::string(lab.document().conv.activation == conv::Activation::kRelu ? "relu" : "none");
}
Result<Value> pictures(const Lab& lab, Values) { return whole(lab.document().sources.size()); }
Result<Value> filters(const Lab& lab, Values) { return whole(lab.document().filters.size()); }

// --- the network ---

Result<const Network*> network_of(const Lab& lab) {
  if (!lab.document().network || !lab.has_network()) return fail("there is no network now");
  return &*lab.document().network;
}

Result<Value> kernel(const Lab& lab, Values values) {
  TRY(network_of(lab));
  TRY_ASSIGN(const auto layer, lab.run().model().layer(text(values[0])));
  const auto bank = lab.shown_bank(layer.index());
  if (!bank) return fail("the layer {} has no filters", printable(text(values[0])));
  TRY_ASSIGN(const auto at, place(values[1], bank->count, phrase("filter")));
  return values_of(filter_of(*bank, at));
}

Result<Value> layer_map(const Lab& lab, Values values) {
  TRY(network_of(lab));
  TRY_ASSIGN(const auto layer, lab.run().model().layer(text(values[0])));
  const MapSheet& sheet = lab.run().sheet(static_cast<std::size_t>(layer.node()));
  TRY_ASSIGN(const auto at,
             place(values[1], static_cast<std::size_t>(sheet.count), phrase("channel")));
  std::vector<float> map;
  for (int row = 0; row < sheet.tile_height; ++row) {
    for (int column = 0; column < sheet.tile_width; ++column) {
      map.push_back(sheet.at(static_cast<int>(at), row, column));
    }
  }
  return grid_of(std::move(map), sheet.tile_height, sheet.tile_width);
}

Result<const nn::Prediction*> prediction_of(const Lab& lab) {
  TRY(network_of(lab));
  const auto& all = lab.run().predictions();
  if (lab.view().output >= all.size() || all[lab.view().output].empty()) {
    return fail("this network predicts no classes");
  }
  return &all[lab.view().output];
}

std::string class_name(const Network& network, std::size_t index) {
  const auto& names = network.class_names;
  return index < names.size() ? names[index] : std::to_string(index);
}

Result<Value> prediction(const Lab& lab, Values) {
  TRY_ASSIGN(const auto* shown, prediction_of(lab));
  return class_name(*lab.document().network, shown->best());
}

Result<Value> share(const Lab& lab, Values values) {
  TRY_ASSIGN(const auto* shown, prediction_of(lab));
  for (std::size_t i = 0; i < shown->values.size(); ++i) {
    if (class_name(*lab.document().network, i) == text(values[0])) return shown->values[i];
  }
  return fail("there is no class named {} in this network", printable(text(values[0])));
}

Result<Value> item(const Lab& lab, Values) {
  TRY_ASSIGN(const auto* network, network_of(lab));
  return network->source == NetworkSource::kTestSet ? static_cast<double>(network->item) : -1.0;
}

Result<Value> weights(const Lab& lab, Values) {
  TRY_ASSIGN(const auto* network, network_of(lab));
  if (network->untrained) return std::string("untrained");
  return std::string(is_edited(*network) ? "mine" : "trained");
}

// --- how it is looked at ---

Result<Value> looked_at(const Lab& lab, Values values) {
  const nlohmann::json view = json_of(lab.view());
  const auto found = view.find(text(values[0]));
  if (found == view.end())
    return fail("there is nothing named {} in the view", printable(text(values[0])));
  return found->is_string() ? found->get<std::string>() : found->dump();
}

Result<Value> pinned(const Lab& lab, int MapCell::*part) {
  const auto& cell = lab.view().pinned;
  return cell ? static_cast<double>(*cell.*part) : -1.0;
}
Result<Value> pinned_row(const Lab& lab, Values) { return pinned(lab, &MapCell::row); }
Result<Value> pinned_column(const Lab& lab, Values) { return pinned(lab, &MapCell::column); }
Result<Value> shown_picture(const Lab& lab, Values) { return whole(lab.view().source); }
Result<Value> shown_filter(const Lab& lab, Values) { return whole(lab.staged().index); }

// --- of numbers and grids ---

Result<Value> absolute(const Lab&, Values values) { return std::abs(number(values[0])); }

Result<Value> sum(const Lab&, Values values) {
  double sum = 0;
  for (const float value : grid(values[0]).values) sum += static_cast<double>(value);
  return sum;
}
Result<Value> mean(const Lab&, Values values) { return moments(grid(values[0]).values).mean; }
Result<Value> least(const Lab&, Values values) {
  return static_cast<double>(finite_range(grid(values[0]).values).lo);
}
Result<Value> most(const Lab&, Values values) {
  return static_cast<double>(finite_range(grid(values[0]).values).hi);
}
Result<Value> rows(const Lab&, Values values) { return static_cast<double>(grid(values[0]).rows); }
Result<Value> columns(const Lab&, Values values) {
  return static_cast<double>(grid(values[0]).columns);
}

// How many lie in between, both ends included.
Result<Value> count(const Lab&, Values values) {
  const auto within = [&](float value) {
    return static_cast<double>(value) >= number(values[1]) &&
           static_cast<double>(value) <= number(values[2]);
  };
  const auto& all = grid(values[0]).values;
  return static_cast<double>(std::count_if(all.begin(), all.end(), within));
}

Result<Value> cell(const Grid& grid, const Value& row, const Value& column, const Value& channel) {
  TRY_ASSIGN(const auto r, place(row, static_cast<std::size_t>(grid.rows), phrase("row")));
  TRY_ASSIGN(const auto c, place(column, static_cast<std::size_t>(grid.columns), phrase("column")));
  TRY_ASSIGN(const auto n,
             place(channel, static_cast<std::size_t>(grid.channels), phrase("channel")));
  const auto columns = static_cast<std::size_t>(grid.columns);
  const auto channels = static_cast<std::size_t>(grid.channels);
  return static_cast<double>(grid.values[(r * columns + c) * channels + n]);
}
Result<Value> at(const Lab&, Values values) {
  return cell(grid(values[0]), values[1], values[2], 0.0);
}
Result<Value> at_channel(const Lab&, Values values) {
  return cell(grid(values[0]), values[1], values[2], values[3]);
}

Status check_alike(const Grid& a, const Grid& b) {
  if (a.rows == b.rows && a.columns == b.columns && a.channels == b.channels) return {};
  return fail("two of one size are compared, {} x {} x {} and {} x {} x {} were given", a.rows,
              a.columns, a.channels, b.rows, b.columns, b.channels);
}

Result<Value> like(const Lab&, Values values) {
  const Grid& a = grid(values[0]);
  const Grid& b = grid(values[1]);
  TRY(check_alike(a, b));
  return convlens::cosine(a.values, b.values);
}

// The largest absolute difference.
Result<Value> apart(const Lab&, Values values) {
  const Grid& a = grid(values[0]);
  const Grid& b = grid(values[1]);
  TRY(check_alike(a, b));
  double most = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const double by = std::abs(static_cast<double>(a.values[i]) - static_cast<double>(b.values[i]));
    most = std::isnan(by) ? std::numeric_limits<double>::infinity() : std::max(most, by);
  }
  return most;
}

constexpr std::array kFunctions{
    Function{"abs", "n", Type::kNumber, absolute},
    Function{"activation", "", Type::kText, activation},
    Function{"apart", "gg", Type::kNumber, apart},
    Function{"at", "gnn", Type::kNumber, at},
    Function{"at", "gnnn", Type::kNumber, at_channel},
    Function{"bias", "", Type::kNumber, bias},
    Function{"columns", "g", Type::kNumber, columns},
    Function{"count", "gnn", Type::kNumber, count},
    Function{"crop", "", Type::kGrid, shown_crop},
    Function{"crop", "n", Type::kGrid, crop_of_picture},
    Function{"crop_left", "", Type::kNumber, crop_left},
    Function{"crop_top", "", Type::kNumber, crop_top},
    Function{"dilation", "", Type::kNumber, dilation},
    Function{"filter", "", Type::kGrid, staged},
    Function{"filter", "n", Type::kGrid, mine},
    Function{"filters", "", Type::kNumber, filters},
    Function{"item", "", Type::kNumber, item},
    Function{"kernel", "tn", Type::kGrid, kernel},
    Function{"layer_map", "tn", Type::kGrid, layer_map},
    Function{"like", "gg", Type::kNumber, like},
    Function{"map", "", Type::kGrid, staged_map},
    Function{"map", "n", Type::kGrid, map_of_filter},
    Function{"map", "nn", Type::kGrid, map_of_picture},
    Function{"max", "g", Type::kNumber, most},
    Function{"mean", "g", Type::kNumber, mean},
    Function{"min", "g", Type::kNumber, least},
    Function{"padding", "", Type::kText, padding},
    Function{"pictures", "", Type::kNumber, pictures},
    Function{"pinned_column", "", Type::kNumber, pinned_column},
    Function{"pinned_row", "", Type::kNumber, pinned_row},
    Function{"prediction", "", Type::kText, prediction},
    Function{"rows", "g", Type::kNumber, rows},
    Function{"share", "t", Type::kNumber, share},
    Function{"shown_filter", "", Type::kNumber, shown_filter},
    Function{"shown_picture", "", Type::kNumber, shown_picture},
    Function{"stride", "", Type::kNumber, stride},
    Function{"sum", "g", Type::kNumber, sum},
    Function{"trained_map", "n", Type::kGrid, trained_map},
    Function{"view", "t", Type::kText, looked_at},
    Function{"weights", "", Type::kText, weights},
};

}  // namespace

std::span<const Function> all_functions() { return kFunctions; }

std::span<const Function> functions_named(std::string_view name) {
  const auto named = [name](const Function& function) { return function.name == name; };
  const auto first = std::find_if(kFunctions.begin(), kFunctions.end(), named);
  const auto end = std::find_if_not(first, kFunctions.end(), named);
  return {first, end};
}

}  // namespace convlens::lab::goals

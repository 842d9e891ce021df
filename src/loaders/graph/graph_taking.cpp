#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/reshaping.h"

// The operators that take some of the values, or the same ones several times: parts, repetitions,
// and what is put around a picture.
namespace convlens::loaders {
namespace {

using Integers = std::vector<std::int64_t>;

// The axis as it counts from the front, in the file's order.
Result<int> read_axis(std::int64_t axis, int rank) {
  if (axis < -rank || axis >= rank) return fail("axis {} is not one of {}", axis, rank);
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

int rank_of(const GraphValue& value) { return value.symbol->shape().rank(); }

struct Part {
  int axis = 0;  // in the file's order
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t step = 1;

  bool is_whole() const { return begin == 0 && end == INT32_MAX && step == 1; }
};

Result<std::vector<Part>> read_parts(NodeRequest& request, int rank) {
  TRY_ASSIGN(const auto starts, request.integer_setting("starts", 1));
  TRY_ASSIGN(const auto ends, request.integer_setting("ends", 2));
  TRY_ASSIGN(const auto axes, request.integer_setting("axes", 3));
  TRY_ASSIGN(const auto steps, request.integer_setting("steps", 4));
  if (!starts || !ends || starts->values.size() != ends->values.size()) {
    return fail("its starts and ends are missing, or not as many");
  }
  const std::size_t count = starts->values.size();
  if ((axes && axes->values.size() != count) || (steps && steps->values.size() != count)) {
    return fail("its axes or steps are not as many as its starts");
  }
  std::vector<Part> parts;
  for (std::size_t i = 0; i < count; ++i) {
    Part part{0, starts->values[i], ends->values[i], steps ? steps->values[i] : 1};
    TRY_ASSIGN(part.axis, read_axis(axes ? axes->values[i] : static_cast<std::int64_t>(i), rank));
    if (part.begin == IntegerList::kUnknown || part.end == IntegerList::kUnknown) {
      return fail("its places hang on the size of the picture, which is not known");
    }
    if (!part.is_whole()) parts.push_back(part);
  }
  return parts;
}

Result<GraphValue> make_slice(NodeRequest& request) {
  auto value = request.with_axes(0);
  if (!value) return value;
  TRY_ASSIGN(const auto parts, read_parts(request, rank_of(*value)));
  const std::string& name = request.spec().name;
  if (parts.empty()) return call(nn::identity("Slice", name), *value);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    const int held = moved_axis(part.axis, rank_of(*value), value->layout.order);
    // The last bears the node's name.
    const bool is_last = i + 1 == parts.size();
    value = call(nn::slice(held, part.begin, part.end, part.step,
                           is_last ? name : fmt::format("{}_axis{}", name, part.axis)),
                 *value);
    if (!value) return value;
  }
  return value;
}

// How long each part is: as a list tells, or as many alike as there are outputs.
Result<Integers> part_sizes(NodeRequest& request, std::int64_t extent) {
  TRY_ASSIGN(const auto given, request.integer_setting("split", 1));
  const auto count = static_cast<std::int64_t>(request.spec().outputs.size());
  if (extent == kUnknown) {
    return fail("its parts hang on the size of the picture, which is not known");
  }
  if (given) {
    std::int64_t sum = 0;
    for (const std::int64_t size : given->values) sum += size;
    if (static_cast<std::int64_t>(given->values.size()) == count && sum == extent) {
      return given->values;
    }
    return fail("its {} parts hold {} values together, expected {} parts and {} values",
                given->values.size(), sum, count, extent);
  }
  // From version 18 on the last part may be shorter.
  const std::int64_t each = (extent + count - 1) / count;
  const std::int64_t last = extent - each * (count - 1);
  if (last < 1 || (last != each && request.opset() < 18)) {
    return fail("{} values cannot be divided into {} parts", extent, count);
  }
  Integers sizes(static_cast<std::size_t>(count), each);
  sizes.back() = last;
  return sizes;
}

Result<GraphValue> make_split(NodeRequest& request) {
  const auto value = request.with_axes(0);
  if (!value) return value;
  TRY_ASSIGN(const int axis, read_axis(request.config().integer({"axis"}, 0), rank_of(*value)));
  const auto extents = file_extents(*value);
  TRY_ASSIGN(const auto sizes, part_sizes(request, extents[static_cast<std::size_t>(axis)]));
  const int held = moved_axis(axis, rank_of(*value), value->layout.order);
  std::vector<GraphValue> parts;
  std::int64_t begin = 0;
  for (const std::int64_t size : sizes) {
    const std::string& name = request.spec().name;
    auto part = call(nn::slice(held, begin, begin + size, 1,
                               parts.empty() ? name : fmt::format("{}:{}", name, parts.size())),
                     *value);
    if (!part) return part;
    parts.push_back(*std::move(part));
    begin += size;
  }
  request.further_outputs().assign(parts.begin() + 1, parts.end());
  return parts[0];
}

// A list of places, or one alone, which takes its axis with it.
Result<GraphValue> make_gather(NodeRequest& request) {
  const auto value = request.with_axes(0);
  if (!value) return value;
  TRY_ASSIGN(const auto places, request.integers(1, word("places")));
  for (const std::int64_t place : places.values) {
    if (place == IntegerList::kUnknown) {
      return fail("its places hang on the size of the picture, which is not known");
    }
  }
  TRY_ASSIGN(const int axis, read_axis(request.config().integer({"axis"}, 0), rank_of(*value)));
  const std::string& name = request.spec().name;
  const int held = moved_axis(axis, rank_of(*value), value->layout.order);
  auto taken =
      call(nn::gather(held, places.values, places.is_scalar ? name + "_place" : name), *value);
  if (!taken || !places.is_scalar) return taken;
  Integers target = file_extents(*taken);
  target.erase(target.begin() + axis);
  return reshaped(*taken, target, name);
}

Result<GraphValue> make_tile(NodeRequest& request) {
  const auto value = request.with_axes(0);
  if (!value) return value;
  TRY_ASSIGN(const auto repeats, request.integers(1, word("repeats")));
  if (static_cast<int>(repeats.values.size()) != rank_of(*value)) {
    return fail("it should tell {} repeats, found {}", rank_of(*value), repeats.values.size());
  }
  return call(nn::tile(held_order(repeats.values, value->layout), request.spec().name), *value);
}

// Extents of 1 become those that are asked for.
Result<GraphValue> make_expand(NodeRequest& request) {
  const auto value = request.with_axes(0);
  if (!value) return value;
  TRY_ASSIGN(auto target, request.integers(1, word("extents")));
  const Integers now = file_extents(*value);
  if (target.values.size() > now.size()) {
    return fail("its value of {} axes cannot become one of {}", now.size(), target.values.size());
  }
  target.values.insert(target.values.begin(), now.size() - target.values.size(), 1);
  Integers repeats(now.size(), 1);
  for (std::size_t axis = 0; axis < now.size(); ++axis) {
    const std::int64_t wanted = target.values[axis];
    if (wanted == 1 || wanted == now[axis]) continue;
    if (axis == 0 && wanted == IntegerList::kUnknown) continue;
    if (wanted < 1 || now[axis] != 1) {
      return fail("axis {} of extent {} cannot become {}", axis, now[axis], wanted);
    }
    repeats[axis] = wanted;
  }
  return call(nn::tile(held_order(repeats, value->layout), request.spec().name), *value);
}

Result<nn::PadMode> read_pad_mode(NodeRequest& request) {
  const std::string mode = request.config().text({"mode"}, "constant");
  if (mode == "constant") return nn::PadMode::kConstant;
  if (mode == "reflect") return nn::PadMode::kReflect;
  if (mode == "edge") return nn::PadMode::kEdge;
  if (mode == "wrap") return nn::PadMode::kWrap;
  return fail("the mode \"{}\" is not supported", printable(mode));
}

// Before every axis, then behind: of all axes, whichever the node tells.
Result<Integers> read_all_pads(NodeRequest& request, int rank) {
  const char* const attribute =
      request.config().find({"paddings"}) != nullptr ? "paddings" : "pads";
  TRY_ASSIGN(const auto pads, request.integer_setting(attribute, 1));
  TRY_ASSIGN(const auto axes, request.integer_setting("axes", 3));
  const auto count = axes ? axes->values.size() : static_cast<std::size_t>(rank);
  if (!pads || pads->values.size() != 2 * count) {
    return fail("pads should be {} numbers", 2 * count);
  }
  Integers all(2 * static_cast<std::size_t>(rank), 0);
  for (std::size_t i = 0; i < count; ++i) {
    TRY_ASSIGN(const int axis,
               read_axis(axes ? axes->values[i] : static_cast<std::int64_t>(i), rank));
    all[static_cast<std::size_t>(axis)] = pads->values[i];
    all[static_cast<std::size_t>(axis + rank)] = pads->values[count + i];
  }
  if (std::find(all.begin(), all.end(), IntegerList::kUnknown) == all.end()) return all;
  return fail("its pads hang on the size of the picture, which is not known");
}

// Zeros around a picture, or pixels taken away on all sides, are what nn has a layer for.
Result<std::optional<nn::LayerHandle>> frame_layer(const nn::PadOptions& options,
                                                   const GraphValue& value) {
  using Frame = std::optional<nn::LayerHandle>;
  const Integers& before = options.before;
  const Integers& after = options.after;
  const bool is_frame = value.layout.order == Order::kMovedLast && before[3] == 0 &&
                        after[3] == 0 && options.mode == nn::PadMode::kConstant;
  if (!is_frame) return Frame();
  const std::array edges{before[1], after[1], before[2], after[2]};
  const auto in_range = [](std::int64_t edge) { return std::abs(edge) <= nn::kMaxStep; };
  if (!std::all_of(edges.begin(), edges.end(), in_range)) return Frame();
  const auto at = [&edges](std::size_t i) { return static_cast<int>(edges[i]); };
  const bool grows = std::all_of(edges.begin(), edges.end(), [](auto e) { return e >= 0; });
  const bool shrinks = std::all_of(edges.begin(), edges.end(), [](auto e) { return e <= 0; });
  if (shrinks && !grows) {
    TRY_ASSIGN(auto layer, nn::cropping2d({-at(0), -at(1), -at(2), -at(3)}, options.name));
    return Frame(std::move(layer));
  }
  if (!grows || options.value != 0.0f) return Frame();
  TRY_ASSIGN(auto layer, nn::zero_padding2d({at(0), at(1), at(2), at(3)}, options.name));
  return Frame(std::move(layer));
}

Result<GraphValue> make_pad(NodeRequest& request) {
  const auto value = request.with_axes(0);
  if (!value) return value;
  const int rank = rank_of(*value);
  TRY_ASSIGN(const auto pads, read_all_pads(request, rank));
  nn::PadOptions options{.name = request.spec().name};
  TRY_ASSIGN(options.mode, read_pad_mode(request));
  TRY_ASSIGN(const auto fill, request.number_setting("value", 2));
  if (fill && fill->size() != 1)
    return fail("its value should be 1 number, found {}", fill->size());
  if (fill) options.value = (*fill)[0];
  options.before = held_order({pads.begin(), pads.begin() + rank}, value->layout);
  options.after = held_order({pads.begin() + rank, pads.end()}, value->layout);
  const bool cuts = std::any_of(pads.begin(), pads.end(), [](auto pixels) { return pixels < 0; });
  if (cuts && options.mode != nn::PadMode::kConstant) {
    return fail("taking pixels away in another mode than \"constant\" is not supported");
  }
  TRY_ASSIGN(const auto frame, frame_layer(options, *value));
  return call(frame ? Result<nn::LayerHandle>(*frame) : nn::pad(options), *value);
}

Result<GraphValue> make_depth_to_space(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  const int block = request.config().integer({"blocksize"}, 0);
  const std::string mode = request.config().text({"mode"}, "DCR");
  if (mode != "DCR" && mode != "CRD") {
    return fail("the mode \"{}\" is not supported", printable(mode));
  }
  const nn::DepthOrder order =
      mode == "DCR" ? nn::DepthOrder::kBlocksFirst : nn::DepthOrder::kChannelsFirst;
  return call(nn::depth_to_space(block, order, request.spec().name), *input);
}

Result<GraphValue> make_space_to_depth(NodeRequest& request) {
  const auto input = request.picture(0);
  if (!input) return input;
  const int block = request.config().integer({"blocksize"}, 0);
  return call(nn::space_to_depth(block, request.spec().name), *input);
}

constexpr std::array kTakingNodes{
    NamedNodeFactory{"Slice", make_slice},
    NamedNodeFactory{"Split", make_split},
    NamedNodeFactory{"Gather", make_gather},
    NamedNodeFactory{"Tile", make_tile},
    NamedNodeFactory{"Expand", make_expand},
    NamedNodeFactory{"Pad", make_pad},
    NamedNodeFactory{"DepthToSpace", make_depth_to_space},
    NamedNodeFactory{"SpaceToDepth", make_space_to_depth},
};

}  // namespace

std::span<const NamedNodeFactory> taking_nodes() { return kTakingNodes; }

}  // namespace convlens::loaders

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "nn/graph/shape_rules.h"
#include "nn/graph/weights.h"
#include "nn/layers/reshaping.h"

// The layers of which each place of the result tells, axis by axis, which value it takes.
namespace convlens::nn {
namespace {

// Copies what lies at these places of the axes from `axis` on; those from `whole` on as they are.
struct Taker {
  std::span<const Places> places;
  std::vector<std::int64_t> from_steps;
  std::vector<std::int64_t> to_steps;
  std::size_t whole = 0;
  std::int64_t block = 1;  // values of the whole axes together

  void take(std::size_t axis, const float* from, float* to) const {
    if (axis == whole) {
      std::copy_n(from, block, to);
      return;
    }
    for (const std::int64_t place : places[axis]) {
      if (place != kNoPlace) take(axis + 1, from + place * from_steps[axis], to);
      to += to_steps[axis];
    }
  }
};

bool is_whole(const Places& places, std::int64_t extent) {
  if (static_cast<std::int64_t>(places.size()) != extent) return false;
  std::int64_t next = 0;
  return std::all_of(places.begin(), places.end(), [&](std::int64_t i) { return i == next++; });
}

std::vector<std::int64_t> steps_of(const Shape& shape) {
  std::vector<std::int64_t> steps(static_cast<std::size_t>(shape.rank()), 1);
  for (std::size_t axis = steps.size(); axis-- > 1;) {
    steps[axis - 1] = steps[axis] * shape[static_cast<int>(axis)];
  }
  return steps;
}

// A Rule tells of every axis but the batch's, in an input of this rank,
//   std::int64_t extent_of(int axis, int rank, std::int64_t extent) const: what becomes of it, and
//   std::int64_t place_of(int axis, int rank, std::int64_t extent, std::int64_t i) const: which
//     place of it is the i-th of the result;
// and check(shape): whether it fits this input at all.
template <typename Rule>
class Taking final : public LayerOf<Taking<Rule>> {
 public:
  Taking(std::string name, Rule rule)
      : LayerOf<Taking<Rule>>(std::move(name), {}, Activation::kLinear), rule_(std::move(rule)) {}

  std::string_view type() const override { return Rule::kType; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    TRY(rule_.check(*input));
    PartialShape output = *input;
    for (int axis = 1; axis < input->rank(); ++axis) {
      if (!input->is_known(axis)) continue;
      const std::int64_t extent = rule_.extent_of(axis, input->rank(), (*input)[axis]);
      if (extent > PartialShape::kMaxExtent) return fail("the output is too large");
      if (extent < 1) {
        return fail("nothing is left of axis {} of {}", axis, to_string(*input));
      }
      output = output.with(axis, extent);
    }
    return output;
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    std::vector<Places> places(static_cast<std::size_t>(in.rank()));
    for (int axis = 0; axis < in.rank(); ++axis) {
      Places& along = places[static_cast<std::size_t>(axis)];
      along.resize(static_cast<std::size_t>(output.shape()[axis]));
      std::iota(along.begin(), along.end(), std::int64_t{0});
      if (axis == 0) continue;
      for (std::int64_t& place : along) {
        place = rule_.place_of(axis, in.rank(), in[axis], place);
      }
    }
    take_places(inputs[0], places, rule_.fill, output);
    return {};
  }

  Rule rule_;
};

struct SliceRule {
  static constexpr const char* kType = "Slice";

  int axis = 0;
  std::int64_t begin = 0, end = 0, step = 1;
  float fill = 0.0f;

  Status check(const PartialShape& input) const {
    return resolve_axes({&axis, 1}, input).map([](auto) {});
  }
  bool is_this(int other, int rank) const { return other == (axis < 0 ? axis + rank : axis); }
  std::int64_t first(std::int64_t extent) const {
    const std::int64_t place = begin < 0 ? begin + extent : begin;
    return step > 0 ? std::clamp<std::int64_t>(place, 0, extent)
                    : std::clamp<std::int64_t>(place, -1, extent - 1);
  }
  std::int64_t extent_of(int other, int rank, std::int64_t extent) const {
    if (!is_this(other, rank)) return extent;
    const std::int64_t place = end < 0 ? end + extent : end;
    if (step > 0)
      return (std::clamp<std::int64_t>(place, 0, extent) - first(extent) + step - 1) / step;
    return (std::clamp<std::int64_t>(place, -1, extent - 1) - first(extent) + step + 1) / step;
  }
  std::int64_t place_of(int other, int rank, std::int64_t extent, std::int64_t i) const {
    return is_this(other, rank) ? first(extent) + i * step : i;
  }
};

struct GatherRule {
  static constexpr const char* kType = "Gather";

  int axis = 0;
  Places places;
  float fill = 0.0f;

  bool is_this(int other, int rank) const { return other == (axis < 0 ? axis + rank : axis); }
  Status check(const PartialShape& input) const {
    TRY_ASSIGN(const auto axes, resolve_axes({&axis, 1}, input));
    const std::int64_t extent = input[axes[0]];
    if (extent == PartialShape::kUnknown) return {};  // once it is computed, it is known
    for (const std::int64_t place : places) {
      if (place < -extent || place >= extent) {
        return fail("place {} is not one of the {} along axis {}", place, extent, axes[0]);
      }
    }
    return {};
  }
  std::int64_t extent_of(int other, int rank, std::int64_t extent) const {
    return is_this(other, rank) ? static_cast<std::int64_t>(places.size()) : extent;
  }
  std::int64_t place_of(int other, int rank, std::int64_t extent, std::int64_t i) const {
    if (!is_this(other, rank)) return i;
    const std::int64_t place = places[static_cast<std::size_t>(i)];
    return place < 0 ? place + extent : place;
  }
};

Status check_rank(std::size_t axes, const PartialShape& input) {
  if (static_cast<int>(axes) == input.rank()) return {};
  return fail("the input must have {} axes, found {}", axes, to_string(input));
}

struct TileRule {
  static constexpr const char* kType = "Tile";

  std::vector<std::int64_t> repeats;
  float fill = 0.0f;

  Status check(const PartialShape& input) const { return check_rank(repeats.size(), input); }
  std::int64_t extent_of(int axis, int /*rank*/, std::int64_t extent) const {
    return extent * repeats[static_cast<std::size_t>(axis)];
  }
  static std::int64_t place_of(int /*axis*/, int /*rank*/, std::int64_t extent, std::int64_t i) {
    return i % extent;
  }
};

struct PadRule {
  static constexpr const char* kType = "Pad";

  PadOptions options;
  float fill = 0.0f;

  Status check(const PartialShape& input) const {
    TRY(check_rank(options.before.size(), input));
    for (int axis = 1; axis < input.rank(); ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      const std::int64_t most = std::max(options.before[i], options.after[i]);
      if (options.mode != PadMode::kReflect || !input.is_known(axis) || most < input[axis]) {
        continue;
      }
      return fail("{} pixels cannot be a reflection of {}", most, input[axis]);
    }
    return {};
  }
  std::int64_t extent_of(int axis, int /*rank*/, std::int64_t extent) const {
    const auto i = static_cast<std::size_t>(axis);
    return options.before[i] + extent + options.after[i];
  }
  std::int64_t place_of(int axis, int /*rank*/, std::int64_t extent, std::int64_t i) const {
    const std::int64_t place = i - options.before[static_cast<std::size_t>(axis)];
    if (place >= 0 && place < extent) return place;
    switch (options.mode) {
      case PadMode::kConstant:
        break;
      case PadMode::kEdge:
        return std::clamp<std::int64_t>(place, 0, extent - 1);
      case PadMode::kReflect:
        return place < 0 ? -place : 2 * (extent - 1) - place;
      case PadMode::kWrap:
        return (place % extent + extent) % extent;
    }
    return kNoPlace;
  }
};

template <typename Rule>
Result<LayerHandle> taking(std::string name, Rule rule) {
  return LayerHandle(std::make_shared<const Taking<Rule>>(std::move(name), std::move(rule)));
}

}  // namespace

void take_places(const TensorView& input, std::span<const Places> places, float fill,
                 Tensor& output) {
  const Shape& in = input.shape();
  Taker taker{places, steps_of(in), steps_of(output.shape()), places.size(), 1};
  while (taker.whole > 0) {
    const std::int64_t extent = in[static_cast<int>(taker.whole) - 1];
    if (!is_whole(places[taker.whole - 1], extent)) break;
    taker.block *= extent;
    --taker.whole;
  }
  if (fill != 0.0f) std::fill_n(output.data(), output.size(), fill);
  taker.take(0, input.data(), output.data());
}

Result<LayerHandle> slice(int axis, std::int64_t begin, std::int64_t end, std::int64_t step,
                          std::string name) {
  if (axis == 0) return fail_layer(name, SliceRule::kType, phrase("axis 0 is the batch"));
  for (const std::int64_t place : {begin, end, step}) {
    if (std::abs(place) <= PartialShape::kMaxExtent && step != 0) continue;
    return fail_layer(
        name, SliceRule::kType,
        phrase("from {} to {} in steps of {} there is nothing to take", begin, end, step));
  }
  return taking(std::move(name), SliceRule{axis, begin, end, step});
}

Result<LayerHandle> gather(int axis, Places places, std::string name) {
  if (axis == 0) return fail_layer(name, GatherRule::kType, phrase("axis 0 is the batch"));
  return taking(std::move(name), GatherRule{axis, std::move(places)});
}

Result<LayerHandle> tile(std::vector<std::int64_t> repeats, std::string name) {
  for (const std::int64_t repeat : repeats) {
    if (repeat >= 1 && repeat <= kMaxStep) continue;
    return fail_layer(
        name, TileRule::kType,
        phrase("values can be repeated from 1 to {} times, found {}", int{kMaxStep}, repeat));
  }
  if (repeats.empty() || repeats[0] != 1) {
    return fail_layer(name, TileRule::kType, phrase("axis 0 is the batch"));
  }
  return taking(std::move(name), TileRule{std::move(repeats)});
}

Result<LayerHandle> pad(PadOptions options) {
  const std::string name = options.name;
  if (options.before.size() != options.after.size() || options.before.empty()) {
    return fail_layer(name, PadRule::kType,
                      phrase("{} axes are padded before and {} behind", options.before.size(),
                             options.after.size()));
  }
  for (const auto* pads : {&options.before, &options.after}) {
    if ((*pads)[0] != 0) return fail_layer(name, PadRule::kType, phrase("axis 0 is the batch"));
    for (const std::int64_t pixels : *pads) {
      if (std::abs(pixels) <= kMaxStep) continue;
      return fail_layer(name, PadRule::kType,
                        phrase("the padding of {} pixels is too large", pixels));
    }
  }
  const float fill = options.value;
  return taking(name, PadRule{std::move(options), fill});
}

}  // namespace convlens::nn

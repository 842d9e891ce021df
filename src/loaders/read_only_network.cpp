#include "loaders/read_only_network.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/common/axis_order.h"
#include "loaders/common/json.h"
#include "nn/graph/shape_rules.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMaxLayers = 20'000;

// (N, C, H, W) -> (N, H, W, C); of rank 0 where it is not known.
nn::PartialShape shape_of(const json* extents) {
  if (extents == nullptr) return {};
  const auto shape = partial_shape(*extents);
  if (!shape || shape->rank() == 0) return {};
  const nn::PartialShape any_batch = shape->with(0, nn::PartialShape::kUnknown);
  return any_batch.rank() == 4 ? moved_shape(any_batch) : any_batch;
}

// One picture of that shape, if its extents are known and no more than any picture's.
Tensor sample_of(const nn::PartialShape& shape) {
  constexpr std::int64_t kMaxValues = std::int64_t{1} << 26;
  if (shape.rank() == 0) return {};
  const auto whole = shape.with(0, 1).complete();
  const auto count = nn::product(shape.with(0, 1).extents());
  if (!whole || !count || *count > kMaxValues) return {};
  return Tensor(*whole);
}

// A convolution's kernel is (filters, channels, KH, KW) there.
Result<Tensor> held_weight(Tensor values, const std::string& type, bool is_kernel) {
  if (!is_kernel || type != "Convolution" || values.shape().rank() != 4) return values;
  return transposed(values, std::array{2, 3, 1, 0});
}

Result<ReadOnlyLayer> make_layer(const json& entry, WeightGroup& group) {
  SettingsReader reader(entry);
  ReadOnlyLayer layer{
      reader.text({"name"}, ""), reader.text({"type"}, ""), shape_of(reader.find({"shape"})), {}};
  if (!reader.error()) return fail(reader.error().error());
  if (layer.name.empty() || !is_printable(layer.name)) {
    return fail("the name \"{}\" of a layer cannot be shown", printable(layer.name));
  }
  layer.type = printable(layer.type);
  constexpr std::array kNames{"kernel", "bias"};
  for (std::size_t i = 0; i < group.weights.size(); ++i) {
    TRY_ASSIGN(auto values, held_weight(std::move(group.weights[i].values), layer.type, i == 0));
    layer.weights.push_back({i < kNames.size() ? kNames[i] : fmt::format("weight_{}", i),
                             std::make_shared<const Tensor>(std::move(values))});
  }
  return layer;
}

}  // namespace

std::size_t ReadOnlyLayer::parameter_count() const {
  std::size_t count = 0;
  for (const nn::Weight& weight : weights) count += weight.value->size();
  return count;
}

std::size_t ReadOnlyNetwork::parameter_count() const {
  std::size_t count = 0;
  for (const ReadOnlyLayer& layer : layers_) count += layer.parameter_count();
  return count;
}

Result<ReadOnlyNetwork> ReadOnlyNetwork::open(const fs::path& path,
                                              const nn::PartialShape& input_shape,
                                              const IsolationLimits& limits) {
  const Tensor pictures = sample_of(input_shape);
  const TensorView view = pictures;
  TRY_ASSIGN(auto archive,
             isolated_read("opencv", path, limits, pictures.size() > 0 ? &view : nullptr));
  const auto object = parse_json(archive.architecture);
  const json* layers = object ? SettingsReader(*object).find({"layers"}) : nullptr;
  if (layers == nullptr || !layers->is_array() || layers->size() != archive.groups.size() ||
      layers->size() > kMaxLayers) {
    return fail("{}: the file is damaged, its layers cannot be told", path.string());
  }
  ReadOnlyNetwork network;
  network.path_ = path;
  network.input_shape_ = input_shape;
  for (std::size_t i = 0; i < layers->size(); ++i) {
    auto layer = make_layer((*layers)[i], archive.groups[i]);
    if (!layer) return fail("{}: {}", path.string(), layer.error());
    network.layers_.push_back(*std::move(layer));
  }
  return network;
}

Result<std::vector<Tensor>> ReadOnlyNetwork::activations(const TensorView& pictures) const {
  IsolationLimits limits;
  // All values of a network together, which the file's size does not tell.
  limits.spare_bytes = std::size_t{1} << 32;
  limits.reply_bytes = std::size_t{1} << 32;
  TRY_ASSIGN(auto archive, isolated_read("opencv-run", path_, limits, &pictures));
  if (archive.groups.size() != layers_.size()) {
    return fail("{}: {} layers were computed, expected {}", path_.string(), archive.groups.size(),
                layers_.size());
  }
  std::vector<Tensor> values;
  for (WeightGroup& group : archive.groups) {
    Result<Tensor> value = group.weights.empty() ? Tensor() : std::move(group.weights[0].values);
    if (value->shape().rank() == 4) value = transposed(*value, std::array{0, 2, 3, 1});
    if (!value) return fail("{}: {}", path_.string(), value.error());
    values.push_back(*std::move(value));
  }
  return values;
}

}  // namespace convlens::loaders

#include "app/network_input.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string_view>
#include <utility>

#include "app/array_input.h"
#include "app/open_files.h"
#include "core/file.h"
#include "media/idx.h"

namespace convlens::app {

Result<Tensor> read_network_items(const NetworkInput& input, const loaders::LoadedModel& model) {
  auto items = read_pictures(input.file, input.raw);
  if (!items) return fail(std::move(items.error()));
  const auto wanted = model.model.inputs().front().shape();
  if (wanted.rank() != 4) {
    return fail("{}: the model takes {}, pictures (N, H, W, C) can be given", input.file.string(),
                nn::to_string(wanted));
  }
  if (wanted.is_known(3) && wanted[3] != items->shape()[3]) {
    return fail("{}: {} channels were given, the model takes {}", input.file.string(),
                items->shape()[3], wanted[3]);
  }
  return items;
}

Result<Tensor> read_network_item(const NetworkInput& input, const loaders::LoadedModel& model) {
  auto items = read_network_items(input, model);
  if (!items) return fail(std::move(items.error()));
  const Shape& shape = items->shape();
  if (input.index < 0 || input.index >= shape[0]) {
    return fail("{}: item {} was asked for, the file holds {}", input.file.string(), input.index,
                shape[0]);
  }
  const Shape item{1, shape[1], shape[2], shape[3]};
  const std::size_t size = item.element_count();
  return Tensor(item, std::as_const(*items).values().subspan(
                          static_cast<std::size_t>(input.index) * size, size));
}

Result<std::vector<int>> read_labels(const std::filesystem::path& file) {
  std::vector<int> labels;
  if (is_idx_file(file)) {
    auto array = media::read_idx(file);
    if (!array) return fail(std::move(array.error()));
    if (array->shape.rank() != 1) {
      return fail("{}: labels of shape {}, (N,) expected", file.string(), to_string(array->shape));
    }
    return std::vector<int>(array->values.begin(), array->values.end());
  }
  auto array = read_array(file);
  if (!array) return fail(std::move(array.error()));
  if (array->shape().rank() != 1) {
    return fail("{}: labels of shape {}, (N,) expected", file.string(), to_string(array->shape()));
  }
  for (const float value : array->values()) {
    if (value < 0.0f || value > 1e6f || value != std::floor(value)) {
      return fail("{}: the label {} was found, class numbers from 0 expected", file.string(),
                  value);
    }
    labels.push_back(static_cast<int>(value));
  }
  return labels;
}

Result<std::vector<std::string>> read_class_names(const std::filesystem::path& file) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 22;
  auto bytes = read_file(file, kMaxBytes);
  if (!bytes) return fail(std::move(bytes.error()));
  std::istringstream stream(
      std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
  std::vector<std::string> names;
  for (std::string line; std::getline(stream, line);) names.push_back(std::move(line));
  return names;
}

Result<nn::ModelLayer> find_layer(const nn::Model& model, const std::string& name_or_number) {
  const bool number = !name_or_number.empty() && name_or_number.size() < 7 &&
                      std::all_of(name_or_number.begin(), name_or_number.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return model.layer(std::string_view(name_or_number));
  const int index = std::stoi(name_or_number);
  if (index < model.layer_count()) return model.layer(index);
  return fail("layer {} was asked for, the model has {}, numbered from 0", index,
              model.layer_count());
}

}  // namespace convlens::app

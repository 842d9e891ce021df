#include "app/open/network_input.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "app/files/file_kind.h"
#include "app/files/verbose.h"
#include "app/open/array_input.h"
#include "media/idx.h"
#include "media/text_file.h"

namespace convlens::app {

namespace {

// What would give the array the model's channels, or nothing where that is anybody's guess.
std::string help_for(const Shape& shape, std::int64_t wanted) {
  if (shape[1] == wanted) return "; numpy.moveaxis(a, -3, -1) puts the channels last";
  if (shape[3] == 1 && wanted == 3) return "; numpy.repeat(a, 3, axis=-1) makes three of one";
  if (shape[3] == 3 && wanted == 1) {
    return "; a @ numpy.array([[0.299], [0.587], [0.114]], a.dtype) makes them grey";
  }
  return {};
}

// (N, H, W, 1) -> (N, H, W, 3)
Result<Tensor> repeated(const Tensor& grey) {
  const Shape& shape = grey.shape();
  auto rgb = Tensor::create({shape[0], shape[1], shape[2], 3});
  if (!rgb) return rgb;
  float* out = rgb->data();
  for (const float value : grey.values()) out = std::fill_n(out, 3, value);
  return rgb;
}

Result<nn::PictureInput> wanted_input(const std::filesystem::path& file,
                                      const loaders::LoadedModel& model) {
  const nn::PartialShape& shape = model.model.inputs().front().shape();
  if (const auto input = nn::picture_input(shape)) return *input;
  return fail(
      "{}: the model takes {}, pictures (N, H, W, C), planes (N, H, W) or rows of values (N, F) can"
      " be given",
      file.string(), nn::to_string(shape));
}

// Whether items (N, H, W, C) for a network of rows are lists of values, no pictures.
bool are_lists(const nn::PictureInput& wanted, const Shape& items) {
  return wanted.form == nn::PictureInput::Form::kRow && items[1] == 1;
}

void append(std::string& done, const std::string& step) {
  done += (done.empty() ? "" : ", ") + step;
}

}  // namespace

Result<NetworkItems> read_network_items(const NetworkInput& input,
                                        const loaders::LoadedModel& model) {
  const FileKind kind = kind_of(input.file);
  const bool idx = is<IdxFile>(kind);
  const bool picture = !idx && !is<ArrayFile>(kind);
  TRY_ASSIGN(const auto wanted, wanted_input(input.file, model));
  const std::int64_t channels = wanted.channels;
  const bool grey = picture && channels == 1;
  TRY_ASSIGN(auto pictures,
             read_pictures(input.file, input.raw, grey ? PictureColors::kGrey : PictureColors::kRgb,
                           wanted, input.frames));

  nn::InputPreparation defaults = model.preparation.value_or(nn::InputPreparation{});
  const bool is_there = input.raw && defaults.scale == 255.0f && !input.preparation.scale;
  if (is_there) defaults.scale = 1.0f;  // it presumes values of 0 to 1
  NetworkItems items{
      input.file, std::move(pictures), with_choices(defaults, input.preparation), {}};
  if (is_there) append(items.done, "scale 255 left out (--raw)");
  if (grey) append(items.done, "grey (Rec. 601)");
  if (idx && channels == 3) {
    auto rgb = repeated(items.values);
    if (!rgb) return fail("{}: {}", input.file.string(), rgb.error());
    items.values = std::move(*rgb);
    append(items.done, "grey repeated");
  }
  const Shape& shape = items.values.shape();
  const bool is_list = are_lists(wanted, shape);
  if (channels != nn::PartialShape::kUnknown && channels != shape[3] && !is_list) {
    return fail("{}: {} channels were given, the model takes {}{}", input.file.string(), shape[3],
                channels, help_for(shape, channels));
  }
  if (items.preparation != nn::InputPreparation{}) {
    append(items.done, nn::to_string(items.preparation));
  }
  if (!is_list && wanted.form != nn::PictureInput::Form::kPicture) {
    append(items.done, nn::described(wanted).english());
  }
  return items;
}

Result<Tensor> prepared_items(const NetworkItems& items, std::int64_t first, std::int64_t count,
                              const loaders::LoadedModel& model) {
  const Shape& all = items.values.shape();
  const Shape shape{count, all[1], all[2], all[3]};
  const std::size_t item_size = shape.element_count() / static_cast<std::size_t>(count);
  const TensorView chosen(items.values.values().subspan(static_cast<std::size_t>(first) * item_size,
                                                        shape.element_count()),
                          shape);
  auto prepared = prepare_pictures(items.file, chosen, items.preparation);
  if (!prepared) return prepared;

  TRY_ASSIGN(const auto wanted, wanted_input(items.file, model));
  const Shape found = prepared->shape();
  if (!are_lists(wanted, found) && wanted.has_size() &&
      (found[1] != wanted.height || found[2] != wanted.width)) {
    return fail(
        "{}: pictures of {}x{} were given, the model takes {}x{}; --resize {}x{} makes them so",
        items.file.string(), found[1], found[2], wanted.height, wanted.width, wanted.height,
        wanted.width);
  }
  auto taken = nn::as_network_input(wanted, *std::move(prepared));
  if (!taken) return fail("{}: {}", items.file.string(), taken.error());
  return taken;
}

Result<NetworkItems> read_network_item(const NetworkInput& input,
                                       const loaders::LoadedModel& model) {
  auto items = read_network_items(input, model);
  if (!items) return items;
  const std::int64_t count = items->values.shape()[0];
  if (input.index < 0 || input.index >= count) {
    return fail("{}: item {} was asked for, the file holds {}", input.file.string(), input.index,
                count);
  }
  const std::int64_t taken = input.frames.is_range() ? count : 1;
  TRY_ASSIGN(auto item, prepared_items(*items, input.index, taken, model));
  items->values = std::move(item);
  return items;
}

std::string preparation_line(const NetworkItems& items) {
  return items.done.empty() ? "" : "prepared: " + items.done;
}

Result<std::vector<int>> read_labels(const std::filesystem::path& file) {
  std::vector<int> labels;
  if (is<IdxFile>(kind_of(file))) {
    TRY_ASSIGN(auto array, media::read_idx(file));
    if (array.shape.rank() != 1) {
      return fail("{}: labels of shape {}, (N,) expected", file.string(), to_string(array.shape));
    }
    return std::vector<int>(array.values.begin(), array.values.end());
  }
  TRY_ASSIGN(auto array, read_array(file, ArrayRole::kLabels));
  if (array.shape().rank() != 1) {
    return fail("{}: labels of shape {}, (N,) expected", file.string(), to_string(array.shape()));
  }
  for (const float value : array.values()) {
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
  TRY_ASSIGN(auto read, media::read_text_lines(file, kMaxBytes));
  say_conversions(file, read.conversions);
  return std::move(read.lines);
}

Result<nn::ModelLayer> find_layer(const nn::Model& model, const std::string& name_or_number) {
  const bool number = !name_or_number.empty() && name_or_number.size() < 7 &&
                      std::all_of(name_or_number.begin(), name_or_number.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return model.layer(std::string_view(name_or_number));
  const int wanted = std::stoi(name_or_number);
  int count = 0;
  for (const nn::ModelLayer& layer : model.layers()) {
    if (layer.number() == wanted) return layer;
    count += layer.number() ? 1 : 0;
  }
  return fail("layer {} was asked for, the model has {}, numbered from 0", wanted, count);
}

}  // namespace convlens::app

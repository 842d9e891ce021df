#include "app/taken/arrays.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/files/csv.h"
#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/npy.h"
#include "core/files/npz.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

std::string table(const TakenArrays& taken) {
  const TensorView values = taken.arrays.front().values;
  const Shape& shape = values.shape();
  const int last = shape.rank() - 1;
  std::string text;
  for (int axis = 0; axis < last; ++axis) {
    text += csv_field(taken.axes[static_cast<std::size_t>(axis)]) + ',';
  }
  for (std::size_t c = 0; c < taken.columns.size(); ++c) {
    text += csv_field(taken.columns[c]) + (c + 1 == taken.columns.size() ? '\n' : ',');
  }
  std::vector<std::int64_t> place(static_cast<std::size_t>(last), 0);
  const auto columns = static_cast<std::size_t>(shape[last]);
  for (std::size_t i = 0; i < values.values().size(); i += columns) {
    for (const std::int64_t index : place) text += fmt::format("{},", index);
    for (std::size_t c = 0; c < columns; ++c) {
      text += fmt::format("{}{}", values.values()[i + c], c + 1 == columns ? '\n' : ',');
    }
    for (int axis = last - 1; axis >= 0; --axis) {
      const auto at = static_cast<std::size_t>(axis);
      if (++place[at] < shape[axis]) break;
      place[at] = 0;
    }
  }
  return text;
}

std::vector<std::string> filter_names(const lab::Document& document) {
  std::vector<std::string> names;
  for (const lab::Filter& filter : document.filters) names.push_back(filter.name);
  return names;
}

Tensor kernel_of(const lab::Document& document) {
  std::vector<const lab::Filter*> filters;
  for (const lab::Filter& filter : document.filters) filters.push_back(&filter);
  return lab::to_kernel(filters);
}

Tensor bias_of(const lab::Document& document) {
  Tensor bias({static_cast<std::int64_t>(document.filters.size())});
  std::transform(document.filters.begin(), document.filters.end(), bias.data(),
                 [](const lab::Filter& filter) { return filter.bias; });
  return bias;
}

}  // namespace

TakenArrays my_maps(const lab::Document& document, const lab::Pipeline& pipeline) {
  const std::size_t sources = pipeline.source_count();
  const std::size_t filters = pipeline.filter_count();
  const Shape& one = pipeline.map(0, 0).values.shape();  // (H', W')
  const Shape& seen = pipeline.input(0).pixels.shape();  // (1, H, W, C)
  Tensor maps(
      {static_cast<std::int64_t>(sources), one[0], one[1], static_cast<std::int64_t>(filters)});
  Tensor inputs({static_cast<std::int64_t>(sources), seen[1], seen[2], seen[3]});
  float* map = maps.data();
  float* input = inputs.data();
  for (std::size_t s = 0; s < sources; ++s) {
    for (std::size_t cell = 0; cell < one.element_count(); ++cell) {
      for (std::size_t f = 0; f < filters; ++f) {
        *map++ = std::as_const(pipeline.map(s, f).values).values()[cell];
      }
    }
    const auto pixels = std::as_const(pipeline.input(s).pixels).values();
    input = std::copy(pixels.begin(), pixels.end(), input);
  }
  TakenArrays taken{{}, {"picture", "row", "column"}, filter_names(document)};
  taken.arrays.push_back({"maps", std::move(maps)});
  taken.arrays.push_back({"inputs", std::move(inputs)});
  taken.arrays.push_back({"filters", kernel_of(document)});
  taken.arrays.push_back({"bias", bias_of(document)});
  return taken;
}

TakenArrays my_filters(const lab::Document& document) {
  TakenArrays taken{{}, {"row", "column", "channel"}, filter_names(document)};
  taken.arrays.push_back({"filters", kernel_of(document)});
  return taken;
}

TakenArrays layer_activations(const lab::NetworkRun& run, std::size_t node) {
  const TensorView values = run.activations()[node];
  const Shape& shape = values.shape();
  TakenArrays taken;
  taken.axes = {"item"};
  const char* const kAxes[] = {"row", "column"};
  for (int axis = 1; axis + 1 < shape.rank(); ++axis) {
    taken.axes.emplace_back(shape.rank() == 4 ? kAxes[axis - 1] : fmt::format("axis {}", axis));
  }
  for (std::int64_t c = 0; c < shape[shape.rank() - 1]; ++c) {
    taken.columns.push_back(std::to_string(c));
  }
  taken.arrays.push_back({"activations", Tensor(shape, values.values())});
  for (const nn::Weight& weight : run.model().nodes()[node].layer->weights()) {
    taken.arrays.push_back({weight.name, weight.value->clone()});
  }
  return taken;
}

Result<fs::path> write_arrays(const TakenArrays& taken, fs::path path) {
  if (path.extension().empty()) path += ".npy";
  Status written;
  if (has_ending(path, ".npy")) {
    written = write_npy(path, taken.arrays.front().values);
  } else if (has_ending(path, ".npz")) {
    std::vector<NamedView> views;
    for (const TakenArray& array : taken.arrays) views.push_back({array.name, array.values});
    written = write_npz(path, views);
  } else if (has_ending(path, ".csv")) {
    const std::string text = table(taken);
    written = write_file(path, std::as_bytes(std::span(text)));
  } else {
    return fail("{}: numbers are saved as .npy, .npz or .csv, another name expected",
                path.string());
  }
  TRY(written);
  return path;
}

}  // namespace convlens::app

#include "app/model_commands.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "app/kernel_statistics.h"
#include "core/npy.h"

namespace convlens::app {
namespace {

// Items a pass of evaluate: it bounds the memory, and so many pictures of 28x28 stay in the cache
// from one layer to the next, which saves an eighth of the time that 256 take.
constexpr std::int64_t kBatch = 32;

nlohmann::ordered_json shape_json(const nn::PartialShape& shape) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (int axis = 0; axis < shape.rank(); ++axis) {
    json.push_back(shape.is_known(axis) ? nlohmann::ordered_json(shape[axis]) : nullptr);
  }
  return json;
}

std::string summary_json(const loaders::LoadedModel& loaded) {
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  for (const nn::SummaryRow& row : loaded.model.summary()) {
    layers.push_back({{"index", row.index},
                      {"name", row.name},
                      {"type", row.type},
                      {"output_shape", shape_json(row.output_shape)},
                      {"parameters", row.parameters}});
  }
  const nlohmann::ordered_json json{{"name", loaded.model.name()},
                                    {"format", loaded.format},
                                    {"parameters", loaded.model.parameter_count()},
                                    {"layers", std::move(layers)}};
  return json.dump(2);
}

std::string summary_text(const loaders::LoadedModel& loaded) {
  const auto rows = loaded.model.summary();
  std::size_t name_width = 4;
  std::size_t type_width = 4;
  for (const nn::SummaryRow& row : rows) {
    name_width = std::max(name_width, row.name.size());
    type_width = std::max(type_width, row.type.size());
  }
  std::string text = fmt::format("{}: {}, {} parameters\n", loaded.model.name(), loaded.format,
                                 loaded.model.parameter_count());
  text += fmt::format("{:>5}  {:<{}}  {:<{}}  {:<24}{:>10}\n", "index", "name", name_width, "type",
                      type_width, "output shape", "parameters");
  for (const nn::SummaryRow& row : rows) {
    text += fmt::format("{:>5}  {:<{}}  {:<{}}  {:<24}{:>10}\n", row.index, row.name, name_width,
                        row.type, type_width, nn::to_string(row.output_shape), row.parameters);
  }
  for (const std::string& note : loaded.notes) text += note + "\n";
  text.pop_back();
  return text;
}

// Every character outside [A-Za-z0-9._-] becomes _.
std::string file_name_of(int index, std::string name) {
  for (char& c : name) {
    const bool kept = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
    if (!kept) c = '_';
  }
  return fmt::format("{:02}_{}.npy", index, name);
}

std::string with_line(std::string text, const std::string& line) {
  return line.empty() ? text : std::move(text) + "\n" + line;
}

// Scores of one item as probabilities: through softmax where they do not sum to one.
struct Probabilities {
  std::vector<double> values;
  bool through_softmax = false;
};
Probabilities probabilities_of(std::span<const float> scores) {
  Probabilities result{std::vector<double>(scores.begin(), scores.end()), false};
  const double sum = std::accumulate(result.values.begin(), result.values.end(), 0.0);
  const bool distribution =
      std::abs(sum - 1.0) < 1e-3 &&
      std::all_of(scores.begin(), scores.end(), [](float score) { return score >= -1e-6f; });
  if (distribution) return result;
  result.through_softmax = true;
  const double largest = *std::max_element(result.values.begin(), result.values.end());
  double total = 0.0;
  for (double& value : result.values) total += value = std::exp(value - largest);
  for (double& value : result.values) value /= total;
  return result;
}

std::string prediction_text(std::span<const float> scores, const std::vector<std::string>& names) {
  const Probabilities probabilities = probabilities_of(scores);
  const auto best = static_cast<std::size_t>(
      std::max_element(probabilities.values.begin(), probabilities.values.end()) -
      probabilities.values.begin());
  std::string text = fmt::format("class {}", best);
  if (best < names.size()) text += fmt::format("  {}", names[best]);
  text += fmt::format("  probability {:.6g}", probabilities.values[best]);
  if (probabilities.through_softmax) text += "  (scores did not sum to one: softmax applied)";
  return text;
}

Result<std::vector<std::string>> class_names(const ActivationsCommand& command,
                                             const loaders::LoadedModel& loaded) {
  if (!command.class_names.empty()) return read_class_names(command.class_names);
  return loaded.class_names.value_or(std::vector<std::string>{});
}

Status write_activations(const ActivationsCommand& command, const nn::Model& model,
                         const nn::Activations& activations) {
  std::vector<nn::ModelLayer> layers;
  for (const std::string& name : command.layers) {
    auto layer = find_layer(model, name);
    if (!layer) return fail("{}: {}", command.model.string(), layer.error().message);
    layers.push_back(std::move(*layer));
  }
  if (command.layers.empty()) layers = model.layers();
  std::error_code error;
  std::filesystem::create_directories(command.folder, error);
  if (error) {
    return fail("{}: the folder cannot be made ({})", command.folder.string(), error.message());
  }
  for (const nn::ModelLayer& layer : layers) {
    const auto path = command.folder / file_name_of(layer.index(), layer->name());
    const auto& value = activations[static_cast<std::size_t>(layer.node())];
    if (const Status written = write_npy(path, value); !written) return written;
  }
  return {};
}

}  // namespace

Result<std::string> describe_model(const std::filesystem::path& file, bool json) {
  auto loaded = loaders::load_model(file);
  if (!loaded) return fail(std::move(loaded.error()));
  return json ? summary_json(*loaded) : summary_text(*loaded);
}

Result<std::string> export_weights(const std::filesystem::path& file, const std::string& layer,
                                   const std::filesystem::path& output) {
  auto loaded = loaders::load_model(file);
  if (!loaded) return fail(std::move(loaded.error()));
  auto found = find_layer(loaded->model, layer);
  if (!found) return fail("{}: {}", file.string(), found.error().message);
  const auto weights = (*found)->weights();
  if (weights.empty()) {
    return fail("{}: the layer {} ({}) has no weights", file.string(), (*found)->name(),
                (*found)->type());
  }
  if (const Status written = write_npy(output, *weights.front().value); !written) {
    return fail(written.error());
  }
  return kernel_statistics(*found->handle());
}

Result<std::string> export_activations(const ActivationsCommand& command) {
  auto loaded = loaders::load_model(command.model);
  if (!loaded) return fail(std::move(loaded.error()));
  auto names = class_names(command, *loaded);
  if (!names) return fail(std::move(names.error()));
  auto item = read_network_item(command.input, *loaded);
  if (!item) return fail(std::move(item.error()));
  auto activations = loaded->model.activations(item->values);
  if (!activations) {
    return fail("{}: {}", command.input.file.string(), activations.error().message);
  }
  auto prediction = loaded->model.predict(item->values);
  if (!prediction) return fail("{}: {}", command.model.string(), prediction.error().message);
  const Status written = write_activations(command, loaded->model, *activations);
  if (!written) return fail(written.error());
  return with_line(prediction_text(std::as_const(*prediction).values(), *names),
                   preparation_line(*item));
}

Result<std::string> evaluate_model(const EvaluateCommand& command) {
  auto loaded = loaders::load_model(command.model);
  if (!loaded) return fail(std::move(loaded.error()));
  auto items = read_network_items(command.input, *loaded);
  if (!items) return fail(std::move(items.error()));
  auto labels = read_labels(command.labels);
  if (!labels) return fail(std::move(labels.error()));
  const std::int64_t item_count = items->values.shape()[0];
  if (static_cast<std::int64_t>(labels->size()) != item_count || labels->empty()) {
    return fail("{}: {} labels were given for {} pictures", command.labels.string(), labels->size(),
                item_count);
  }

  nn::ComputeOptions options;
  options.threads = command.threads;
  std::size_t right = 0;
  double loss = 0.0;
  for (std::int64_t first = 0; first < item_count; first += kBatch) {
    const std::int64_t count = std::min(kBatch, item_count - first);
    const auto batch = prepared_items(*items, first, count, *loaded);
    if (!batch) return fail(batch.error());
    auto scores = loaded->model.predict(*batch, options);  // (count, classes)
    if (!scores) return fail("{}: {}", command.model.string(), scores.error().message);
    const std::size_t classes = scores->size() / static_cast<std::size_t>(count);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto label = (*labels)[static_cast<std::size_t>(first + i)];
      if (static_cast<std::size_t>(label) >= classes) {
        return fail("{}: the label {} was found, the model knows {} classes",
                    command.labels.string(), label, classes);
      }
      const Probabilities p = probabilities_of(
          std::as_const(*scores).values().subspan(static_cast<std::size_t>(i) * classes, classes));
      const auto best = std::max_element(p.values.begin(), p.values.end()) - p.values.begin();
      right += best == label ? 1 : 0;
      // As Keras does, a probability is kept off 0, whose logarithm is infinite.
      loss -= std::log(std::clamp(p.values[static_cast<std::size_t>(label)], 1e-7, 1.0 - 1e-7));
    }
  }
  const auto total = static_cast<double>(labels->size());
  return with_line(fmt::format("accuracy {:.4f}  loss {:.4f}  ({} pictures)",
                               static_cast<double>(right) / total, loss / total, labels->size()),
                   preparation_line(*items));
}

}  // namespace convlens::app

#include "app/commands/model_commands.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "app/figures/kernel_statistics.h"
#include "app/open/array_input.h"
#include "app/open/weight_notes.h"
#include "core/files/file.h"
#include "core/files/npy.h"
#include "nn/prediction.h"

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

// What the layer table is made from.
struct Summary {
  std::string name;
  std::string format;
  std::string read_only;  // why the network cannot be edited; empty where it can
  std::vector<nn::SummaryRow> rows;
  std::size_t parameters = 0;
  std::vector<std::string> notes;
};

std::vector<std::string> in_english(const std::vector<Phrase>& said) {
  std::vector<std::string> sentences;
  for (const Phrase& phrase : said) sentences.push_back(phrase.english());
  return sentences;
}

Summary summary_of(const loaders::LoadedModel& loaded) {
  Summary summary{loaded.model.name(),
                  loaded.format,
                  "",
                  loaded.model.summary(),
                  loaded.model.parameter_count(),
                  in_english(loaded.notes)};
  for (const Phrase& note : weight_notes(loaded.model)) summary.notes.push_back(note.english());
  return summary;
}

Summary summary_of(const loaders::ReadOnlyNetwork& network) {
  Summary summary{"network",
                  network.format,
                  network.reason.english(),
                  {},
                  network.parameter_count(),
                  in_english(network.notes)};
  for (const loaders::ReadOnlyLayer& layer : network.layers()) {
    summary.rows.push_back({static_cast<int>(summary.rows.size()), layer.name, layer.type,
                            layer.output, layer.parameter_count()});
    const Phrase note = weight_note(layer.name, layer.weights);
    if (!note.empty()) summary.notes.push_back(note.english());
  }
  return summary;
}

std::string summary_json(const Summary& summary) {
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  for (const nn::SummaryRow& row : summary.rows) {
    layers.push_back({{"index", row.number ? nlohmann::ordered_json(*row.number) : nullptr},
                      {"name", row.name},
                      {"type", row.type},
                      {"output_shape", shape_json(row.output_shape)},
                      {"parameters", row.parameters}});
  }
  const nlohmann::ordered_json json{{"name", summary.name},
                                    {"format", summary.format},
                                    {"read_only", !summary.read_only.empty()},
                                    {"parameters", summary.parameters},
                                    {"layers", std::move(layers)},
                                    {"notes", summary.notes}};
  return json.dump(2);
}

std::string summary_text(const Summary& summary) {
  std::size_t name_width = 4;
  std::size_t type_width = 4;
  for (const nn::SummaryRow& row : summary.rows) {
    name_width = std::max(name_width, row.name.size());
    type_width = std::max(type_width, row.type.size());
  }
  std::string text =
      fmt::format("{}: {}, {} parameters\n", summary.name, summary.format, summary.parameters);
  text += fmt::format("{:>5}  {:<{}}  {:<{}}  {:<24}{:>10}\n", "index", "name", name_width, "type",
                      type_width, "output shape", "parameters");
  for (const nn::SummaryRow& row : summary.rows) {
    text += fmt::format("{:>5}  {:<{}}  {:<{}}  {:<24}{:>10}\n",
                        row.number ? std::to_string(*row.number) : "", row.name, name_width,
                        row.type, type_width, nn::to_string(row.output_shape), row.parameters);
  }
  for (const std::string& note : summary.notes) text += note + "\n";
  if (!summary.read_only.empty()) text += "read-only: " + summary.read_only + "\n";
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

// "class 3  cat  probability 0.98", and what was done to the values for it.
std::string prediction_text(const nn::Prediction& prediction,
                            const std::vector<std::string>& names) {
  if (prediction.empty()) return "the output is maps, no list of classes: no prediction";
  const std::size_t best = prediction.best();
  const double value = prediction.values[best];
  if (std::isnan(value)) return "the output is not a number (NaN): no prediction";
  const bool is_value = prediction.answer == nn::Answer::kValues;
  if (is_value && prediction.values.size() == 1) return fmt::format("value {:.6g}", value);
  std::string text = fmt::format("class {}", best);
  if (best < names.size()) text += fmt::format("  {}", names[best]);
  text += fmt::format("  {} {:.6g}", is_value ? "value" : "probability", value);
  if (prediction.answer == nn::Answer::kScores) text += "  (scores: softmax applied)";
  if (prediction.answer == nn::Answer::kOneProbability) text += "  (of two: p and 1 - p)";
  if (prediction.answer == nn::Answer::kIndependent)
    text += "  (of several that need not sum to 1)";
  return text;
}

std::string outputs_text(const nn::Model& model) {
  std::string text = fmt::format("{} outputs:", model.outputs().size());
  for (const nn::Symbolic& output : model.outputs()) {
    text += fmt::format("  {} {}", output.layer()->name(), nn::to_string(output.shape()));
  }
  return text;
}

template <typename Network>
Result<std::vector<std::string>> class_names(const ActivationsCommand& command,
                                             const Network& loaded) {
  if (!command.class_names.empty()) return read_class_names(command.class_names);
  return loaded.class_names.value_or(std::vector<std::string>{});
}

Status make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(link_target(folder), error);
  if (!error) return {};
  return fail("{}: the folder cannot be made ({})", folder.string(), error.message());
}

Status write_activations(const ActivationsCommand& command, const nn::Model& model,
                         const nn::Activations& activations) {
  std::vector<nn::ModelLayer> layers;
  for (const std::string& name : command.layers) {
    auto layer = find_layer(model, name);
    if (!layer) return fail("{}: {}", command.model.string(), layer.error());
    layers.push_back(std::move(*layer));
  }
  if (command.layers.empty()) layers = model.layers();
  if (const Status made = make_folder(command.folder); !made) return made;
  for (const nn::ModelLayer& layer : layers) {
    const auto path = command.folder / file_name_of(layer.index(), layer.name());
    const auto& value = activations[static_cast<std::size_t>(layer.node())];
    if (const Status written = write_npy(path, value); !written) return written;
  }
  return {};
}

// By name, or by its number in the table.
Result<const loaders::ReadOnlyLayer*> find_layer(const loaders::ReadOnlyNetwork& network,
                                                 const std::string& name_or_number) {
  const auto& layers = network.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].name == name_or_number || std::to_string(i) == name_or_number) return &layers[i];
  }
  return fail("there is no layer called {}, the network has {}", name_or_number, layers.size());
}

Result<std::string> export_read_only_activations(const ActivationsCommand& command,
                                                 const loaders::ReadOnlyNetwork& network) {
  TRY_ASSIGN(auto names, class_names(command, network));
  std::vector<std::size_t> chosen(command.layers.empty() ? network.layers().size() : 0);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  for (const std::string& name : command.layers) {
    const auto found = find_layer(network, name);
    if (!found) return fail("{}: {}", command.model.string(), found.error());
    chosen.push_back(static_cast<std::size_t>(*found - network.layers().data()));
  }
  TRY_ASSIGN(const auto items, read_pictures(command.input.file, command.input.raw));
  const Shape& shape = items.shape();
  if (command.input.index < 0 || command.input.index >= shape[0]) {
    return fail("{}: item {} was asked for, the file holds {}", command.input.file.string(),
                command.input.index, shape[0]);
  }
  const Shape one{1, shape[1], shape[2], shape[3]};
  const auto first = static_cast<std::size_t>(command.input.index) * one.element_count();
  const TensorView item(std::as_const(items).values().subspan(first, one.element_count()), one);
  TRY_ASSIGN(const auto prepared, prepare_pictures(command.input.file, item,
                                                   with_choices({}, command.input.preparation)));
  TRY_ASSIGN(const auto values, network.activations(prepared));
  TRY(make_folder(command.folder));
  for (const std::size_t i : chosen) {
    const auto path = command.folder / file_name_of(static_cast<int>(i), network.layers()[i].name);
    TRY(write_npy(path, values[i]));
  }
  if (values.empty() || values.back().size() == 0) return std::string("read-only");
  const auto answer =
      nn::answer_of(network.layers().back().type, nn::Activation::kLinear, values.back().shape());
  return prediction_text(nn::prediction_of(answer, values.back().values()), names) +
         "  (read-only)";
}

// A layer's arrays, whatever kind of network it is of.
struct LayerWeights {
  std::string_view name;
  std::string_view type;
  std::span<const nn::Weight> weights;
};

Result<std::string> write_weights(const std::filesystem::path& file, const LayerWeights& layer,
                                  const std::filesystem::path& output) {
  if (layer.weights.empty()) {
    return fail("{}: the layer {} ({}) has no weights", file.string(), layer.name, layer.type);
  }
  const Tensor& kernel = *layer.weights.front().value;
  TRY(write_npy(output, kernel));

  return kernel_statistics(layer.name, layer.type, layer.weights);
}

// Whether the answer is a class of which the label is one.
Status check_classes(const EvaluateCommand& command, const nn::Prediction& prediction,
                     std::size_t label) {
  if (prediction.empty() || prediction.answer == nn::Answer::kValues) {
    return fail("{}: the output is {}, a probability or score for each class was expected",
                command.model.string(), prediction.empty() ? "maps" : "plain values");
  }
  const std::size_t classes = prediction.values.size();
  if (label < classes) return {};
  return fail("{}: the label {} was found, the model knows {} classes", command.labels.string(),
              label, classes);
}

// Cross-entropy; of classes that are each by themselves the mean of their binary cross-entropies.
// As Keras does, a probability is kept off 0, whose logarithm is infinite.
double loss_of(const nn::Prediction& prediction, std::size_t label) {
  const auto surprise = [](double p) { return -std::log(std::clamp(p, 1e-7, 1.0 - 1e-7)); };
  if (prediction.answer != nn::Answer::kIndependent) return surprise(prediction.values[label]);
  double sum = 0.0;
  for (std::size_t i = 0; i < prediction.values.size(); ++i) {
    sum += surprise(i == label ? prediction.values[i] : 1.0 - prediction.values[i]);
  }
  return sum / static_cast<double>(prediction.values.size());
}

// Of some pictures.
struct Measured {
  std::size_t right = 0;
  std::size_t unanswered = 0;  // NaN
  double loss = 0.0;           // summed
};

std::string measured_text(const Measured& measured, std::size_t pictures) {
  const auto total = static_cast<double>(pictures);
  const double loss = measured.loss / total;
  std::string text = fmt::format("accuracy {:.4f}  loss {:.4f}  ({} pictures)",
                                 static_cast<double>(measured.right) / total,
                                 std::isnan(loss) ? std::abs(loss) : loss, pictures);
  if (measured.unanswered > 0) {
    text += fmt::format("\n{} answers are not a number (NaN), which counts as wrong",
                        measured.unanswered);
  }
  return text;
}

}  // namespace

Result<std::string> describe_model(const std::filesystem::path& file, bool json) {
  TRY_ASSIGN(auto loaded, loaders::load_network(file));
  const Summary summary =
      std::visit([](const auto& network) { return summary_of(network); }, loaded);
  return json ? summary_json(summary) : summary_text(summary);
}

Result<std::string> export_weights(const std::filesystem::path& file, const std::string& layer,
                                   const std::filesystem::path& output) {
  TRY_ASSIGN(auto loaded, loaders::load_network(file));
  if (const auto* network = std::get_if<loaders::ReadOnlyNetwork>(&loaded)) {
    const auto found = find_layer(*network, layer);
    if (!found) return fail("{}: {}", file.string(), found.error());
    return write_weights(file, {(*found)->name, (*found)->type, (*found)->weights}, output);
  }
  auto found = find_layer(std::get<loaders::LoadedModel>(loaded).model, layer);
  if (!found) return fail("{}: {}", file.string(), found.error());
  return write_weights(file, {found->name(), (*found)->type(), (*found)->weights()}, output);
}

Result<std::string> export_activations(const ActivationsCommand& command) {
  TRY_ASSIGN(auto network, loaders::load_network(command.model));
  if (const auto* read_only = std::get_if<loaders::ReadOnlyNetwork>(&network)) {
    return export_read_only_activations(command, *read_only);
  }
  auto* loaded = std::get_if<loaders::LoadedModel>(&network);
  TRY_ASSIGN(auto names, class_names(command, *loaded));
  TRY_ASSIGN(auto item, read_network_item(command.input, *loaded));
  auto activations = loaded->model.activations(item.values);
  if (!activations) {
    return fail("{}: {}", command.input.file.string(), activations.error());
  }
  TRY(write_activations(command, loaded->model, *activations));
  if (!loaded->end.empty()) return with_line(loaded->end.english(), preparation_line(item));
  // A detector's answers are no classes.
  if (loaded->model.outputs().size() > 1) {
    return with_line(outputs_text(loaded->model), preparation_line(item));
  }
  auto prediction = loaded->model.predict(item.values);
  if (!prediction) return fail("{}: {}", command.model.string(), prediction.error());
  return with_line(
      prediction_text(nn::prediction_of(loaded->model.outputs().front(), *prediction, 0), names),
      preparation_line(item));
}

Result<std::string> evaluate_model(const EvaluateCommand& command) {
  TRY_ASSIGN(auto loaded, loaders::load_model(command.model));
  if (!loaded.end.empty()) {
    return fail("{}: the network predicts nothing, {}", command.model.string(), loaded.end);
  }
  TRY_ASSIGN(auto items, read_network_items(command.input, loaded));
  TRY_ASSIGN(auto labels, read_labels(command.labels));
  const std::int64_t item_count = items.values.shape()[0];
  if (static_cast<std::int64_t>(labels.size()) != item_count || labels.empty()) {
    return fail("{}: {} labels were given for {} pictures", command.labels.string(), labels.size(),
                item_count);
  }
  nn::ComputeOptions options;
  options.threads = command.threads;
  Measured measured;
  for (std::int64_t first = 0; first < item_count; first += kBatch) {
    const std::int64_t count = std::min(kBatch, item_count - first);
    TRY_ASSIGN(const auto batch, prepared_items(items, first, count, loaded));
    auto output = loaded.model.predict(batch, options);
    if (!output) return fail("{}: {}", command.model.string(), output.error());
    for (std::int64_t i = 0; i < count; ++i) {
      const auto label = static_cast<std::size_t>(labels[static_cast<std::size_t>(first + i)]);
      const nn::Prediction prediction =
          nn::prediction_of(loaded.model.outputs().front(), *output, i);
      TRY(check_classes(command, prediction, label));
      const std::size_t best = prediction.best();
      const bool answered = !std::isnan(prediction.values[best]);
      measured.unanswered += answered ? 0 : 1;
      measured.right += answered && best == label ? 1 : 0;
      measured.loss += loss_of(prediction, label);
    }
  }
  return with_line(measured_text(measured, labels.size()), preparation_line(items));
}

}  // namespace convlens::app

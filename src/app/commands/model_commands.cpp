#include "app/commands/model_commands.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
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

// What is to be known of the network, as of how the file was understood.
std::vector<std::string> notes_of(const loaders::LoadedModel& loaded) {
  std::vector<std::string> notes;
  for (const Phrase& note : loaded.notes) notes.push_back(note.english());
  for (const Phrase& note : weight_notes(loaded.model)) notes.push_back(note.english());
  return notes;
}

std::string summary_json(const loaders::LoadedModel& loaded) {
  nlohmann::ordered_json layers = nlohmann::ordered_json::array();
  for (const nn::SummaryRow& row : loaded.model.summary()) {
    layers.push_back({{"index", row.number ? nlohmann::ordered_json(*row.number) : nullptr},
                      {"name", row.name},
                      {"type", row.type},
                      {"output_shape", shape_json(row.output_shape)},
                      {"parameters", row.parameters}});
  }
  // Scripts ask for "read_only": there are no networks any more that can only be looked at.
  const nlohmann::ordered_json json{
      {"name", loaded.model.name()}, {"format", loaded.format},
      {"read_only", false},          {"parameters", loaded.model.parameter_count()},
      {"layers", std::move(layers)}, {"notes", notes_of(loaded)}};
  return json.dump(2);
}

std::string summary_text(const loaders::LoadedModel& loaded) {
  const std::vector<nn::SummaryRow> rows = loaded.model.summary();
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
    text += fmt::format("{:>5}  {:<{}}  {:<{}}  {:<24}{:>10}\n",
                        row.number ? std::to_string(*row.number) : "", row.name, name_width,
                        row.type, type_width, nn::to_string(row.output_shape), row.parameters);
  }
  for (const std::string& note : notes_of(loaded)) text += note + "\n";
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

// A line for each output, with its name where there are several.
std::string predictions_text(const nn::Model& model, const nn::Activations& activations,
                             std::int64_t item, const std::vector<std::string>& names) {
  const std::vector<nn::Prediction> predictions = nn::predictions_of(model, activations, item);
  if (predictions.size() == 1) return prediction_text(predictions[0], names);
  std::string text;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    const nn::Symbolic& output = model.outputs()[i];
    // Names belong to an answer of as many classes.
    const bool has_names = predictions[i].values.size() == names.size();
    text += fmt::format(
        "{}{} {}: {}", i > 0 ? "\n" : "", output.layer()->name(), nn::to_string(output.shape()),
        prediction_text(predictions[i], has_names ? names : std::vector<std::string>{}));
  }
  return text;
}

// "frame 31  class 3 ...", frame by frame.
std::string frames_text(const nn::Model& model, const nn::Activations& activations,
                        const FrameChoice& frames, const std::vector<std::string>& names) {
  std::string text;
  for (std::int64_t number = frames.first; number < frames.end; ++number) {
    text += fmt::format("{}frame {}  {}", text.empty() ? "" : "\n", number,
                        predictions_text(model, activations, number - frames.first, names));
  }
  return text;
}

Result<std::vector<std::string>> class_names(const ActivationsCommand& command,
                                             const loaders::LoadedModel& loaded) {
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
    if (!layer) return fail("{}: {}", command.model.path.string(), layer.error());
    layers.push_back(std::move(*layer));
  }
  if (command.layers.empty()) layers = model.layers();
  TRY(make_folder(command.folder));
  for (const nn::ModelLayer& layer : layers) {
    const auto path = command.folder / file_name_of(layer.index(), layer.name());
    const auto& value = activations[static_cast<std::size_t>(layer.node())];
    TRY(write_npy(path, value));
  }
  return {};
}

// Whether the answer is a class of which the label is one.
Status check_classes(const EvaluateCommand& command, const nn::Prediction& prediction,
                     std::size_t label) {
  if (prediction.empty() || prediction.answer == nn::Answer::kValues) {
    return fail("{}: the output is {}, a probability or score for each class was expected",
                command.model.path.string(), prediction.empty() ? "maps" : "plain values");
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

Result<std::string> describe_model(const NetworkFiles& file, bool json) {
  TRY_ASSIGN(const auto loaded, load_network(file));
  return json ? summary_json(loaded) : summary_text(loaded);
}

Result<std::string> export_weights(const NetworkFiles& file, const std::string& name,
                                   const std::filesystem::path& output) {
  TRY_ASSIGN(const auto loaded, load_network(file));
  const auto layer = find_layer(loaded.model, name);
  if (!layer) return fail("{}: {}", file.path.string(), layer.error());
  const auto weights = (*layer)->weights();
  if (weights.empty()) {
    return fail("{}: the layer {} ({}) has no weights", file.path.string(), layer->name(),
                (*layer)->type());
  }
  TRY(write_npy(output, *weights.front().value));
  return kernel_statistics(layer->name(), (*layer)->type(), weights);
}

Result<std::string> export_activations(const ActivationsCommand& command) {
  TRY_ASSIGN(auto loaded, load_network(command.model));
  TRY_ASSIGN(auto names, class_names(command, loaded));
  TRY_ASSIGN(auto item, read_network_item(command.input, loaded));
  auto activations = loaded.model.activations(item.values);
  if (!activations) {
    return fail("{}: {}", command.input.file.string(), activations.error());
  }
  TRY(write_activations(command, loaded.model, *activations));
  if (!loaded.end.empty()) return with_line(loaded.end.english(), preparation_line(item));
  const FrameChoice& frames = command.input.frames;
  const std::string said = frames.is_range()
                               ? frames_text(loaded.model, *activations, frames, names)
                               : predictions_text(loaded.model, *activations, 0, names);
  return with_line(said, preparation_line(item));
}

Result<std::string> evaluate_model(const EvaluateCommand& command) {
  TRY_ASSIGN(auto loaded, load_network(command.model));
  if (!loaded.end.empty()) {
    return fail("{}: the network predicts nothing, {}", command.model.path.string(), loaded.end);
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
    if (!output) return fail("{}: {}", command.model.path.string(), output.error());
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

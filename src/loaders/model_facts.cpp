#include "loaders/model_facts.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/printable.h"
#include "loaders/common/json.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::optional<double> whole_number(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

// "1/255", or a number.
std::optional<double> quotient(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return {};
  const auto text = value.get<std::string>();
  const std::size_t bar = text.find('/');
  const auto upper = whole_number(std::string_view(text).substr(0, bar));
  if (bar == std::string::npos || !upper) return upper;
  const auto lower = whole_number(std::string_view(text).substr(bar + 1));
  if (!lower || *lower == 0.0) return {};
  return *upper / *lower;
}

// What leaves every value as it is, is not worth a step.
std::vector<float> unless_all(std::vector<float> values, float nothing) {
  for (const float value : values) {
    if (value != nothing) return values;
  }
  return {};
}

Result<nn::InputPreparation> read_preparation(const json& input) {
  nn::InputPreparation preparation;
  SettingsReader reader(input);
  preparation.resize = reader.optional_pair({"size"});
  if (reader.text({"order"}, "rgb") == "bgr") preparation.order = nn::ChannelOrder::kBgr;
  if (const json* scale = reader.find({"scale"})) {
    const auto factor = quotient(*scale);
    if (!factor) return fail(R"("scale" should be a number or a quotient as "1/255")");
    constexpr double kEightBit = 255.0;
    preparation.scale = static_cast<float>(*factor * kEightBit);
  }
  preparation.mean = unless_all(reader.numbers({"mean"}, 0.0f), 0.0f);
  preparation.standard_deviation = unless_all(reader.numbers({"std"}, 1.0f), 1.0f);
  if (!reader.error()) return fail(reader.error().error());
  return preparation;
}

// A size that no picture is resized to is as none.
std::optional<nn::HeightWidth> read_trained_at(const json& input) {
  constexpr int kMaxSide = 4096;
  const auto size = SettingsReader(input).optional_pair({"trained_at"});
  const auto is_side = [](int side) { return side >= 1 && side <= kMaxSide; };
  return size && is_side(size->height) && is_side(size->width) ? size : std::nullopt;
}

// A model is good without its history, so that one which is told in another way is as none.
std::optional<TrainingHistory> read_history(const fs::path& beside, const json& told) {
  const auto file = told.find("file");
  const auto epochs = told.find("epochs");
  if (!told.is_object() || file == told.end() || !file->is_string() || epochs == told.end() ||
      !epochs->is_array()) {
    return std::nullopt;
  }
  // Beside the model, whatever folder the name leads to.
  TrainingHistory history{beside.parent_path() / fs::path(file->get<std::string>()).filename(), {}};
  for (const json& epoch : *epochs) {
    if (!epoch.is_number()) return std::nullopt;
    history.epochs.push_back(epoch.get<double>());
  }
  return history;
}

Result<std::vector<std::string>> read_classes(const json& list) {
  std::vector<std::string> names;
  for (const json& name : list) {
    if (!name.is_string()) return fail("\"classes\" should be a list of names");
    names.push_back(name.get<std::string>());
    // Names become part of answers and tables.
    if (!is_printable(names.back())) {
      return fail("the class \"{}\" has characters that cannot be shown", printable(names.back()));
    }
  }
  return names;
}

}  // namespace

Result<ModelFacts> read_model_facts(const fs::path& model_path) {
  ModelFacts facts;
  const fs::path path = beside(model_path, ".json");
  std::error_code error;
  if (path == model_path || !fs::is_regular_file(path, error)) return facts;
  constexpr std::size_t kMaxBytes = std::size_t{1} << 22;
  TRY_ASSIGN(const auto bytes, read_file(path, kMaxBytes));
  const auto object =
      parse_json(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  if (!object) return fail("{}: {}", path.string(), object.error());
  SettingsReader reader(*object);
  if (const json* classes = reader.find({"classes"})) {
    auto names =
        classes->is_array() ? read_classes(*classes) : fail("\"classes\" should be a list");
    if (!names) return fail("{}: {}", path.string(), names.error());
    facts.class_names = *std::move(names);
  }
  if (const json* input = reader.find({"input"})) {
    const auto preparation = read_preparation(*input);
    if (!preparation) return fail("{}: {}", path.string(), preparation.error());
    facts.preparation = *preparation;
    facts.trained_at = read_trained_at(*input);
  }
  if (const json* told = reader.find({"conv1_history"})) {
    facts.history = read_history(model_path, *told);
  }
  return facts;
}

}  // namespace convlens::loaders

#include "loaders/engine/question.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "loaders/common/json.h"

namespace convlens::loaders {
namespace {

using nlohmann::json;

json json_of(const nn::PartialShape& shape) {
  json extents = json::array();
  for (const std::int64_t extent : shape.extents()) {
    extents.push_back(extent == nn::PartialShape::kUnknown ? json() : json(extent));
  }
  return extents;
}

ModelArchive message(const json& said) {
  ModelArchive archive;
  archive.format = ArchiveFormat::kMessage;
  archive.architecture = said.dump(-1, ' ', false, json::error_handler_t::replace);
  return archive;
}

tl::unexpected<Error> not_understood() { return fail("what the engine was asked is no question"); }

}  // namespace

ModelArchive to_archive(Question question) {
  json given = json::array();
  for (const Given& value : question.given) {
    given.push_back({{"name", value.name}, {"shape", json_of(value.shape)}});
  }
  ModelArchive archive = message({{"ask", static_cast<int>(question.ask)},
                                  {"output", question.output},
                                  {"given", std::move(given)}});
  archive.groups.push_back({"values", {}});
  for (Tensor& value : question.values) archive.groups[0].weights.push_back({"", std::move(value)});
  return archive;
}

Result<Question> to_question(ModelArchive archive) {
  TRY_ASSIGN(const auto said, parse_json(archive.architecture));
  SettingsReader reader(said);
  const int ask = reader.integer({"ask"}, -1);
  const json* given = reader.find({"given"});
  if (ask < 0 || ask > static_cast<int>(Ask::kRun) || given == nullptr || !given->is_array()) {
    return not_understood();
  }
  Question question{static_cast<Ask>(ask), reader.text({"output"}, ""), {}, {}};
  for (const json& entry : *given) {
    SettingsReader value(entry);
    const json* extents = value.find({"shape"});
    if (extents == nullptr) return not_understood();
    TRY_ASSIGN(auto shape, partial_shape(*extents));
    question.given.push_back({value.text({"name"}, ""), shape});
  }
  for (WeightGroup& group : archive.groups) {
    for (NamedTensor& value : group.weights) question.values.push_back(std::move(value.values));
  }
  return question;
}

ModelArchive to_archive(const EngineAnswer& answer) {
  return message({{"needed", answer.needed}, {"shape", json_of(answer.shape)}});
}

Result<EngineAnswer> to_answer(const ModelArchive& archive) {
  TRY_ASSIGN(const auto said, parse_json(archive.architecture));
  SettingsReader reader(said);
  const json* needed = reader.find({"needed"});
  const json* extents = reader.find({"shape"});
  if (needed == nullptr || !needed->is_array() || extents == nullptr) {
    return fail("the engine's answer cannot be understood");
  }
  EngineAnswer answer;
  TRY_ASSIGN(answer.shape, partial_shape(*extents));
  for (const json& name : *needed) {
    if (name.is_string()) answer.needed.push_back(name.get<std::string>());
  }
  return answer;
}

}  // namespace convlens::loaders

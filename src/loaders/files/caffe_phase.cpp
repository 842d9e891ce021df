#include "loaders/files/caffe_phase.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace convlens::loaders {
namespace {

// "SoftmaxWithLoss" and "SOFTMAX_LOSS" of older files alike.
std::string type_of(const TextMessage& layer) {
  std::string type;
  for (const std::string& text : layer.all("type")) {
    for (const char c : text) {
      if (c != '_') type += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  return type;
}

bool names_phase(const TextMessage& layer, std::string_view list, std::string_view phase) {
  return std::any_of(layer.blocks.begin(), layer.blocks.end(), [&](const auto& block) {
    const auto phases = block.content.all("phase");
    return block.name == list && std::find(phases.begin(), phases.end(), phase) != phases.end();
  });
}

bool is_for_training(const TextMessage& layer) {
  return names_phase(layer, "include", "TRAIN") || names_phase(layer, "exclude", "TEST");
}

bool is_source(const std::string& type) {
  constexpr std::array kSources{"DATA",       "IMAGEDATA",  "HDF5DATA",
                                "MEMORYDATA", "WINDOWDATA", "DUMMYDATA"};
  return std::find(kSources.begin(), kSources.end(), type) != kSources.end();
}

// What a loss applies to its first input, by the names of newer files and older ones.
struct Loss {
  const char* type;
  const char* applied;
  const char* older;
};
constexpr std::array kLosses{Loss{"SOFTMAXWITHLOSS", "\"Softmax\"", "SOFTMAX"},
                             Loss{"SOFTMAXLOSS", "\"Softmax\"", "SOFTMAX"},
                             Loss{"SIGMOIDCROSSENTROPYLOSS", "\"Sigmoid\"", "SIGMOID"}};

bool is_measure(const std::string& type) {
  return type.ends_with("LOSS") || type == "ACCURACY" || type == "SILENCE";
}

std::string quoted(const std::vector<std::string>& names) {
  return "\"" + (names.empty() ? std::string() : names.front()) + "\"";
}

// What stands in the place of a block: nothing where it stays.
std::optional<std::string> replacement(const std::string& kind, const TextMessage& layer) {
  if (kind != "layer" && kind != "layers") return {};
  const std::string type = type_of(layer);
  if (is_for_training(layer)) return "";
  if (is_source(type)) return "input: " + quoted(layer.all("top")) + "\n";
  const auto* const loss = std::find_if(kLosses.begin(), kLosses.end(),
                                        [&type](const Loss& row) { return type == row.type; });
  if (loss != kLosses.end()) {
    const std::string name = quoted(layer.all("name"));
    return kind + " { name: " + name + " type: " + (kind == "layer" ? loss->applied : loss->older) +
           " bottom: " + quoted(layer.all("bottom")) + " top: " + name + " }\n";
  }
  if (is_measure(type)) return "";
  return {};
}

}  // namespace

Result<CaffeStructure> at_test_phase(std::string_view text) {
  TRY_ASSIGN(auto network, parse_prototxt(text));
  CaffeStructure structure;
  std::size_t kept = 0;
  for (const TextBlock& block : network.blocks) {
    const auto instead = replacement(block.name, block.content);
    if (!instead) continue;
    structure.is_of_training = true;
    structure.text.append(text.substr(kept, block.begin - kept)).append(*instead);
    kept = block.end;
    if (is_source(type_of(block.content)) && !is_for_training(block.content)) {
      structure.source = block.content;
    }
  }
  structure.text.append(text.substr(kept));
  if (!structure.is_of_training) {
    structure.network = std::move(network);
    return structure;
  }
  TRY_ASSIGN(structure.network, parse_prototxt(structure.text));
  return structure;
}

}  // namespace convlens::loaders

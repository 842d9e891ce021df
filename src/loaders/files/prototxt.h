#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

// Protobuf's text format, as far as Caffe's .prototxt files use it.
namespace convlens::loaders {

// "name: value" pairs and "name { ... }" blocks, each in the file's order.
struct TextMessage {
  std::vector<std::pair<std::string, std::string>> values;  // text without its quotes
  std::vector<std::pair<std::string, TextMessage>> blocks;
  // Where a block stands in the text, its name and its brackets included.
  std::size_t begin = 0;
  std::size_t end = 0;

  // The values of that name, and the first block; nothing where there is none.
  std::vector<std::string> all(std::string_view name) const;
  const TextMessage* block(std::string_view name) const;
};

// Errors: brackets that do not match or nest too deep, and what is neither value nor block.
Result<TextMessage> parse_prototxt(std::string_view text);

}  // namespace convlens::loaders

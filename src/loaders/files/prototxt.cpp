#include "loaders/files/prototxt.h"

#include <algorithm>
#include <cctype>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

constexpr int kMaxBlockDepth = 32;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), size_(text.size()) {}

  Result<TextMessage> parse() {
    TextMessage message;
    TRY(fill(message, 0));
    return message;
  }

 private:
  // Past blanks, separators and comments.
  void skip() {
    while (!text_.empty()) {
      const char c = text_.front();
      if (c == '#') {
        text_.remove_prefix(std::min(text_.find('\n'), text_.size()));
      } else if (std::isspace(static_cast<unsigned char>(c)) != 0 || c == ',' || c == ';') {
        text_.remove_prefix(1);
      } else {
        return;
      }
    }
  }

  bool take(char c) {
    skip();
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Letters, digits and what numbers have besides.
  std::string word() {
    skip();
    std::size_t length = 0;
    const auto belongs = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-' ||
             c == '+';
    };
    while (length < text_.size() && belongs(text_[length])) ++length;
    std::string result(text_.substr(0, length));
    text_.remove_prefix(length);
    return result;
  }

  Result<std::string> quoted(char quote) {
    const std::size_t end = text_.find(quote);
    if (end == std::string_view::npos) return fail("a text has no end");
    std::string result(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return result;
  }

  Result<std::string> value() {
    for (const char quote : {'"', '\''}) {
      if (take(quote)) return quoted(quote);
    }
    std::string result = word();
    if (result.empty()) return fail("a value is missing");
    return result;
  }

  // Up to the closing bracket of a block, or to the end of the text.
  Status fill(TextMessage& message, int depth) {
    if (depth > kMaxBlockDepth) return fail("blocks nest deeper than {}", int{kMaxBlockDepth});
    for (;;) {
      if (take('}')) {
        if (depth > 0) return {};
        return fail("a bracket closes that none has opened");
      }
      skip();
      if (text_.empty()) {
        if (depth == 0) return {};
        return fail("a bracket is not closed");
      }
      const std::size_t begin = place();
      const std::string name = word();
      if (name.empty()) return fail("\"{}\" is out of place", printable(text_.substr(0, 8)));
      const bool has_colon = take(':');
      if (take('{')) {
        message.blocks.emplace_back(name, TextMessage{});
        TextMessage block;
        if (auto status = fill(block, depth + 1); !status) return status;
        block.begin = begin;
        block.end = place();
        message.blocks.back().second = std::move(block);
      } else if (has_colon && take('[')) {
        while (!take(']')) {
          TRY_ASSIGN(auto element, value());
          message.values.emplace_back(name, std::move(element));
        }
      } else if (has_colon) {
        TRY_ASSIGN(auto single, value());
        message.values.emplace_back(name, std::move(single));
      } else {
        return fail("\"{}\" has no value", printable(name));
      }
    }
  }

  std::size_t place() const { return size_ - text_.size(); }

  std::string_view text_;
  std::size_t size_;
};

}  // namespace

std::vector<std::string> TextMessage::all(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : values) {
    if (key == name) found.push_back(value);
  }
  return found;
}

const TextMessage* TextMessage::block(std::string_view name) const {
  for (const auto& [key, block] : blocks) {
    if (key == name) return &block;
  }
  return nullptr;
}

Result<TextMessage> parse_prototxt(std::string_view text) { return Parser(text).parse(); }

}  // namespace convlens::loaders

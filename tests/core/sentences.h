#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What tests of files and of what is said about them have in common.
namespace convlens::testing {

inline std::vector<std::byte> bytes_of(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

// One line, no full stop, and, where there is a file, its name in front.
inline void expect_sentence(const std::string& message, const std::string& file = {}) {
  EXPECT_FALSE(message.empty());
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  EXPECT_NE(message.back(), '.') << message;
  if (!file.empty()) {
    EXPECT_EQ(message.rfind(file + ": ", 0), 0U) << message;
  }
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace convlens::testing

#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace convlens::lab {

// What happened beside the document's steps, a line each, newest last.
class Log {
 public:
  static constexpr std::size_t kMaxLines = 200;  // the oldest are forgotten beyond that

  // A line like the one before is not said twice: a failing drag says it with every frame.
  void add(std::string line) {
    if (!lines_.empty() && lines_.back() == line) return;
    if (lines_.size() == kMaxLines) lines_.erase(lines_.begin());
    lines_.push_back(std::move(line));
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

}  // namespace convlens::lab

#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/phrase.h"

namespace convlens::lab {

// What happened beside the document's steps, a line each, newest last.
class Log {
 public:
  static constexpr std::size_t kMaxLines = 200;  // the oldest are forgotten beyond that

  // A line like the one before is not said twice: a failing drag says it with every frame.
  void add(Phrase line) {
    if (!lines_.empty() && lines_.back() == line) return;
    if (lines_.size() == kMaxLines) lines_.erase(lines_.begin());
    lines_.push_back(std::move(line));
  }
  const std::vector<Phrase>& lines() const { return lines_; }

 private:
  std::vector<Phrase> lines_;
};

}  // namespace convlens::lab

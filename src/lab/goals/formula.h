#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/goals/expression.h"
#include "lab/goals/value.h"
#include "lab/lab.h"

namespace convlens::lab::goals {

// What an expression is of: all that before(...) asks for, as it was when a step began.
class Memory {
 public:
  // A sentence in the place of what could not be had then.
  const Result<Value>& at(std::size_t slot) const { return values_[slot]; }

 private:
  friend class Formula;
  std::vector<Result<Value>> values_;
};

// An expression over the document, the maps and the view, as a lesson states it. It only looks, has
// no loops and ends at once. A value: copies share what was parsed.
class Formula {
 public:
  // Refused where it gives another type.
  static Result<Formula> parse(std::string_view text, Type type);

  const std::string& text() const { return text_; }
  // The name of a map of mine that "map(0, 1)" stands for; nothing of any other text.
  std::optional<MapId> map_id() const;
  // What before(...) will give from here on.
  Memory remember(const Lab& lab) const;
  // A number that is divided by zero, a filter that is not there: a sentence.
  Result<Value> value(const Lab& lab, const Memory& memory) const;

 private:
  std::string text_;
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace convlens::lab::goals

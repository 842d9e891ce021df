#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/goals/functions.h"
#include "lab/goals/value.h"

namespace convlens::lab::goals {

enum class Operation {
  kLiteral,
  kCall,    // of a function of functions.h
  kBefore,  // the value of its part when the step began
  kNegative,
  kNot,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kEqual,
  kNotEqual,
  kAnd,
  kOr,
};

// A node of what was parsed; never changed then. Its parts have the types that it needs.
struct Expression {
  Operation operation = Operation::kLiteral;
  Type type = Type::kNumber;
  Value literal = 0.0;
  const Function* function = nullptr;
  std::vector<std::unique_ptr<const Expression>> parts;
  std::size_t slot = 0;  // of kBefore: which of the goal's values that are kept
};

inline constexpr std::size_t kMostCharacters = 2000;
inline constexpr int kMostNested = 64;

struct Parsed {
  std::unique_ptr<const Expression> root;
  std::vector<const Expression*> kept;  // what stands in before(...), by their slots
};

// Errors say at which character, from 1, what was expected.
Result<Parsed> parse_expression(std::string_view text);

}  // namespace convlens::lab::goals

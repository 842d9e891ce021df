#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "lab/goals/value.h"
#include "lab/lab.h"

namespace convlens::lab::goals {

// What a goal can ask of the lab by name. Every one only looks; .github/LESSONS.md tells what each
// gives. Rows, columns, channels, pictures and filters count from 0, as in Python.
struct Function {
  std::string_view name;
  std::string_view takes;  // a letter a value: n number, t text, g grid
  Type gives = Type::kNumber;
  // Of as many values of those types. Errors say what there is and what was asked for.
  Result<Value> (*call)(const Lab& lab, std::span<const Value> values) = nullptr;
};

// All, several of one name side by side.
std::span<const Function> all_functions();
// Those of one name; none where there is no such.
std::span<const Function> functions_named(std::string_view name);

}  // namespace convlens::lab::goals

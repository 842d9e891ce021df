#include "lab/goals/formula.h"

#include <array>
#include <cmath>
#include <utility>

namespace convlens::lab::goals {
namespace {

class Evaluation {
 public:
  Evaluation(const Lab& lab, const Memory* memory) : lab_(lab), memory_(memory) {}

  Result<Value> of(const Expression& node) const {
    switch (node.operation) {
      case Operation::kLiteral:
        return node.literal;
      case Operation::kCall:
        return call(node);
      case Operation::kBefore:
        return memory_->at(node.slot);
      case Operation::kAnd:
      case Operation::kOr:
        return joined(node);
      case Operation::kNot: {
        TRY_ASSIGN(const auto part, of(*node.parts[0]));
        return !std::get<bool>(part);
      }
      case Operation::kNegative: {
        TRY_ASSIGN(const auto part, of(*node.parts[0]));
        return -std::get<double>(part);
      }
      default:
        return of_two(node);
    }
  }

 private:
  Result<Value> call(const Expression& node) const {
    std::vector<Value> values;
    for (const auto& part : node.parts) {
      TRY_ASSIGN(auto value, of(*part));
      values.push_back(std::move(value));
    }
    return node.function->call(lab_, values);
  }

  // The second part is asked only where it matters: it may stand on what the first one makes sure.
  Result<Value> joined(const Expression& node) const {
    TRY_ASSIGN(const auto first, of(*node.parts[0]));
    if (std::get<bool>(first) == (node.operation == Operation::kOr)) return first;
    return of(*node.parts[1]);
  }

  Result<Value> of_two(const Expression& node) const {
    TRY_ASSIGN(const auto a, of(*node.parts[0]));
    TRY_ASSIGN(const auto b, of(*node.parts[1]));
    if (type_of(a) == Type::kText) {
      return (std::get<std::string>(a) == std::get<std::string>(b)) ==
             (node.operation == Operation::kEqual);
    }
    return of_numbers(node.operation, std::get<double>(a), std::get<double>(b));
  }

  static Result<Value> of_numbers(Operation operation, double a, double b) {
    switch (operation) {
      case Operation::kAdd:
        return a + b;
      case Operation::kSubtract:
        return a - b;
      case Operation::kMultiply:
        return a * b;
      case Operation::kDivide:
        if (b == 0) return fail("{} is divided by 0", a);
        return a / b;
      case Operation::kLess:
        return a < b;
      case Operation::kLessEqual:
        return a <= b;
      case Operation::kGreater:
        return a > b;
      case Operation::kGreaterEqual:
        return a >= b;
      case Operation::kEqual:
        return a == b;
      default:
        return a != b;
    }
  }

  const Lab& lab_;
  const Memory* memory_;
};

}  // namespace

Result<Formula> Formula::parse(std::string_view text, Type type) {
  TRY_ASSIGN(auto parsed, parse_expression(text));
  if (parsed.root->type != type) {
    if (type == Type::kTruth) {
      return fail("a condition was expected, such as sum(filter) == 0");
    }
    return fail("a map or a filter was expected, such as map(0)");
  }
  Formula formula;
  formula.text_ = text;
  formula.parsed_ = std::make_shared<const Parsed>(std::move(parsed));
  return formula;
}

std::optional<MapId> Formula::map_id() const {
  const Expression& root = *parsed_->root;
  const bool is_map = root.function != nullptr && root.function->name == "map";
  if (!is_map || root.parts.size() != 2) return std::nullopt;
  std::array<std::size_t, 2> places{};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Expression& part = *root.parts[i];
    if (part.operation != Operation::kLiteral) return std::nullopt;
    const double number = std::get<double>(part.literal);
    if (number != std::floor(number) || number >= static_cast<double>(kMaxFilters)) {
      return std::nullopt;
    }
    places[i] = static_cast<std::size_t>(number);
  }
  return MapId::mine(places[0], places[1]);
}

Memory Formula::remember(const Lab& lab) const {
  Memory memory;
  for (const Expression* part : parsed_->kept) {
    auto value = Evaluation(lab, nullptr).of(*part);
    if (value) value = kept(*std::move(value));
    memory.values_.push_back(std::move(value));
  }
  return memory;
}

Result<Value> Formula::value(const Lab& lab, const Memory& memory) const {
  return Evaluation(lab, &memory).of(*parsed_->root);
}

}  // namespace convlens::lab::goals

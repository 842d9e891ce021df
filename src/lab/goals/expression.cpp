#include "lab/goals/expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "core/float_text.h"
#include "core/printable.h"

namespace convlens::lab::goals {
namespace {

using Node = std::unique_ptr<Expression>;

Word name_of(Type type) {
  switch (type) {
    case Type::kNumber:
      return word("a number");
    case Type::kTruth:
      return word("a condition");
    case Type::kText:
      return word("a text");
    case Type::kGrid:
      break;
  }
  return word("a map or filter");
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Sign {
  std::string_view text;
  Operation operation;
};
// The longer ones first.
constexpr std::array kComparisons{
    Sign{"<=", Operation::kLessEqual}, Sign{">=", Operation::kGreaterEqual},
    Sign{"==", Operation::kEqual},     Sign{"!=", Operation::kNotEqual},
    Sign{"<", Operation::kLess},       Sign{">", Operation::kGreater}};
constexpr std::array kSums{Sign{"+", Operation::kAdd}, Sign{"-", Operation::kSubtract}};
constexpr std::array kProducts{Sign{"*", Operation::kMultiply}, Sign{"/", Operation::kDivide}};
constexpr std::array kAnds{Sign{"and", Operation::kAnd}};
constexpr std::array kOrs{Sign{"or", Operation::kOr}};

// By recursive descent: or, and, not, comparison, sum, product, sign, value.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Parsed> whole() {
    if (text_.size() > kMostCharacters) {
      return fail("{} characters, at most {} expected", text_.size(), kMostCharacters);
    }
    TRY_ASSIGN(auto root, either());
    skip();
    if (at_ < text_.size()) return wrong(phrase("an operator or the end was expected"));
    return Parsed{std::move(root), std::move(kept_)};
  }

 private:
  tl::unexpected<Error> wrong(const Phrase& what) const {
    return fail("character {}: {}", at_ + 1, what);
  }

  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool takes(std::string_view sign) {
    skip();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(sign)) return false;
    const bool is_word = is_letter(sign.front());
    if (is_word && rest.size() > sign.size()) {
      const char next = rest[sign.size()];
      if (is_letter(next) || is_digit(next)) return false;
    }
    at_ += sign.size();
    return true;
  }

  Status needs(std::string_view sign) {
    if (!takes(sign)) return wrong(phrase("\"{}\" was expected", sign));
    return {};
  }

  Node made(Operation operation, Type type, Node first, Node second = nullptr) {
    auto node = std::make_unique<Expression>();
    node->operation = operation;
    node->type = type;
    node->parts.push_back(std::move(first));
    if (second) node->parts.push_back(std::move(second));
    return node;
  }

  Status check(const Expression& node, Type type, std::string_view sign) const {
    if (node.type == type) return {};
    return wrong(phrase("{} takes {}, {} was given", sign, name_of(type), name_of(node.type)));
  }

  // One or several, with signs of one rank between them.
  Result<Node> chain(std::span<const Sign> signs, Type type, Result<Node> (Parser::*part)()) {
    TRY_ASSIGN(auto left, (this->*part)());
    while (true) {
      const auto sign = std::find_if(signs.begin(), signs.end(),
                                     [this](const Sign& one) { return takes(one.text); });
      if (sign == signs.end()) return left;
      TRY(check(*left, type, sign->text));
      TRY_ASSIGN(auto right, (this->*part)());
      TRY(check(*right, type, sign->text));
      left = made(sign->operation, type, std::move(left), std::move(right));
    }
  }

  Result<Node> either() {
    if (++depth_ > kMostNested)
      return wrong(phrase("more than {} parts within each other", kMostNested));
    auto node = chain(kOrs, Type::kTruth, &Parser::both);
    --depth_;
    return node;
  }

  Result<Node> both() { return chain(kAnds, Type::kTruth, &Parser::denied); }

  Result<Node> denied() {
    bool denied = false;
    bool any = false;
    while (takes("not")) {
      denied = !denied;
      any = true;
    }
    TRY_ASSIGN(auto node, comparison());
    if (any) TRY(check(*node, Type::kTruth, "not"));
    return denied ? made(Operation::kNot, Type::kTruth, std::move(node)) : std::move(node);
  }

  Result<Node> comparison() {
    TRY_ASSIGN(auto left, sum());
    const auto sign = std::find_if(kComparisons.begin(), kComparisons.end(),
                                   [this](const Sign& one) { return takes(one.text); });
    if (sign == kComparisons.end()) return left;
    TRY_ASSIGN(auto right, sum());
    const bool equality =
        sign->operation == Operation::kEqual || sign->operation == Operation::kNotEqual;
    const Type type = equality && left->type == Type::kText ? Type::kText : Type::kNumber;
    TRY(check(*left, type, sign->text));
    TRY(check(*right, type, sign->text));
    return made(sign->operation, Type::kTruth, std::move(left), std::move(right));
  }

  Result<Node> sum() { return chain(kSums, Type::kNumber, &Parser::product); }
  Result<Node> product() { return chain(kProducts, Type::kNumber, &Parser::signed_value); }

  Result<Node> signed_value() {
    bool negative = false;
    bool any = false;
    while (takes("-")) {
      negative = !negative;
      any = true;
    }
    TRY_ASSIGN(auto node, value());
    if (any) TRY(check(*node, Type::kNumber, "-"));
    return negative ? made(Operation::kNegative, Type::kNumber, std::move(node)) : std::move(node);
  }

  Result<Node> value() {
    if (takes("(")) {
      TRY_ASSIGN(auto node, either());
      TRY(needs(")"));
      return node;
    }
    skip();
    if (at_ == text_.size()) return wrong(phrase("a value was expected"));
    const char c = text_[at_];
    if (is_digit(c) || c == '.') return number();
    if (c == '"') return quoted();
    if (is_letter(c)) return named();
    return wrong(phrase("a value was expected, found {}", quoted_text(text_.substr(at_, 1))));
  }

  static std::string quoted_text(std::string_view text) { return "\"" + printable(text) + "\""; }

  static Node literal(Value value) {
    auto node = std::make_unique<Expression>();
    node->type = type_of(value);
    node->literal = std::move(value);
    return node;
  }

  Result<Node> number() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    const std::string_view digits = text_.substr(begin, at_ - begin);
    float value = 0;  // as weights and maps have it
    const auto read = read_float(digits, value);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
      at_ = begin;
      return wrong(phrase("a number was expected"));
    }
    return literal(static_cast<double>(value));
  }

  Result<Node> quoted() {
    const std::size_t end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos)
      return wrong(phrase("the quotation mark that ends the text is missing"));
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return literal(std::move(value));
  }

  Result<Node> named() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name == "before") return before();
    const auto functions = functions_named(name);
    if (functions.empty()) {
      at_ = begin;
      return wrong(phrase("there is nothing named {}", quoted_text(name)));
    }
    auto node = std::make_unique<Expression>();
    node->operation = Operation::kCall;
    if (takes("(")) TRY(arguments(*node));
    return called(std::move(node), name, functions);
  }

  Status arguments(Expression& node) {
    if (takes(")")) return {};
    do {
      TRY_ASSIGN(auto part, either());
      node.parts.push_back(std::move(part));
    } while (takes(","));
    return needs(")");
  }

  static char letter_of(Type type) { return "nctg"[static_cast<std::size_t>(type)]; }

  Result<Node> called(Node node, std::string_view name, std::span<const Function> functions) {
    std::string given;
    for (const auto& part : node->parts) given += letter_of(part->type);
    for (const Function& function : functions) {
      if (function.takes != given) continue;
      node->function = &function;
      node->type = function.gives;
      return node;
    }
    std::string ways;
    for (const Function& function : functions) {
      ways += (ways.empty() ? "" : ", ") + signature(function);
    }
    return wrong(phrase("{} is used as {}", name, ways));
  }

  static std::string signature(const Function& function) {
    std::string text(function.name);
    if (function.takes.empty()) return text;
    for (std::size_t i = 0; i < function.takes.size(); ++i) {
      text += i == 0 ? "(" : ", ";
      text += function.takes[i] == 'n' ? "number" : function.takes[i] == 't' ? "text" : "map";
    }
    return text + ")";
  }

  Result<Node> before() {
    if (in_before_) return wrong(phrase("before(...) within before(...) says nothing"));
    TRY(needs("("));
    in_before_ = true;
    TRY_ASSIGN(auto part, either());
    in_before_ = false;
    TRY(needs(")"));
    const Type type = part->type;
    auto node = made(Operation::kBefore, type, std::move(part));
    node->slot = kept_.size();
    kept_.push_back(node->parts.front().get());
    return node;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool in_before_ = false;
  std::vector<const Expression*> kept_;
};

}  // namespace

Result<Parsed> parse_expression(std::string_view text) { return Parser(text).whole(); }

}  // namespace convlens::lab::goals

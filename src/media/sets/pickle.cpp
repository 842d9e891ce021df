#include "media/sets/pickle.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>

#include "core/printable.h"
#include "core/shape.h"
#include "media/sets/pickle_numpy.h"
#include "media/sets/pickle_text.h"

namespace convlens::media {

// The machine that a pickle is a program for. Its opcodes are described in Python's own
// Lib/pickletools.py.
class PickleReader {
 public:
  PickleReader(std::span<const std::byte> bytes, std::string_view name)
      : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), name_(name) {}

  Result<Pickle> read();

 private:
  // What a value costs is bounded, and every value takes a byte of the file, at least.
  static constexpr std::size_t kMostValues = 4'000'000;

  Status step(char code);
  Status push_number(char code);
  Status push_text(char code);
  Status gather(char code);
  Status remember(char code);
  Status make(char code);

  template <typename Value>
  Status push(Value value);
  PickleValue* create(PickleValue value);

  tl::unexpected<Error> damaged() const {
    return fail("{}: the pickle is damaged or cut short", name_);
  }
  tl::unexpected<Error> odd() const {
    return fail("{}: the pickle is no data of a kind that is known here, or damaged", name_);
  }
  // `count` bytes of the file, a line without its end, and a number of so many bytes.
  Result<std::string_view> take(std::uint64_t count);
  Result<std::string_view> line();
  Result<std::uint64_t> unsigned_of(std::size_t bytes);
  Result<std::string_view> counted(std::size_t bytes);
  // What stands on the stack: the top, and all above the mark, which is taken away.
  Result<PickleValue*> pop();
  Result<PickleItems> above_mark();
  Result<PickleItems> pop_some(std::size_t count);

  Status push_long(std::string_view little_endian);
  Status global(std::string_view module, std::string_view name);
  Status append(const PickleItems& items);
  Status set_items(const PickleItems& items);
  Status put(std::uint64_t place);
  Status get(std::uint64_t place);
  Status reduce();
  Status build();

  std::string_view text_;
  const std::string name_;
  Pickle made_;
  // Values on the stack, between them where marks are.
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;
  std::vector<PickleValue*> memo_;
};

Result<std::string_view> PickleReader::take(std::uint64_t count) {
  if (count > text_.size()) return damaged();
  const std::string_view taken = text_.substr(0, count);
  text_.remove_prefix(count);
  return taken;
}

Result<std::string_view> PickleReader::line() {
  const std::size_t end = text_.find('\n');
  if (end == std::string_view::npos) return damaged();
  const std::string_view taken = text_.substr(0, end);
  text_.remove_prefix(end + 1);
  return taken;
}

Result<std::uint64_t> PickleReader::unsigned_of(std::size_t bytes) {
  TRY_ASSIGN(const auto raw, take(bytes));
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(raw[i]);
  return value;
}

Result<std::string_view> PickleReader::counted(std::size_t bytes) {
  TRY_ASSIGN(const auto count, unsigned_of(bytes));
  return take(count);
}

PickleValue* PickleReader::create(PickleValue value) {
  made_.values_->push_back(std::move(value));
  return &made_.values_->back();
}

template <typename Value>
Status PickleReader::push(Value value) {
  if (made_.values_->size() >= kMostValues) {
    return fail("{}: the pickle holds more than {} values", name_, kMostValues);
  }
  stack_.push_back(create(PickleValue{std::move(value)}));
  return {};
}

Result<PickleValue*> PickleReader::pop() {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor) return damaged();
  PickleValue* top = stack_.back();
  stack_.pop_back();
  return top;
}

Result<PickleItems> PickleReader::above_mark() {
  if (marks_.empty()) return damaged();
  const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  PickleItems items(from, stack_.end());
  stack_.erase(from, stack_.end());
  marks_.pop_back();
  return items;
}

Result<PickleItems> PickleReader::pop_some(std::size_t count) {
  PickleItems items(count);
  for (std::size_t i = count; i-- > 0;) {
    TRY_ASSIGN(items[i], pop());
  }
  return items;
}

// In two's complement, as many bytes as it needs. Numbers beyond 64 bits are none that data of a
// set have.
Status PickleReader::push_long(std::string_view little_endian) {
  if (little_endian.size() > sizeof(std::int64_t)) return odd();
  const bool negative =
      !little_endian.empty() && (static_cast<unsigned char>(little_endian.back()) & 0x80U) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = little_endian.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(little_endian[i]);
  }
  return push(std::bit_cast<std::int64_t>(value));
}

Status PickleReader::push_number(char code) {
  switch (code) {
    case 'N':
      return push(PickleNone{});
    case '\x88':
      return push(true);
    case '\x89':
      return push(false);
    case 'K':
    case 'M': {
      TRY_ASSIGN(const auto value, unsigned_of(code == 'K' ? 1 : 2));
      return push(static_cast<std::int64_t>(value));
    }
    case 'J': {
      TRY_ASSIGN(const auto value, take(4));
      return push_long(value);
    }
    case '\x8a':
    case '\x8b': {
      TRY_ASSIGN(const auto value, counted(code == '\x8a' ? 1 : 4));
      return push_long(value);
    }
    case 'G': {
      TRY_ASSIGN(const auto raw, take(8));
      std::uint64_t bits = 0;
      for (const char byte : raw) bits = bits << 8 | static_cast<unsigned char>(byte);
      return push(std::bit_cast<double>(bits));
    }
    case 'F': {
      TRY_ASSIGN(const auto digits, line());
      const auto value = pickled_double(digits);
      return value ? push(*value) : Status(damaged());
    }
    default: {  // 'I', 'L'
      TRY_ASSIGN(const auto digits, line());
      if (code == 'I' && (digits == "00" || digits == "01")) return push(digits == "01");
      const auto value = pickled_integer(digits);
      return value ? push(*value) : Status(damaged());
    }
  }
}

Status PickleReader::push_text(char code) {
  switch (code) {
    case 'S': {
      TRY_ASSIGN(const auto quoted, line());
      auto text = python_string(quoted);
      return text ? push(PickleText{*std::move(text)}) : Status(damaged());
    }
    case 'V': {
      TRY_ASSIGN(const auto escaped, line());
      auto text = raw_unicode(escaped);
      return text ? push(PickleText{*std::move(text)}) : Status(damaged());
    }
    case 'U':       // of Python 2
    case 'C':       // bytes
    case '\x8c': {  // Unicode
      TRY_ASSIGN(const auto text, counted(1));
      return push(PickleText{std::string(text)});
    }
    case 'T':
    case 'B':
    case 'X': {
      TRY_ASSIGN(const auto text, counted(4));
      return push(PickleText{std::string(text)});
    }
    default: {  // those of 8 bytes' length: Unicode, bytes, a bytearray
      TRY_ASSIGN(const auto text, counted(8));
      return push(PickleText{std::string(text)});
    }
  }
}

Status PickleReader::append(const PickleItems& items) {
  TRY_ASSIGN(auto* list, pop());
  auto* known = std::get_if<PickleList>(&list->is);
  if (known == nullptr) return odd();
  known->items.insert(known->items.end(), items.begin(), items.end());
  stack_.push_back(list);
  return {};
}

Status PickleReader::set_items(const PickleItems& items) {
  TRY_ASSIGN(auto* dict, pop());
  auto* known = std::get_if<PickleDict>(&dict->is);
  if (known == nullptr || items.size() % 2 != 0) return odd();
  for (std::size_t i = 0; i < items.size(); i += 2) {
    known->entries.emplace_back(items[i], items[i + 1]);
  }
  stack_.push_back(dict);
  return {};
}

// Lists, tuples and dictionaries.
Status PickleReader::gather(char code) {
  switch (code) {
    case '(':
      marks_.push_back(stack_.size());
      return marks_.size() <= kMostValues ? Status() : Status(damaged());
    case '}':
      return push(PickleDict{});
    case ']':
      return push(PickleList{});
    case ')':
      return push(PickleTuple{});
    case '\x85':
    case '\x86':
    case '\x87': {
      TRY_ASSIGN(auto items, pop_some(static_cast<std::size_t>(code - '\x85') + 1));
      return push(PickleTuple{std::move(items)});
    }
    case 't': {
      TRY_ASSIGN(auto items, above_mark());
      return push(PickleTuple{std::move(items)});
    }
    case 'l': {
      TRY_ASSIGN(auto items, above_mark());
      return push(PickleList{std::move(items)});
    }
    case 'd': {
      TRY_ASSIGN(const auto items, above_mark());
      TRY(push(PickleDict{}));
      return set_items(items);
    }
    case 'a': {
      TRY_ASSIGN(const auto items, pop_some(1));
      return append(items);
    }
    case 'e': {
      TRY_ASSIGN(const auto items, above_mark());
      return append(items);
    }
    case 's': {
      TRY_ASSIGN(const auto items, pop_some(2));
      return set_items(items);
    }
    default: {  // 'u'
      TRY_ASSIGN(const auto items, above_mark());
      return set_items(items);
    }
  }
}

// What is put there again counts from then on.
Status PickleReader::put(std::uint64_t place) {
  const std::size_t floor = marks_.empty() ? 0 : marks_.back();
  if (stack_.size() <= floor || place > kMostValues) return damaged();
  if (place >= memo_.size()) memo_.resize(place + 1);
  memo_[place] = stack_.back();
  return {};
}

Status PickleReader::get(std::uint64_t place) {
  if (place >= memo_.size() || memo_[place] == nullptr) return damaged();
  // Copies of what is there take no byte each but for this.
  if (stack_.size() >= kMostValues) return damaged();
  stack_.push_back(memo_[place]);
  return {};
}

Status PickleReader::remember(char code) {
  switch (code) {
    case '\x94':
      return put(memo_.size());
    case 'p':
    case 'g': {
      TRY_ASSIGN(const auto digits, line());
      const auto place = pickled_integer(digits);
      if (!place || *place < 0) return damaged();
      return code == 'p' ? put(static_cast<std::uint64_t>(*place))
                         : get(static_cast<std::uint64_t>(*place));
    }
    default: {
      const bool is_short = code == 'q' || code == 'h';
      TRY_ASSIGN(const auto place, unsigned_of(is_short ? 1 : 4));
      return code == 'q' || code == 'r' ? put(place) : get(place);
    }
  }
}

Status PickleReader::global(std::string_view module, std::string_view name) {
  const std::string whole = std::string(module) + "." + std::string(name);
  const auto known = data_builder(whole);
  if (known) return push(PickleGlobal{std::string(*known)});
  return fail(
      "{}: the pickle asks for \"{}\", which is code: nothing of it is run, and only data are read",
      name_, printable(whole));
}

Status PickleReader::reduce() {
  TRY_ASSIGN(const auto* arguments, pop());
  TRY_ASSIGN(const auto* called, pop());
  const auto* builder = called->as<PickleGlobal>();
  const auto* values = arguments->as<PickleTuple>();
  if (builder == nullptr || values == nullptr) return odd();
  auto built = built_by(builder->name, values->items);
  if (!built) return odd();
  return push(std::move(built->is));
}

Status PickleReader::build() {
  TRY_ASSIGN(const auto* state, pop());
  TRY_ASSIGN(auto* value, pop());
  const auto* values = state->as<PickleTuple>();
  if (values == nullptr || !take_state(*value, values->items)) return odd();
  stack_.push_back(value);
  return {};
}

// What refers to names, and calls them.
Status PickleReader::make(char code) {
  switch (code) {
    case 'c': {
      TRY_ASSIGN(const auto module, line());
      TRY_ASSIGN(const auto name, line());
      return global(module, name);
    }
    case '\x93': {
      TRY_ASSIGN(const auto* name, pop());
      TRY_ASSIGN(const auto* module, pop());
      const auto* name_text = name->as<PickleText>();
      const auto* module_text = module->as<PickleText>();
      if (name_text == nullptr || module_text == nullptr) return odd();
      return global(module_text->bytes, name_text->bytes);
    }
    case 'R':
      return reduce();
    default:  // 'b'
      return build();
  }
}

Status PickleReader::step(char code) {
  const auto is_one_of = [code](std::string_view codes) {
    return codes.find(code) != std::string_view::npos;
  };
  if (is_one_of("N\x88\x89KMJ\x8a\x8bGFIL")) return push_number(code);
  if (is_one_of("SVUC\x8cTBX\x8d\x8e\x96")) return push_text(code);
  if (is_one_of("(})]\x85\x86\x87tldaesu")) return gather(code);
  if (is_one_of("\x94pgqrhj")) return remember(code);
  if (is_one_of("c\x93Rb")) return make(code);
  switch (code) {
    case '\x80': {  // the protocol
      TRY_ASSIGN(const auto protocol, unsigned_of(1));
      if (protocol <= 5) return {};
      return fail("{}: a pickle of protocol {}, at most 5 expected", name_, protocol);
    }
    case '\x95':  // a frame's length
      TRY(take(8));
      return {};
    case '0':
      // Also of a mark alone, as Python has it.
      if (!marks_.empty() && marks_.back() == stack_.size()) {
        marks_.pop_back();
        return {};
      }
      TRY(pop());
      return {};
    case '1':
      TRY(above_mark());
      return {};
    case '2': {
      TRY_ASSIGN(auto* top, pop());
      stack_.insert(stack_.end(), 2, top);
      return stack_.size() <= kMostValues ? Status() : Status(damaged());
    }
    default:
      return odd();
  }
}

Result<Pickle> PickleReader::read() {
  while (true) {
    TRY_ASSIGN(const auto code, take(1));
    if (code == ".") break;
    TRY(step(code.front()));
  }
  if (!marks_.empty() || stack_.size() != 1) return damaged();
  made_.root_ = stack_.back();
  return std::move(made_);
}

const PickleValue* pickled_entry(const PickleValue& dict, std::string_view key) {
  const auto* known = dict.as<PickleDict>();
  if (known == nullptr) return nullptr;
  for (const auto& [name, value] : known->entries) {
    const auto* text = name->as<PickleText>();
    if (text != nullptr && text->bytes == key) return value;
  }
  return nullptr;
}

bool pickled_integers(const PickleValue& value, std::vector<std::int64_t>& numbers) {
  if (const auto* array = value.as<PickleArray>()) return array_integers(*array, numbers);
  const auto* list = value.as<PickleList>();
  const auto* tuple = value.as<PickleTuple>();
  if (list == nullptr && tuple == nullptr) return false;
  numbers.clear();
  for (const PickleValue* item : list != nullptr ? list->items : tuple->items) {
    const auto* number = item->as<std::int64_t>();
    if (number == nullptr) return false;
    numbers.push_back(*number);
  }
  return true;
}

std::vector<std::string> pickled_texts(const PickleValue& value) {
  const auto* list = value.as<PickleList>();
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const PickleValue* item : list->items) {
    const auto* text = item->as<PickleText>();
    if (text == nullptr) return {};
    texts.push_back(legible(text->bytes));
  }
  return texts;
}

Result<Pickle> parse_pickle(std::span<const std::byte> bytes, std::string_view name) {
  return PickleReader(bytes, name).read();
}

bool begins_as_pickle(std::span<const std::byte> start) {
  if (start.size() < 2) return false;
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  // By its protocol, or as protocol 0 and 1 begin a dictionary.
  const bool told = text[0] == '\x80' && text[1] >= 1 && text[1] <= 5;
  return told || text.starts_with("(dp") || text.starts_with("}q");
}

}  // namespace convlens::media

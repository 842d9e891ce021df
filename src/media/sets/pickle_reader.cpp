#include "media/sets/pickle_reader.h"

#include <variant>

#include "core/printable.h"
#include "media/sets/pickle_numpy.h"
#include "media/sets/pickle_text.h"

namespace convlens::media {

PickleValue* PickleReader::create(PickleValue value) {
  made_.values_->push_back(std::move(value));
  return &made_.values_->back();
}

Status PickleReader::hold(const PickleValue& value) {
  const auto* text = value.as<PickleText>();
  const auto* array = value.as<PickleArray>();
  const std::size_t bytes = text != nullptr    ? text->bytes.size()
                            : array != nullptr ? array->bytes.size()
                                               : 0;
  if (bytes > room_) return odd();
  room_ -= bytes;
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
  return hold(*value);
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

}  // namespace convlens::media

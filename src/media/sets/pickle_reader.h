#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "media/sets/pickle.h"

namespace convlens::media {

// The machine that a pickle is a program for. Its opcodes are described in Python's own
// Lib/pickletools.py.
class PickleReader {
 public:
  PickleReader(std::span<const std::byte> bytes, std::string_view name)
      : text_(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
        name_(name),
        room_(kMostCopies * bytes.size()) {}

  Result<Pickle> read();

 private:
  // What a value costs is bounded, and every value takes a byte of the file, at least.
  static constexpr std::size_t kMostValues = 4'000'000;
  // Texts and arrays hold bytes of the file, which a sound one copies a few times: those that stay
  // are at most so many times as many as the file has.
  static constexpr std::size_t kMostCopies = 8;

  Status step(char code);
  Status push_number(char code);
  Status push_text(char code);
  Status gather(char code);
  Status remember(char code);
  Status make(char code);

  template <typename Value>
  Status push(Value value);
  PickleValue* create(PickleValue value);
  // Takes a value's bytes off the room that is left for them.
  Status hold(const PickleValue& value);

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
  std::size_t room_;  // bytes
  // Values on the stack, between them where marks are.
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;
  std::vector<PickleValue*> memo_;
};

template <typename Value>
Status PickleReader::push(Value value) {
  if (made_.values_->size() >= kMostValues) {
    return fail("{}: the pickle holds more than {} values", name_, kMostValues);
  }
  stack_.push_back(create(PickleValue{std::move(value)}));
  return hold(*stack_.back());
}

}  // namespace convlens::media

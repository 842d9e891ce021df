#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"

// Python's pickles, as far as they are data. A pickle is a program for a small machine of its own,
// which may call anything; here it builds values and nothing else, and one that asks for more is
// refused. Nothing is ever run.
namespace convlens::media {

struct PickleValue;
using PickleItems = std::vector<const PickleValue*>;

struct PickleNone {};
struct PickleText {
  std::string bytes;  // of str, bytes and bytearray alike: Python 2 knows no difference
};
struct PickleList {
  PickleItems items;
};
struct PickleTuple {
  PickleItems items;
};
struct PickleDict {
  std::vector<std::pair<const PickleValue*, const PickleValue*>> entries;
};
// A name that the pickle refers to: one of the few that build data.
struct PickleGlobal {
  std::string name;  // "numpy.dtype"
};
struct PickleDtype {
  std::string code;  // "u1", without the byte order
  bool big_endian = false;
};
// NumPy's, with as many bytes as its shape and type ask for.
struct PickleArray {
  PickleDtype dtype;
  std::vector<std::int64_t> shape;
  bool fortran_order = false;
  std::string bytes;
};

struct PickleValue {
  std::variant<PickleNone, bool, std::int64_t, double, PickleText, PickleList, PickleTuple,
               PickleDict, PickleGlobal, PickleDtype, PickleArray>
      is;

  template <typename Kind>
  const Kind* as() const {
    return std::get_if<Kind>(&is);
  }
};

// A pickle's value with all that it refers to, be it in a ring.
class Pickle {
 public:
  const PickleValue& root() const { return *root_; }

 private:
  friend class PickleReader;

  // None of them moves.
  std::unique_ptr<std::deque<PickleValue>> values_ = std::make_unique<std::deque<PickleValue>>();
  const PickleValue* root_ = nullptr;
};

// The entry of a dictionary; null where the value is none, or has no such text for a key.
const PickleValue* pickled_entry(const PickleValue& dict, std::string_view key);
// Whole numbers: of a list or tuple of them, or of an array of one axis. False where it is
// something else.
bool pickled_integers(const PickleValue& value, std::vector<std::int64_t>& numbers);
// The texts of a list.
std::vector<std::string> pickled_texts(const PickleValue& value);

// Protocols 0 to 5 of None, bools, numbers, texts, lists, tuples, dictionaries and NumPy's arrays
// and scalars, as any version of Python and NumPy writes them. `name` is what error messages call
// the data.
Result<Pickle> parse_pickle(std::span<const std::byte> bytes, std::string_view name);

// Whether a file that begins so may be one.
bool begins_as_pickle(std::span<const std::byte> start);

}  // namespace convlens::media

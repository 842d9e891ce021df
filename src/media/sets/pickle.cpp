#include "media/sets/pickle.h"

#include "core/printable.h"
#include "media/sets/pickle_numpy.h"
#include "media/sets/pickle_reader.h"

namespace convlens::media {

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

#include "lab/lesson/setup_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/printable.h"
#include "lab/document/presets.h"
#include "lab/lesson/words.h"
#include "lab/session/view_json.h"

namespace convlens::lab {
namespace {

constexpr std::array kNetworks{"fashion_mnist.keras", "cifar10.keras"};
constexpr std::array kWeights{"trained", "untrained"};

template <typename Names>
bool is_among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Names with commas between them.
PartNames part_names(const std::string& text, int line, const SayFault& say) {
  PartNames names;
  for (const std::string& name : split(text, ',')) {
    if (is_among(kLessonParts, name)) {
      names.push_back(name);
    } else {
      say(line, phrase("\"{}\" is no part of the window: {} expected", printable(name),
                       listed(kLessonParts)));
    }
  }
  return names;
}

// Parts, or controls.
PartNames pointed_names(const std::string& text, int line, const SayFault& say) {
  PartNames names;
  for (const std::string& name : split(text, ',')) {
    if (is_among(kLessonParts, name) || is_among(kLessonControls, name)) {
      names.push_back(name);
    } else {
      say(line, phrase("\"{}\" is neither a part of the window nor a control: {}; {} expected",
                       printable(name), listed(kLessonParts), listed(kLessonControls)));
    }
  }
  return names;
}

template <std::size_t N>
std::optional<std::string> one_of(const std::string& text, const std::array<const char*, N>& known,
                                  int line, const SayFault& say) {
  if (std::find(known.begin(), known.end(), text) != known.end()) return text;
  say(line, phrase("\"{}\" is not known: {} expected", printable(text), listed(known)));
  return std::nullopt;
}

// A number, true, false or a group in braces as JSON has them; what is neither is a text.
nlohmann::json json_value(const std::string& text) {
  auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_discarded() ? nlohmann::json(text) : value;
}

void read_view(const std::string& key, const std::string& value, int line, Setup& setup,
               const SayFault& say) {
  nlohmann::json one = nlohmann::json::object();
  one[key] = json_value(value);
  if (!is_view_word(key)) {
    say(line, phrase("\"{}\" is not known in a setting", printable(key)));
    return;
  }
  View tried;
  if (const Status read = take_view(one, tried); !read) {
    say(line, read.error());
    return;
  }
  setup.view[key] = std::move(one[key]);
}

void read_item(const std::string& value, int line, Setup& setup, const SayFault& say) {
  const auto number = json_value(value);
  if (number.is_number_unsigned() && number.get<std::uint64_t>() < 1'000'000) {
    setup.item = number.get<int>();
  } else {
    say(line, phrase("\"{}\" is no number of an item: 0 or more expected", printable(value)));
  }
}

// "0 1.5"
void read_range(const std::string& value, int line, Setup& setup, const SayFault& say) {
  const auto limits = split(value, ' ');
  const auto number = [&limits](std::size_t place) -> std::optional<float> {
    const auto json = json_value(place < limits.size() ? limits[place] : std::string());
    if (!json.is_number() || std::abs(json.get<double>()) > 1e30) return std::nullopt;
    return json.get<float>();
  };
  const auto lo = number(0);
  const auto hi = number(1);
  if (limits.size() == 2 && lo && hi && *lo < *hi) {
    setup.range = ValueRange{*lo, *hi};
  } else {
    say(line, phrase("\"{}\" is no range: two numbers expected, the smaller one first",
                     printable(value)));
  }
}

std::optional<Preset> known_preset(const std::string& value, int line, const SayFault& say) {
  if (const auto preset = preset_named(value)) return preset;
  std::vector<std::string_view> known;
  for (const Preset preset : kPresets) known.push_back(preset_word(preset));
  say(line, phrase("\"{}\" is no preset: {} expected", printable(value), listed(known, "; ")));
  return std::nullopt;
}

// "black", "white", or what is stamped on black.
std::optional<CanvasSetting> known_canvas(const std::string& value, int line, const SayFault& say) {
  if (value == "black") return CanvasSetting{};
  if (value == "white") return CanvasSetting{{255, 255, 255}, {}};
  const auto found = std::find(kStampWords.begin(), kStampWords.end(), value);
  if (found != kStampWords.end()) {
    return CanvasSetting{{0, 0, 0}, static_cast<StampKind>(found - kStampWords.begin())};
  }
  say(line, phrase("\"{}\" is no canvas: black, white, {} expected", printable(value),
                   listed(kStampWords)));
  return std::nullopt;
}

}  // namespace

void read_setting(const std::string& line, int number, Setup& setup, std::set<std::string>& said,
                  const SayFault& say) {
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) {
    return say(number, phrase("a name, a colon and a value were expected"));
  }
  const std::string key = trimmed(line.substr(0, colon));
  const std::string value = trimmed(line.substr(colon + 1));
  if (!said.insert(key).second) {
    return say(number,
               phrase("\"{}\" was set above already: once in a step expected", printable(key)));
  }
  if (key == "bench") {
    setup.bench_words = value;
  } else if (key == "network") {
    setup.network_name = one_of(value, kNetworks, number, say);
  } else if (key == "preset") {
    setup.preset = known_preset(value, number, say);
  } else if (key == "canvas") {
    setup.canvas = known_canvas(value, number, say);
  } else if (key == "weights") {
    if (const auto known = one_of(value, kWeights, number, say)) {
      setup.untrained = *known == kWeights[1];
    }
  } else if (key == "range") {
    read_range(value, number, setup, say);
  } else if (key == "item") {
    read_item(value, number, setup, say);
  } else if (key == "curtain") {
    setup.curtain = part_names(value, number, say);
  } else if (key == "only") {
    setup.only = part_names(value, number, say);
  } else if (key == "point") {
    setup.point = pointed_names(value, number, say);
  } else {
    read_view(key, value, number, setup, say);
  }
}

}  // namespace convlens::lab

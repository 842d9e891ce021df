#include "lab/session/view_json.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "core/printable.h"

namespace convlens::lab {
namespace {

using nlohmann::json;

constexpr int kMost = std::numeric_limits<int>::max();

constexpr std::array kThemes{"light", "dark"};
constexpr std::array kPlanes{"all", "red", "green", "blue"};
constexpr std::array kTools{"paint", "erase", "mute", "solo"};
constexpr std::array kFilterTabs{"brush", "whole", "all"};
constexpr std::array kInputTabs{"pictures", "history", "log"};
constexpr std::array kMapsTabs{"pairs", "mine", "figures", "measures"};
constexpr std::array kFigures{"pictures",    "crops",       "maps",      "input",
                              "filters",     "histogram",   "untrained", "untrained_histogram",
                              "first_layer", "second_layer"};
constexpr std::array kMeasures{"values", "line", "frequencies", "pooling"};
constexpr std::array kNetworkTabs{"flow", "one_layer", "weights", "table"};
constexpr std::array kWorkspaces{"bench", "network"};
constexpr std::array kDepths{"overview", "channels", "numbers"};
constexpr std::array kBorders{"shown", "hatched", "left_out"};
constexpr std::array kMapKinds{"mine", "trained"};
// As many as there are tables: the signed ones follow the page.
constexpr std::array kColormaps{"viridis", "binary", "gray", "magma", "cividis", "signed"};

// Writes what visit() goes through.
class Teller {
 public:
  explicit Teller(json& object) : object_(object) {}

  void flag(const char* key, bool value) { object_[key] = value; }
  void whole(const char* key, int value, int /*lo*/, int /*hi*/) { object_[key] = value; }
  void place(const char* key, std::size_t value) { object_[key] = value; }
  void text(const char* key, const std::string& value) { object_[key] = value; }
  void number(const char* key, float value) { object_[key] = floats_text({&value, 1}); }
  void number(const char* key, double value) { object_[key] = value; }
  template <typename Enum, std::size_t N>
  void name(const char* key, Enum value, const std::array<const char*, N>& names, int first = 0) {
    object_[key] = names[static_cast<std::size_t>(static_cast<int>(value) - first)];
  }
  template <typename T, typename Visit>
  void part(const char* key, const T& value, const Visit& visit) {
    Teller teller(object_[key] = json::object());
    visit(teller, value);
  }
  template <typename T, typename Visit>
  void maybe(const char* key, const std::optional<T>& value, const Visit& visit) {
    if (value) part(key, *value, visit);
  }

 private:
  json& object_;
};

// Reads it.
class Asker {
 public:
  explicit Asker(JsonFields fields) : fields_(std::move(fields)) {}

  void flag(const char* key, bool& value) { value = fields_.flag(key, value); }
  void whole(const char* key, int& value, int lo, int hi) {
    value = fields_.integer(key, lo, hi, value);
  }
  void place(const char* key, std::size_t& value) {
    value = fields_.index(key, std::size_t{kMost}, value);
  }
  void text(const char* key, std::string& value) { value = fields_.text(key, value); }
  void number(const char* key, float& value) {
    if (fields_.has(key)) value = fields_.floats(key, 1).front();
  }
  void number(const char* key, double& value) { value = fields_.number(key, value); }
  template <typename Enum, std::size_t N>
  void name(const char* key, Enum& value, const std::array<const char*, N>& names, int first = 0) {
    const auto shown = static_cast<std::size_t>(static_cast<int>(value) - first);
    const auto read = fields_.one_of<std::size_t>(key, names, shown);
    value = static_cast<Enum>(static_cast<int>(read) + first);
  }
  template <typename T, typename Visit>
  void part(const char* key, T& value, const Visit& visit) {
    if (!fields_.has(key)) return;
    Asker asker(fields_.object(key));
    visit(asker, value);
  }
  template <typename T, typename Visit>
  void maybe(const char* key, std::optional<T>& value, const Visit& visit) {
    if (!fields_.has(key)) return;
    value.emplace();
    part(key, *value, visit);
  }

 private:
  JsonFields fields_;
};

constexpr auto kBrush = [](auto& visitor, auto& brush) {
  visitor.number("value", brush.value);
  visitor.name("tool", brush.tool, kTools);
  visitor.flag("red", brush.channels[0]);
  visitor.flag("green", brush.channels[1]);
  visitor.flag("blue", brush.channels[2]);
  visitor.flag("mirror_x", brush.mirror_x);
  visitor.flag("mirror_y", brush.mirror_y);
};

constexpr auto kZoom = [](auto& visitor, auto& zoom) {
  visitor.number("factor", zoom.factor);
  visitor.number("row", zoom.row);
  visitor.number("column", zoom.column);
};

constexpr auto kCell = [](auto& visitor, auto& cell) {
  visitor.place("source", cell.map.source);
  visitor.place("filter", cell.map.index);
  visitor.whole("row", cell.row, 0, kMost);
  visitor.whole("column", cell.column, 0, kMost);
};

constexpr auto kRanges = [](auto& visitor, auto& ranges) {
  visitor.flag("shared", ranges.shared);
  visitor.flag("percentiles", ranges.percentiles);
  visitor.name("border", ranges.border, kBorders);
};

constexpr auto kFile = [](auto& visitor, auto& file) {
  visitor.text("path", file.path);
  visitor.flag("named", file.named);
  visitor.flag("changed", file.changed);
};

constexpr auto kLesson = [](auto& visitor, auto& lesson) {
  visitor.text("file", lesson.file);
  visitor.place("step", lesson.step);
};

constexpr auto kPooling = [](auto& visitor, auto& pooling) {
  visitor.flag("average", pooling.average);
  visitor.whole("size", pooling.size, 2, Pooling::kLargest);
};

constexpr auto kView = [](auto& visitor, auto& view) {
  visitor.name("theme", view.theme, kThemes);
  visitor.name("language", view.language, kLanguageCodes);
  visitor.number("interface_scale", view.interface_scale);
  visitor.name("workspace", view.workspace, kWorkspaces);
  visitor.place("source", view.source);
  visitor.place("filter", view.filter);
  visitor.part("brush", view.brush, kBrush);
  visitor.name("filter_tab", view.filter_tab, kFilterTabs);
  visitor.part("ranges", view.ranges, kRanges);
  visitor.part("map_zoom", view.map_zoom, kZoom);
  visitor.flag("overlay", view.overlay);
  visitor.number("overlay_share", view.overlay_share);
  visitor.flag("show_change", view.show_change);
  visitor.flag("show_difference", view.show_difference);
  visitor.name("maps_tab", view.maps_tab, kMapsTabs);
  visitor.name("figure", view.figure, kFigures);
  visitor.name("measure", view.measure, kMeasures);
  visitor.flag("line_down", view.line_down);
  visitor.part("pooling", view.pooling, kPooling);
  visitor.name("input_tab", view.input_tab, kInputTabs);
  visitor.flag("input_rail", view.input_rail);
  visitor.name("network_tab", view.network_tab, kNetworkTabs);
  visitor.flag("stage_trained", view.stage_trained);
  visitor.whole("layer", view.layer, 0, kMost);
  visitor.place("trained_filter", view.trained_filter);
  visitor.place("output", view.output);
  visitor.flag("most_changed_first", view.most_changed_first);
  visitor.flag("show_hint", view.show_hint);
  visitor.name("sum_depth", view.sum_depth, kDepths);
  visitor.whole("sum_channel", view.sum_channel, 0, kMost);
  visitor.name("sweep_speed", view.sweep_speed, kSweepSpeedNames);
  visitor.flag("present_trained", view.present_trained);
  visitor.number("present_scale", view.present_scale);
  visitor.maybe("pinned", view.pinned, kCell);
};

// One of the three planes by its name, one of a deep filter's by its number.
void tell_plane(StagePlane plane, json& object) {
  const int place = static_cast<int>(plane);
  const bool has_name = place + 1 < static_cast<int>(kPlanes.size());
  object["plane"] = kPlanes[has_name ? static_cast<std::size_t>(place + 1) : 0];
  if (!has_name) object["channel"] = place;
}

StagePlane plane_of(JsonFields& fields) {
  if (fields.has("channel")) return static_cast<StagePlane>(fields.integer("channel", 0, kMost));
  const auto place = fields.one_of<std::size_t>("plane", kPlanes, 0);
  return static_cast<StagePlane>(static_cast<int>(place) - 1);
}

std::size_t colormap_place(Colormap map) {
  return std::min(static_cast<std::size_t>(map), kColormaps.size() - 1);
}

json json_of(const PinnedRanges& pinned) {
  json list = json::array();
  for (const auto& [map, range] : pinned) {
    const std::array limits{range.lo, range.hi};
    list.push_back({{"map", kMapKinds[map.kind == MapKind::kTrained ? 1 : 0]},
                    {"source", map.source},
                    {"index", map.index},
                    {"range", floats_text(limits)}});
  }
  return list;
}

PinnedRanges pinned_of(JsonFields& fields) {
  PinnedRanges pinned;
  for (JsonFields& one : fields.objects("pinned_ranges")) {
    const auto kind = one.one_of<std::size_t>("map", kMapKinds);
    const std::size_t source = one.index("source", kMaxSources);
    const std::size_t index = one.index("index", std::size_t{kMost});
    const std::vector<float> limits = one.floats("range", 2);
    const MapId map = kind == 1 ? MapId::trained(source, index) : MapId::mine(source, index);
    pinned[map] = {limits[0], limits[1]};
  }
  return pinned;
}

// What is not there stays.
void take(JsonFields fields, View& view) {
  Asker asker(fields);
  kView(asker, view);
  asker.part("file", view.file, kFile);
  asker.maybe("lesson", view.lesson, kLesson);
  asker.maybe("left_lesson", view.left_lesson, kLesson);
  if (fields.has("plane") || fields.has("channel")) view.plane = plane_of(fields);
  view.colormap = fields.one_of<Colormap>("colormap", kColormaps, view.colormap);
  if (fields.has("network_colormap")) {
    view.network_colormap = fields.one_of<Colormap>("network_colormap", kColormaps);
  }
  if (fields.has("pinned_ranges")) view.ranges.pinned = pinned_of(fields);
}

}  // namespace

json json_of(const View& shown) {
  View view = shown;
  static_cast<Preferences&>(view) = lasting_preferences(shown);
  if (shown.present) view.workspace = shown.before_present;
  json object = json::object();
  Teller teller(object);
  kView(teller, view);
  tell_plane(view.plane, object);
  object["colormap"] = kColormaps[colormap_place(view.colormap)];
  if (view.network_colormap) {
    object["network_colormap"] = kColormaps[colormap_place(*view.network_colormap)];
  }
  // A path that is no UTF-8 cannot be told: the next save asks for one.
  const std::string& path = view.file.path;
  if (!path.empty() && legible(path) == path) teller.part("file", view.file, kFile);
  teller.maybe("lesson", view.lesson, kLesson);
  teller.maybe("left_lesson", view.left_lesson, kLesson);
  if (view.ranges.pinned) object["pinned_ranges"] = json_of(*view.ranges.pinned);
  return object;
}

View view_of(JsonFields fields) {
  View view;
  view.colormap = Colormap::kSignedLight;
  take(fields, view);
  return view;
}

Status take_view(const json& fields, View& view) {
  Status error;
  View next = view;
  take(JsonFields(fields, "the view", error), next);
  if (error) view = std::move(next);
  return error;
}

bool is_view_word(const std::string& key) {
  constexpr std::array kKept{"theme", "language",    "interface_scale", "present_scale",
                             "file",  "sweep_speed", "lesson"};
  constexpr std::array kMaybe{"pinned", "network_colormap", "channel"};
  const auto holds = [&key](const auto& words) {
    return std::find(words.begin(), words.end(), key) != words.end();
  };
  return holds(kMaybe) || (!holds(kKept) && json_of(View()).contains(key));
}

}  // namespace convlens::lab

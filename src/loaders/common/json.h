#pragma once

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/phrase.h"
#include "core/result.h"
#include "nn/graph/shape_rules.h"

namespace convlens::loaders {

// The settings of an object: of a layer as Keras wrote them, of a node of a graph, of what stands
// beside a model. Every setting is asked for under all the names that it has had ("filters",
// "nb_filter" of Keras), the first that is there counts; null is as absent. The first setting that
// is not what it should be is kept as error(), and reads as its fallback.
class SettingsReader {
 public:
  using Keys = std::initializer_list<const char*>;

  // `config` must outlive this; anything but an object reads as an empty one.
  explicit SettingsReader(const nlohmann::json& config) : config_(config) {}

  const Status& error() const { return error_; }
  // Nothing where the setting is absent or null.
  const nlohmann::json* find(Keys keys) const;

  bool flag(Keys keys, bool fallback);
  int integer(Keys keys, int fallback);
  float number(Keys keys, float fallback);
  std::optional<float> optional_number(Keys keys);
  std::string text(Keys keys, const std::string& fallback);
  // A number for both, or a list of two.
  nn::HeightWidth pair(Keys keys, nn::HeightWidth fallback);
  std::optional<nn::HeightWidth> optional_pair(Keys keys);
  std::vector<std::int64_t> integers(Keys keys);
  // One number or a list of them.
  std::vector<float> numbers(Keys keys, float fallback);

  // "padding", "border_mode": same or valid.
  nn::Padding padding();
  // "data_format": "channels_first", or "dim_ordering": "th".
  bool is_channels_first();

 private:
  void refuse(const char* key, const Word& expected, const nlohmann::json& found);

  const nlohmann::json& config_;
  Status error_;
};

// A shape that may have nulls in it, which are unknown extents.
Result<nn::PartialShape> partial_shape(const nlohmann::json& extents);

}  // namespace convlens::loaders

#include "lab/session/document_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/printable.h"
#include "lab/command/bank_commands.h"
#include "lab/command/network_commands.h"
#include "lab/command/picture_commands.h"

namespace convlens::lab {
namespace {

using nlohmann::json;

constexpr int kMostExtent = 1 << 20;
constexpr std::array kPaddings{"same", "valid"};
constexpr std::array kActivations{"none", "relu"};

template <typename T>
std::size_t place_among(std::vector<std::shared_ptr<const T>>& all,
                        const std::shared_ptr<const T>& one) {
  const auto found = std::find(all.begin(), all.end(), one);
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  all.push_back(one);
  return all.size() - 1;
}

// "0011", a digit a weight.
std::string muted_text(const std::vector<bool>& muted) {
  std::string text;
  for (const bool one : muted) text += one ? '1' : '0';
  return text;
}

json json_of(const conv::Conv2dOptions& options) {
  return {{"stride_h", options.stride_h},
          {"stride_w", options.stride_w},
          {"dilation_h", options.dilation_h},
          {"dilation_w", options.dilation_w},
          {"padding", kPaddings[static_cast<std::size_t>(options.padding)]},
          {"activation", kActivations[static_cast<std::size_t>(options.activation)]}};
}

}  // namespace

json json_of(const Filter& filter) {
  json object{{"name", filter.name},
              {"height", filter.height},
              {"width", filter.width},
              {"channels", filter.channels},
              {"weights", floats_text(filter.weights)}};
  if (filter.partner) object["partner"] = *filter.partner;
  if (filter.bias != 0.0f) object["bias"] = floats_text({&filter.bias, 1});
  if (!filter.muted.empty()) object["muted"] = muted_text(filter.muted);
  if (filter.zero_sum) object["zero_sum"] = true;
  if (filter.unit_norm) object["unit_norm"] = true;
  if (filter.named) object["named"] = true;
  return object;
}

Filter filter_of(JsonFields fields) {
  Filter filter;
  filter.name = fields.text("name");
  filter.height = fields.integer("height", 1, kMaxFilterSide);
  filter.width = fields.integer("width", 1, kMaxFilterSide);
  filter.channels = fields.integer("channels", 1, kMaxChannels);
  const std::size_t count = static_cast<std::size_t>(filter.height) *
                            static_cast<std::size_t>(filter.width) *
                            static_cast<std::size_t>(filter.channels);
  filter.weights = fields.floats("weights", count);
  if (fields.has("partner")) filter.partner = fields.index("partner", kMostExtent);
  if (fields.has("bias")) filter.bias = fields.floats("bias", 1).front();
  const std::string muted = fields.text("muted", "");
  if (!muted.empty() &&
      (muted.size() != count || muted.find_first_not_of("01") != std::string::npos)) {
    fields.refuse("muted", phrase("{} digits, each 0 or 1", count));
  } else {
    for (const char digit : muted) filter.muted.push_back(digit == '1');
  }
  filter.zero_sum = fields.flag("zero_sum");
  filter.unit_norm = fields.flag("unit_norm");
  filter.named = fields.flag("named");
  return filter;
}

json json_of(const Origin& origin) {
  json object{{"file", origin.file}};
  if (!origin.member.empty()) object["member"] = origin.member;
  if (!origin.checksum.empty()) object["checksum"] = origin.checksum;
  if (origin.is_camera()) object["camera"] = origin.camera;
  return object;
}

Origin origin_of(JsonFields fields) {
  return {fields.text("file", ""), fields.text("member", ""), fields.text("checksum", ""),
          printable(fields.text("camera", ""))};
}

json json_of(const Stamp& stamp) {
  const std::array measures{stamp.angle_deg, stamp.size_px};
  return {{"kind", kStampWords[static_cast<std::size_t>(stamp.kind)]},
          {"angle_and_size", floats_text(measures)},
          {"seed", stamp.seed}};
}

Stamp stamp_of(JsonFields fields) {
  Stamp stamp;
  stamp.kind = fields.one_of<StampKind>("kind", kStampWords);
  const std::vector<float> measures = fields.floats("angle_and_size", 2);
  stamp.angle_deg = measures[0];
  stamp.size_px = measures[1];
  if (!std::isfinite(stamp.angle_deg) ||
      !(stamp.size_px >= kLeastStampSize && stamp.size_px <= kMostStampSize)) {
    fields.refuse("angle_and_size", phrase("an angle and a size of {} to {} pixels",
                                           kLeastStampSize, kMostStampSize));
    stamp = {};
  }
  stamp.seed = static_cast<std::uint32_t>(fields.integer("seed", 0, int{kMostStampSeed}));
  return stamp;
}

std::size_t Places::of(const std::shared_ptr<const Picture>& picture) {
  return place_among(data_.pictures, picture);
}

std::size_t Places::of(const std::shared_ptr<const TrainedNetwork>& network) {
  return place_among(data_.networks, network);
}

std::size_t Places::of(const std::shared_ptr<const InputArray>& array) {
  return place_among(data_.arrays, array);
}

std::size_t Places::of(const std::shared_ptr<const TestSet>& set) {
  return place_among(data_.test_sets, set);
}

// Most steps change one filter: the others were told lately.
std::size_t Places::of(const Filter& filter) {
  const auto found = std::find(filters_.rbegin(), filters_.rend(), filter);
  if (found != filters_.rend()) return static_cast<std::size_t>(filters_.rend() - found) - 1;
  filters_.push_back(filter);
  return filters_.size() - 1;
}

json json_of(const Document& document, Places& places) {
  json object;
  for (const Source& source : document.sources) {
    json one{{"picture", places.of(source.picture)},
             {"top", source.origin.top},
             {"left", source.origin.left}};
    if (source.origin.fitted) one["fitted"] = true;
    object["sources"].push_back(std::move(one));
  }
  object["crop_height"] = document.crop_size.height;
  object["crop_width"] = document.crop_size.width;
  for (const Filter& filter : document.filters) object["filters"].push_back(places.of(filter));
  if (document.filters_origin.is_file()) {
    object["filters_origin"] = json_of(document.filters_origin);
  }
  object["conv"] = json_of(document.conv);
  if (document.network) object["network"] = json_of(*document.network, places);
  if (document.adopt_network) object["adopt_network"] = true;
  return object;
}

namespace {

conv::Conv2dOptions conv_of(JsonFields fields) {
  conv::Conv2dOptions options;
  options.stride_h = fields.integer("stride_h", 1, kMaxStep);
  options.stride_w = fields.integer("stride_w", 1, kMaxStep);
  options.dilation_h = fields.integer("dilation_h", 1, kMaxStep);
  options.dilation_w = fields.integer("dilation_w", 1, kMaxStep);
  options.padding = fields.one_of<conv::Padding>("padding", kPaddings);
  options.activation = fields.one_of<conv::Activation>("activation", kActivations);
  return options;
}

std::vector<Source> sources_of(JsonFields& fields, const SessionData& data) {
  std::vector<Source> sources;
  for (JsonFields& one : fields.objects("sources")) {
    const std::size_t place = one.index("picture", data.pictures.size());
    if (!one.error()) return {};
    const CropOrigin origin{one.integer("top", 0, kMostExtent), one.integer("left", 0, kMostExtent),
                            one.flag("fitted")};
    sources.push_back({data.pictures[place], origin});
  }
  if (sources.empty() || sources.size() > kMaxSources) {
    fields.refuse("sources", phrase("a list of 1 to {} pictures", kMaxSources));
  }
  return sources;
}

// As commands would have it: they refuse what does not fit.
Status check(const Document& document) {
  for (const Source& source : document.sources) {
    if (stand_together(*document.sources.front().picture, *source.picture)) continue;
    return fail("pictures and arrays of other channels were to stand together");
  }
  TRY(applied(document, SetFilters{document.filters, document.filters_origin}));
  if (document.filters.size() > kMaxFilters) {
    return fail("at most {} filters stand on the bench", kMaxFilters);
  }
  const Filter& filter = document.filters.front();
  const Shape crop{1, document.crop_size.height, document.crop_size.width, filter.channels};
  const Shape kernel{filter.height, filter.width, filter.channels,
                     static_cast<std::int64_t>(document.filters.size())};
  TRY(conv::conv2d_shape(crop, kernel, Shape{0}, document.conv, conv::OutputLayout::kPlanar));
  return {};
}

}  // namespace

Result<Document> document_of(JsonFields fields, const SessionData& data,
                             const std::vector<Filter>& filters, UntrainedModels& untrained) {
  Document document;
  document.sources = sources_of(fields, data);
  document.crop_size = {fields.integer("crop_height", 1, kMaxCropSide),
                        fields.integer("crop_width", 1, kMaxCropSide)};
  for (const std::size_t place : fields.indices("filters", filters.size(), kMaxFilters)) {
    document.filters.push_back(filters[place]);
  }
  if (fields.has("filters_origin")) {
    document.filters_origin = origin_of(fields.object("filters_origin"));
  }
  document.conv = conv_of(fields.object("conv"));
  document.adopt_network = fields.flag("adopt_network");
  TRY(fields.error());
  // A picture that was put in the place of a missing one may be of another size.
  for (Source& source : document.sources) {
    source.origin = clamped_crop(source.picture->image, document.crop_size, source.origin);
  }
  TRY(check(document));
  if (fields.has("network")) {
    TRY_ASSIGN(auto network, network_of(fields.object("network"), data, untrained));
    document.network = std::move(network);
    // Nothing where its file is missing.
    if (const auto& shown = document.network) {
      TRY(applied(document, SetNetworkInput{shown->source, shown->item}));
    }
  }
  return document;
}

}  // namespace convlens::lab

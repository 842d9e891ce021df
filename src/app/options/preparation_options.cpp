#include "app/options/preparation_options.h"

#include <string>
#include <string_view>
#include <utility>

#include "app/options/cli_options.h"

namespace convlens::app {
namespace {

constexpr int kMaxSide = 16384;

// "HxW"
void add_extents(CLI::App* app, const std::string& name, std::optional<nn::HeightWidth>& extents,
                 const char* help) {
  app->add_option_function<std::string>(
         name,
         [name, &extents](const std::string& text) {
           const auto pair = parse_extents(text, kMaxSide);
           if (!pair) {
             throw CLI::ValidationError(fmt::format(
                 "{} {}: HEIGHTxWIDTH expected, each from 1 to {}", name, text, kMaxSide));
           }
           extents = nn::HeightWidth{pair->first, pair->second};
         },
         help)
      ->type_name("HxW");
}

// "V" or "V,V,V"
void add_values(CLI::App* app, const std::string& name, std::optional<std::vector<float>>& values,
                bool positive, const char* help) {
  app->add_option_function<std::string>(
         name,
         [name, &values, positive](const std::string& text) {
           const char* kind = positive ? "one number above 0" : "one finite number";
           const CLI::ValidationError wrong(fmt::format(
               "{} {}: {} or three with commas between them expected", name, text, kind));
           std::vector<float> read;
           for (std::string_view rest = text;;) {
             const std::size_t comma = rest.find(',');
             const auto value = finite_number(rest.substr(0, comma));
             if (!value || (positive && *value <= 0.0f)) throw wrong;
             read.push_back(*value);
             if (comma == std::string_view::npos) break;
             rest.remove_prefix(comma + 1);
           }
           if (read.size() != 1 && read.size() != 3) throw wrong;
           values = std::move(read);
         },
         help)
      ->type_name("V[,V,V]");
}

void add_scale(CLI::App* app, std::optional<float>& scale) {
  app->add_option_function<std::string>(
         "--scale",
         [&scale](const std::string& text) {
           const auto value = finite_number(text);
           if (!value || *value == 0.0f) {
             throw CLI::ValidationError(
                 fmt::format("--scale {}: a finite number other than 0 expected", text));
           }
           scale = value;
         },
         "what every value is multiplied by")
      ->type_name("S");
}

}  // namespace

void add_preparation(CLI::App* app, PreparationChoices& choices) {
  add_extents(app, "--crop", choices.crop,
              "take the middle of the input; where that is smaller, its largest part of that "
              "aspect, resized");
  add_extents(app, "--resize", choices.resize, "resize, bilinear, after the crop");
  add_choice<std::optional<nn::ChannelOrder>>(
      app, "--order", choices.order,
      {{"rgb", nn::ChannelOrder::kRgb}, {"bgr", nn::ChannelOrder::kBgr}},
      "the order in which the channels are wanted");
  add_scale(app, choices.scale);
  add_values(app, "--mean", choices.mean, false,
             "taken away after the scale; one value, or one a channel");
  add_values(app, "--std", choices.standard_deviation, true,
             "what is divided by after the mean; one value, or one a channel");
}

}  // namespace convlens::app

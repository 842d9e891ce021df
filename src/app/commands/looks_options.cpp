#include "app/commands/looks_options.h"

#include <cstddef>
#include <iterator>

namespace convlens::app {
namespace {

constexpr int kMaxPictureSide = 16384;
constexpr float kMinScale = 0.25f;
constexpr float kMaxScale = 8.0f;

}  // namespace

// CLI::Range lets NaN pass.
CLI::Validator scale_check(float least, float most) {
  return CLI::Validator(
      [least, most](const std::string& text) {
        float scale = 0.0f;
        if (CLI::detail::lexical_cast(text, scale) && scale >= least && scale <= most) {
          return std::string();
        }
        return fmt::format("{}: a number from {} to {} expected", text, least, most);
      },
      fmt::format("[{} - {}]", least, most));
}

std::vector<std::pair<std::string, lab::Language>> languages() {
  std::vector<std::pair<std::string, lab::Language>> all;
  all.reserve(std::size(lab::kLanguageCodes));
  for (const char* code : lab::kLanguageCodes) {
    all.emplace_back(code, static_cast<lab::Language>(all.size()));
  }
  return all;
}

void add_picture_options(CLI::App* app, ScreenshotOptions& options) {
  app->add_option_function<std::string>(
         "--size",
         [&options](const std::string& text) {
           const auto size = parse_extents(text, kMaxPictureSide);
           if (!size) {
             throw CLI::ValidationError(fmt::format(
                 "--size {}: WIDTHxHEIGHT expected, each from 1 to {}", text, kMaxPictureSide));
           }
           options.width = size->first;
           options.height = size->second;
         },
         "of the window, in pixels; 1600x900 unless told")
      ->type_name("WIDTHxHEIGHT");
  app->add_option("--scale", options.scale, "size of texts and controls, 1.0 = 96 dpi")
      ->check(scale_check(kMinScale, kMaxScale));
  add_looks(app, options,
            {"light, or the session's, unless told", "en, or the session's, unless told",
             "bench, or the session's, unless told"});
}

}  // namespace convlens::app

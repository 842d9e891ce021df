#include "app/options/frame_options.h"

#include <fmt/core.h>

#include <optional>

#include "app/options/cli_options.h"

namespace convlens::app {
namespace {

constexpr std::uint64_t kMostFrames = std::uint64_t{1} << 40;

FrameChoice one_frame(const std::string& text) {
  const auto number = whole_number(text);
  if (!number || *number >= kMostFrames) {
    throw CLI::ValidationError(fmt::format("--frame {}: a number from 0 expected", text));
  }
  const auto frame = static_cast<std::int64_t>(*number);
  return {frame, frame + 1, true};
}

FrameChoice some_frames(const std::string& text) {
  const std::size_t colon = text.find(':');
  const auto first = whole_number(std::string_view(text).substr(0, colon));
  const auto end = colon == std::string::npos
                       ? std::nullopt
                       : whole_number(std::string_view(text).substr(colon + 1));
  if (!first || !end || *first >= *end || *end > kMostFrames) {
    throw CLI::ValidationError(
        fmt::format("--frames {}: A:B with A less than B expected, from A to before B", text));
  }
  return {static_cast<std::int64_t>(*first), static_cast<std::int64_t>(*end), true};
}

}  // namespace

void add_frames(CLI::App* app, FrameChoice& frames) {
  auto* one = app->add_option_function<std::string>(
      "--frame", [&frames](const std::string& text) { frames = one_frame(text); },
      "which frame of a video or an animation, from 0");
  one->type_name("N");
  auto* some = app->add_option_function<std::string>(
      "--frames", [&frames](const std::string& text) { frames = some_frames(text); },
      "its frames from A to before B");
  some->type_name("A:B");
  one->excludes(some);
}

}  // namespace convlens::app

#include "app/commands/record.h"

#include <cmath>
#include <utility>

#include "media/recording/framing.h"
#include "media/recording/recording.h"
#include "ui/kit/theme.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

media::FramePart part_at(const ui::RecordedPlaces::Place& place) {
  const auto first = [](float at) { return static_cast<int>(std::floor(at)); };
  const auto end = [](float at) { return static_cast<int>(std::ceil(at)); };
  const int top = first(place.min.y);
  const int left = first(place.min.x);
  return {top, left, end(place.max.y) - top, end(place.max.x) - left};
}

Rgb page_of(const lab::View& view) {
  const ImVec4 color = ImGui::ColorConvertU32ToFloat4(ui::palette(view.theme).panel);
  const auto byte = [](float value) { return static_cast<std::uint8_t>(std::lround(255 * value)); };
  return {byte(color.x), byte(color.y), byte(color.z)};
}

}  // namespace

Result<Recorded> record(Start start, const RecordOptions& options, const fs::path& output,
                        const std::function<bool(double)>& progress) {
  const auto format = media::recording_format(output);
  const int fps = options.fps.value_or(format ? media::usual_fps(*format) : 1);
  TRY_ASSIGN(auto frames, open_frames(std::move(start), options, fps));
  lab::Lab& lab = frames.gui().lab();
  const auto replay = replay_of(lab, options.replay, fps);
  if (!replay) return fail("{}: {}", options.opened, replay.error());
  TRY(replay->show(lab, 0));
  settle(frames);

  const auto place = [&] { return part_at(frames.gui().places().of(options.part)); };
  const media::FramePart first = place();
  const media::Framing framing{first.height, first.width, 1.0, page_of(lab.view())};
  TRY_ASSIGN(auto recording, media::Recording::begin(output, {framing.height, framing.width, fps}));
  for (int frame = 0; frame < replay->frames; ++frame) {
    if (!progress(static_cast<double>(frame) / replay->frames)) {
      return fail("{}: stopped, nothing was recorded", output.string());
    }
    TRY(replay->show(lab, frame));
    frames.frame();
    TRY(recording.add(media::framed(frames.read(), place(), framing)));
  }
  TRY(recording.finish());
  return Recorded{framing.height, framing.width, replay->frames, fps};
}

}  // namespace convlens::app

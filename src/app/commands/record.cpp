#include "app/commands/record.h"

#include <utility>

#include "app/gui/recorded_part.h"
#include "media/recording/framing.h"
#include "media/recording/recording.h"

namespace convlens::app {

namespace fs = std::filesystem;

Result<Recorded> record(Start start, const RecordOptions& options, const fs::path& output,
                        const std::function<bool(double)>& progress) {
  const auto format = media::recording_format(output);
  const int fps = options.fps.value_or(format ? media::usual_fps(*format) : 1);
  TRY_ASSIGN(auto frames, open_frames(std::move(start), options, fps));
  lab::Lab& lab = frames.gui().lab();
  const auto replay = replay_of(lab, options.replay, fps, options.frames);
  if (!replay) return fail("{}: {}", options.opened, replay.error());
  TRY(replay->show(lab, 0));
  settle(frames);

  const auto place = [&] { return part_at(frames.gui().places().of(options.part)); };
  const media::Framing framing = framing_of(place(), 1.0, lab.view());
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

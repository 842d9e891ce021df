#include "app/gui/recorder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "app/figures/saved_pictures.h"
#include "app/gui/recorded_part.h"
#include "media/recording/recording.h"
#include "ui/kit/widgets.h"

namespace convlens::app {
namespace {

// What waits for the encoder takes no more memory than this, and is at least some frames.
constexpr std::size_t kMostBytes = std::size_t{128} << 20;
constexpr std::size_t kLeastPictures = 4;

std::size_t most_pictures(const Image& window, WorkMode mode) {
  // Who encodes only once all is there is never behind.
  if (mode == WorkMode::kAtOnce) return std::numeric_limits<std::size_t>::max();
  return std::max(kLeastPictures, kMostBytes / std::max<std::size_t>(1, window.rgb.size()));
}

}  // namespace

void ScreenRecorder::start(const ui::RecordingChoice& choice) {
  if (stage_ != Stage::kNone) return;
  stage_ = Stage::kRunning;
  choice_ = choice;
  queue_ = nullptr;
  started_frames_ = 0;
  paused_at_s_.reset();
  frames_ = 0;
  dropped_ = 0;
}

void ScreenRecorder::pause(bool paused) {
  if (paused && stage_ == Stage::kRunning && queue_) {
    fill();
    paused_at_s_ = now_s_;
    stage_ = Stage::kPaused;
  } else if (!paused && stage_ == Stage::kPaused) {
    from_s_ += now_s_ - *paused_at_s_;
    paused_at_s_.reset();
    stage_ = Stage::kRunning;
  }
}

void ScreenRecorder::stop() {
  if (stage_ != Stage::kRunning && stage_ != Stage::kPaused) return;
  if (!queue_) return cancel();  // nothing has been seen of it
  if (stage_ == Stage::kRunning) fill();
  stage_ = Stage::kFinishing;
  queue_->close(false);
}

void ScreenRecorder::cancel() {
  if (queue_) queue_->close(true);
  work_.cancel();
  stage_ = Stage::kNone;
}

ui::RecordingState ScreenRecorder::state() const {
  const bool begun = queue_ != nullptr;
  return {stage_, begun ? recorded_s() : 0.0, dropped_,
          stage_ == Stage::kFinishing ? queue_->progress() : 0.0};
}

void ScreenRecorder::follow(lab::Lab& lab, double now_s) {
  now_s_ = now_s;
  // What is done at once waits for its end: there is nobody else to draw.
  const bool may_be_kept = work_.mode() == WorkMode::kInBackground || stage_ == Stage::kFinishing;
  if (stage_ != Stage::kNone && may_be_kept) {
    if (const auto kept = work_.take()) {
      stage_ = Stage::kNone;
      queue_->close(true);
      if (!*kept) {
        lab.report(kept->error());
      } else if (dropped_ > 0) {
        ui::say(lab, phrase("saved: {}; {} of {} frames came too fast and show the one before",
                            (*kept)->string(), dropped_, frames_));
      } else {
        ui::say(lab, phrase("saved: {}", (*kept)->string()));
      }
    }
  }
  lab.view().recording = stage_;
}

std::int64_t ScreenRecorder::due() const {
  constexpr double kSlack_s = 1e-6;  // frames asked for at their time come at it
  return static_cast<std::int64_t>(std::floor((recorded_s() + kSlack_s) * choice_.fps)) + 1 -
         frames_;
}

bool ScreenRecorder::wants_frame() {
  if (stage_ != Stage::kRunning) return false;
  newest_taken_ = false;
  // The one in which it was started still shows where it was chosen.
  if (!queue_) return started_frames_++ > 0;
  return due() > 0;
}

std::optional<double> ScreenRecorder::next_frame_in_s() const {
  if (stage_ != Stage::kRunning || newest_taken_) return std::nullopt;
  if (!queue_) return 0.0;
  return std::max(0.0, static_cast<double>(frames_) / choice_.fps - recorded_s());
}

void ScreenRecorder::fill() {
  const std::int64_t missing = due();
  if (missing < 1) return;
  queue_->repeat(static_cast<int>(missing));
  frames_ += missing;
}

Status ScreenRecorder::take(Image window, ui::RecordedPlaces& places, ImVec2 pixels,
                            const lab::View& view) {
  const media::FramePart part = part_at(places.of(choice_.part), pixels);
  newest_taken_ = true;
  if (!queue_) {
    queue_ = std::make_shared<FrameQueue>(most_pictures(window, work_.mode()));
    from_s_ = now_s_;
    const Status begun = begin(part, view);
    if (!begun) {
      cancel();
      return begun;
    }
  }
  const std::int64_t missing = due();
  queue_->repeat(static_cast<int>(missing - 1));
  if (!queue_->push(std::move(window), part)) {
    queue_->repeat(1);
    ++dropped_;
  }
  frames_ += missing;
  return {};
}

Status ScreenRecorder::begin(const media::FramePart& part, const lab::View& view) {
  path_ = new_picture_name(choice_.ending);
  const media::Framing framing = framing_of(part, choice_.percent / 100.0, view);
  auto begun = media::Recording::begin(path_, {framing.height, framing.width, choice_.fps});
  if (!begun) return fail(std::move(begun.error()));
  auto recording = std::make_shared<media::Recording>(*std::move(begun));
  work_.ask([queue = queue_, framing, path = path_,
             recording](WorkControl& /*control*/) -> Result<std::filesystem::path> {
    Image frame;
    while (auto next = queue->pop()) {
      if (next->window) frame = media::framed(*next->window, next->part, framing);
      TRY(recording->add(frame, next->times));
    }
    if (queue->abandoned()) return fail("{}: thrown away", path.string());
    TRY(recording->finish());
    return path;
  });
  return {};
}

void ScreenRecorder::end() {
  stop();
  if (stage_ == Stage::kFinishing) work_.wait();
}

}  // namespace convlens::app

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "app/gui/frame_queue.h"
#include "core/long_work.h"
#include "lab/lab.h"
#include "ui/kit/recording.h"

namespace convlens::app {

// Records what the window shows, at a rate of its own, encoded beside the frames. A frame of the
// recording is what stands on screen when its time has come; where nothing was drawn in between,
// what stood there goes on. Belongs to the frames' thread.
class ScreenRecorder final : public ui::Recorder {
 public:
  explicit ScreenRecorder(WorkMode mode) : work_(mode) {}
  ~ScreenRecorder() override { end(); }

  void start(const ui::RecordingChoice& choice) override;
  void pause(bool paused) override;
  void stop() override;
  void cancel() override;
  ui::RecordingState state() const override;

  // See LongWork.
  void on_answer(std::function<void()> wake) { work_.on_answer(std::move(wake)); }
  // Before a frame is built, at its time: says what became of a recording that was stopped.
  void follow(lab::Lab& lab, double now_s);
  // Whether the frame that was just built is one of the recording's.
  bool wants_frame();
  // That frame. Only a first one can fail, which ends the recording.
  Status take(Image window, ui::RecordedPlaces& places, ImVec2 pixels, const lab::View& view);
  // In how many seconds the next frame has to be drawn though nothing happens: what was drawn last
  // is not in the recording yet. Nothing where it is.
  std::optional<double> next_frame_in_s() const;
  // Keeps a recording that is going on, and waits until it is kept.
  void end();

 private:
  using Stage = lab::RecordingStage;
  using Work = LongWork<Result<std::filesystem::path>>;

  Status begin(const media::FramePart& part, const lab::View& view);
  double recorded_s() const { return (paused_at_s_ ? *paused_at_s_ : now_s_) - from_s_; }
  // Frames whose time has come.
  std::int64_t due() const;
  void fill();  // with what stood on screen, until now

  Work work_;
  Stage stage_ = Stage::kNone;
  ui::RecordingChoice choice_;
  std::filesystem::path path_;
  std::shared_ptr<FrameQueue> queue_;  // with who encodes
  std::int64_t started_frames_ = 0;    // built since start()
  double now_s_ = 0.0;                 // of the frame
  double from_s_ = 0.0;                // the recording's beginning, later by what was paused
  std::optional<double> paused_at_s_;
  std::int64_t frames_ = 0;   // of the recording
  std::int64_t dropped_ = 0;  // among them, those that show the one before
  bool newest_taken_ = true;  // the frame that was drawn last
};

}  // namespace convlens::app

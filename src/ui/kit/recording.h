#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <optional>

#include "lab/view.h"

namespace convlens::ui {

// What a recording shows: the window, the maps or layers, the stage with its planes, or the sum of
// the cell.
enum class RecordedPart { kWindow, kMaps, kStage, kCell };
inline constexpr std::size_t kRecordedParts = 4;

// Where they stand in the frame that is drawn, as they say themselves.
class RecordedPlaces {
 public:
  struct Place {
    ImVec2 min;
    ImVec2 max;
  };

  // Forgets those of the frame before.
  void begin_frame(ImVec2 window) {
    places_ = {};
    put(RecordedPart::kWindow, ImVec2(0, 0), window);
  }
  void put(RecordedPart part, ImVec2 min, ImVec2 max) { at(part) = Place{min, max}; }
  // Of what is not shown, the window's.
  Place of(RecordedPart part) { return at(part).value_or(*at(RecordedPart::kWindow)); }

 private:
  std::optional<Place>& at(RecordedPart part) { return places_[static_cast<std::size_t>(part)]; }

  std::array<std::optional<Place>, kRecordedParts> places_;
};

struct RecordingChoice {
  RecordedPart part = RecordedPart::kWindow;
  const char* ending = ".mp4";  // of the file's name, which tells its format
  int percent = 100;            // of the pixels on screen, a side
  int fps = 30;
};

struct RecordingState {
  lab::RecordingStage stage = lab::RecordingStage::kNone;
  double seconds = 0.0;      // that are recorded
  std::int64_t dropped = 0;  // frames that the encoder had no time for
  double progress = 0.0;     // of what is left to do once it was stopped, from 0 to 1
};

// The recorder of the program around the window. What cannot be done now does nothing.
class Recorder {
 public:
  Recorder() = default;
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  virtual ~Recorder() = default;

  // From the next frame on, into a file of its own among the user's pictures.
  virtual void start(const RecordingChoice& choice) = 0;
  virtual void pause(bool paused) = 0;
  // Keeps it; that goes on beside the frames.
  virtual void stop() = 0;
  // Throws it away.
  virtual void cancel() = 0;
  virtual RecordingState state() const = 0;
};

}  // namespace convlens::ui

#pragma once

#include <memory>

#include "app/gui/lab_gui.h"

struct GLFWwindow;

namespace convlens::app {

// The speaker's page in an OpenGL and Dear ImGui context of its own, beside the lab's window: on
// the screen that the class does not see.
class SpeakerWindow {
 public:
  SpeakerWindow();
  ~SpeakerWindow();
  SpeakerWindow(const SpeakerWindow&) = delete;
  SpeakerWindow& operator=(const SpeakerWindow&) = delete;

  // After each frame of the lab's window, and at least once a second: opens, draws and closes it as
  // the view's `show_speaker` asks. The lab's contexts are current before and after. True where
  // something was done in it, which the lab's window is to show.
  bool follow(LabGui& gui, double now_s);

 private:
  class Opened;
  bool keep_open(LabGui& gui);
  static void draw(Opened& opened, LabGui& gui, double now_s);

  std::unique_ptr<Opened> opened_;
};

}  // namespace convlens::app

#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "app/gui/file_desk.h"
#include "app/gui/gpu_maps.h"
#include "app/gui/gpu_textures.h"
#include "app/gui/network_opener.h"
#include "app/gui/recorder.h"
#include "app/lessons/lesson_desk.h"
#include "app/moving/film_desk.h"
#include "app/session/start.h"
#include "core/long_work.h"
#include "core/result.h"
#include "lab/lab.h"
#include "ui/kit/frames.h"
#include "ui/lesson/speaker_page.h"
#include "ui/window/lab_window.h"

namespace convlens::app {

// What became of the frames so far.
struct FrameCounts {
  std::uint64_t frames = 0;
  std::uint64_t changed = 0;  // frames that showed values computed in that very frame
  std::uint64_t dropped = 0;  // changes whose maps no frame ever showed
};

// The lab, Dear ImGui and the GPU's side of both, for any kind of window: whoever owns the OpenGL
// context feeds it input and gives it frames. Lives within that context.
class LabGui {
 public:
  // A Dear ImGui context of its own, made current, without saved settings. `mode`: of what takes
  // longer than a frame.
  static Result<std::unique_ptr<LabGui>> create(Start start, WorkMode mode = WorkMode::kAtOnce);
  ~LabGui();
  LabGui(const LabGui&) = delete;
  LabGui& operator=(const LabGui&) = delete;

  // What wakes the frame loop where long work is done, called on its thread; to be set before the
  // first frame.
  void on_answer(const std::function<void()>& wake);

  // Starts a frame: sets the style, then Dear ImGui's renderer back end. The platform's own
  // NewFrame, if there is one, comes between this and build(). Gives the scale of texts and
  // controls: the display's, times what the user has chosen.
  float begin(float display_scale);
  // Builds the window's contents; gestures change the lab here.
  void build(const ui::FrameInfo& frame);
  // The speaker's page, in a frame of another Dear ImGui context that is current, whose fonts these
  // are: what is pressed there changes the lab.
  void draw_speaker_page(ui::SpeakerPage& page, const ui::Fonts& fonts, float scale, double now_s);
  // Brings the textures up to date and draws into the framebuffer that is bound.
  void render();
  // How long after its beginning that frame is to be followed by another, though nothing happens.
  std::optional<double> requested_frame_in_s() { return frame_requests_.take(); }

  lab::Lab& lab() { return lab_; }
  // Of the frame that was built last.
  ui::RecordedPlaces& places() { return places_; }
  ScreenRecorder& recorder() { return recorder_; }
  NetworkOpener& networks() { return networks_; }
  FileDesk& files() { return files_; }
  LessonDesk& lessons() { return lessons_; }
  const FrameCounts& counts() const { return counts_; }
  // Of the frame that was drawn last.
  const ui::FrameParts& parts() const { return parts_; }

 private:
  LabGui(Start start, WorkMode mode);

  void draw_window(ui::FrameInfo frame);
  void ask_for_answers();
  void draw_and_record();
  void take_picture(const lab::FramePicture& wanted);

  struct ImGuiDelete {
    void operator()(ImGuiContext* context) const;
  };

  lab::Lab lab_;
  NetworkOpener networks_;
  FileDesk files_;
  FilmDesk films_;
  LessonDesk lessons_;
  std::unique_ptr<ImGuiContext, ImGuiDelete> imgui_;
  std::unique_ptr<GpuTextures> textures_;
  std::unique_ptr<ui::LabWindow> window_;
  ui::FrameRequests frame_requests_;
  ui::RecordedPlaces places_;
  ScreenRecorder recorder_;
  PreferredEngine engine_;
  bool renderer_ready_ = false;
  std::optional<lab::FramePicture> taken_;  // of the frame that is built
  FrameCounts counts_;
  ui::FrameParts parts_;
  lab::StageTimes times_before_;  // the frame that is drawn
  // Updates of the bench's maps, the trained maps and the network that a frame has shown.
  std::array<std::uint64_t, 3> updates_shown_{};
};

// "AVX3, 2 threads": what the convolution runs on, for the status bar.
std::string engine_text();

}  // namespace convlens::app

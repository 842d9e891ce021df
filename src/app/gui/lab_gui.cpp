#include "app/gui/lab_gui.h"

#include <glad/gl.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <utility>

#include "app/fonts/fonts.h"
#include "app/gui/frame_picture.h"
#include "app/lessons/lesson_file.h"
#include "conv/conv2d.h"
#include "conv/thread_pool.h"
#include "core/large_blocks.h"
#include "gl/offscreen_target.h"
#include "ui/shell/interface_scale.h"

namespace convlens::app {
namespace {

// The panels' colour covers the whole frame at once, so that docked panels need no background of
// their own: a clear costs a software renderer a tenth of the rectangles that it replaces.
void clear(const ui::Palette& colors) {
  const ImVec4 color = ImGui::ColorConvertU32ToFloat4(colors.panel);
  glClearColor(color.x, color.y, color.z, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
}

Image drawn_window() {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  return gl::read_pixels(gl::bound_framebuffer(), static_cast<int>(size.y * pixels.y),
                         static_cast<int>(size.x * pixels.x));
}

// What is drawn, without lists of its own yet.
ImDrawData none_of(const ImDrawData& drawn) {
  ImDrawData none = drawn;
  none.CmdLists.clear();
  none.TotalIdxCount = 0;
  none.TotalVtxCount = 0;
  return none;
}

}  // namespace

Result<std::unique_ptr<LabGui>> LabGui::create(Start start, WorkMode mode) {
  std::unique_ptr<LabGui> gui(new LabGui(std::move(start), mode));
  TRY_ASSIGN(auto textures, GpuTextures::create(gui->lab_));
  gui->textures_ = std::move(textures);
  TRY_ASSIGN(auto fonts, load_fonts());
  gui->window_ = std::make_unique<ui::LabWindow>(fonts);
  gui->renderer_ready_ = ImGui_ImplOpenGL3_Init("#version 330");
  if (!gui->renderer_ready_) return fail("OpenGL: the user interface's shaders did not compile");
  return gui;
}

LabGui::LabGui(Start start, WorkMode mode)
    : lab_(start.history.current()),
      networks_(mode),
      files_(networks_),
      films_(mode),
      lessons_(mode),
      recorder_(mode) {
  if (start.view) {
    lab_.restore(std::move(start.history), *std::move(start.view));
  } else {
    lab_.view() = first_view(lab_.document());
    // A camera that was asked for; that of a session is left alone until somebody lets it run.
    for (lab::Film& film : lab_.films()) {
      if (mode == WorkMode::kInBackground) lab::run_camera(&film);
    }
  }
  if (start.lesson) lab_.view().lesson = std::move(start.lesson);
  if (start.linked_lesson) {
    lab_.view().lesson = linked_lesson(*start.linked_lesson, lab_.view().language);
  }
  for (const Phrase& missing : start.missing) lab_.report(missing);
  IMGUI_CHECKVERSION();
  imgui_.reset(ImGui::CreateContext());
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_DockingEnable;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  io.ConfigDockingWithShift = false;
  // A number looks like a field: a click opens it to be typed into, a drag changes it.
  io.ConfigDragClickToInputText = true;
}

LabGui::~LabGui() {
  recorder_.end();
  ImGui::SetCurrentContext(imgui_.get());
  if (renderer_ready_) ImGui_ImplOpenGL3_Shutdown();
}

void LabGui::ImGuiDelete::operator()(ImGuiContext* context) const {
  ImGui::DestroyContext(context);
}

void LabGui::on_answer(const std::function<void()>& wake) {
  networks_.on_answer(wake);
  files_.on_answer(wake);
  films_.on_answer(wake);
  lessons_.on_answer(wake);
  lab_.test_meter().on_answer(wake);
  recorder_.on_answer(wake);
}

float LabGui::begin(float display_scale) {
  ImGui::SetCurrentContext(imgui_.get());
  const lab::View& view = lab_.view();
  const float scale = ui::shown_scale(view, ImGui::GetIO().DisplaySize, display_scale);
  ui::apply_style(view.theme, scale);
  ImGui_ImplOpenGL3_NewFrame();
  return scale;
}

void LabGui::build(const ui::FrameInfo& frame) {
  engine_.follow(lab_);
  files_.deliver(lab_);
  networks_.deliver(lab_);
  // A frame whose picture is wanted is built for so many pixels, letters and all; nothing moves.
  ImGuiIO& io = ImGui::GetIO();
  const ImVec2 density = io.DisplayFramebufferScale;
  taken_ = std::exchange(lab_.view().frame_picture, std::nullopt);
  if (taken_) {
    const auto scale = static_cast<float>(taken_->scale);
    io.DisplayFramebufferScale = ImVec2(scale * density.x, scale * density.y);
  }
  ImGui::NewFrame();
  films_.follow(lab_, ImGui::GetTime(), frame_requests_);
  lessons_.follow(lab_, ImGui::GetTime(), frame_requests_);
  recorder_.follow(lab_, ImGui::GetTime());
  draw_window(frame);
  ask_for_answers();
  ImGui::Render();
  io.DisplayFramebufferScale = density;
  if (lab_.view().frame_picture) frame_requests_.request_frame();
}

void LabGui::draw_window(ui::FrameInfo frame) {
  frame.parts = parts_;
  const double before = lab_.times().sum();
  const lab::Stopwatch watch;
  window_->draw(lab_, *textures_, networks_, files_, lessons_, frame_requests_, places_, recorder_,
                frame);
  parts_.interface = watch.elapsed_ms() - (lab_.times().sum() - before);
}

void LabGui::draw_speaker_page(ui::SpeakerPage& page, const ui::Fonts& fonts, float scale,
                               double now_s) {
  nn::InputPreparation no_draft;
  std::optional<ui::FilePurpose> no_file;
  const ui::PanelContext context{lab_,    *textures_, networks_, files_,  fonts,
                                 scale,   scale,      no_draft,  no_file, frame_requests_,
                                 places_, recorder_,  lessons_};
  page.draw(context, now_s);
}

// Of what is committed, so that a drag does not start over with each frame.
void LabGui::ask_for_answers() {
  const bool looked_at = lab_.view().workspace == lab::Workspace::kNetwork;
  if (!looked_at || !lab_.has_network() || lab_.previewing() || lab_.view().show_original) return;
  lab_.test_meter().ask(*lab_.document().network, lab_.run().model());
}

// The recording's own controls are drawn over what it has seen.
void LabGui::draw_and_record() {
  ImDrawData& drawn = *ImGui::GetDrawData();
  if (!recorder_.wants_frame()) {
    ImGui_ImplOpenGL3_RenderDrawData(&drawn);
  } else {
    const ImDrawList* controls = ui::recording_controls_drawn();
    ImDrawData seen = none_of(drawn);
    ImDrawData over = none_of(drawn);
    over.Textures = nullptr;  // brought up to date once
    for (ImDrawList* list : drawn.CmdLists) (list == controls ? over : seen).AddDrawList(list);
    ImGui_ImplOpenGL3_RenderDrawData(&seen);
    const Status taken = recorder_.take(drawn_window(), places_,
                                        ImGui::GetIO().DisplayFramebufferScale, lab_.view());
    if (!taken) lab_.report(taken.error());
    ImGui_ImplOpenGL3_RenderDrawData(&over);
  }
  if (const auto next_s = recorder_.next_frame_in_s()) frame_requests_.request_frame(*next_s);
}

void LabGui::render() {
  const double before = lab_.times().sum();
  const lab::Stopwatch upload;
  textures_->upload();
  parts_.upload = upload.elapsed_ms() - (lab_.times().sum() - before);
  if (taken_) take_picture(*taken_);
  const lab::Stopwatch draw;
  clear(ui::palette(lab_.view().theme));
  draw_and_record();
  parts_.draw = draw.elapsed_ms();
  parts_.stages = lab_.times() - times_before_;
  times_before_ = lab_.times();
  ++counts_.frames;
  release_idle_blocks();
  const std::array now{lab_.pipeline().updates(), lab_.trained_maps().updates(),
                       lab_.run().updates()};
  // One gesture may change all three; what a frame cannot show is a second change of one of them.
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < now.size(); ++i) most = std::max(most, now[i] - updates_shown_[i]);
  updates_shown_ = now;
  if (most > 0) {
    ++counts_.changed;
    counts_.dropped += most - 1;
  }
}

void LabGui::take_picture(const lab::FramePicture& wanted) {
  ImDrawData& frame = *ImGui::GetDrawData();
  auto picture = frame_picture(frame, panel_part(frame, wanted.of.panel),
                               ui::palette(lab_.view().theme).panel);
  frame.FramebufferScale = ImGui::GetIO().DisplayFramebufferScale;
  if (!picture) return lab_.report(picture.error());
  files_.take_picture(lab_, wanted, *std::move(picture));
}

std::string engine_text() {
  const int threads = conv::ThreadPool::shared().thread_count();
  return fmt::format("{}, {} thread{}", conv::simd_target(), threads, threads == 1 ? "" : "s");
}

}  // namespace convlens::app

#include "app/desktop/speaker_window.h"

#define GLFW_INCLUDE_NONE  // glad declares OpenGL
#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>

#include <algorithm>
#include <string>
#include <utility>

#include "app/desktop/window_icon.h"
#include "app/fonts/fonts.h"
#include "ui/lesson/speaker_page.h"
#include "ui/shell/interface_scale.h"

namespace convlens::app {
namespace {

constexpr int kSpeakerWidth = 560;
constexpr int kSpeakerHeight = 640;

// Whatever contexts are current are so again at its end.
class OtherContexts {
 public:
  OtherContexts() : window_(glfwGetCurrentContext()), imgui_(ImGui::GetCurrentContext()) {}
  ~OtherContexts() {
    glfwMakeContextCurrent(window_);
    ImGui::SetCurrentContext(imgui_);
  }
  OtherContexts(const OtherContexts&) = delete;
  OtherContexts& operator=(const OtherContexts&) = delete;

 private:
  GLFWwindow* window_;
  ImGuiContext* imgui_;
};

}  // namespace

class SpeakerWindow::Opened {
 public:
  Opened() = default;
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (window == nullptr) return;
    const OtherContexts others;
    make_current();
    if (imgui != nullptr) {
      if (renders_) ImGui_ImplOpenGL3_Shutdown();
      if (has_input_) ImGui_ImplGlfw_Shutdown();
      ImGui::DestroyContext(imgui);
    }
    glfwDestroyWindow(window);
  }

  Status open(const std::string& title) {
    const OtherContexts others;
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);  // keys still go to the lab
    window = glfwCreateWindow(kSpeakerWidth, kSpeakerHeight, title.c_str(), nullptr, nullptr);
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_TRUE);
    if (window == nullptr) return fail("no second window can be opened here");
    set_icon(window);
    imgui = ImGui::CreateContext();
    make_current();
    glfwSwapInterval(0);  // the lab's window waits for the screen
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().LogFilename = nullptr;
    TRY_ASSIGN(fonts, load_fonts());
    has_input_ = ImGui_ImplGlfw_InitForOpenGL(window, true);
    renders_ = ImGui_ImplOpenGL3_Init("#version 330");
    return renders_ ? Status() : fail("OpenGL: the second window's shaders did not compile");
  }
  void make_current() const {
    glfwMakeContextCurrent(window);
    ImGui::SetCurrentContext(imgui);
  }
  bool was_closed() const { return glfwWindowShouldClose(window) == GLFW_TRUE; }
  bool has_input() const { return !imgui->InputEventsQueue.empty(); }

  GLFWwindow* window = nullptr;
  ImGuiContext* imgui = nullptr;
  ui::Fonts fonts;
  ui::SpeakerPage page;
  std::pair<std::size_t, bool> seen;  // the step, and whether it was done, as drawn last
  double drawn_s = -1.0;

 private:
  bool has_input_ = false;
  bool renders_ = false;
};

SpeakerWindow::SpeakerWindow() = default;
SpeakerWindow::~SpeakerWindow() = default;

// Whether it is there, as the view asks.
bool SpeakerWindow::keep_open(LabGui& gui) {
  lab::View& view = gui.lab().view();
  const bool closed = opened_ && opened_->was_closed();
  if (closed || !view.lesson) view.show_speaker = false;
  if (!view.show_speaker) opened_.reset();
  if (opened_ || !view.show_speaker) return opened_ != nullptr;
  opened_ = std::make_unique<Opened>();
  const Status opened =
      opened_->open(ui::said(ui::tr("ConvLens: the speaker's notes"), view.language));
  if (opened) return true;
  gui.lab().report(opened.error());
  view.show_speaker = false;
  opened_.reset();
  return false;
}

bool SpeakerWindow::follow(LabGui& gui, double now_s) {
  if (!keep_open(gui)) return false;
  // The clock, what the hand does here, and what became of the step: nothing else changes it.
  constexpr double kTick_s = 0.5;
  const lab::LessonRun& run = gui.lessons().run();
  const std::pair now(run.runs() ? run.place() : 0, run.runs() && run.done());
  const bool acted = opened_->has_input();
  const bool turned = std::exchange(opened_->seen, now) != now;
  if (!acted && !turned && now_s - opened_->drawn_s < kTick_s) return false;
  opened_->drawn_s = now_s;
  draw(*opened_, gui, now_s);
  return acted;
}

void SpeakerWindow::draw(Opened& opened, LabGui& gui, double now_s) {
  const OtherContexts others;
  opened.make_current();
  float scale = 1.0f;
  float scale_y = 1.0f;
  glfwGetWindowContentScale(opened.window, &scale, &scale_y);
  ui::apply_style(gui.lab().view().theme, scale);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  gui.draw_speaker_page(opened.page, opened.fonts, scale, now_s);
  ImGui::Render();
  int width_px = 0;
  int height_px = 0;
  glfwGetFramebufferSize(opened.window, &width_px, &height_px);
  glViewport(0, 0, width_px, height_px);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(opened.window);
}

}  // namespace convlens::app

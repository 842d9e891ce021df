#include "app/desktop/desktop_window.h"

#define GLFW_INCLUDE_NONE  // glad declares OpenGL
#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui_impl_glfw.h>
#include <imgui_internal.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/desktop/full_screen.h"
#include "app/desktop/layout_file.h"
#include "app/desktop/preferences.h"
#include "app/desktop/speaker_window.h"
#include "app/desktop/window_icon.h"
#include "app/files/user_folders.h"
#include "app/gui/frame_loop.h"
#include "app/gui/lab_gui.h"
#include "app/lessons/answer_log.h"
#include "app/lessons/lesson_file.h"
#include "app/open/open_files.h"
#include "app/session/autosave.h"
#include "core/files/file.h"
#include "gl/gl_info.h"
#include "media/clipboard_picture.h"
#include "ui/kit/metrics.h"

namespace convlens::app {
namespace {

constexpr int kWidth = 1600;
constexpr int kHeight = 900;
// How long an idle window sleeps before it looks whether it was asked to end: a signal wakes it,
// but not where it comes just before it falls asleep.
constexpr double kLongestSleep_s = 1.0;

std::string glfw_error() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text == nullptr ? "no reason given" : text;
}

struct GlfwLibrary {
  bool ready = glfwInit() == GLFW_TRUE;
  GlfwLibrary() = default;
  GlfwLibrary(const GlfwLibrary&) = delete;
  GlfwLibrary& operator=(const GlfwLibrary&) = delete;
  ~GlfwLibrary() {
    if (ready) glfwTerminate();
  }
};

struct WindowDelete {
  void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};
using WindowHandle = std::unique_ptr<GLFWwindow, WindowDelete>;

// Set by the signals that ask a program to end, so that a shutdown still saves the arrangement. A
// signal's handler reaches nothing else.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int /*signal*/) { stop_asked = 1; }

// What GLFW's callbacks, and the threads that work beside the frames, leave for the frame loop.
struct Inbox {
  std::vector<std::filesystem::path> dropped_files;
  bool must_redraw = false;        // of another size, or uncovered
  std::atomic<bool> woken{false};  // an answer is there
};

Inbox& inbox_of(GLFWwindow* window) {
  return *static_cast<Inbox*>(glfwGetWindowUserPointer(window));
}

// Before Dear ImGui's own callbacks, which know of input alone.
void fill(Inbox& inbox, GLFWwindow* window) {
  glfwSetWindowUserPointer(window, &inbox);
  glfwSetDropCallback(window, [](GLFWwindow* target, int count, const char** paths) {
    inbox_of(target).dropped_files.assign(paths, paths + count);
  });
  glfwSetWindowRefreshCallback(window,
                               [](GLFWwindow* target) { inbox_of(target).must_redraw = true; });
  glfwSetFramebufferSizeCallback(
      window, [](GLFWwindow* target, int, int) { inbox_of(target).must_redraw = true; });
  glfwSetWindowContentScaleCallback(
      window, [](GLFWwindow* target, float, float) { inbox_of(target).must_redraw = true; });
}

// Real time, and everything that happens to the window.
class WindowClock final : public FrameClock {
 public:
  explicit WindowClock(Inbox& inbox) : inbox_(inbox) {}

  double now_s() const override { return glfwGetTime(); }
  bool wait(double seconds) override {
    // What Dear ImGui has kept for the next frame needs no waiting for.
    if (seconds <= 0.0 || has_input()) {
      glfwPollEvents();
    } else {
      glfwWaitEventsTimeout(seconds);
    }
    const bool woken = inbox_.woken.exchange(false);
    return std::exchange(inbox_.must_redraw, false) || woken || has_input() ||
           !inbox_.dropped_files.empty();
  }

 private:
  static bool has_input() { return !ImGui::GetCurrentContext()->InputEventsQueue.empty(); }

  Inbox& inbox_;
};

// The window as the place that frames are drawn into; measures them.
class WindowSink final : public FrameSink {
 public:
  explicit WindowSink(GLFWwindow* window) : window_(window) {}

  ui::FrameInfo info() override {
    start_ = std::chrono::steady_clock::now();
    float scale = 1.0f;
    float scale_y = 1.0f;
    glfwGetWindowContentScale(window_, &scale, &scale_y);
    ui::FrameInfo info;
    info.display_scale = scale;
    info.frame_ms = shown_frame_ms_;
    info.engine = engine_text();
    return info;
  }
  void feed() override { ImGui_ImplGlfw_NewFrame(); }
  void bind() override {
    int width_px = 0;
    int height_px = 0;
    glfwGetFramebufferSize(window_, &width_px, &height_px);
    glViewport(0, 0, width_px, height_px);
  }
  void finished() override {
    glfwSwapBuffers(window_);
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - start_;
    shown_frame_ms_ = 0.9 * shown_frame_ms_ + 0.1 * took.count();
    if (frame_ms_.size() < kMaxFrameTimes) frame_ms_.push_back(took.count());
  }

  double median_frame_ms() {
    if (frame_ms_.empty()) return 0.0;
    const auto middle = frame_ms_.begin() + static_cast<std::ptrdiff_t>(frame_ms_.size() / 2);
    std::nth_element(frame_ms_.begin(), middle, frame_ms_.end());
    return *middle;
  }

 private:
  static constexpr std::size_t kMaxFrameTimes = 100000;

  GLFWwindow* window_;
  std::chrono::steady_clock::time_point start_;
  double shown_frame_ms_ = 0.0;
  std::vector<double> frame_ms_;
};

struct WindowSize {
  int width = kWidth;
  int height = kHeight;
};

// The usual one, or what the screen has room for; before it is scaled to the monitor.
WindowSize first_size() {
  GLFWmonitor* monitor = glfwGetPrimaryMonitor();
  if (monitor == nullptr) return {};
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
  float scale_x = 1;
  float scale_y = 1;
  glfwGetMonitorContentScale(monitor, &scale_x, &scale_y);
  const auto fitted = [](int usual, float least, int room, float scale) {
    const auto there = static_cast<int>(static_cast<float>(room) / std::max(scale, 0.25f));
    return std::min(usual, std::max(static_cast<int>(least), there));
  };
  return {fitted(kWidth, ui::design::kLeastWindowWidth, width, scale_x),
          fitted(kHeight, ui::design::kLeastWindowHeight, height, scale_y)};
}

Result<WindowHandle> open_window() {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  const WindowSize size = first_size();
  WindowHandle window(glfwCreateWindow(size.width, size.height, "ConvLens", nullptr, nullptr));
  if (!window) return fail("OpenGL 3.3 is needed for the window: {}", glfw_error());
  glfwMakeContextCurrent(window.get());
  TRY(gl::load_gl(&glfwGetProcAddress));
  glfwSwapInterval(1);
  glfwSetWindowSizeLimits(window.get(), static_cast<int>(ui::design::kLeastWindowWidth),
                          static_cast<int>(ui::design::kLeastWindowHeight), GLFW_DONT_CARE,
                          GLFW_DONT_CARE);
  set_icon(window.get());
  return window;
}

void apply(const WindowChoices& choices, lab::View& view) {
  view.interface_scale = choices.scale.value_or(view.interface_scale);
  view.theme = choices.theme.value_or(view.theme);
  view.language = choices.language.value_or(view.language);
  view.workspace = choices.workspace.value_or(view.workspace);
  view.computing.engine = choices.engine.value_or(view.computing.engine);
  view.computing.threads = choices.threads.value_or(view.computing.threads);
  if (choices.presenter) lab::set_present(view, true);
}

class Desktop {
 public:
  // `restored`: the gui shows a session as it was left.
  Desktop(WindowHandle window, std::unique_ptr<LabGui> gui, bool restored,
          const WindowChoices& choices)
      : window_(std::move(window)),
        gui_(std::move(gui)),
        restored_(restored),
        folder_(settings_folder()) {
    const lab::Preferences session = gui_->lab().view();
    fill(inbox_, window_.get());
    gui_->on_answer([this] {
      inbox_.woken = true;
      glfwPostEmptyEvent();
    });
    gui_->files().use_clipboard(&open_copied_picture, &media::put_picture_on_clipboard);
    ImGui_ImplGlfw_InitForOpenGL(window_.get(), true);
    if (folder_) {
      Phrase said;
      const std::string layout = read_layout(*folder_ / kLayoutFile, said);
      ImGui::LoadIniSettingsFromMemory(layout.c_str(), layout.size());
      if (!said.empty()) gui_->lab().note(std::move(said));
      preferences_.emplace(gui_->lab(), *folder_ / kPreferencesFile);
    }
    lab::View& view = gui_->lab().view();
    gui_->files().use_folder(view.folder);
    if (!view.file.path.empty()) lab::put_first(view, view.file.path);
    if (const auto answers = answers_file()) gui_->lessons().keep_answers(*answers);
    if (restored) {
      const lab::Computing computing = view.computing;  // of the machine, not of the session
      static_cast<lab::Preferences&>(view) = session;
      view.computing = computing;
    }
    apply(choices, view);
    if (choices.lesson) begin_lesson(choices);
    if (preferences_) preferences_->pass_over(gui_->lab());
  }
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;
  ~Desktop() {
    save_layout();
    // A picture that is being decoded is waited for: nobody need look at that.
    glfwHideWindow(window_.get());
    ImGui_ImplGlfw_Shutdown();
  }

  // In the language that is spoken by now.
  void begin_lesson(const WindowChoices& choices) {
    lab::View& view = gui_->lab().view();
    auto place = bundled_lesson(*choices.lesson, choices.step, view.language);
    if (!place) return gui_->lab().report(place.error());
    view.lesson = *std::move(place);
  }

  // From here on, what is done is kept.
  void keep(Autosave& autosave) {
    autosave_ = &autosave;
    autosave_->begin(gui_->lab());
  }

  // An error says what could not be kept in the end.
  Status run() {
    std::signal(SIGTERM, &ask_to_stop);
    std::signal(SIGINT, &ask_to_stop);
    if (!restored_ && !gui_->lab().document().network) gui_->networks().begin();
    while (glfwWindowShouldClose(window_.get()) == GLFW_FALSE && stop_asked == 0) {
      const bool is_due = loop_.wait(kLongestSleep_s);
      if (autosave_ != nullptr) autosave_->follow(gui_->lab(), glfwGetTime());
      if (speaker_.follow(*gui_, glfwGetTime())) {
        inbox_.must_redraw = true;
        glfwPostEmptyEvent();
      }
      if (!is_due) continue;
      if (const auto dropped = std::exchange(inbox_.dropped_files, {}); !dropped.empty()) {
        const Status opened = gui_->files().open(gui_->lab(), dropped);
        if (!opened) gui_->lab().report(opened.error());
      }
      loop_.frame();
      follow_title();
      full_screen_.follow(window_.get(), gui_->lab().view().present);
      if (preferences_) preferences_->follow(gui_->lab());
    }
    return autosave_ != nullptr ? autosave_->end(gui_->lab()) : Status();
  }

  const FrameCounts& counts() const { return gui_->counts(); }
  double median_frame_ms() { return sink_.median_frame_ms(); }

 private:
  static constexpr const char* kLayoutFile = "layout.ini";
  static constexpr const char* kPreferencesFile = "preferences.json";

  // The session's file, as other programs name theirs.
  void follow_title() {
    const lab::SessionFile& file = gui_->lab().view().file;
    const std::string name = std::filesystem::path(file.path).filename().string();
    std::string title = name + (file.changed ? "*" : "") + (name.empty() ? "" : " - ") + "ConvLens";
    if (title == title_) return;
    title_ = std::move(title);
    glfwSetWindowTitle(window_.get(), title_.c_str());
  }

  // Saved here and not by Dear ImGui, which would write into the file in place. A layout that
  // cannot be saved is no reason to keep a window from closing.
  void save_layout() const {
    if (!folder_) return;
    std::size_t size = 0;
    const char* text = ImGui::SaveIniSettingsToMemory(&size);
    static_cast<void>(write_file(*folder_ / kLayoutFile, std::as_bytes(std::span(text, size))));
  }

  Inbox inbox_;  // outlives the threads that the gui waits for
  WindowHandle window_;
  std::unique_ptr<LabGui> gui_;
  bool restored_;
  std::optional<std::filesystem::path> folder_;
  std::optional<PreferencesKeeper> preferences_;
  Autosave* autosave_ = nullptr;
  std::string title_;
  WindowClock clock_{inbox_};
  WindowSink sink_{window_.get()};
  FrameLoop loop_{*gui_, clock_, sink_};
  FullScreen full_screen_;
  SpeakerWindow speaker_;
};

}  // namespace

namespace {

// What was left, or else the notebook's bench.
Result<Start> begun(Autosave* autosave, bool fresh, std::vector<Phrase>& said) {
  if (autosave != nullptr && !fresh) {
    if (auto left = autosave->bring_back(said)) {
      left->view->beginning =
          autosave->came_from_crash() ? lab::Beginning::kCutOff : lab::Beginning::kLeft;
      return *std::move(left);
    }
  }
  return open_start({});
}

}  // namespace

Status run_desktop(std::optional<Start> opened, const WindowChoices& choices,
                   std::vector<Phrase> said, bool verbose) {
  const GlfwLibrary glfw;
  if (!glfw.ready) {
    return fail("no window can be opened here ({}); 'convlens screenshot' needs no display",
                glfw_error());
  }
  TRY_ASSIGN(auto window, open_window());
  const auto states = state_folder();
  std::optional<Autosave> autosave;
  if (states) autosave.emplace(*states);
  auto start = opened ? Result<Start>(*std::move(opened))
                      : begun(autosave ? &*autosave : nullptr, choices.fresh, said);
  if (!start) return fail(std::move(start.error()));
  const bool restored = start->view.has_value();
  TRY_ASSIGN(auto gui, LabGui::create(*std::move(start), WorkMode::kInBackground));
  for (Phrase& sentence : said) gui->lab().report(std::move(sentence));
  Desktop desktop(std::move(window), std::move(gui), restored, choices);
  if (autosave) desktop.keep(*autosave);
  const Status kept = desktop.run();
  if (verbose) {
    const FrameCounts& counts = desktop.counts();
    fmt::print(stderr,
               "convlens: {} frames, {} with new maps, {} changes not shown, median {:.2f} ms\n",
               counts.frames, counts.changed, counts.dropped, desktop.median_frame_ms());
  }
  if (!kept) return fail("the session cannot be kept: {}", kept.error().phrase);
  return {};
}

}  // namespace convlens::app

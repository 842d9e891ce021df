#include "app/desktop/desktop_window.h"

#define GLFW_INCLUDE_NONE  // glad declares OpenGL
#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui_impl_glfw.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/lab_gui.h"
#include "app/open/open_files.h"
#include "core/files/file.h"
#include "gl/gl_info.h"
#include "lab/document/presets.h"

namespace convlens::app {
namespace {

constexpr int kWidth = 1600;
constexpr int kHeight = 900;
// Below this the controls of the Filter column no longer fit.
constexpr int kLeastWidth = 1024;
constexpr int kLeastHeight = 640;
// Frames drawn after the last event, so that hover and tooltips come to rest.
constexpr int kFramesAfterEvent = 4;
// How long an idle window sleeps between frames: the hint's pulse stays smooth, later only the
// tooltips' clock runs.
constexpr double kPulseWait_s = 1.0 / 30.0;
constexpr double kIdleWait_s = 0.25;

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

// Set by the signals that ask a program to end, so that a shutdown still saves the arrangement.
volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int /*signal*/) { stop_asked = 1; }

// What GLFW's callbacks leave for the frame loop.
struct Inbox {
  std::vector<std::filesystem::path> dropped_files;
};

Result<WindowHandle> open_window() {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  WindowHandle window(glfwCreateWindow(kWidth, kHeight, "ConvLens", nullptr, nullptr));
  if (!window) return fail("OpenGL 3.3 is needed for the window: {}", glfw_error());
  glfwMakeContextCurrent(window.get());
  if (const Status loaded = gl::load_gl(&glfwGetProcAddress); !loaded) return fail(loaded.error());
  glfwSwapInterval(1);
  glfwSetWindowSizeLimits(window.get(), kLeastWidth, kLeastHeight, GLFW_DONT_CARE, GLFW_DONT_CARE);
  return window;
}

// Where the arrangement of the columns is remembered; empty where no folder can be made.
std::string layout_file() {
  std::filesystem::path folder;
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != '\0') {
    folder = config;
  } else if (const char* home = std::getenv("HOME")) {
    folder = std::filesystem::path(home) / ".config";
  } else {
    return {};
  }
  folder /= "convlens";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return error ? std::string{} : (folder / "layout.ini").string();
}

class Desktop {
 public:
  Desktop(WindowHandle window, std::unique_ptr<LabGui> gui)
      : window_(std::move(window)), gui_(std::move(gui)), layout_file_(layout_file()) {
    glfwSetWindowUserPointer(window_.get(), &inbox_);
    glfwSetDropCallback(window_.get(), [](GLFWwindow* target, int count, const char** paths) {
      auto* inbox = static_cast<Inbox*>(glfwGetWindowUserPointer(target));
      inbox->dropped_files.assign(paths, paths + count);
    });
    gui_->files().use_clipboard(&open_copied_picture);
    ImGui_ImplGlfw_InitForOpenGL(window_.get(), true);
    if (!layout_file_.empty()) ImGui::LoadIniSettingsFromDisk(layout_file_.c_str());
  }
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;
  ~Desktop() {
    save_layout();
    ImGui_ImplGlfw_Shutdown();
  }

  void run() {
    std::signal(SIGTERM, &ask_to_stop);
    std::signal(SIGINT, &ask_to_stop);
    while (!glfwWindowShouldClose(window_.get()) && stop_asked == 0) {
      wait_for_work();
      if (const auto dropped = std::exchange(inbox_.dropped_files, {}); !dropped.empty()) {
        const Status opened = gui_->files().open(gui_->lab(), dropped);
        if (!opened) gui_->lab().report(opened.error());
      }
      frame();
    }
  }

  const FrameCounts& counts() const { return gui_->counts(); }
  double median_frame_ms() {
    if (frame_ms_.empty()) return 0.0;
    const auto middle = frame_ms_.begin() + static_cast<std::ptrdiff_t>(frame_ms_.size() / 2);
    std::nth_element(frame_ms_.begin(), middle, frame_ms_.end());
    return *middle;
  }

 private:
  static constexpr std::size_t kMaxFrameTimes = 100000;

  // Saved here and not by Dear ImGui, which would write into the file in place. A layout that
  // cannot be saved is no reason to keep a window from closing.
  void save_layout() const {
    if (layout_file_.empty()) return;
    std::size_t size = 0;
    const char* text = ImGui::SaveIniSettingsToMemory(&size);
    static_cast<void>(write_file(layout_file_, std::as_bytes(std::span(text, size))));
  }

  void wait_for_work() {
    if (frames_to_draw_ > 0) {
      glfwPollEvents();
      --frames_to_draw_;
      return;
    }
    const bool pulsing =
        gui_->lab().view().show_hint && lab::awaits_first_stroke(gui_->lab().document());
    const double start = glfwGetTime();
    // A network that is on its way, or whose accuracy is being measured, shows its progress.
    const bool working = gui_->networks().busy() || gui_->lab().accuracy().reading().progress < 1.0;
    const bool gliding = gui_->lab().view().range_glide.done < 1.0f;
    const double wait = pulsing || working || gliding ? kPulseWait_s : kIdleWait_s;
    glfwWaitEventsTimeout(wait);
    // Woken before the time was over: something happened.
    if (glfwGetTime() - start < wait * 0.9) frames_to_draw_ = kFramesAfterEvent;
  }

  void frame() {
    const auto start = std::chrono::steady_clock::now();
    float scale = 1.0f;
    float scale_y = 1.0f;
    glfwGetWindowContentScale(window_.get(), &scale, &scale_y);
    gui_->begin(scale);
    ImGui_ImplGlfw_NewFrame();
    gui_->build({scale, true, shown_frame_ms_, engine_});
    int width_px = 0;
    int height_px = 0;
    glfwGetFramebufferSize(window_.get(), &width_px, &height_px);
    glViewport(0, 0, width_px, height_px);
    gui_->render();
    glfwSwapBuffers(window_.get());
    const double ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    shown_frame_ms_ = 0.9 * shown_frame_ms_ + 0.1 * ms;
    if (frame_ms_.size() < kMaxFrameTimes) frame_ms_.push_back(ms);
  }

  WindowHandle window_;
  std::unique_ptr<LabGui> gui_;
  Inbox inbox_;
  std::string layout_file_;
  std::string engine_ = engine_text();
  int frames_to_draw_ = kFramesAfterEvent;
  double shown_frame_ms_ = 0.0;
  std::vector<double> frame_ms_;
};

}  // namespace

Status run_desktop(lab::Document document, bool verbose) {
  const GlfwLibrary glfw;
  if (!glfw.ready) {
    return fail("no window can be opened here ({}); 'convlens screenshot' needs no display",
                glfw_error());
  }
  auto window = open_window();
  if (!window) return fail(std::move(window.error()));
  auto gui = LabGui::create(std::move(document), NetworkOpener::Mode::kInBackground);
  if (!gui) return fail(std::move(gui.error()));
  if (!(*gui)->lab().document().network) (*gui)->networks().begin();
  Desktop desktop(std::move(*window), std::move(*gui));
  desktop.run();
  if (verbose) {
    const FrameCounts& counts = desktop.counts();
    fmt::print(stderr,
               "convlens: {} frames, {} with new maps, {} changes not shown, median {:.2f} ms\n",
               counts.frames, counts.changed, counts.dropped, desktop.median_frame_ms());
  }
  return {};
}

}  // namespace convlens::app

// What a frame costs while somebody paints, beside Dear ImGui's own demo window, in one run, in
// turn, at the same size and on the same renderer. Prints medians; passes or fails nothing.
#include <glad/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "app/headless_frames.h"
#include "app/open_files.h"
#include "gl/gl_info.h"

namespace {

using namespace convlens;

constexpr int kWidth = 1600;
constexpr int kHeight = 900;
constexpr int kFrames = 300;

double timed_ms(const std::function<void()>& frame) {
  const auto start = std::chrono::steady_clock::now();
  frame();
  glFinish();  // a software renderer works on after the calls return
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// The demo window alone, in a context and with an off-screen picture of its own.
class DemoFrames {
 public:
  explicit DemoFrames(gl::OffscreenTarget target)
      : target_(std::move(target)), context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().DisplaySize = ImVec2(kWidth, kHeight);
    ImGui_ImplOpenGL3_Init("#version 330");
  }
  ~DemoFrames() {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context_);
  }
  DemoFrames(const DemoFrames&) = delete;
  DemoFrames& operator=(const DemoFrames&) = delete;

  void frame() {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    ImGui::ShowDemoWindow();
    ImGui::Render();
    target_.bind();
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  }

 private:
  gl::OffscreenTarget target_;
  ImGuiContext* context_;
};

int measure() {
  auto document = app::open_document({});
  if (!document) return std::fprintf(stderr, "%s\n", document.error().message.c_str()), 1;
  auto lab_frames = app::HeadlessFrames::create(std::move(*document), kWidth, kHeight, 1.0f);
  if (!lab_frames) return std::fprintf(stderr, "%s\n", lab_frames.error().message.c_str()), 1;
  auto target = gl::OffscreenTarget::create(kHeight, kWidth);
  if (!target) return std::fprintf(stderr, "%s\n", target.error().message.c_str()), 1;
  DemoFrames demo(std::move(*target));

  std::vector<double> demo_ms;
  std::vector<double> lab_ms;
  for (int i = 0; i < kFrames; ++i) {
    demo_ms.push_back(timed_ms([&] { demo.frame(); }));
    lab_ms.push_back(timed_ms([&] {
      // A stroke that moves on by a cell every frame: conv, statistics, upload, colours, pixels.
      const float value = i % 2 == 0 ? -1.0f : 1.0f;
      lab_frames->gui().lab().preview(
          lab::SetWeights{0, {{i / 7 % 7, i % 7, 0, value}, {i / 7 % 7, i % 7, 1, value}}});
      lab_frames->frame();
    }));
  }
  const double demo_median = median(demo_ms);
  const double lab_median = median(lab_ms);
  std::printf("renderer            %s\n", gl::gl_info().renderer.c_str());
  std::printf("empty demo window   %.2f ms a frame (median of %d)\n", demo_median, kFrames);
  std::printf("lab while painting  %.2f ms a frame (median of %d)\n", lab_median, kFrames);
  std::printf("ratio               %.2f\n", lab_median / demo_median);
  return 0;
}

}  // namespace

int main() { return measure(); }

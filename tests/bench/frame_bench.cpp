// What a frame costs while somebody paints, beside Dear ImGui's own demo window, in one run, in
// turn, at the same size and on the same renderer. Prints medians; passes or fails nothing.
#include <glad/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

#include "app/gui/headless_frames.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "loaders/readers.h"

namespace {

using namespace convlens;

struct Size {
  int width = 1600;
  int height = 900;
};
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
    ImGui::GetIO().DisplaySize =
        ImVec2(static_cast<float>(target_.width()), static_cast<float>(target_.height()));
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

// A stroke that moves on by a cell every frame and flips its sign every time round.
lab::SetWeights stroke(lab::FilterRef filter, int height, int width, int channels, int frame) {
  const int cells = height * width;
  const float value = frame / cells % 2 == 0 ? -1.0f : 1.0f;
  lab::SetWeights edits{filter, {}};
  for (int c = 0; c < channels; ++c) {
    edits.edits.push_back({frame % cells / width, frame % width, c, value});
  }
  return edits;
}

struct Scene {
  const char* name;
  std::vector<std::filesystem::path> files;
  lab::Workspace workspace;
  bool trained;  // a trained filter of the first layer is painted, not one of mine
};

// One scene beside the demo window, frame by frame in turn.
int measure(const Scene& scene, Size size) {
  auto document = app::open_document(scene.files);
  if (!document) return std::fprintf(stderr, "%s\n", document.error().message.c_str()), 1;
  auto frames = app::HeadlessFrames::create(std::move(*document), size.width, size.height, 1.0f);
  if (!frames) return std::fprintf(stderr, "%s\n", frames.error().message.c_str()), 1;
  auto target = gl::OffscreenTarget::create(size.height, size.width);
  if (!target) return std::fprintf(stderr, "%s\n", target.error().message.c_str()), 1;
  DemoFrames demo(std::move(*target));
  lab::Lab& lab = frames->gui().lab();
  lab.view().workspace = scene.workspace;
  lab.view().show_hint = false;
  for (int i = 0; i < 6; ++i) frames->frame();
  lab.test_meter().wait();
  const lab::FilterRef painted =
      scene.trained ? lab::FilterRef(0, lab.view().layer) : lab::FilterRef(0);
  const auto filter = lab::filter_at(lab.document(), painted);
  std::vector<double> demo_ms;
  std::vector<double> compute_ms;
  std::vector<double> lab_ms;
  for (int i = 0; i < kFrames; ++i) {
    demo_ms.push_back(timed_ms([&] { demo.frame(); }));
    // Weights, every value that hangs on them, statistics, uploads, colours, pixels.
    const auto edits = stroke(painted, filter->height, filter->width, filter->channels, i);
    const double computed = timed_ms([&] { lab.preview(edits); });
    compute_ms.push_back(computed);
    lab_ms.push_back(computed + timed_ms([&] { frames->frame(); }));
  }
  const double demo_median = median(demo_ms);
  const double lab_median = median(lab_ms);
  std::printf("%-44s %8.2f %8.2f %8.2f %6.2f\n", scene.name, demo_median, median(compute_ms),
              lab_median, lab_median / demo_median);
  return 0;
}

int run(Size size) {
  const auto cifar10 = app::bundled_network("cifar10.keras");
  const auto fashion = app::bundled_network("fashion_mnist.keras");
  const Scene scenes[] = {
      {"my filter, four maps", {}, lab::Workspace::kBench, false},
      {"my filter, pairs beside CIFAR-10's", {cifar10}, lab::Workspace::kBench, false},
      {"CIFAR-10's first layer, pairs", {cifar10}, lab::Workspace::kBench, true},
      {"Fashion-MNIST's first layer, whole network", {fashion}, lab::Workspace::kNetwork, true},
      {"CIFAR-10's first layer, whole network", {cifar10}, lab::Workspace::kNetwork, true}};
  std::printf("%dx%d, milliseconds, medians of %d; the demo window in turn with the lab\n",
              size.width, size.height, kFrames);
  std::printf("%-44s %8s %8s %8s %6s\n", "painted", "demo", "compute", "frame", "ratio");
  for (const Scene& scene : scenes) {
    if (const int status = measure(scene, size); status != 0) return status;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto child = loaders::run_isolated_child(argc, argv, loaders::isolated_readers()))
    return *child;
  Size size;
  if (argc > 1 && std::sscanf(argv[1], "%dx%d", &size.width, &size.height) != 2) {
    return std::fprintf(stderr, "usage: bench_frame [WIDTHxHEIGHT]\n"), 2;
  }
  return run(size);
}

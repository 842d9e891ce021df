// What a frame of the window costs while a film runs under the filters, and its parts: two 7x7x3
// filters over the whole frame, with the trained maps beside them, software GL. Prints medians and
// the slowest of a hundred; passes or fails nothing.
#include <glad/gl.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <utility>
#include <vector>

#include "app/gui/frame_loop.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "gl/headless_context.h"
#include "gl/offscreen_target.h"
#include "lab/film.h"
#include "lab/stages/stopwatch.h"
#include "loaders/readers.h"

namespace {

using namespace convlens;
namespace fs = std::filesystem;

double part_of(std::vector<double> values, double part) {
  const auto place =
      static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

// Frames run by the real time, and wait until something happens.
class RealClock final : public app::FrameClock {
 public:
  double now_s() const override { return watch_.elapsed_ms() / 1000; }
  bool wait(double seconds) override {
    std::unique_lock lock(mutex_);
    const auto most = std::chrono::duration<double>(std::clamp(seconds, 0.0, 1.0));
    changed_.wait_for(lock, most, [this] { return woken_; });
    return std::exchange(woken_, false);
  }
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_all();
  }

 private:
  lab::Stopwatch watch_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
};

class Sink final : public app::FrameSink {
 public:
  explicit Sink(gl::OffscreenTarget target) : target_(std::move(target)) {}

  ui::FrameInfo info() override {
    watch_ = {};
    return {};
  }
  void feed() override {
    ImGui::GetIO().DisplaySize =
        ImVec2(static_cast<float>(target_.width()), static_cast<float>(target_.height()));
  }
  void bind() override { target_.bind(); }
  void finished() override {
    glFinish();  // a software renderer works on after the calls return
    took_ms_ = watch_.elapsed_ms();
  }
  double took_ms() const { return took_ms_; }

 private:
  gl::OffscreenTarget target_;
  lab::Stopwatch watch_;
  double took_ms_ = 0.0;
};

class Measurement {
 public:
  void run(app::LabGui& gui, Sink& sink, int count) {
    RealClock clock;
    gui.on_answer([&clock] { clock.wake(); });
    app::FrameLoop loop(gui, clock, sink);
    const auto step = [&] {
      if (loop.wait(1.0)) loop.frame();
    };
    // Each frame may put it elsewhere.
    const auto film = [&gui]() -> lab::Film& { return *gui.lab().film(0); };
    while (!film().is_open()) step();
    for (int i = 0; i < 8; ++i) step();
    // As a key is pressed: in a frame, which has another follow it.
    loop.frame();
    lab::set_running(film(), true);
    clock.wake();
    const lab::Stopwatch whole;
    std::int64_t shown = film().frame;
    while (static_cast<int>(frame_.size()) < count) {
      step();
      if (std::exchange(shown, film().frame) == film().frame) continue;
      take(film(), gui.parts(), sink.took_ms());
    }
    seconds_ = whole.elapsed_ms() / 1000;
    left_out_ = film().left_out;
    waited_s_ = film().waited_s;
  }

  void print(const char* name) const {
    std::printf(
        "%s: %zu frames in %.1f s, %.1f a second, %llu left out, %.1f s waited for\n  %-10s %8s "
        "%8s\n",
        name, frame_.size(), seconds_, static_cast<double>(frame_.size()) / seconds_,
        static_cast<unsigned long long>(left_out_), waited_s_, "ms", "median", "99%");
    std::printf("  %-10s %8.2f %8.2f\n", "frame", part_of(frame_, 0.5), part_of(frame_, 0.99));
    for (const auto& [part, values] : parts_) {
      std::printf("  %-10s %8.2f %8.2f\n", part, part_of(values, 0.5), part_of(values, 0.99));
    }
  }

 private:
  void take(const lab::Film& film, const ui::FrameParts& parts, double took_ms) {
    const lab::StageTimes& stages = parts.stages;
    frame_.push_back(took_ms);
    const double values[] = {film.decode_ms,  stages.input,   stages.conv,
                             stages.trained,  stages.network, stages.ranges,
                             parts.interface, parts.upload,   parts.draw};
    for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].second.push_back(values[i]);
  }

  std::vector<double> frame_;
  std::vector<std::pair<const char*, std::vector<double>>> parts_{
      {"decode", {}}, {"crop", {}},      {"conv", {}},   {"trained", {}}, {"network", {}},
      {"ranges", {}}, {"interface", {}}, {"upload", {}}, {"draw", {}}};
  double seconds_ = 0.0;
  std::uint64_t left_out_ = 0;
  double waited_s_ = 0.0;
};

Status measure(const fs::path& film, int count) {
  TRY_ASSIGN(auto document, app::open_document({film, app::bundled_network("cifar10.keras")}));
  const Image& image = document.sources.front().picture->image;
  const lab::CropSize whole{image.height, image.width};
  TRY_ASSIGN(auto cropped, lab::apply(document, lab::ResizeCrop{0, whole, {0, 0}}));
  TRY_ASSIGN(const auto context, gl::HeadlessContext::create());
  TRY_ASSIGN(auto target, gl::OffscreenTarget::create(900, 1600));
  TRY_ASSIGN(const auto gui, app::LabGui::create(std::move(cropped), WorkMode::kInBackground));
  Sink sink(std::move(target));
  Measurement measurement;
  measurement.run(*gui, sink, count);
  measurement.print(film.filename().c_str());
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto child = loaders::run_isolated_child(argc, argv, loaders::isolated_readers()))
    return *child;
  if (argc < 2) return std::fprintf(stderr, "usage: bench_film VIDEO [FRAMES]\n"), 2;
  const Status measured = measure(argv[1], argc > 2 ? std::atoi(argv[2]) : 1000);
  if (!measured) return std::fprintf(stderr, "%s\n", measured.error().message.c_str()), 1;
  return 0;
}

// What a frame costs in which a step is taken, with autosave and without, by blocks of frames in
// turn. Prints medians and the slowest of a thousand; passes or fails nothing. The slowest frames
// are those in which something else was at work on the machine: how much they differ by chance is
// told by a second measurement without autosave, and what autosave itself takes of the frame's
// thread in that thread's processor time.
#include <glad/gl.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <thread>
#include <vector>

#include "app/gui/headless_frames.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/session/autosave.h"
#include "loaders/readers.h"

namespace {

using namespace convlens;
namespace fs = std::filesystem;

constexpr int kBlocks = 80;  // of each kind
constexpr int kBlock = 50;   // frames

// Of this thread alone.
double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double part_of(std::vector<double> values, double part) {
  const auto place =
      static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

class Measurement {
 public:
  Measurement(app::HeadlessFrames& frames, const fs::path& folder)
      : frames_(frames), autosave_(folder) {
    autosave_.begin(lab());
  }

  void run() {
    for (int block = 0; block < kBlocks; ++block) {
      for (std::vector<double>* times : {&with_, &without_, &again_}) {
        for (int i = 0; i < kBlock; ++i) times->push_back(frame_ms(times == &with_));
        // What the block left to the thread is no cost of the next.
        autosave_.follow(lab(), ++seconds_);
        while (!autosave_.is_kept()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    }
  }
  void print(const char* name) const {
    std::printf("%-34s", name);
    for (const auto* times : {&without_, &again_, &with_, &itself_}) {
      std::printf(" %8.3f %8.3f", part_of(*times, 0.5), part_of(*times, 0.999));
    }
    std::printf("\n");
  }

 private:
  lab::Lab& lab() { return frames_.gui().lab(); }

  double frame_ms(bool kept) {
    const auto start = std::chrono::steady_clock::now();
    const float value = 0.01f * static_cast<float>(++step_);
    lab().commit(lab::SetWeights{0, {{step_ % 7, step_ / 7 % 7, 0, value}}});
    if (kept) {
      const double before = processor_ms();
      autosave_.follow(lab(), seconds_ += 0.016);
      itself_.push_back(processor_ms() - before);
    }
    frames_.frame();
    glFinish();  // a software renderer works on after the calls return
    const auto took = std::chrono::steady_clock::now() - start;
    return std::chrono::duration<double, std::milli>(took).count();
  }

  app::HeadlessFrames& frames_;
  app::Autosave autosave_;
  int step_ = 0;
  double seconds_ = 0.0;
  std::vector<double> with_;
  std::vector<double> without_;
  std::vector<double> again_;  // without it, too
  std::vector<double> itself_;
};

int measure(const char* name, const std::vector<fs::path>& files, const fs::path& folder) {
  auto document = app::open_document(files);
  if (!document) return std::fprintf(stderr, "%s\n", document.error().message.c_str()), 1;
  auto frames = app::HeadlessFrames::create(std::move(*document), 1600, 900, 1.0f);
  if (!frames) return std::fprintf(stderr, "%s\n", frames.error().message.c_str()), 1;
  for (int i = 0; i < 6; ++i) frames->frame();
  Measurement measurement(*frames, folder / name);
  measurement.run();
  measurement.print(name);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto child = loaders::run_isolated_child(argc, argv, loaders::isolated_readers()))
    return *child;
  if (argc != 2) return std::fprintf(stderr, "usage: bench_autosave FOLDER\n"), 2;
  std::printf("milliseconds of a frame with a step, %d each\n%-34s", kBlocks * kBlock, "");
  for (const char* head : {"without", "again", "with", "itself"}) {
    std::printf(" %8s %8s", head, "99.9%");
  }
  std::printf("\n");
  const fs::path folder = argv[1];
  if (const int failed = measure("photographs", {}, folder); failed != 0) return failed;
  return measure("cifar10", {app::bundled_network("cifar10.keras")}, folder);
}

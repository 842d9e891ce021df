// conv2d beside OpenCV's filter2D, in one process. Each row says what share of the multiply-add
// peak of the threads used it reaches ("of_peak"); compare rows of the same problem and threads.
// peers/convolutions.sh sets rows beside other libraries, by the median of their calls.
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <string>
#include <vector>

#include "conv/conv2d.h"
#include "conv/peak.h"

namespace {

using convlens::Shape;
using convlens::Tensor;
namespace conv = convlens::conv;

struct Problem {
  Shape input;   // (N, H, W, C)
  Shape kernel;  // (KH, KW, C, F)
  int stride = 1;
};

Tensor random_tensor(const Shape& shape, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  Tensor tensor(shape);
  for (float& value : tensor.values()) value = uniform(random);
  return tensor;
}

double peak_gflops() {
  static const double peak = conv::measure_peak_gflops();
  return peak;
}

// How long each call took: on a busy machine the mean tells how busy it was, the median does not.
class Calls {
 public:
  template <typename Call>
  void time(const Call& call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    milliseconds_.push_back(taken.count());
  }

  double median_ms() {
    if (milliseconds_.empty()) return 0.0;  // an error ended the row
    const auto middle =
        milliseconds_.begin() + static_cast<std::ptrdiff_t>(milliseconds_.size() / 2);
    std::nth_element(milliseconds_.begin(), middle, milliseconds_.end());
    return *middle;
  }

 private:
  std::vector<double> milliseconds_;
};

void report(benchmark::State& state, const Problem& problem, const Shape& output, int threads,
            Calls& calls) {
  const auto products = static_cast<double>(problem.kernel[0] * problem.kernel[1]) *
                        static_cast<double>(problem.kernel[2]) *
                        static_cast<double>(output.element_count());
  const double flops = 2.0 * products * static_cast<double>(state.iterations());
  state.counters["gflops"] = benchmark::Counter(flops * 1e-9, benchmark::Counter::kIsRate);
  state.counters["of_peak"] =
      benchmark::Counter(flops * 1e-9 / (peak_gflops() * threads), benchmark::Counter::kIsRate);
  state.counters["median_ms"] = calls.median_ms();
}

void convlens_simd(benchmark::State& state, const Problem& problem, conv::OutputLayout layout,
                   int threads) {
  const Tensor input = random_tensor(problem.input, 1);
  const Tensor kernel = random_tensor(problem.kernel, 2);
  const Tensor bias = random_tensor(Shape{problem.kernel[3]}, 3);
  conv::Conv2dOptions options;
  options.stride_h = options.stride_w = problem.stride;
  const auto shape =
      conv::conv2d_shape(problem.input, problem.kernel, bias.shape(), options, layout);
  Tensor output(*shape);
  const auto call = [&] {
    const auto status = conv::conv2d_into(input, kernel, bias, options,
                                          {conv::Engine::kSimd, threads, layout}, output.values());
    if (!status) state.SkipWithError(status.error().message.c_str());
    benchmark::ClobberMemory();
  };
  call();
  Calls calls;
  for (auto _ : state) calls.time(call);
  report(state, problem, *shape, threads, calls);
}

// One filter2D a channel and filter, on planes that are split already, summed over the channels:
// the least that a program which convolves with OpenCV has to do.
void opencv_filter2d(benchmark::State& state, const Problem& problem, int threads) {
  cv::setNumThreads(threads);
  const int height = static_cast<int>(problem.input[1]);
  const int width = static_cast<int>(problem.input[2]);
  const int channels = static_cast<int>(problem.input[3]);
  const int filters = static_cast<int>(problem.kernel[3]);
  std::vector<cv::Mat> planes;
  std::vector<cv::Mat> kernels;
  for (int c = 0; c < channels; ++c) {
    planes.emplace_back(height, width, CV_32F);
    cv::randu(planes.back(), -1.0, 1.0);
  }
  for (int i = 0; i < channels * filters; ++i) {
    kernels.emplace_back(static_cast<int>(problem.kernel[0]), static_cast<int>(problem.kernel[1]),
                         CV_32F);
    cv::randu(kernels.back(), -1.0, 1.0);
  }
  std::vector<cv::Mat> maps(static_cast<std::size_t>(filters));
  cv::Mat part;
  const auto call = [&] {
    for (int f = 0; f < filters; ++f) {
      cv::Mat& map = maps[static_cast<std::size_t>(f)];
      for (int c = 0; c < channels; ++c) {
        cv::filter2D(planes[static_cast<std::size_t>(c)], c == 0 ? map : part, CV_32F,
                     kernels[static_cast<std::size_t>(f * channels + c)], cv::Point(-1, -1), 0.0,
                     cv::BORDER_CONSTANT);
        if (c > 0) cv::add(map, part, map);
      }
    }
    benchmark::ClobberMemory();
  };
  call();
  Calls calls;
  for (auto _ : state) calls.time(call);
  report(state, problem, Shape{problem.input[1], problem.input[2], problem.kernel[3]}, threads,
         calls);
}

std::string name_of(const Problem& p) {
  return fmt::format("{}x{}x{}/{}x{}/F{}/s{}", p.input[1], p.input[2], p.input[3], p.kernel[0],
                     p.kernel[1], p.kernel[3], p.stride);
}

void register_all() {
  std::vector<Problem> problems;
  for (const Shape& input :
       {Shape{1, 70, 120, 3}, Shape{1, 427, 640, 3}, Shape{1, 1080, 1920, 3}}) {
    for (const int filters : {1, 2, 4, 32}) {
      problems.push_back({input, Shape{7, 7, 3, filters}});
    }
  }
  for (const int filters : {1, 2, 4}) {
    problems.push_back({{1, 2160, 3840, 3}, {7, 7, 3, filters}});
  }
  for (const int size : {3, 5, 11}) problems.push_back({{1, 427, 640, 3}, {size, size, 3, 2}});
  for (const int channels : {1, 16, 64}) {
    problems.push_back({{1, 224, 224, channels}, {3, 3, channels, 4}});
  }
  problems.push_back({{1, 227, 227, 3}, {7, 7, 3, 96}, 2});
  problems.push_back({{1, 427, 640, 3}, {7, 7, 3, 2}, 2});
  problems.push_back({{1, 28, 28, 1}, {3, 3, 1, 32}});
  problems.push_back({{1, 14, 14, 32}, {3, 3, 32, 64}});
  problems.push_back({{1, 56, 56, 64}, {3, 3, 64, 64}});
  problems.push_back({{1, 56, 56, 64}, {1, 1, 64, 64}});

  const auto add = [](const std::string& name, auto... arguments) {
    benchmark::RegisterBenchmark(name.c_str(), arguments...)
        ->UseRealTime()
        ->Unit(benchmark::kMicrosecond);
  };
  for (const Problem& problem : problems) {
    for (const int threads : {1, 2}) {
      const std::string suffix = fmt::format("{}/t{}", name_of(problem), threads);
      add("planar/" + suffix, convlens_simd, problem, conv::OutputLayout::kPlanar, threads);
      add("nhwc/" + suffix, convlens_simd, problem, conv::OutputLayout::kNhwc, threads);
      if (problem.stride == 1 && problem.kernel[3] <= 4 && problem.input[3] == 3) {
        add("opencv/" + suffix, opencv_filter2d, problem, threads);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  register_all();
  fmt::print("{}, {:.0f} GFLOP/s a core\n", conv::simd_target(), peak_gflops());
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

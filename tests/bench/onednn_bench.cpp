// Single convolutions in oneDNN, checked and timed for peers/convolutions.py. Pictures and maps lie
// as a program has them, planes where the maps are few and channels last else; bringing them into
// oneDNN's own layouts and back is a part of each call, packing the kernel is not.
// usage: OMP_NUM_THREADS=N bench_onednn ROW...
//   ROW   a problem under its name in conv_bench.cpp
// Prints a JSON object: oneDNN's version, and the row -> median milliseconds of a call.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <dnnl.hpp>
#include <exception>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using dnnl::memory;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kMeasure{300};
constexpr std::chrono::milliseconds kWarmUp{50};
constexpr std::size_t kCalls = 3;    // at least
constexpr double kTolerance = 1e-3;  // of sums of products of -1..1; one that is missing shows

// SAME as TensorFlow pads.
struct Axis {
  int input = 0;
  int kernel = 0;
  int stride = 1;

  int output() const { return (input + stride - 1) / stride; }
  int pads() const { return std::max((output() - 1) * stride + kernel - input, 0); }
  int pad_before() const { return pads() / 2; }
  int pad_after() const { return pads() - pad_before(); }
};

struct Problem {
  Axis y;
  Axis x;
  int channels = 0;
  int filters = 0;

  memory::format_tag layout() const {
    return filters > 4 ? memory::format_tag::nhwc : memory::format_tag::nchw;
  }
};

Problem problem_of(const std::string& row) {
  Problem p;
  if (std::sscanf(row.c_str(), "%dx%dx%d/%dx%d/F%d/s%d", &p.y.input, &p.x.input, &p.channels,
                  &p.y.kernel, &p.x.kernel, &p.filters, &p.y.stride) != 7) {
    throw std::runtime_error(row + " is no problem");
  }
  p.x.stride = p.y.stride;
  return p;
}

memory::desc floats(const memory::dims& shape, memory::format_tag tag) {
  return {shape, memory::data_type::f32, tag};
}

void fill(const memory& tensor, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  auto* values = static_cast<float*>(tensor.get_data_handle());
  const std::size_t count = tensor.get_desc().get_size() / sizeof(float);
  std::generate_n(values, count, [&] { return uniform(random); });
}

// An element of a tensor that lies as a format tag says, by its place in (N, C, H, W).
float at(const memory& tensor, std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
  const memory::desc desc = tensor.get_desc();
  const dnnl_dims_t& strides = desc.data.format_desc.blocking.strides;
  const auto* values = static_cast<const float*>(tensor.get_data_handle());
  return values[n * strides[0] + c * strides[1] + h * strides[2] + w * strides[3]];
}

struct Step {
  dnnl::primitive primitive;
  std::unordered_map<int, memory> arguments;
};

class Convolution {
 public:
  explicit Convolution(const Problem& problem)
      : problem_(problem),
        picture_(floats({1, problem.channels, problem.y.input, problem.x.input}, problem.layout()),
                 engine_),
        kernel_(floats({problem.filters, problem.channels, problem.y.kernel, problem.x.kernel},
                       memory::format_tag::hwio),
                engine_),
        maps_(
            floats({1, problem.filters, problem.y.output(), problem.x.output()}, problem.layout()),
            engine_) {
    fill(picture_, 1);
    fill(kernel_, 2);
  }

  // Prepares the convolution with the layouts that oneDNN would choose or with those that are
  // there; false where it has nothing but its reference for them.
  bool prepare(bool choose_picture, bool choose_maps) {
    const auto made = describe(choose_picture, choose_maps);
    if (!made || std::string_view(made->impl_info_str()).starts_with("ref")) return false;
    const memory picture = inner(picture_, made->src_desc());
    const memory kernel = inner(kernel_, made->weights_desc());
    const memory maps = inner(maps_, made->dst_desc());
    steps_.clear();
    add_reorder(kernel_, kernel);
    run();
    steps_.clear();
    add_reorder(picture_, picture);
    steps_.push_back({dnnl::convolution_forward(*made),
                      {{DNNL_ARG_SRC, picture}, {DNNL_ARG_WEIGHTS, kernel}, {DNNL_ARG_DST, maps}}});
    add_reorder(maps, maps_);
    return true;
  }

  void run() {
    for (const Step& step : steps_) step.primitive.execute(stream_, step.arguments);
    stream_.wait();
  }

  // All maps at the ends of both axes and in their middle.
  bool is_right() const {
    for (const int y : places(problem_.y)) {
      for (const int x : places(problem_.x)) {
        for (int f = 0; f < problem_.filters; ++f) {
          if (!(std::abs(double{at(maps_, 0, f, y, x)} - expected(y, x, f)) < kTolerance))
            return false;
        }
      }
    }
    return true;
  }

 private:
  static std::vector<int> places(const Axis& axis) {
    return {0, axis.output() / 2, axis.output() - 1};
  }

  std::optional<dnnl::convolution_forward::primitive_desc> describe(bool choose_picture,
                                                                    bool choose_maps) const {
    const auto described = [](const memory& tensor, bool choose) {
      const memory::desc desc = tensor.get_desc();
      return choose ? floats(desc.dims(), memory::format_tag::any) : desc;
    };
    try {
      const dnnl::convolution_forward::desc desc(
          dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
          described(picture_, choose_picture), described(kernel_, true),
          described(maps_, choose_maps), {problem_.y.stride, problem_.x.stride},
          {problem_.y.pad_before(), problem_.x.pad_before()},
          {problem_.y.pad_after(), problem_.x.pad_after()});
      return dnnl::convolution_forward::primitive_desc(desc, engine_);
    } catch (const dnnl::error&) {
      return std::nullopt;  // not for these layouts
    }
  }

  // Where the convolution finds or leaves a tensor: in its place if the layout is the same.
  memory inner(const memory& outer, const memory::desc& desc) const {
    return desc == outer.get_desc() ? outer : memory(desc, engine_);
  }

  void add_reorder(const memory& from, const memory& to) {
    if (from == to) return;
    steps_.push_back({dnnl::reorder(from, to), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}});
  }

  double expected(int y, int x, int f) const {
    double sum = 0.0;
    for (int i = 0; i < problem_.y.kernel; ++i) {
      const int row = y * problem_.y.stride + i - problem_.y.pad_before();
      if (row < 0 || row >= problem_.y.input) continue;
      for (int j = 0; j < problem_.x.kernel; ++j) {
        const int column = x * problem_.x.stride + j - problem_.x.pad_before();
        if (column < 0 || column >= problem_.x.input) continue;
        for (int c = 0; c < problem_.channels; ++c) {
          sum += double{at(picture_, 0, c, row, column)} * double{at(kernel_, f, c, i, j)};
        }
      }
    }
    return sum;
  }

  Problem problem_;
  dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream_{engine_};
  memory picture_;
  memory kernel_;
  memory maps_;
  std::vector<Step> steps_;
};

double median_ms(Convolution& convolution, Clock::duration least, std::size_t calls) {
  std::vector<double> taken;
  const auto end = Clock::now() + least;
  while (taken.size() < calls || Clock::now() < end) {
    const auto start = Clock::now();
    convolution.run();
    taken.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  const auto middle = taken.begin() + static_cast<std::ptrdiff_t>(taken.size() / 2);
  std::nth_element(taken.begin(), middle, taken.end());
  return *middle;
}

// With the layouts that suit oneDNN best: where reorders cost more than they gain, those that are
// there already.
double measure(const std::string& row) {
  Convolution convolution(problem_of(row));
  double best = 0.0;
  std::pair<bool, bool> fastest;
  for (const bool choose_picture : {true, false}) {
    for (const bool choose_maps : {true, false}) {
      if (!convolution.prepare(choose_picture, choose_maps)) continue;
      convolution.run();
      if (!convolution.is_right()) {
        throw std::runtime_error(row + ": the peer's result is not the convolution's");
      }
      const double taken = median_ms(convolution, kWarmUp, 1);
      if (best != 0.0 && best <= taken) continue;
      best = taken;
      fastest = {choose_picture, choose_maps};
    }
  }
  if (best == 0.0) throw std::runtime_error(row + ": oneDNN has nothing but its reference");
  convolution.prepare(fastest.first, fastest.second);
  median_ms(convolution, kWarmUp, 1);
  return median_ms(convolution, kMeasure, kCalls);
}

void print_all(const std::vector<std::string>& rows) {
  const dnnl_version_t* version = dnnl::version();
  std::string medians;
  for (const std::string& row : rows) {
    medians += fmt::format("{}\"{}\": {}", medians.empty() ? "" : ", ", row, measure(row));
  }
  fmt::print("{{\"version\": \"{}.{}.{}\", \"rows\": {{{}}}}}\n", version->major, version->minor,
             version->patch, medians);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    print_all({argv + 1, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}

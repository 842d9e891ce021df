#include "app/commands/bench_command_line.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/options/cli_options.h"
#include "conv/peak.h"
#include "conv/thread_pool.h"

namespace convlens::app {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

// Which weights are not 0.
enum class Weights { kAll, kLines, kMiddle };

struct Case {
  int height = 0;
  int width = 0;
  int channels = 3;
  int side = 7;  // of the kernel
  int filters = 1;
  int stride = 1;
  Weights weights = Weights::kAll;
};

std::vector<Case> cases_of(bool quick) {
  std::vector<Case> cases;
  std::vector<std::pair<int, int>> sizes{{70, 120}, {427, 640}};
  if (!quick) sizes.insert(sizes.end(), {{1080, 1920}, {2160, 3840}});
  for (const auto& [height, width] : sizes) {
    for (const int filters : {1, 2, 4, 32}) {
      // 4K maps of 32 filters are a gigabyte.
      if (filters == 32 && height > 1080) continue;
      cases.push_back({.height = height, .width = width, .filters = filters});
    }
    for (const Weights weights : {Weights::kLines, Weights::kMiddle}) {
      cases.push_back({.height = height, .width = width, .filters = 2, .weights = weights});
    }
  }
  for (const int side : {3, 5, 11}) {
    cases.push_back({.height = 427, .width = 640, .side = side, .filters = 2});
  }
  cases.push_back({.height = 427, .width = 640, .filters = 2, .stride = 2});
  cases.push_back({.height = 56, .width = 56, .channels = 64, .side = 1, .filters = 64});
  cases.push_back({.height = 56, .width = 56, .channels = 64, .side = 3, .filters = 64});
  return cases;
}

// Numbers that are neither 0 nor denormal, and alike on every machine.
void fill(std::span<float> values) {
  std::uint32_t state = 1;
  for (float& value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) / 16777216.0f + 0.01f;
  }
}

bool is_weight(const Case& one, int row, int column, int filter) {
  const int middle = one.side / 2;
  switch (one.weights) {
    case Weights::kLines:  // the notebook's: one down, one across, in turn
      return (filter % 2 == 0 ? column : row) == middle;
    case Weights::kMiddle:
      return std::abs(row - middle) <= 1 && std::abs(column - middle) <= 1;
    case Weights::kAll:
      break;
  }
  return true;
}

Tensor kernel_of(const Case& one) {
  Tensor kernel({one.side, one.side, one.channels, one.filters});
  fill(kernel.values());
  float* weight = kernel.data();
  for (int row = 0; row < one.side; ++row) {
    for (int column = 0; column < one.side; ++column) {
      for (int i = 0; i < one.channels * one.filters; ++i, ++weight) {
        if (!is_weight(one, row, column, i % one.filters)) *weight = 0.0f;
      }
    }
  }
  return kernel;
}

// The median of as many runs as fit the time, three at least.
template <typename Run>
double median_ms(double seconds, const Run& run) {
  run();  // what is allocated once
  std::vector<double> all;
  const auto begin = Clock::now();
  while (all.size() < 3 || std::chrono::duration<double>(Clock::now() - begin).count() < seconds) {
    const auto from = Clock::now();
    run();
    all.push_back(std::chrono::duration<double, std::milli>(Clock::now() - from).count());
  }
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

// "AMD EPYC 9R14, AVX3"; the processor is only known where the system tells.
std::string machine_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
      return fmt::format("{}, {}", line.substr(colon + 2), conv::simd_target());
    }
  }
  return std::string(conv::simd_target());
}

std::string name_of(const Case& one) {
  const char* const weights = one.weights == Weights::kLines    ? " lines"
                              : one.weights == Weights::kMiddle ? " 3x3 of it"
                                                                : "";
  return fmt::format("{}x{}x{}, {} of {}x{}{}{}", one.height, one.width, one.channels, one.filters,
                     one.side, one.side, weights, one.stride == 2 ? ", stride 2" : "");
}

Result<Json> measured(const Case& one, int threads, const BenchChoices& choices, double peak) {
  Tensor input({1, one.height, one.width, one.channels});
  fill(input.values());
  const Tensor kernel = kernel_of(one);
  const Tensor bias({one.filters});
  conv::Conv2dOptions options;
  options.stride_h = options.stride_w = one.stride;
  const conv::Execution execution{conv::Engine::kSimd, threads, conv::OutputLayout::kPlanar,
                                  choices.strategy};
  TRY_ASSIGN(const auto plan, conv::conv2d_plan(input.shape(), kernel, options, execution));
  TRY_ASSIGN(const auto shape, conv::conv2d_shape(input.shape(), kernel.shape(), bias.shape(),
                                                  options, execution.layout));
  TRY_ASSIGN(auto output, Tensor::uninitialized(shape));
  Status status;
  const double ms = median_ms(choices.quick ? 0.05 : 0.4, [&] {
    status = conv::conv2d_into(input, kernel, bias, options, execution, output.values());
  });
  TRY(status);
  const double gflops = 2.0 * plan.products / ms * 1e-6;
  return Json{{"h", one.height},
              {"w", one.width},
              {"channels", one.channels},
              {"kernel", one.side},
              {"filters", one.filters},
              {"stride", one.stride},
              {"threads", threads},
              {"engine", "simd"},
              {"ms", ms},
              {"gflops", gflops},
              {"name", name_of(one)},
              {"strategy", conv::name_of(plan.strategy)},
              {"of_peak", gflops / (peak * threads)},
              {"predicted_ms", 2.0 * plan.cost / (peak * plan.threads) * 1e-6}};
}

std::string line_of(const Json& one) {
  return fmt::format("{:<36} {:>2}  {:<8} {:>9.3f} {:>9.3f} {:>8.1f} {:>5.0f}%",
                     one["name"].get<std::string>(), one["threads"].get<int>(),
                     one["strategy"].get<std::string>(), one["ms"].get<double>(),
                     one["predicted_ms"].get<double>(), one["gflops"].get<double>(),
                     100 * one["of_peak"].get<double>());
}

Result<std::string> benched(const BenchChoices& choices) {
  const double peak = conv::measure_peak_gflops();
  const int cores = conv::ThreadPool::shared().thread_count();
  Json result{{"machine", machine_name()}, {"peak_gflops_per_core", peak}};
  Json& cases = result["cases"] = Json::array();
  if (!choices.json) {
    fmt::print("{}, {:.0f} GFLOP/s a core\n{:<36} {:>2}  {:<8} {:>9} {:>9} {:>8} {:>6}\n",
               result["machine"].get<std::string>(), peak, "input, filters", "on", "strategy", "ms",
               "predicted", "GFLOP/s", "peak");
  }
  for (const Case& one : cases_of(choices.quick)) {
    for (const int threads : {1, cores}) {
      TRY_ASSIGN(auto json, measured(one, threads, choices, peak));
      if (!choices.json) fmt::print("{}\n", line_of(json));
      cases.push_back(std::move(json));
      if (cores == 1) break;
    }
  }
  return choices.json ? result.dump(2) : std::string("medians; GFLOP/s of what is computed");
}

}  // namespace

void add_strategy(CLI::App* command, conv::Strategy& strategy) {
  add_choice<conv::Strategy>(command, "--strategy", strategy,
                             {{"auto", conv::Strategy::kAuto},
                              {"planar", conv::Strategy::kPlanar},
                              {"packed", conv::Strategy::kPacked},
                              {"sparse", conv::Strategy::kSparse}},
                             "of the engine simd; auto unless told");
}

BenchCommandLine::BenchCommandLine(CLI::App& app) {
  CLI::App* command = app.add_subcommand("bench", "measure how fast this machine convolves");
  command->add_flag("--json", choices_.json, "the table as JSON");
  command->add_flag("--quick", choices_.quick, "small pictures only, some seconds in all");
  add_strategy(command, choices_.strategy);
  command_ = command;
}

std::optional<int> BenchCommandLine::run() {
  if (!command_->parsed()) return std::nullopt;
  return finish(benched(choices_));
}

}  // namespace convlens::app

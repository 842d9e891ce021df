#include "app/commands/bench_command_line.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/figures/cost_figure.h"
#include "app/figures/figure_file.h"
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

// What a plot shows: one extent that grows while the others stay.
struct Growth {
  std::string name;
  std::vector<Case> cases;
  double (*amount)(const Case& one) = nullptr;
};

std::vector<Growth> growths(bool quick) {
  constexpr Case kUsual{.height = 427, .width = 640, .filters = 2};
  Growth pixels{"pixels, 2 filters of 7x7x3", {}, [](const Case& one) {
                  return static_cast<double>(one.height) * one.width;
                }};
  for (const auto& [height, width] : std::vector<std::pair<int, int>>{
           {70, 120}, {213, 320}, {427, 640}, {1080, 1920}, {2160, 3840}}) {
    if (quick && height > 1080) continue;
    pixels.cases.push_back({.height = height, .width = width, .filters = 2});
  }
  Growth filters{"filters of 7x7x3, 427x640", {}, [](const Case& one) {
                   return static_cast<double>(one.filters);
                 }};
  for (const int count : {1, 2, 4, 8, 16, 32, 64}) {
    filters.cases.push_back(kUsual);
    filters.cases.back().filters = count;
  }
  Growth weights{"weights of each of 2 filters, 427x640", {}, [](const Case& one) {
                   return static_cast<double>(one.side) * one.side * one.channels;
                 }};
  for (const int side : {1, 3, 5, 7, 9, 11, 15}) {
    weights.cases.push_back(kUsual);
    weights.cases.back().side = side;
  }
  return {pixels, filters, weights};
}

double products_of(const Case& one) {
  return static_cast<double>(one.height) * one.width * one.channels * one.side * one.side *
         one.filters;
}

// Measures and draws all of them into the file; lines that say how cost grows.
Result<std::string> plotted(const BenchChoices& choices, double peak, const std::vector<int>& on) {
  constexpr std::array kColors{Rgb{31, 119, 180}, Rgb{214, 39, 40}};
  std::vector<CostPanel> panels;
  std::string said;
  for (const Growth& growth : growths(choices.quick)) {
    CostPanel& panel = panels.emplace_back(CostPanel{growth.name, {}});
    for (std::size_t i = 0; i < on.size(); ++i) {
      CostSeries series{fmt::format("{} thread{}", on[i], on[i] == 1 ? "" : "s"), kColors[i], {}};
      CostSeries limit{"limit of " + series.name, kColors[i], {}, false};
      for (const Case& one : growth.cases) {
        TRY_ASSIGN(const auto json, measured(one, on[i], choices, peak));
        const double amount = growth.amount(one);
        series.points.push_back({amount, json["ms"].get<double>()});
        limit.points.push_back({amount, 2e-6 * products_of(one) / (peak * on[i])});
      }
      said += fmt::format("\n{}, {}: ms grow as its {:.2f}th power", growth.name, series.name,
                          slope_of(series.points));
      panel.series.push_back(std::move(series));
      panel.series.push_back(std::move(limit));
    }
  }
  TRY_ASSIGN(const auto figure, cost_figure(panels));
  TRY(write_figure(figure, choices.plot, std::nullopt));
  return said;
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
  std::string said = "medians; GFLOP/s of what is computed";
  if (!choices.plot.empty()) {
    const std::vector<int> on = cores > 1 ? std::vector{1, cores} : std::vector{1};
    TRY_ASSIGN(const auto lines, plotted(choices, peak, on));
    said += lines;
  }
  return choices.json ? result.dump(2) : said;
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
  add_file(command, "--plot", plot_,
           "a .png, .svg or .pdf to draw: milliseconds against pixels, filters and weights");
  command_ = command;
}

std::optional<int> BenchCommandLine::run() {
  if (!command_->parsed()) return std::nullopt;
  choices_.plot = plot_;
  return finish(benched(choices_));
}

}  // namespace convlens::app

#include "app/commands/conv_command.h"

#include <tuple>
#include <utility>

#include "app/files/verbose.h"
#include "app/open/array_input.h"
#include "app/session/kept_bench.h"
#include "core/files/npy.h"
#include "gl/conv2d_compute.h"
#include "gl/headless_context.h"
#include "lab/document/presets.h"

namespace convlens::app {
namespace {

// Filters and how they are applied.
struct Filters {
  Tensor kernel;  // HWIO
  Tensor bias;    // (F,), or none
  conv::Conv2dOptions options;
};

Result<Filters> kept_filters(const std::filesystem::path& kept) {
  TRY_ASSIGN(const auto bench, kept_document(kept));
  std::vector<const lab::Filter*> batch;
  Tensor bias({static_cast<std::int64_t>(bench.filters.size())});
  for (const lab::Filter& filter : bench.filters) {
    bias.data()[batch.size()] = filter.bias;
    batch.push_back(&filter);
  }
  Filters filters{lab::to_kernel(batch), std::move(bias), lab::bench_conv(bench)};
  TRY(check_finite(kept_name(kept), filters.kernel, word("the weight")));
  TRY(check_finite(kept_name(kept), filters.bias, word("the bias")));
  return filters;
}

Result<Filters> read_filters(const std::filesystem::path& file) {
  if (is_kept(file)) return kept_filters(file);
  TRY_ASSIGN(auto kernel, read_array(file, ArrayRole::kFilters));
  if (kernel.shape().rank() != 4) {
    return fail("{}: filters of shape {}, (height, width, channels, count) expected", file.string(),
                to_string(kernel.shape()));
  }
  if (kernel.size() == 0) {
    return fail("{}: filters of shape {}, no extent 0 expected", file.string(),
                to_string(kernel.shape()));
  }
  return Filters{std::move(kernel), {}, {}};
}

Filters line_filters() {
  const lab::Filter vertical = lab::vertical_line_filter();
  const lab::Filter horizontal = lab::horizontal_line_filter();
  return {lab::to_kernel({&vertical, &horizontal}), {}, {}};
}

Result<Tensor> read_bias(const std::filesystem::path& file, std::int64_t filters) {
  TRY_ASSIGN(auto bias, read_array(file, ArrayRole::kBias));
  if (bias.shape() == Shape{filters}) return bias;
  return fail("{}: a bias of shape {}, ({},) expected: one value a filter", file.string(),
              to_string(bias.shape()), filters);
}

Result<Filters> chosen_filters(const ConvCommand& command) {
  TRY_ASSIGN(auto filters, command.filters ? read_filters(*command.filters) : line_filters());
  const ConvChoices& choices = command.choices;
  conv::Conv2dOptions& options = filters.options;
  if (choices.stride) std::tie(options.stride_h, options.stride_w) = *choices.stride;
  if (choices.dilation) std::tie(options.dilation_h, options.dilation_w) = *choices.dilation;
  options.padding = choices.padding.value_or(options.padding);
  options.activation = choices.activation.value_or(options.activation);
  if (command.bias) {
    TRY_ASSIGN(filters.bias, read_bias(*command.bias, filters.kernel.shape()[3]));
  }
  return filters;
}

Result<Tensor> values_of(const ConvCommand& command) {
  if (!is_kept(command.input)) {
    return read_pictures(command.input, command.raw, PictureColors::kRgb, {}, command.frames);
  }
  TRY(check_frames(kept_name(command.input), command.frames));
  TRY_ASSIGN(const auto bench, kept_document(command.input));
  return bench_inputs(bench);
}

// The input prepared, where anything is asked for; `done` says what, as a line of its own.
Result<Tensor> read_input(const ConvCommand& command, std::string& done) {
  auto input = values_of(command);
  if (!input || command.preparation == PreparationChoices{}) return input;
  const nn::InputPreparation preparation = with_choices({}, command.preparation);
  done = "\nprepared: " + nn::to_string(preparation);
  return prepare_pictures(kept_name(command.input), *input, preparation);
}

Result<Tensor> compute(const ConvCommand& command, const Tensor& input, const Filters& filters) {
  const auto& [kernel, bias, options] = filters;
  if (command.engine == ConvEngine::kGpu) {
    TRY_ASSIGN(const auto context, gl::HeadlessContext::create());
    TRY_ASSIGN(auto engine, gl::Conv2dCompute::create());
    return engine.conv2d(input, kernel, bias, options);
  }
  conv::Execution execution;
  execution.threads = command.threads;
  execution.engine = command.engine == ConvEngine::kReference ? conv::Engine::kReference
                     : command.engine == ConvEngine::kSimd    ? conv::Engine::kSimd
                                                              : conv::Engine::kAuto;
  execution.strategy = command.strategy;
  TRY_ASSIGN(const auto plan, conv::conv2d_plan(input.shape(), kernel, options, execution));
  say_conversions(kept_name(command.input),
                  {phrase("strategy {}, {:.4g} million products, {} threads",
                          conv::name_of(plan.strategy), plan.products * 1e-6, plan.threads)});
  return conv::conv2d(input, kernel, bias, options, execution);
}

}  // namespace

Result<std::string> run_conv(const ConvCommand& command) {
  std::string done;
  TRY_ASSIGN(auto input, read_input(command, done));
  TRY_ASSIGN(const auto filters, chosen_filters(command));
  auto maps = compute(command, input, filters);
  if (!maps) return fail("{}: {}", kept_name(command.input).string(), maps.error());
  TRY(write_npy(command.output, *maps));
  return fmt::format("input {}, filters {} -> maps {}{}", to_string(input.shape()),
                     to_string(filters.kernel.shape()), to_string(maps->shape()), done);
}

}  // namespace convlens::app

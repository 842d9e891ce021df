#include "app/commands/conv_command.h"

#include <utility>

#include "app/open/array_input.h"
#include "core/files/npy.h"
#include "gl/conv2d_compute.h"
#include "gl/headless_context.h"
#include "lab/document/presets.h"

namespace convlens::app {
namespace {

Result<Tensor> read_filters(const ConvCommand& command) {
  if (command.filters) {
    auto filters = read_array(*command.filters, ArrayRole::kFilters);
    if (filters && filters->shape().rank() != 4) {
      return fail("{}: filters of shape {}, (height, width, channels, count) expected",
                  command.filters->string(), to_string(filters->shape()));
    }
    if (filters && filters->size() == 0) {
      return fail("{}: filters of shape {}, no extent 0 expected", command.filters->string(),
                  to_string(filters->shape()));
    }
    return filters;
  }
  const lab::Filter vertical = lab::vertical_line_filter();
  const lab::Filter horizontal = lab::horizontal_line_filter();
  return lab::to_kernel({&vertical, &horizontal});
}

// The input prepared, where anything is asked for; `done` says what, as a line of its own.
Result<Tensor> read_input(const ConvCommand& command, std::string& done) {
  auto input = read_pictures(command.input, command.raw);
  if (!input || command.preparation == PreparationChoices{}) return input;
  const nn::InputPreparation preparation = with_choices({}, command.preparation);
  done = "\nprepared: " + nn::to_string(preparation);
  return prepare_pictures(command.input, *input, preparation);
}

Result<Tensor> compute(const ConvCommand& command, const Tensor& input, const Tensor& kernel,
                       const Tensor& bias) {
  if (command.engine == ConvEngine::kGpu) {
    TRY_ASSIGN(const auto context, gl::HeadlessContext::create());
    TRY_ASSIGN(auto engine, gl::Conv2dCompute::create());
    return engine.conv2d(input, kernel, bias, command.options);
  }
  conv::Execution execution;
  execution.threads = command.threads;
  execution.engine = command.engine == ConvEngine::kReference ? conv::Engine::kReference
                     : command.engine == ConvEngine::kSimd    ? conv::Engine::kSimd
                                                              : conv::Engine::kAuto;
  return conv::conv2d(input, kernel, bias, command.options, execution);
}

}  // namespace

Result<std::string> run_conv(const ConvCommand& command) {
  std::string done;
  TRY_ASSIGN(auto input, read_input(command, done));
  TRY_ASSIGN(auto kernel, read_filters(command));
  Tensor bias;
  if (command.bias) {
    TRY_ASSIGN(auto read, read_array(*command.bias, ArrayRole::kBias));
    const std::int64_t count = kernel.shape()[3];
    if (read.shape() != Shape{count}) {
      return fail("{}: a bias of shape {}, ({},) expected: one value a filter",
                  command.bias->string(), to_string(read.shape()), count);
    }
    bias = std::move(read);
  }
  auto maps = compute(command, input, kernel, bias);
  if (!maps) return fail("{}: {}", command.input.string(), maps.error());
  TRY(write_npy(command.output, *maps));
  return fmt::format("input {}, filters {} -> maps {}{}", to_string(input.shape()),
                     to_string(kernel.shape()), to_string(maps->shape()), done);
}

}  // namespace convlens::app

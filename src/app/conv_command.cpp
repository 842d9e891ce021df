#include "app/conv_command.h"

#include <cmath>
#include <utility>

#include "core/npy.h"
#include "gl/conv2d_compute.h"
#include "gl/headless_context.h"
#include "lab/presets.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

// The index of a flat position, "[0, 12, 7, 2]".
std::string position(std::size_t flat, const Shape& shape) {
  std::string text;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    const auto extent = static_cast<std::size_t>(shape[axis]);
    text = std::to_string(flat % extent) + (text.empty() ? "" : ", ") + text;
    flat /= extent;
  }
  return "[" + text + "]";
}

Status check_finite(const std::filesystem::path& file, const TensorView& tensor) {
  const auto values = tensor.values();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    return fail("{}: the value at {} is {}, finite numbers expected", file.string(),
                position(i, tensor.shape()), values[i]);
  }
  return {};
}

Result<Tensor> read_array(const std::filesystem::path& file, bool scale_small_integers) {
  auto array = read_npy(file);
  if (!array) return fail(std::move(array.error()));
  const float scale = !scale_small_integers             ? 1.0f
                      : array->kind == NpyKind::kUint8  ? 1.0f / 255.0f
                      : array->kind == NpyKind::kUint16 ? 1.0f / 65535.0f
                                                        : 1.0f;
  if (scale != 1.0f) {
    for (float& value : array->values.values()) value *= scale;
  }
  if (const Status finite = check_finite(file, array->values); !finite) {
    return fail(finite.error());
  }
  return std::move(array->values);
}

// (H, W) -> (1, H, W, 1), (H, W, C) -> (1, H, W, C)
Result<Tensor> as_nhwc(Tensor tensor, const std::filesystem::path& file) {
  const Shape shape = tensor.shape();
  switch (shape.rank()) {
    case 2:
      return std::move(tensor).reshaped({1, shape[0], shape[1], 1});
    case 3:
      return std::move(tensor).reshaped({1, shape[0], shape[1], shape[2]});
    case 4:
      return tensor;
    default:
      return fail("{}: an input of shape {}, (H, W), (H, W, C) or (N, H, W, C) expected",
                  file.string(), to_string(shape));
  }
}

Result<Tensor> read_input(const ConvCommand& command) {
  auto values = command.input.extension() == ".npy"
                    ? read_array(command.input, !command.raw)
                    : media::read_picture_values(command.input, command.raw);
  if (!values) return fail(std::move(values.error()));
  return as_nhwc(std::move(*values), command.input);
}

Result<Tensor> read_filters(const ConvCommand& command) {
  if (command.filters) {
    auto filters = read_array(*command.filters, false);
    if (filters && filters->shape().rank() != 4) {
      return fail("{}: filters of shape {}, (height, width, channels, count) expected",
                  command.filters->string(), to_string(filters->shape()));
    }
    return filters;
  }
  const lab::Filter vertical = lab::vertical_line_filter();
  const lab::Filter horizontal = lab::horizontal_line_filter();
  return lab::to_kernel({&vertical, &horizontal});
}

Result<Tensor> compute(const ConvCommand& command, const Tensor& input, const Tensor& kernel,
                       const Tensor& bias) {
  if (command.engine == ConvEngine::kGpu) {
    auto context = gl::HeadlessContext::create();
    if (!context) return fail(std::move(context.error()));
    auto engine = gl::Conv2dCompute::create();
    if (!engine) return fail(std::move(engine.error()));
    return engine->conv2d(input, kernel, bias, command.options);
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
  auto input = read_input(command);
  if (!input) return fail(std::move(input.error()));
  auto kernel = read_filters(command);
  if (!kernel) return fail(std::move(kernel.error()));
  Tensor bias;
  if (command.bias) {
    auto read = read_array(*command.bias, false);
    if (!read) return fail(std::move(read.error()));
    const std::int64_t count = kernel->shape()[3];
    if (read->shape() != Shape{count}) {
      return fail("{}: a bias of shape {}, ({},) expected: one value a filter",
                  command.bias->string(), to_string(read->shape()), count);
    }
    bias = std::move(*read);
  }
  auto maps = compute(command, *input, *kernel, bias);
  if (!maps) return fail("{}: {}", command.input.string(), maps.error().message);
  if (const Status written = write_npy(command.output, *maps); !written) {
    return fail(written.error());
  }
  return fmt::format("input {}, filters {} -> maps {}", to_string(input->shape()),
                     to_string(kernel->shape()), to_string(maps->shape()));
}

}  // namespace convlens::app

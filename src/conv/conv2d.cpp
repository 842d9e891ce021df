#include "conv/conv2d.h"

#include <new>

#include "conv/geometry.h"
#include "conv/reference.h"
#include "conv/simd.h"
#include "conv/simd_kernels.h"

namespace convlens::conv {
namespace {

// Where each output looks at one pixel, rows make no difference: so many of them as one that whole
// blocks of registers mostly fill it.
Geometry with_long_rows(Geometry g) {
  constexpr std::int64_t kLong = 24;
  const auto is_plain = [](const Axis& axis) {
    return axis.kernel == 1 && axis.stride == 1 && axis.pad_before == 0 &&
           axis.output == axis.input;
  };
  if (!is_plain(g.rows) || !is_plain(g.columns)) return g;
  std::int64_t together = 1;
  while (together < g.rows.input &&
         (g.columns.input * together < kLong || g.rows.input % together != 0)) {
    ++together;
  }
  g.rows.input = g.rows.output = g.rows.input / together;
  g.columns.input = g.columns.output = g.columns.input * together;
  return g;
}

// A problem that the SIMD engine declines goes to the reference, whichever engine was asked for.
Status run(const Problem& problem, const Execution& execution) {
  if (execution.engine == Engine::kReference || !simd_accepts(problem.geometry)) {
    conv2d_reference(problem);
    problem.finish_pixels(problem.output, problem.geometry.output_count());
    return {};
  }
  thread_local Workspace workspace;
  ThreadPool& pool = ThreadPool::shared();
  const int threads = pool.threads_for(execution.threads);
  try {
    conv2d_simd(problem, execution.strategy, pool, threads, workspace);
  } catch (const std::bad_alloc&) {
    const Geometry& g = problem.geometry;
    return fail("there is not enough memory to convolve {} rows of {} pixels and {} channels",
                g.rows.input, g.columns.input, g.channels);
  }
  return {};
}

// Into an output of the geometry's size.
Status run(const Geometry& geometry, const TensorView& input, const TensorView& kernel,
           const TensorView& bias, const Conv2dOptions& options, const Execution& execution,
           std::span<float> output) {
  Problem problem;
  problem.geometry = with_long_rows(geometry);
  problem.input = input.data();
  problem.kernel = kernel.data();
  problem.bias = bias.values().empty() ? nullptr : bias.data();
  problem.output = output.data();
  problem.layout = execution.layout;
  problem.activation = options.activation;
  if (execution.layout == OutputLayout::kNhwc) problem.finish = execution.finish;
  return run(problem, execution);
}

}  // namespace

Status conv2d_into(const TensorView& input, const TensorView& kernel, const TensorView& bias,
                   const Conv2dOptions& options, const Execution& execution,
                   std::span<float> output) {
  TRY_ASSIGN(const auto geometry,
             conv2d_geometry(input.shape(), kernel.shape(), bias.shape(), options));
  TRY_ASSIGN(const auto shape, result_shape(geometry, execution.layout));
  if (output.size() != shape.element_count()) {
    return fail("the output holds {} values, but a result of shape {} needs {}", output.size(),
                to_string(shape), shape.element_count());
  }
  return run(geometry, input, kernel, bias, options, execution, output);
}

Result<Tensor> conv2d(const TensorView& input, const TensorView& kernel, const TensorView& bias,
                      const Conv2dOptions& options, const Execution& execution) {
  TRY_ASSIGN(const auto geometry,
             conv2d_geometry(input.shape(), kernel.shape(), bias.shape(), options));
  TRY_ASSIGN(const auto shape, result_shape(geometry, execution.layout));
  auto output = Tensor::uninitialized(shape);
  if (!output) return output;
  TRY(run(geometry, input, kernel, bias, options, execution, output->values()));
  return output;
}

Result<Plan> conv2d_plan(const Shape& input, const TensorView& kernel, const Conv2dOptions& options,
                         const Execution& execution) {
  TRY_ASSIGN(const auto geometry, conv2d_geometry(input, kernel.shape(), Shape{0}, options));
  TRY(result_shape(geometry, execution.layout));
  const auto products =
      static_cast<double>(geometry.output_count()) * static_cast<double>(geometry.taps());
  if (execution.engine == Engine::kReference || !simd_accepts(geometry)) {
    return Plan{.products = products, .cost = products};
  }
  Problem problem;
  problem.geometry = with_long_rows(geometry);
  problem.kernel = kernel.data();
  problem.layout = execution.layout;
  thread_local Workspace workspace;
  const ThreadPool& pool = ThreadPool::shared();
  const int threads = pool.threads_for(execution.threads);
  return simd_plan(problem, execution.strategy, pool, threads, workspace);
}

std::string_view name_of(Strategy strategy) {
  switch (strategy) {
    case Strategy::kPlanar:
      return "planar";
    case Strategy::kPacked:
      return "packed";
    case Strategy::kSparse:
      return "sparse";
    case Strategy::kAuto:
      break;
  }
  return "auto";
}

std::string_view simd_target() { return simd_kernels().name; }

}  // namespace convlens::conv

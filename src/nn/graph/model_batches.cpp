#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "conv/thread_pool.h"
#include "nn/graph/model.h"
#include "nn/graph/model_cost.h"
#include "nn/graph/model_state.h"

// How a model computes many items: some at a time, so that what one layer hands to the next is
// still in the cache, and on each thread others, so that none waits for another between layers. No
// layer mixes items, so that none of this is seen in the results.
namespace convlens::nn {
namespace {

using Outputs = std::vector<SharedTensor>;

// A core's own cache holds about twice that.
constexpr double kCachedBytes = 512.0 * 1024.0;

std::int64_t count_of(std::span<const TensorView> inputs) {
  return inputs.empty() || inputs[0].shape().rank() == 0 ? 0 : inputs[0].shape()[0];
}

// The shape with another batch; an error where it becomes too large.
Result<Shape> with_batch(const Shape& shape, std::int64_t count) {
  std::vector<std::int64_t> extents(shape.extents().begin(), shape.extents().end());
  extents[0] = count;
  return Shape::checked(extents);
}

// What one item's values are; nothing where the model does not take its items one by one: its
// inputs have different batches, or an array of its own has one.
std::optional<std::vector<Shape>> values_of_item(const Model& model,
                                                 std::span<const TensorView> inputs) {
  std::vector<Shape> of_item;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Shape& shape = inputs[i].shape();
    if (shape.rank() == 0 || shape[0] != count_of(inputs)) return std::nullopt;
    if (model.inputs()[i].shape().is_known(0)) return std::nullopt;
    of_item.push_back(*with_batch(shape, 1));
  }
  auto values = model.value_shapes(of_item);
  if (!values) return std::nullopt;
  for (const Shape& shape : *values) {
    if (shape.rank() == 0 || shape[0] != 1) return std::nullopt;
  }
  return *std::move(values);
}

// Items [first, first + count).
std::vector<TensorView> items_of(std::span<const TensorView> inputs, std::int64_t first,
                                 std::int64_t count) {
  std::vector<TensorView> views;
  for (const TensorView& input : inputs) {
    const std::size_t item = input.values().size() / static_cast<std::size_t>(input.shape()[0]);
    views.emplace_back(input.values().subspan(static_cast<std::size_t>(first) * item,
                                              static_cast<std::size_t>(count) * item),
                       *with_batch(input.shape(), count));
  }
  return views;
}

// The parts' items behind one another.
Result<SharedTensor> joined(std::span<const Result<Outputs>> parts, std::size_t output,
                            std::int64_t count) {
  TRY_ASSIGN(const auto shape, with_batch((*parts[0])[output].shape(), count));
  TRY_ASSIGN(auto whole, Tensor::uninitialized(shape));
  float* to = whole.data();
  for (const Result<Outputs>& part : parts) {
    const std::span<const float> values = (*part)[output].values();
    to = std::copy(values.begin(), values.end(), to);
  }
  return SharedTensor(std::move(whole));
}

// A power of two, which threads mostly share evenly.
std::int64_t parts_of(std::int64_t count, double bytes_of_item) {
  const auto together = static_cast<std::int64_t>(std::max(kCachedBytes / bytes_of_item, 1.0));
  const auto parts = static_cast<std::uint64_t>((count + together - 1) / together);
  return std::min(count, static_cast<std::int64_t>(std::bit_ceil(parts)));
}

// Threads are worth it where they end at about the same time.
int threads_for(std::int64_t parts, int wanted) {
  constexpr std::int64_t kEven = 4;
  const int threads = conv::ThreadPool::shared().threads_for(wanted);
  return parts % threads == 0 || parts >= kEven * threads ? threads : 1;
}

}  // namespace

Result<Outputs> Model::compute(std::span<const TensorView> inputs,
                               const ComputeOptions& options) const {
  TRY(check_inputs(inputs));
  const std::int64_t count = count_of(inputs);
  if (count == 1 && state_->passed.has(inputs)) return compute_together(inputs, options);
  // Of one item, or of all where they cannot be taken apart.
  auto values = values_of_item(*this, inputs);
  const bool apart = values.has_value();
  if (!apart) {
    TRY_ASSIGN(values, value_shapes(given_shapes(inputs)));
  }
  const ModelCost cost = cost_of(*this, *values);
  TRY(check_cost(cost.largest_bytes, cost.seconds));
  state_->passed.remember(inputs);
  const std::int64_t parts = apart ? parts_of(count, std::max(cost.largest_bytes, 1.0)) : 1;
  if (parts == 1) return compute_together(inputs, options);

  std::vector<Result<Outputs>> results(static_cast<std::size_t>(parts));
  const auto compute_part = [&](int, std::int64_t part) {
    auto& result = results[static_cast<std::size_t>(part)];
    try {
      const std::int64_t first = part * count / parts;
      const std::int64_t end = (part + 1) * count / parts;
      result = compute_together(items_of(inputs, first, end - first), options);
    } catch (const std::bad_alloc&) {
      result =
          fail("there is not enough memory for an array of shape {}", to_string(inputs[0].shape()));
    }
  };
  conv::ThreadPool::shared().run(threads_for(parts, options.threads), parts, compute_part);
  for (const auto& result : results) TRY(result);
  Outputs outputs;
  for (std::size_t i = 0; i < state_->outputs.size(); ++i) {
    TRY_ASSIGN(auto output, joined(results, i, count));
    outputs.push_back(std::move(output));
  }
  return outputs;
}

}  // namespace convlens::nn

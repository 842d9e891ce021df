#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "conv/thread_pool.h"
#include "nn/graph/model.h"
#include "nn/graph/model_state.h"

// How a model computes many items: some at a time, so that what one layer hands to the next is
// still in the cache, and on each thread others, so that none waits for another between layers. No
// layer mixes items, so that none of this is seen in the results.
namespace convlens::nn {
namespace {

using Outputs = std::vector<SharedTensor>;

// A core's own cache holds about twice that.
constexpr std::int64_t kCachedFloats = std::int64_t{1} << 17;

std::int64_t count_of(std::span<const TensorView> inputs) {
  return inputs.empty() || inputs[0].shape().rank() == 0 ? 0 : inputs[0].shape()[0];
}

// Floats that the largest layer reads and writes for one item; nothing where the model does not
// take its items one by one: its inputs have different batches, or an array of its own has one.
std::optional<std::int64_t> floats_of_item(const Model& model, std::span<const TensorView> inputs,
                                           std::span<const int> input_nodes) {
  const std::span<const ModelNode> nodes = model.nodes();
  std::vector<PartialShape> shapes(nodes.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Shape& shape = inputs[i].shape();
    if (shape.rank() == 0 || shape[0] != count_of(inputs)) return std::nullopt;
    if (model.inputs()[i].shape().is_known(0)) return std::nullopt;
    shapes[static_cast<std::size_t>(input_nodes[i])] = PartialShape(shape).with(0, 1);
  }
  const auto size_of = [](const PartialShape& shape) -> std::int64_t {
    const auto complete = shape.complete();
    return complete ? static_cast<std::int64_t>(complete->element_count()) : kCachedFloats;
  };
  std::int64_t most = 1;
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    if (nodes[n].inputs.empty()) continue;
    std::vector<PartialShape> taken;
    std::int64_t floats = 0;
    for (const int input : nodes[n].inputs) {
      taken.push_back(shapes[static_cast<std::size_t>(input)]);
      floats += size_of(taken.back());
    }
    const auto shape = nodes[n].layer->output_shape(taken);
    if (!shape || shape->rank() == 0 || (*shape)[0] != 1) return std::nullopt;
    most = std::max(most, floats + size_of(*shape));
    shapes[n] = *shape;
  }
  return most;
}

// Items [first, first + count).
std::vector<TensorView> items_of(std::span<const TensorView> inputs, std::int64_t first,
                                 std::int64_t count) {
  std::vector<TensorView> views;
  for (const TensorView& input : inputs) {
    std::vector<std::int64_t> extents(input.shape().extents().begin(),
                                      input.shape().extents().end());
    const std::size_t item = input.values().size() / static_cast<std::size_t>(extents[0]);
    extents[0] = count;
    views.emplace_back(input.values().subspan(static_cast<std::size_t>(first) * item,
                                              static_cast<std::size_t>(count) * item),
                       *Shape::checked(extents));
  }
  return views;
}

// The parts' items behind one another.
Result<SharedTensor> joined(std::span<const Result<Outputs>> parts, std::size_t output,
                            std::int64_t count) {
  const Shape& first = (*parts[0])[output].shape();
  std::vector<std::int64_t> extents(first.extents().begin(), first.extents().end());
  extents[0] = count;
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  TRY_ASSIGN(auto whole, Tensor::uninitialized(shape));
  float* to = whole.data();
  for (const Result<Outputs>& part : parts) {
    const std::span<const float> values = (*part)[output].values();
    to = std::copy(values.begin(), values.end(), to);
  }
  return SharedTensor(std::move(whole));
}

// A power of two, which threads mostly share evenly.
std::int64_t parts_of(std::int64_t count, std::int64_t floats_of_item) {
  const std::int64_t together = std::max<std::int64_t>(kCachedFloats / floats_of_item, 1);
  const auto parts = static_cast<std::uint64_t>((count + together - 1) / together);
  return std::min(count, static_cast<std::int64_t>(std::bit_ceil(parts)));
}

// Threads are worth it where they end at about the same time.
int threads_for(std::int64_t parts, int wanted) {
  constexpr std::int64_t kEven = 4;
  const conv::ThreadPool& pool = conv::ThreadPool::shared();
  const int threads = wanted > 0 ? std::min(wanted, pool.thread_count()) : pool.thread_count();
  return parts % threads == 0 || parts >= kEven * threads ? threads : 1;
}

}  // namespace

Result<Outputs> Model::compute(std::span<const TensorView> inputs,
                               const ComputeOptions& options) const {
  TRY(check_inputs(inputs));
  const std::int64_t count = count_of(inputs);
  const auto item = count > 1 ? floats_of_item(*this, inputs, state_->input_nodes) : std::nullopt;
  const std::int64_t parts = item ? parts_of(count, *item) : 1;
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

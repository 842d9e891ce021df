#include "nn/graph/weights.h"

#include <algorithm>
#include <utility>

namespace convlens::nn {

void add_weight(std::vector<Weight>& weights, const char* name, std::optional<Tensor> value) {
  if (value) weights.push_back({name, std::make_shared<const Tensor>(std::move(*value))});
}

Status check_kernel(const Tensor& kernel, int rank, const char* axes) {
  if (kernel.shape().rank() == rank && kernel.size() > 0) return {};
  return fail("the kernel must be of shape {}, no extent 0, found {}", axes,
              to_string(kernel.shape()));
}

Status check_bias(const std::optional<Tensor>& bias, std::int64_t units) {
  if (!bias || bias->shape() == Shape{units}) return {};
  return fail("the bias must be of shape {}, found {}", to_string(Shape{units}),
              to_string(bias->shape()));
}

tl::unexpected<Error> fail_layer(std::string_view name, std::string_view type,
                                 const Phrase& error) {
  return fail("{} ({}): {}", name, type, error);
}

void fill_with_bias(const Tensor& bias, Tensor& output) {
  float* to = output.data();
  for (std::size_t i = 0; i < output.size(); i += bias.size()) {
    to = std::copy_n(bias.data(), bias.size(), to);
  }
}

}  // namespace convlens::nn

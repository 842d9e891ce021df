#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/common/axis_order.h"
#include "loaders/common/json.h"
#include "loaders/graph/graph_spec.h"
#include "nn/graph/symbolic.h"

// One node of a graph made into layers of nn.
namespace convlens::loaders {

// An extent that is told only by the pictures.
inline constexpr std::int64_t kUnknown = nn::PartialShape::kUnknown;

// A value within the network: computed by layers, a fixed array, or whole numbers.
struct GraphValue {
  std::optional<nn::Symbolic> symbol;
  Layout layout;  // of the symbol
  std::shared_ptr<const Tensor> constant;
  std::optional<IntegerList> integers;

  static GraphValue of(nn::Symbolic symbol, const Layout& layout) {
    return {symbol, layout, {}, {}};
  }
  static GraphValue of(Tensor constant) {
    return {{}, {}, std::make_shared<const Tensor>(std::move(constant)), {}};
  }
  static GraphValue of(std::shared_ptr<const Tensor> constant) {
    return {{}, {}, std::move(constant), {}};
  }
  static GraphValue of(IntegerList integers) { return {{}, {}, {}, std::move(integers)}; }
};

// A node about to be made. The helpers' errors need not name it.
class NodeRequest {
 public:
  NodeRequest(const NodeSpec& spec, int opset, std::vector<const GraphValue*> values)
      : spec_(spec), opset_(opset), values_(std::move(values)), config_(*spec.attributes) {}

  const NodeSpec& spec() const { return spec_; }
  int opset() const { return opset_; }
  SettingsReader& config() { return config_; }
  int input_count() const { return static_cast<int>(values_.size()); }

  // Whether input i is there; trailing ones and any other may be left out.
  bool has(int i) const { return i < input_count() && values_[index(i)] != nullptr; }
  // What kind of value it is; both false for one that is left out.
  bool is_symbol(int i) const { return has(i) && values_[index(i)]->symbol.has_value(); }
  bool is_constant(int i) const { return has(i) && values_[index(i)]->constant != nullptr; }
  bool is_integers(int i) const { return has(i) && values_[index(i)]->integers.has_value(); }

  // Input i as a value that layers compute.
  Result<GraphValue> symbol(int i) const;
  // The same as a picture, (N, H, W, C) here; its axes are put in order where they are not.
  Result<GraphValue> picture(int i) const;
  // The same with its axes in the file's order.
  Result<GraphValue> in_file_order(int i) const;
  // The same in an order of axes in which each is one of the file's.
  Result<GraphValue> with_axes(int i) const;
  // Input i as an array that the file holds, of whole numbers too, and as whole numbers; `what`
  // names it.
  Result<std::shared_ptr<const Tensor>> constant(int i, const Word& what) const;
  Result<IntegerList> integers(int i, const Word& what) const;
  // A setting that is an input from some version on, and an attribute before; nothing where it is
  // neither.
  Result<std::optional<IntegerList>> integer_setting(const char* attribute, int input);
  Result<std::optional<std::vector<float>>> number_setting(const char* attribute, int input);

  // The same node with other values for its first inputs, which must outlive the request.
  NodeRequest with_values(std::span<const GraphValue> values) const;

  // What was found to be wrong in the file, whoever reads it.
  void set_wrong() { is_wrong_ = true; }
  bool is_wrong() const { return is_wrong_ || !config_.error(); }

  // The values of a node's outputs but the first, for those who make it to append to.
  std::vector<GraphValue>& further_outputs() { return further_outputs_; }

 private:
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }

  const NodeSpec& spec_;
  int opset_;
  std::vector<const GraphValue*> values_;
  SettingsReader config_;
  std::vector<GraphValue> further_outputs_;
  bool is_wrong_ = false;
};

// A layer called on a value, or on several that are held alike.
Result<GraphValue> call(const Result<nn::LayerHandle>& layer, const GraphValue& input,
                        const Layout& layout);
Result<GraphValue> call(const Result<nn::LayerHandle>& layer, std::span<const GraphValue> inputs,
                        const Layout& layout);
// A layer that leaves the axes as they are.
Result<GraphValue> call(const Result<nn::LayerHandle>& layer, const GraphValue& input);

// The value with its axes in the file's order; what that takes is called after `name`.
Result<GraphValue> in_file_order(const GraphValue& value, const std::string& name);
// The value under other extents, in the file's order of axes, the batch first; one of the others
// may be open.
Result<GraphValue> reshaped(const GraphValue& value, const std::vector<std::int64_t>& target,
                            const std::string& name);

// The extents of a computed value in the file's order of axes.
std::vector<std::int64_t> file_extents(const GraphValue& value);
// One number for each axis of the file's, in the order in which the axes are held.
std::vector<std::int64_t> held_order(std::vector<std::int64_t> values, const Layout& layout);
// A fixed array with as many axes as `value` and in the order in which that is held, which is
// repeated to fit `value`; Fit::kEither: or that `value` is repeated to fit.
enum class Fit { kConstant, kEither };
Result<Tensor> fitted_constant(const Tensor& constant, const GraphValue& value,
                               Fit fit = Fit::kConstant);

// The values of the node's outputs, of which there may be fewer than it lists. Errors name the
// node, its operator, and what is not supported or does not fit, but not the file.
Result<std::vector<GraphValue>> make_node(NodeRequest& request);

// The same for an operator whose first input is whole numbers, and for one whose first input is an
// array that the file holds: worked out here, so that no layer has to.
Result<GraphValue> make_integers(NodeRequest& request);
Result<GraphValue> make_constant(NodeRequest& request);

// What "to" of a Cast asks for.
enum class CastType { kFloat, kHalf, kInteger, kTruth };
Result<CastType> cast_type(NodeRequest& request);

using NodeFactory = Result<GraphValue> (*)(NodeRequest&);
struct NamedNodeFactory {
  const char* op;
  NodeFactory make;
};
// How an operator is made of values that the network computes; null where make_node() does not know
// it at all.
NodeFactory find_factory(const std::string& op);
// Whether each value of the result comes of the values at its own place alone.
bool keeps_places(const std::string& op);
// Each in a file of its own: graph_activations.cpp, ...
std::span<const NamedNodeFactory> activation_nodes();
std::span<const NamedNodeFactory> convolution_nodes();
std::span<const NamedNodeFactory> elementwise_nodes();
std::span<const NamedNodeFactory> integer_nodes();
std::span<const NamedNodeFactory> normalization_nodes();
std::span<const NamedNodeFactory> pooling_nodes();
std::span<const NamedNodeFactory> quantization_nodes();
std::span<const NamedNodeFactory> reduction_nodes();
std::span<const NamedNodeFactory> reshaping_nodes();
std::span<const NamedNodeFactory> resizing_nodes();
std::span<const NamedNodeFactory> taking_nodes();

}  // namespace convlens::loaders

#include "loaders/graph/graph_builder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/printable.h"
#include "loaders/engine/engine_layer.h"
#include "loaders/graph/picture_order.h"
#include "nn/random.h"

namespace convlens::loaders {
namespace {

// What OpenVINO computes otherwise than ONNX has it, and what is drawn at random, which is another
// value each time.
bool is_misread(const NodeSpec& node) {
  if (node.op == "Resize") {
    return SettingsReader(*node.attributes).integer({"exclude_outside"}, 0) != 0;
  }
  static constexpr std::array kNever{"CastLike",         "Bernoulli",        "Multinomial",
                                     "RandomNormal",     "RandomNormalLike", "RandomUniform",
                                     "RandomUniformLike"};
  return std::find(kNever.begin(), kNever.end(), node.op) != kNever.end();
}

// A node that nn lacks is put off: its values are asked of the engine once another node takes them,
// and where the engine cannot give one of those (its axes may be others than those of a batch), the
// node that takes it is put off too.
class GraphBuilder {
 public:
  GraphBuilder(const GraphSpec& graph, GraphValues arrays, bool any_size,
               std::shared_ptr<Engine> engine)
      : graph_(graph),
        values_(std::move(arrays)),
        any_size_(any_size),
        engine_(std::move(engine)) {}

  Result<BuiltGraph> build() {
    for (const GraphInput& input : graph_.inputs) TRY(add_input(input));
    for (const NodeSpec& node : graph_.nodes) TRY(add_node(node));
    TRY_ASSIGN(auto outputs, outputs_of_all());
    if (end_) outputs = loose_ends();
    if (outputs.empty()) return fail(*end_);
    TRY_ASSIGN(auto model, nn::Model::create(inputs_, std::move(outputs), graph_.name));
    return BuiltGraph{std::move(model), end_, foreign_};
  }

 private:
  Status add_input(const GraphInput& input) {
    if (input.shape.rank() == 0) {
      return fail("the input \"{}\" does not tell its shape, or has no axis of the batch",
                  input.name);
    }
    Layout layout;
    nn::PartialShape held = input.shape.with(0, kUnknown);
    if (held.rank() == 4 && !is_channels_last(graph_, values_, input)) {
      held = moved_shape(held);
      layout.order = Order::kMovedLast;
    }
    if (held.rank() == 4 && any_size_) held = held.with(1, kUnknown).with(2, kUnknown);
    const nn::Symbolic symbol = nn::input_of(nn::input_layer(held, input.name));
    inputs_.push_back(symbol);
    values_.insert_or_assign(input.name, GraphValue::of(symbol, layout));
    return {};
  }

  Status add_node(const NodeSpec& node) {
    std::vector<const GraphValue*> inputs;
    for (const std::string& name : node.inputs) {
      if (is_put_off(name) && !fetch(name)) return put_off(node, put_off_.at(name).why);
      const auto found = values_.find(name);
      if (!name.empty() && found == values_.end()) {
        return fail(R"(the node "{}" ({}) takes "{}", which nothing before it computes)",
                    printable(node.name), printable(node.op), printable(name));
      }
      inputs.push_back(name.empty() ? nullptr : &found->second);
    }
    NodeRequest request(node, graph_.opset, std::move(inputs));
    auto values = make_node(request);
    if (!values && request.is_wrong()) return fail(values.error());
    if (!values) return put_off(node, values.error());
    taken_.insert(node.inputs.begin(), node.inputs.end());
    for (std::size_t i = 0; i < values->size() && i < node.outputs.size(); ++i) {
      values_.insert_or_assign(node.outputs[i], std::move((*values)[i]));
    }
    // What a node's layers do not tell, as the mask of a Dropout.
    for (std::size_t i = values->size(); i < node.outputs.size(); ++i) {
      put_off_.insert_or_assign(
          node.outputs[i],
          PutOff{&node, i,
                 Error(phrase("the node \"{}\" ({}): its output {} is not supported",
                              printable(node.name), printable(node.op), i))});
    }
    return {};
  }

  struct PutOff {
    const NodeSpec* node;
    std::size_t index;  // of the output
    Error why;
    bool is_unknown = false;   // to the engine, too
    bool is_withheld = false;  // the engine is not asked, see is_misread()
  };

  bool is_put_off(const std::string& name) const { return put_off_.contains(name); }

  Status put_off(const NodeSpec& node, const Error& why) {
    const bool withheld =
        is_misread(node) ||
        std::any_of(node.inputs.begin(), node.inputs.end(), [this](const std::string& name) {
          return is_put_off(name) && put_off_.at(name).is_withheld;
        });
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
      put_off_.insert_or_assign(node.outputs[i], PutOff{&node, i, why, false, withheld});
    }
    return {};
  }

  // Makes a value that was put off one that the engine computes; whether it can.
  bool fetch(const std::string& name) {
    PutOff& wanted = put_off_.at(name);
    if (engine_ == nullptr || wanted.is_unknown || wanted.is_withheld) return false;
    auto value = fetched(wanted, name);
    if (!value) {
      wanted.is_unknown = true;
      wanted.why = Error(phrase("{}; {}", wanted.why, value.error()));
      return false;
    }
    foreign_.push_back(value->symbol->layer()->name());
    values_.insert_or_assign(name, *std::move(value));
    put_off_.erase(name);
    return true;
  }

  Result<GraphValue> fetched(const PutOff& wanted, const std::string& name) {
    TRY_ASSIGN(const auto answer, engine_->shape(name, all_given(1)));
    if (answer.shape.rank() < 1 || answer.shape[0] != 1 || answer.needed.empty()) {
      return fail("its value has no axis for the batch");
    }
    TRY(check_items(name, answer));
    std::vector<EngineInput> inputs;
    std::vector<nn::Symbolic> symbols;
    for (const std::string& needed : answer.needed) {
      const GraphValue& value = values_.at(needed);
      inputs.push_back({needed, value.layout});
      symbols.push_back(*value.symbol);
    }
    const bool is_open = std::any_of(symbols.begin(), symbols.end(), [](const auto& symbol) {
      return !symbol.shape().with(0, 1).complete();
    });
    if (!is_open && !answer.shape.complete()) return fail("its shape hangs on the values");
    Layout layout;
    if (answer.shape.rank() == 4 && holds_pictures(inputs, symbols)) {
      layout.order = Order::kMovedLast;
    }
    const std::string& node = wanted.node->name;
    const std::string& op = wanted.node->op;
    TRY_ASSIGN(const auto layer,
               engine_layer(engine_, std::move(inputs), name, layout, op.substr(op.rfind('.') + 1),
                            wanted.index == 0 ? node : fmt::format("{}:{}", node, wanted.index)));
    nn::Symbolic result = layer(symbols);
    if (!result.is_valid()) return fail(result.error());
    taken_.insert(answer.needed.begin(), answer.needed.end());
    return GraphValue::of(std::move(result), layout);
  }

  // The first axis may be another of extent 1, or be worked along: by the shape for many items, and
  // by the values of two items together and each by itself. Files for one item alone cannot tell.
  Status check_items(const std::string& name, const EngineAnswer& answer) const {
    constexpr std::int64_t kMany = 1009;
    const auto many = engine_->shape(name, all_given(kMany));
    const bool is_for_one =
        std::all_of(graph_.inputs.begin(), graph_.inputs.end(),
                    [](const GraphInput& input) { return input.shape[0] == 1; });
    if (!many && is_for_one) return {};
    if (!many || many->shape.rank() < 1 || many->shape[0] != kMany) {
      return fail("its value has no axis for the batch");
    }
    std::vector<Given> given;
    std::vector<Tensor> pair;
    for (const std::string& needed : answer.needed) {
      TRY_ASSIGN(auto values, two_items(values_.at(needed)));
      given.push_back({needed, nn::PartialShape(values.shape())});
      pair.push_back(std::move(values));
    }
    std::array<std::vector<Tensor>, 2> alone;
    for (const Tensor& values : pair) {
      const std::size_t size = values.size() / 2;
      std::vector<std::int64_t> extents(values.shape().extents().begin(),
                                        values.shape().extents().end());
      extents[0] = 1;
      TRY_ASSIGN(const auto shape, Shape::checked(extents));
      for (std::size_t item = 0; item < 2; ++item) {
        alone[item].emplace_back(shape, values.values().subspan(item * size, size));
      }
    }
    TRY_ASSIGN(const auto together, engine_->run(name, given, std::move(pair)));
    for (Given& value : given) value.shape = value.shape.with(0, 1);
    for (std::size_t item = 0; item < 2; ++item) {
      TRY_ASSIGN(const auto single, engine_->run(name, given, std::move(alone[item])));
      const auto part = together.values().subspan(item * single.size());
      if (part.size() < single.size() || !is_close(single.values(), part)) {
        return fail("its value is of the pictures of a batch together");
      }
    }
    return {};
  }

  // Numbers of either sign, the same in each run, for two items; 16 for an extent that is open.
  static Result<Tensor> two_items(const GraphValue& value) {
    constexpr std::int64_t kExtent = 16;
    std::vector<std::int64_t> extents = file_extents(value);
    for (std::int64_t& extent : extents) extent = extent == kUnknown ? kExtent : extent;
    extents[0] = 2;
    TRY_ASSIGN(const auto shape, Shape::checked(extents));
    Tensor values(shape);
    nn::Random random(1);
    for (float& number : values.values()) number = random.signed_uniform();
    return values;
  }

  static bool is_close(std::span<const float> a, std::span<const float> b) {
    constexpr float kTolerance = 1e-4f;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const float scale = std::max({1.0f, std::fabs(a[i]), std::fabs(b[i])});
      if (std::fabs(a[i] - b[i]) > kTolerance * scale) return false;
    }
    return true;
  }

  // Whether values of four axes are pictures with their channels in front: where what they are made
  // of is, or is no picture at all.
  static bool holds_pictures(const std::vector<EngineInput>& inputs,
                             const std::vector<nn::Symbolic>& symbols) {
    bool has_four_axes = false;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i].layout.order == Order::kMovedLast) return true;
      has_four_axes = has_four_axes || symbols[i].shape().rank() == 4;
    }
    return !has_four_axes;
  }

  // Everything that layers compute so far, for so many items.
  std::vector<Given> all_given(std::int64_t items) const {
    std::vector<Given> given;
    for (const auto& [name, value] : values_) {
      if (!value.symbol) continue;
      const std::vector<std::int64_t> extents = file_extents(value);
      const auto shape = nn::PartialShape::checked(extents);
      if (shape && shape->rank() > 0) given.push_back({name, shape->with(0, items)});
    }
    return given;
  }

  Result<std::vector<nn::Symbolic>> outputs_of_all() {
    std::vector<nn::Symbolic> outputs;
    for (const std::string& name : graph_.outputs) {
      if (is_put_off(name) && !fetch(name)) {
        end_ = put_off_.at(name).why;
        return outputs;
      }
      const auto found = values_.find(name);
      if (found == values_.end() || !found->second.symbol) {
        return fail("nothing in the model computes its output \"{}\"", printable(name));
      }
      outputs.push_back(*found->second.symbol);
    }
    return outputs;
  }

  // Every result that nothing else takes.
  std::vector<nn::Symbolic> loose_ends() const {
    std::vector<nn::Symbolic> ends;
    for (const NodeSpec& node : graph_.nodes) {
      for (const std::string& name : node.outputs) {
        const auto found = values_.find(name);
        const bool is_loose = found != values_.end() && found->second.symbol &&
                              !taken_.contains(name) && !is_input(*found->second.symbol);
        if (is_loose) ends.push_back(*found->second.symbol);
      }
    }
    return ends;
  }

  static bool is_input(const nn::Symbolic& symbol) { return nn::is_input_layer(*symbol.layer()); }

  const GraphSpec& graph_;
  GraphValues values_;
  bool any_size_;
  std::shared_ptr<Engine> engine_;
  std::vector<nn::Symbolic> inputs_;
  std::map<std::string, PutOff, std::less<>> put_off_;
  std::set<std::string> taken_;
  std::vector<std::string> foreign_;
  std::optional<Error> end_;
};

}  // namespace

Result<BuiltGraph> build_graph(const GraphSpec& graph, const GraphValues& arrays, bool any_size,
                               const std::shared_ptr<Engine>& engine) {
  return GraphBuilder(graph, arrays, any_size, engine).build();
}

}  // namespace convlens::loaders

#include "loaders/keras/keras_network.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/keras/keras_weights.h"

namespace convlens::loaders {
namespace {

// A value within the network and how it is held.
struct Value {
  nn::Symbolic symbol;
  Layout layout;
};

std::vector<nn::Symbolic> symbols_of(const std::vector<Value>& values) {
  std::vector<nn::Symbolic> symbols;
  symbols.reserve(values.size());
  for (const Value& value : values) symbols.push_back(value.symbol);
  return symbols;
}

std::vector<Layout> layouts_of(const std::vector<Value>& values) {
  std::vector<Layout> layouts;
  layouts.reserve(values.size());
  for (const Value& value : values) layouts.push_back(value.layout);
  return layouts;
}

class NetworkBuilder {
 public:
  NetworkBuilder(KerasDialect dialect, bool channels_first, std::vector<Phrase>& notes)
      : dialect_(std::move(dialect)), channels_first_(channels_first), notes_(notes) {}

  // `given`: what a network within is called on.
  Result<BuiltNetwork> build(NetworkSpec& network, const std::vector<Value>& given = {}) {
    if (!network.own_class.empty()) {
      notes_.push_back(phrase(
          "\"{}\" is of a class of its own, \"{}\": its layers are computed one after the other, "
          "as the file lists them",
          printable(network.name), printable(network.own_class)));
    }
    return network.is_sequential ? build_sequential(network, given) : build_functional(network);
  }

 private:
  // Keras computes such layers with fewer digits; their weights are the same.
  void note_precision(const LayerSpec& layer) {
    const nlohmann::json* dtype = SettingsReader(*layer.config).find({"dtype"});
    if (dtype == nullptr) return;
    std::string policy = dtype->is_string() ? dtype->get<std::string>() : std::string();
    if (const auto* config = SettingsReader(*dtype).find({"config"})) {
      policy = SettingsReader(*config).text({"name"}, "");
    }
    if (policy.empty() || policy == "float32") return;
    Phrase note = phrase("Keras computes in {}, here it is float32", printable(policy));
    if (std::find(notes_.begin(), notes_.end(), note) == notes_.end()) {
      notes_.push_back(std::move(note));
    }
  }

  // What a layer of the file has become; a network within it has layouts of its own.
  struct Built {
    std::vector<nn::LayerHandle> layers;  // one, or two where its activation is a layer itself
    Layout layout;
    std::vector<Layout> input_layouts;
    std::optional<Error> end;  // of a network within, which breaks off
  };

  Result<Value> input_value(const nlohmann::json& shape, const std::string& name) const {
    auto parsed = partial_shape(shape);
    if (parsed && parsed->rank() == 0) parsed = fail("found no axes");
    if (!parsed) {
      return fail("{} (InputLayer): {}", printable(name), parsed.error());
    }
    const bool move = channels_first_ && parsed->rank() == 4;
    const nn::PartialShape held = move ? moved_shape(*parsed) : *parsed;
    const auto layer = nn::input_layer(held.with(0, nn::PartialShape::kUnknown), name);
    return Value{nn::input_of(layer), {move ? Order::kMovedLast : Order::kSame, {}}};
  }

  Result<Built> build_layer(LayerSpec& layer, const std::vector<Value>& inputs) {
    if (layer.nested != nullptr) return build_nested(layer, inputs);
    TRY(check_support(layer, dialect_));
    note_precision(layer);
    std::vector<nn::PartialShape> shapes;
    shapes.reserve(inputs.size());
    for (const Value& input : inputs) shapes.push_back(input.symbol.shape());
    const std::vector<Layout> layouts = layouts_of(inputs);
    TRY_ASSIGN(auto made, make_layer(layer, dialect_, shapes, layouts));
    if (!made.note.empty()) notes_.push_back(made.note);
    std::vector<nn::LayerHandle> layers{made.layer};
    if (expected_weights(layer).total() == 0) layers.front() = made.layer->without_parameters();
    if (layer.is_operation) layers.front() = layers.front()->uncounted();
    if (made.activation) layers.emplace_back((*made.activation)->uncounted());
    return Built{std::move(layers), made.layout, layouts, {}};
  }

  Result<Built> build_nested(LayerSpec& layer, const std::vector<Value>& inputs) {
    TRY(check_weights_known(layer));
    TRY_ASSIGN(auto network, build(*layer.nested, inputs));
    if (network.output_layouts.size() != 1) {
      return fail("{} ({}): a model inside a model must have 1 output, found {}",
                  printable(layer.name), layer.type, network.output_layouts.size());
    }
    const bool is_whole = !network.end.has_value();
    return Built{{network.model.as_layer(is_whole)},
                 network.output_layouts[0],
                 std::move(network.input_layouts),
                 std::move(network.end)};
  }

  // The result of one call of a layer that has been built.
  static Result<Value> call(const LayerSpec& layer, const Built& built,
                            const std::vector<Value>& inputs) {
    if (layouts_of(inputs) != built.input_layouts) {
      return fail(
          "{} ({}): it is called on values with their axes in different orders, which is"
          " not supported",
          printable(layer.name), printable(layer.type));
    }
    nn::Symbolic symbol = built.layers.front()(symbols_of(inputs));
    for (std::size_t i = 1; i < built.layers.size(); ++i) symbol = built.layers[i](symbol);
    if (!symbol.is_valid()) return fail(symbol.error());
    return Value{symbol, built.layout};
  }

  // Whether the network is shown up to the layer that has failed. A layer whose arrays are missing
  // or do not fit is a fault of the file, any other is beyond us.
  bool ends_at(const LayerSpec& layer) const {
    if (layer.nested != nullptr) return true;
    return !check_support(layer, dialect_) || expected_weights(layer).total() == 0;
  }

  // ---- Sequential

  // From an InputLayer, the first layer's own settings, a network in first place, or, in Keras 3,
  // what the model was built with.
  Result<Value> sequential_input(NetworkSpec& network) {
    LayerSpec& first = network.layers.front();
    SettingsReader config(*first.config);
    if (const auto* shape = config.find({"batch_shape", "batch_input_shape"})) {
      return input_value(*shape, first.type == "InputLayer" ? first.name : "input_layer");
    }
    if (const int extent = config.integer({"input_dim"}, 0); extent > 0) {
      return input_value(nlohmann::json{nullptr, extent}, "input_layer");
    }
    if (network.input_shape != nullptr) return input_value(*network.input_shape, "input_layer");
    if (first.nested != nullptr && first.nested->is_sequential) {
      return sequential_input(*first.nested);
    }
    if (first.nested != nullptr && first.nested->inputs.size() == 1) {
      for (const LayerSpec& layer : first.nested->layers) {
        const auto* shape =
            SettingsReader(*layer.config).find({"batch_shape", "batch_input_shape"});
        if (layer.name == first.nested->inputs[0].layer && shape != nullptr) {
          return input_value(*shape, "input_layer");
        }
      }
    }
    return fail("the sequential model \"{}\" does not tell the shape of its input",
                printable(network.name));
  }

  Result<BuiltNetwork> build_sequential(NetworkSpec& network, const std::vector<Value>& given) {
    auto value = sequential_input(network);
    if (!value && given.size() == 1) {
      const auto layer = nn::input_layer(given[0].symbol.shape(), "input_layer");
      value = Value{nn::input_of(layer), given[0].layout};
    }
    if (!value) return fail(value.error());
    const Layout input_layout = value->layout;
    TRY_ASSIGN(const auto item,
               nn::PartialShape::checked(value->symbol.shape().extents().subspan(1)));
    std::vector<nn::LayerHandle> handles;
    std::optional<Error> end;
    for (LayerSpec& layer : network.layers) {
      if (layer.type == "InputLayer") continue;
      const std::vector<Value> inputs{*value};
      auto built = build_layer(layer, inputs);
      auto result = built ? call(layer, *built, inputs) : Result<Value>(fail(built.error()));
      if (!result) {
        if (handles.empty() || !ends_at(layer)) return fail(result.error());
        end = result.error();
        break;
      }
      value = std::move(result);
      handles.insert(handles.end(), built->layers.begin(), built->layers.end());
      end = std::move(built->end);
      if (end) break;
    }
    TRY_ASSIGN(auto model, nn::Model::sequential(item, handles, network.name));
    return BuiltNetwork{std::move(model), {input_layout}, {value->layout}, std::move(end)};
  }

  // ---- Functional

  struct Call {
    std::string layer;
    int number = 0;
    Value value;
    bool is_used = false;
    bool is_input = false;
    bool is_end = false;  // of a network within, which breaks off
  };

  // All calls that could be made, in order, and why others could not.
  struct Calls {
    std::vector<Call> made;
    std::map<std::pair<std::string, int>, std::size_t> places;  // of what other layers may take
    std::optional<Error> end;

    Call* find(const CallReference& reference) {
      const auto found = places.find({reference.layer, reference.call});
      return found == places.end() ? nullptr : &made[found->second];
    }
    void add(Call call) {
      if (!call.is_end) places.emplace(std::pair(call.layer, call.number), made.size());
      made.push_back(std::move(call));
    }
    std::optional<std::vector<Value>> find_all(const std::vector<CallReference>& references) {
      std::vector<Value> values;
      for (const CallReference& reference : references) {
        const Call* found = find(reference);
        if (found == nullptr) return {};
        values.push_back(found->value);
      }
      return values;
    }
  };

  // A layer of the file on its way into the model.
  struct Progress {
    std::optional<Built> built;
    int next_call = 0;
    bool is_beyond = false;
  };

  // Makes the calls of one layer whose inputs are there, in order; whether there were any.
  Result<bool> advance(LayerSpec& layer, Progress& progress, Calls& calls) {
    bool advanced = false;
    if (layer.type == "InputLayer" && progress.next_call == 0) {
      const auto* shape = SettingsReader(*layer.config).find({"batch_shape", "batch_input_shape"});
      TRY_ASSIGN(auto value, input_value(shape == nullptr ? nlohmann::json() : *shape, layer.name));
      calls.add({layer.name, progress.next_call++, std::move(value), false, true, false});
      return true;
    }
    while (!progress.is_beyond && progress.next_call < static_cast<int>(layer.calls.size())) {
      const auto& references = layer.calls[static_cast<std::size_t>(progress.next_call)];
      const auto inputs = calls.find_all(references);
      if (!inputs) break;
      if (!progress.built) {
        auto made = build_layer(layer, *inputs);
        if (!made) {
          TRY(note_end(layer, made.error(), progress, calls));
          break;
        }
        progress.built = *std::move(made);
      }
      auto value = call(layer, *progress.built, *inputs);
      if (!value) TRY(note_end(layer, value.error(), progress, calls));
      if (!value) break;
      const bool breaks_off = progress.built->end.has_value();
      if (breaks_off) calls.end = progress.built->end;
      for (const CallReference& reference : references) calls.find(reference)->is_used = true;
      calls.add({layer.name, progress.next_call++, *std::move(value), false, false, breaks_off});
      advanced = true;
    }
    return advanced;
  }

  Status note_end(const LayerSpec& layer, const Error& why, Progress& progress,
                  Calls& calls) const {
    if (!ends_at(layer)) return fail(why);
    progress.is_beyond = true;
    if (!calls.end) calls.end = why;
    return {};
  }

  // The calls at the model's ends; which one is missing where one is.
  static Result<std::vector<Value>> ends(Calls& calls,
                                         const std::vector<CallReference>& references) {
    std::vector<Value> values;
    for (const CallReference& reference : references) {
      const Call* found = calls.find(reference);
      if (found == nullptr) {
        return fail("the model refers to call {} of the layer \"{}\", which cannot be reached",
                    reference.call, printable(reference.layer));
      }
      values.push_back(found->value);
    }
    return values;
  }

  // Where the network breaks off: every result that nothing else takes.
  static std::vector<Value> loose_ends(const Calls& calls) {
    std::vector<Value> values;
    for (const Call& call : calls.made) {
      if (!call.is_used && !call.is_input) values.push_back(call.value);
    }
    return values;
  }

  Result<BuiltNetwork> build_functional(NetworkSpec& network) {
    Calls calls;
    std::vector<Progress> progress(network.layers.size());
    // Files list the layers mostly, but not always, each after those that it needs.
    for (bool advanced = true; advanced;) {
      advanced = false;
      for (std::size_t i = 0; i < network.layers.size(); ++i) {
        TRY_ASSIGN(const auto layer, advance(network.layers[i], progress[i], calls));
        advanced = advanced || layer;
      }
    }
    TRY_ASSIGN(const auto inputs, ends(calls, network.inputs));
    if (calls.end) return broken_off(network, calls, inputs);
    TRY_ASSIGN(const auto outputs, ends(calls, network.outputs));
    TRY_ASSIGN(auto model,
               nn::Model::create(symbols_of(inputs), symbols_of(outputs), network.name));
    return BuiltNetwork{std::move(model), layouts_of(inputs), layouts_of(outputs), {}};
  }

  static Result<BuiltNetwork> broken_off(const NetworkSpec& network, Calls& calls,
                                         const std::vector<Value>& inputs) {
    const std::vector<Value> outputs = loose_ends(calls);
    if (outputs.empty()) return fail(*calls.end);
    TRY_ASSIGN(const auto model,
               nn::Model::create(symbols_of(inputs), symbols_of(outputs), network.name));
    std::vector<std::string> names;
    for (const LayerSpec& layer : network.layers) {
      if (!layer.is_operation) names.push_back(layer.name);
    }
    return BuiltNetwork{model.numbered_as(names), layouts_of(inputs), layouts_of(outputs),
                        calls.end};
  }

  KerasDialect dialect_;
  bool channels_first_;
  std::vector<Phrase>& notes_;
};

}  // namespace

Result<BuiltNetwork> build_network(NetworkSpec& network, const KerasDialect& dialect,
                                   bool channels_first, std::vector<Phrase>& notes) {
  NetworkBuilder builder(dialect, channels_first, notes);
  return builder.build(network);
}

}  // namespace convlens::loaders

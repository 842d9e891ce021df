#include "loaders/keras/keras_model.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/printable.h"
#include "loaders/keras/keras_architecture.h"
#include "loaders/keras/keras_layers.h"
#include "loaders/keras/keras_weights.h"

namespace convlens::loaders {
namespace {

// A value within the network and how it is held.
struct Value {
  nn::Symbolic symbol;
  Layout layout;
};

struct BuiltNetwork {
  nn::Model model;
  std::vector<Layout> input_layouts;
  std::vector<Layout> output_layouts;
};

class NetworkBuilder {
 public:
  NetworkBuilder(KerasDialect dialect, bool channels_first, std::vector<std::string>& notes)
      : dialect_(std::move(dialect)), channels_first_(channels_first), notes_(notes) {}

  Result<BuiltNetwork> build(NetworkSpec& network) {
    return network.is_sequential ? build_sequential(network) : build_functional(network);
  }

 private:
  // What a layer of the file has become; a network within it has layouts of its own.
  struct Built {
    std::vector<nn::LayerHandle> layers;  // one, or two where its activation is a layer itself
    Layout layout;
    std::vector<Layout> input_layouts;
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
    std::vector<nn::PartialShape> shapes;
    std::vector<Layout> layouts;
    for (const Value& input : inputs) {
      shapes.push_back(input.symbol.shape());
      layouts.push_back(input.layout);
    }
    if (layer.nested != nullptr) {
      TRY_ASSIGN(auto network, build(*layer.nested));
      if (network.output_layouts.size() != 1) {
        return fail("{} ({}): a model inside a model must have 1 output, found {}",
                    printable(layer.name), layer.type, network.output_layouts.size());
      }
      return Built{
          {network.model.as_layer()}, network.output_layouts[0], std::move(network.input_layouts)};
    }
    TRY_ASSIGN(auto made, make_layer(layer, dialect_, shapes, layouts));
    if (!made.note.empty()) notes_.push_back(made.note);
    std::vector<nn::LayerHandle> layers{made.layer};
    if (made.activation) layers.push_back(*made.activation);
    return Built{std::move(layers), made.layout, std::move(layouts)};
  }

  // The result of one call of a layer that has been built.
  static Result<Value> call(const LayerSpec& layer, const Built& built,
                            const std::vector<Value>& inputs) {
    std::vector<nn::Symbolic> symbols;
    std::vector<Layout> layouts;
    for (const Value& input : inputs) {
      symbols.push_back(input.symbol);
      layouts.push_back(input.layout);
    }
    if (layouts != built.input_layouts) {
      return fail(
          "{} ({}): it is called on values with their axes in different orders, which is"
          " not supported",
          printable(layer.name), printable(layer.type));
    }
    nn::Symbolic symbol = built.layers.front()(symbols);
    for (std::size_t i = 1; i < built.layers.size(); ++i) symbol = built.layers[i](symbol);
    if (!symbol.is_valid()) return fail(symbol.error());
    return Value{symbol, built.layout};
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

  Result<BuiltNetwork> build_sequential(NetworkSpec& network) {
    auto value = sequential_input(network);
    if (!value) return fail(value.error());
    const Layout input_layout = value->layout;
    TRY_ASSIGN(const auto item,
               nn::PartialShape::checked(value->symbol.shape().extents().subspan(1)));
    std::vector<nn::LayerHandle> handles;
    for (LayerSpec& layer : network.layers) {
      if (layer.type == "InputLayer") continue;
      const std::vector<Value> inputs{*value};
      TRY_ASSIGN(const auto built, build_layer(layer, inputs));
      value = call(layer, built, inputs);
      if (!value) return fail(value.error());
      handles.insert(handles.end(), built.layers.begin(), built.layers.end());
    }
    TRY_ASSIGN(auto model, nn::Model::sequential(item, handles, network.name));
    return BuiltNetwork{std::move(model), {input_layout}, {value->layout}};
  }

  // ---- Functional

  using Calls = std::map<std::pair<std::string, int>, Value>;

  static std::optional<std::vector<Value>> find_all(const Calls& calls,
                                                    const std::vector<CallReference>& references) {
    std::vector<Value> values;
    for (const CallReference& reference : references) {
      const auto found = calls.find({reference.layer, reference.call});
      if (found == calls.end()) return {};
      values.push_back(found->second);
    }
    return values;
  }

  // Makes the calls of one layer whose inputs are there, in order; whether there were any.
  Result<bool> advance(LayerSpec& layer, std::optional<Built>& built, int& next_call,
                       Calls& calls) {
    bool advanced = false;
    if (layer.type == "InputLayer" && next_call == 0) {
      const auto* shape = SettingsReader(*layer.config).find({"batch_shape", "batch_input_shape"});
      TRY_ASSIGN(auto value, input_value(shape == nullptr ? nlohmann::json() : *shape, layer.name));
      calls.insert_or_assign({layer.name, next_call++}, std::move(value));
      return true;
    }
    while (next_call < static_cast<int>(layer.calls.size())) {
      const auto inputs = find_all(calls, layer.calls[static_cast<std::size_t>(next_call)]);
      if (!inputs) break;
      if (!built) {
        TRY_ASSIGN(auto made, build_layer(layer, *inputs));
        built = std::move(made);
      }
      TRY_ASSIGN(auto value, call(layer, *built, *inputs));
      calls.insert_or_assign({layer.name, next_call++}, std::move(value));
      advanced = true;
    }
    return advanced;
  }

  // The calls at the model's ends; which one is missing where one is.
  static Result<std::vector<Value>> ends(const Calls& calls,
                                         const std::vector<CallReference>& references) {
    std::vector<Value> values;
    for (const CallReference& reference : references) {
      const auto found = calls.find({reference.layer, reference.call});
      if (found == calls.end()) {
        return fail("the model refers to call {} of the layer \"{}\", which cannot be reached",
                    reference.call, printable(reference.layer));
      }
      values.push_back(found->second);
    }
    return values;
  }

  Result<BuiltNetwork> build_functional(NetworkSpec& network) {
    Calls calls;
    std::vector<std::optional<Built>> built(network.layers.size());
    std::vector<int> next_calls(network.layers.size(), 0);
    // Files list the layers mostly, but not always, each after those that it needs.
    for (bool advanced = true; advanced;) {
      advanced = false;
      for (std::size_t i = 0; i < network.layers.size(); ++i) {
        TRY_ASSIGN(const auto layer, advance(network.layers[i], built[i], next_calls[i], calls));
        advanced = advanced || layer;
      }
    }
    TRY_ASSIGN(const auto inputs, ends(calls, network.inputs));
    TRY_ASSIGN(const auto outputs, ends(calls, network.outputs));
    std::vector<nn::Symbolic> input_symbols;
    std::vector<nn::Symbolic> output_symbols;
    std::vector<Layout> input_layouts;
    std::vector<Layout> output_layouts;
    for (const Value& input : inputs) {
      input_symbols.push_back(input.symbol);
      input_layouts.push_back(input.layout);
    }
    for (const Value& output : outputs) {
      output_symbols.push_back(output.symbol);
      output_layouts.push_back(output.layout);
    }
    TRY_ASSIGN(auto model, nn::Model::create(std::move(input_symbols), std::move(output_symbols),
                                             network.name));
    return BuiltNetwork{std::move(model), std::move(input_layouts), std::move(output_layouts)};
  }

  KerasDialect dialect_;
  bool channels_first_;
  std::vector<std::string>& notes_;
};

// "3.4.1" -> 3. Files that do not tell are Keras 1's, except .keras archives.
int major_version(const ModelArchive& archive) {
  const std::string text = archive.fact("keras_version");
  int version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  if (version > 0) return version;
  const bool keras3 =
      archive.format == ArchiveFormat::kKeras3 || archive.format == ArchiveFormat::kKeras3Weights;
  return keras3 ? 3 : 1;
}

// Before any weights are looked at, so that a layer is named rather than its weights missed.
Status check_supported(const NetworkSpec& network) {
  for (const LayerSpec& layer : network.layers) {
    if (layer.nested != nullptr) {
      if (auto status = check_supported(*layer.nested); !status) return status;
    } else if (layer.type != "InputLayer" && !is_supported_layer(layer)) {
      return fail("the layer \"{}\" is of the class \"{}\", which is not supported",
                  printable(layer.name), printable(layer.type));
    }
  }
  return {};
}

}  // namespace

Result<KerasModel> build_keras_model(ModelArchive archive) {
  TRY_ASSIGN(auto network, parse_architecture(archive.architecture));
  TRY(check_supported(network));
  TRY(assign_weights(archive, network));
  const bool channels_first = uses_channels_first(network);
  std::vector<std::string> notes;
  if (channels_first) {
    notes.emplace_back("the model takes its pictures with channels first; here they are last");
  }
  NetworkBuilder builder({major_version(archive), archive.fact("backend")}, channels_first, notes);
  TRY_ASSIGN(auto built, builder.build(network));
  for (const Layout& layout : built.output_layouts) {
    if (layout.order != Order::kFlatMoved) continue;
    notes.emplace_back("its flattened output is in the order height, width, channels");
  }
  return KerasModel{std::move(built.model), std::move(notes)};
}

}  // namespace convlens::loaders

#include "nn/graph/graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace convlens::nn {
namespace {

using CallSet = std::set<Symbolic>;

// Depth first from one output, without recursion: enter(call) on the way down, leave(call) after
// everything that it needs. Does not go past `stops`, which are entered and left themselves.
template <typename Enter, typename Leave>
void walk(const Symbolic& output, const CallSet& stops, CallSet& finished, const Enter& enter,
          const Leave& leave) {
  struct Frame {
    Symbolic call;
    std::size_t next_input = 0;
  };
  std::vector<Frame> frames;
  const auto push = [&](const Symbolic& call) {
    if (finished.contains(call)) return;
    enter(call);
    frames.push_back({call, stops.contains(call) ? call.inputs().size() : 0});
  };
  push(output);
  while (!frames.empty()) {
    Frame& frame = frames.back();
    if (frame.next_input < frame.call.inputs().size()) {
      const Symbolic next = frame.call.inputs()[frame.next_input++];
      push(next);
      continue;
    }
    const Symbolic call = std::move(frame.call);
    frames.pop_back();
    if (finished.insert(call).second) leave(call);
  }
}

// What a walk from the outputs finds: calls, each after what it needs, and for each layer how many
// others the walk had met before it.
struct Walked {
  std::vector<Symbolic> calls;
  std::map<LayerPtr, int> layer_order;
};

Walked walk_from(const std::vector<Symbolic>& outputs, const CallSet& inputs) {
  Walked walked;
  CallSet finished;
  for (const Symbolic& output : outputs) {
    walk(
        output, inputs, finished,
        [&walked](const Symbolic& call) {
          walked.layer_order.emplace(call.layer().pointer(),
                                     static_cast<int>(walked.layer_order.size()));
        },
        [&walked](const Symbolic& call) { walked.calls.push_back(call); });
  }
  return walked;
}

// How far each call and each layer is from the outputs: 0 for a call that nothing else needs, and
// one more than the deepest that needs it for any other. A layer is as deep as its deepest call.
struct Depths {
  std::map<Symbolic, int> calls;
  std::map<LayerPtr, int> layers;
};

Depths measure_depths(const std::vector<Symbolic>& calls) {
  Depths depths;
  for (std::size_t i = calls.size(); i-- > 0;) {
    int& of_call = depths.calls[calls[i]];
    int& of_layer = depths.layers[calls[i].layer().pointer()];
    of_call = of_layer = std::max(of_call, of_layer);
    for (const Symbolic& input : calls[i].inputs()) {
      int& of_input = depths.calls[input];
      of_input = std::max(of_input, of_call + 1);
    }
  }
  return depths;
}

// Keras' order: deepest first, and among equals the one that the walk met first.
std::vector<LayerHandle> sorted_layers(const Walked& walked, const Depths& depths,
                                       const std::vector<Symbolic>& unused_inputs) {
  struct Place {
    LayerPtr layer;
    int depth = 0;
    int order = -1;  // unused inputs stand first among those of depth 0
  };
  std::vector<Place> places;
  places.reserve(walked.layer_order.size() + unused_inputs.size());
  for (const Symbolic& input : unused_inputs) places.push_back({input.layer().pointer()});
  for (const auto& [layer, order] : walked.layer_order) {
    places.push_back({layer, depths.layers.at(layer), order});
  }
  std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return a.depth != b.depth ? a.depth > b.depth : a.order < b.order;
  });
  std::vector<LayerHandle> layers;
  layers.reserve(places.size());
  for (const Place& place : places) layers.emplace_back(place.layer);
  return layers;
}

Status check_names(const std::vector<LayerHandle>& layers) {
  std::set<std::string_view> names;
  for (const LayerHandle& layer : layers) {
    if (names.insert(layer->name()).second) continue;
    return fail("two layers of the model are called {}, each needs a name of its own",
                layer->name());
  }
  return {};
}

}  // namespace

Result<Graph> walk_graph(const std::vector<Symbolic>& inputs,
                         const std::vector<Symbolic>& outputs) {
  const CallSet input_set(inputs.begin(), inputs.end());
  const Walked walked = walk_from(outputs, input_set);
  for (const Symbolic& call : walked.calls) {
    if (!call.inputs().empty() || input_set.contains(call)) continue;
    return fail("the outputs need {}, which is not among the inputs given", call.layer()->name());
  }
  Graph graph{walked.calls, {}};
  std::vector<Symbolic> unused_inputs;
  for (const Symbolic& input : inputs) {
    if (!walked.layer_order.contains(input.layer().pointer())) unused_inputs.push_back(input);
  }
  const Depths depths = measure_depths(walked.calls);
  std::stable_sort(graph.calls.begin(), graph.calls.end(),
                   [&depths](const Symbolic& a, const Symbolic& b) {
                     return depths.calls.at(a) > depths.calls.at(b);
                   });
  graph.calls.insert(graph.calls.end(), unused_inputs.begin(), unused_inputs.end());
  graph.layers = sorted_layers(walked, depths, unused_inputs);
  TRY(check_names(graph.layers));
  return graph;
}

std::vector<Symbolic> replace_calls(const std::vector<Symbolic>& outputs,
                                    const std::vector<Symbolic>& originals,
                                    const std::vector<Symbolic>& replacements) {
  std::map<Symbolic, Symbolic> replaced;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    replaced.emplace(originals[i], replacements[i]);
  }
  const Walked walked = walk_from(outputs, CallSet(originals.begin(), originals.end()));
  for (const Symbolic& call : walked.calls) {
    if (replaced.contains(call)) continue;
    std::vector<Symbolic> inputs;
    bool changed = false;
    for (const Symbolic& input : call.inputs()) {
      inputs.push_back(replaced.at(input));
      changed = changed || !(inputs.back() == input);
    }
    replaced.emplace(call, changed ? call.layer()(inputs) : call);
  }
  std::vector<Symbolic> result;
  result.reserve(outputs.size());
  for (const Symbolic& output : outputs) result.push_back(replaced.at(output));
  return result;
}

}  // namespace convlens::nn

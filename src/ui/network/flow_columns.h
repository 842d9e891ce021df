#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lab/lab.h"

// What the overview of a network has columns of.
namespace convlens::ui {

// A layer that makes maps, or a list of values.
struct FlowLayer {
  int layer = 0;  // in model.layers()
  std::size_t node = 0;
  std::string name;
  Shape shape;
  int maps = 1;  // of a list: values
  bool list = false;

  float aspect() const;
};

// One layer, or several that follow each other and change each map by itself, of which one is
// shown.
struct FlowGroup {
  std::vector<FlowLayer> layers;
  std::size_t shown = 0;

  const FlowLayer& layer() const { return layers[shown]; }
  bool holds(std::size_t node) const;
};

// The order in which a layer's maps stand, and how many are 0 everywhere: those are the last.
struct MapOrder {
  std::vector<int> maps;
  int dead = 0;
};

// Made anew only when the network's values have changed. Owned and used by one thread.
class FlowColumns {
 public:
  // Before the others of a frame.
  void follow(const lab::Lab& lab);
  // Every layer by itself, or those together that change each map by itself.
  const std::vector<FlowGroup>& layers() const { return layers_; }
  const std::vector<FlowGroup>& groups() const { return groups_; }
  // Which layer of its group is shown from now on.
  void show(int layer);
  // Of a layer that is shown.
  const MapOrder& order(const lab::Lab& lab, const FlowLayer& layer);
  // The mean of each map of a layer, of a list its values.
  const std::vector<float>& means(const lab::Lab& lab, const FlowLayer& layer);

 private:
  void show_chosen(const lab::Lab& lab);

  std::uint64_t updates_ = 0;
  std::vector<FlowGroup> layers_;
  std::vector<FlowGroup> groups_;
  std::map<int, int> shown_;  // by a group's first layer
  struct Order {
    std::uint64_t updates = 0;
    bool by_change = false;
    MapOrder order;
  };
  std::map<std::size_t, Order> orders_;  // by node
  struct Means {
    std::uint64_t updates = 0;
    std::vector<float> values;
  };
  std::map<std::size_t, Means> means_;  // by node
};

}  // namespace convlens::ui

#pragma once

#include <cstdint>
#include <optional>

#include "lab/lab.h"
#include "lab/shown/layer_sum.h"
#include "lab/shown/receptive_field.h"

// The map of the network that is shown large, and the cell of it that is taken apart. All of it:
// only where has_network().
namespace convlens::lab {

// The layer, in model.layers(), whose value a node is; -1 for the value of none.
int layer_of_node(const nn::Model& model, std::size_t node);

// Shows a map large. Where its values come from a filter, that filter goes onto the stage: a
// convolution's own, or the one before layers that change each map by itself. Of many planes the
// one that contributes most is the first to be seen.
void pick_map(Lab& lab, std::size_t node, std::size_t channel);

// Node and channel of the map that is shown large, its first cell: the one picked last, or that of
// the filter on the stage.
LayerCell large_map(const Lab& lab);

// Whether that map comes of the filter on the stage, which stays there when a map of none is
// picked.
bool is_of_staged_filter(const Lab& lab);

// Its cell that is taken apart, the one under the pointer, the pinned one or the largest, and what
// that hangs on: computed anew only when it is another cell or the network's values have changed.
// Owned and used by one thread.
class TakenApart {
 public:
  LayerCell cell(const Lab& lab);
  // Until the next call.
  const LayerSum& sum(const Lab& lab);
  const ReceptiveField& field(const Lab& lab);

 private:
  struct Key {
    LayerCell map;
    std::optional<LayerCell> asked;  // nothing for the largest
    std::uint64_t updates = 0;

    friend bool operator==(const Key&, const Key&) = default;
  };
  void follow(const Lab& lab);

  std::optional<Key> key_;
  LayerCell cell_;
  std::optional<LayerSum> sum_;
  std::optional<ReceptiveField> field_;
};

}  // namespace convlens::lab

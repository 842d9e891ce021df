#include "ui/network/weights_choice.h"

#include <array>

#include "ui/kit/controls.h"

namespace convlens::ui {
namespace {

enum WeightsWay : std::size_t { kTrainedWeights, kMyWeights, kUntrainedWeights, kNoWeights };

std::array<Way, 3> weights_ways(bool edited) {
  return {Way{{tr("whose weights", "Trained"),
               tr("The network as it was trained (hold O to see it for as long as you press)")},
              "trained weights"},
          Way{{tr("whose weights", "Mine"), tr("The network with all that you changed")},
              "my weights",
              edited ? Text{}
                     : tr("No weight has been changed yet: paint on a filter, and this shows what "
                          "became of the network")},
          Way{{tr("whose weights", "Untrained"),
               tr("The network before any training: random weights. Yours are kept")},
              "untrained weights"}};
}

// Between trained and mine, where the slider stands, neither is chosen.
WeightsWay shown_way(const lab::Network& network) {
  if (network.untrained) return kUntrainedWeights;
  if (!lab::is_edited(network) || network.morph == 0.0f) return kTrainedWeights;
  return network.morph == 1.0f ? kMyWeights : kNoWeights;
}

}  // namespace

void add_weights_choice(const PanelContext& context, Bar& bar) {
  const auto ways = weights_ways(lab::is_edited(*context.lab.document().network));
  bar.add(
      choice_width(context, ways),
      [&context, ways] {
        const WeightsWay shown = shown_way(*context.lab.document().network);
        const auto way = choice(context, ways, shown);
        if (!way || *way == shown) return;
        if (*way == kUntrainedWeights) {
          context.lab.commit(lab::ShowUntrained{});
        } else {
          context.lab.commit(lab::SetMorph{*way == kMyWeights ? 1.0f : 0.0f});
        }
      },
      12);
}

}  // namespace convlens::ui

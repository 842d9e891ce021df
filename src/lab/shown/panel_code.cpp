#include "lab/shown/panel_code.h"

#include "lab/code/code_line.h"

namespace convlens::lab {
namespace {

// Of the last step up to the one shown that is the filter's; before any, where the filter on the
// stage comes from.
std::string last_filter_code(const Lab& lab) {
  const History& history = lab.history();
  for (std::size_t step = history.position(); step > 0; --step) {
    const PanelCode& code = history.code(step);
    if (code.panel == CodePanel::kFilter && !code.text.empty()) return code.text;
  }
  const FilterRef staged = lab.staged();
  return staged.is_mine() ? history.code(0).text : kernel_code(lab.document(), staged);
}

// The layer whose filters are shown, as a model of its own.
std::string shown_layer_code(const Lab& lab) {
  if (!lab.has_network()) return {};
  const nn::Model& model = lab.run().model();
  const int layer = lab.view().layer;
  if (layer < 0 || layer >= model.layer_count()) return {};
  const nn::ModelLayer shown = model.layer(layer);
  const auto node = static_cast<std::size_t>(shown.node());
  return layer_code(shown, lab.run().activations()[node].shape());
}

}  // namespace

std::string panel_code(const Lab& lab, CodePanel panel) {
  const auto is_here = [panel](const PanelCode& code) {
    return code.panel == panel && !code.text.empty();
  };
  const History& history = lab.history();
  const PanelCode& shown = history.code(history.position());
  if (is_here(lab.preview_code())) return lab.preview_code().text;
  if (panel == CodePanel::kFilter) return last_filter_code(lab);
  if (is_here(shown) && !lab.previewing()) return shown.text;
  switch (panel) {
    case CodePanel::kInput:
      return images_code(lab.document());
    case CodePanel::kMaps:
      return outputs_code(lab.document());
    case CodePanel::kLayers:
      return shown_layer_code(lab);
    case CodePanel::kFilter:
      break;
  }
  return {};
}

}  // namespace convlens::lab

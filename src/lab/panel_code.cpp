#include "lab/panel_code.h"

namespace convlens::lab {
namespace {

// Of the last step up to the one shown that is the filter's.
std::string last_filter_code(const History& history) {
  for (std::size_t step = history.position() + 1; step > 0; --step) {
    const PanelCode& code = history.code(step - 1);
    if (code.panel == CodePanel::kFilter && !code.text.empty()) return code.text;
  }
  return {};
}

// The layer whose filters are shown, as a model of its own.
std::string shown_layer_code(const Lab& lab) {
  if (!lab.has_network()) return {};
  const nn::Model& model = lab.run().model();
  const int layer = lab.view().layer;
  if (layer < 0 || layer >= model.layer_count()) return {};
  const auto node = static_cast<std::size_t>(model.layer(layer).node());
  return layer_code(layer, lab.run().activations()[node].shape());
}

}  // namespace

std::string panel_code(const Lab& lab, CodePanel panel) {
  const History& history = lab.history();
  const PanelCode& code = lab.previewing() ? lab.preview_code() : history.code(history.position());
  if (code.panel == panel && !code.text.empty()) return code.text;
  switch (panel) {
    case CodePanel::kInput:
      return images_code(lab.document());
    case CodePanel::kFilter:
      return last_filter_code(history);
    case CodePanel::kMaps:
      return outputs_code(lab.document());
    case CodePanel::kLayers:
      return shown_layer_code(lab);
  }
  return {};
}

}  // namespace convlens::lab

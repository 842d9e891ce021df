#include "lab/shown/panel_code.h"

#include "lab/code/code_line.h"
#include "lab/shown/arithmetic.h"
#include "lab/shown/large_map.h"
#include "lab/stages/spectrum.h"

namespace convlens::lab {
namespace {

// Of the last step up to the one shown that is the filter's; before any, where the filter on the
// stage comes from.
std::string last_filter_code(const Lab& lab) {
  const History& history = lab.history();
  const FilterRef staged = lab.staged();
  const CodePanel of = staged.is_mine() ? CodePanel::kFilter : CodePanel::kTrainedFilter;
  for (std::size_t step = history.position(); step > 0; --step) {
    const PanelCode& code = history.code(step);
    if (code.panel == of && !code.text.empty()) return code.text;
  }
  return staged.is_mine() ? history.code(0).text : kernel_code(lab.document(), staged);
}

// The layer whose map is shown large, as a model of its own.
std::string shown_layer_code(const Lab& lab) {
  if (!lab.has_network()) return {};
  const nn::Model& model = lab.run().model();
  const int layer = layer_of_node(model, large_map(lab).node);
  if (layer < 0 || layer >= model.layer_count()) return {};
  const nn::ModelLayer shown = model.layer(layer);
  const auto node = static_cast<std::size_t>(shown.node());
  return layer_code(shown, lab.run().activations()[node].shape());
}

// What an instrument shows, of `images`, `filters` and `outputs`; empty for those that have no
// line.
std::string measure_code(const Lab& lab) {
  const View& view = lab.view();
  switch (view.measure) {
    case Measure::kValues:
      return {};
    case Measure::kLine: {
      const auto cell = summed_cell(lab);
      if (!cell) return {};
      return view.line_down ? fmt::format("outputs[{}, :, {}, {}]", cell->map.source, cell->column,
                                          cell->map.index)
                            : fmt::format("outputs[{}, {}, :, {}]", cell->map.source, cell->row,
                                          cell->map.index);
    }
    case Measure::kFrequencies: {
      const int plane = shown_plane(view, lab.document().filters[view.filter]);
      const std::string weights = plane < 0
                                      ? fmt::format("filters[..., {}].sum(2)", view.filter)
                                      : fmt::format("filters[..., {}, {}]", plane, view.filter);
      return fmt::format("np.abs(np.fft.fftshift(np.fft.fft2({}, ({}, {}))))", weights,
                         kResponseSide, kResponseSide);
    }
    case Measure::kPooling:
      return fmt::format("keras.layers.{}Pooling2D({})(outputs)",
                         view.pooling.average ? "Average" : "Max", view.pooling.size);
  }
  return {};
}

}  // namespace

std::string panel_code(const Lab& lab, CodePanel panel) {
  const bool of_trained = panel == CodePanel::kFilter && !lab.staged().is_mine();
  const CodePanel asked = of_trained ? CodePanel::kTrainedFilter : panel;
  const auto is_here = [asked](const PanelCode& code) {
    return code.panel == asked && !code.text.empty();
  };
  const History& history = lab.history();
  const PanelCode& shown = history.code(history.position());
  if (is_here(lab.preview_code())) return lab.preview_code().text;
  if (panel == CodePanel::kFilter) return last_filter_code(lab);
  if (panel == CodePanel::kMaps && lab.view().maps_tab == MapsTab::kMeasures) {
    if (const std::string code = measure_code(lab); !code.empty()) return code;
  }
  if (is_here(shown) && !lab.previewing()) return shown.text;
  switch (panel) {
    case CodePanel::kInput:
      return images_code(lab.document());
    case CodePanel::kMaps:
      return outputs_code(lab.document());
    case CodePanel::kLayers:
      return shown_layer_code(lab);
    case CodePanel::kFilter:
    case CodePanel::kTrainedFilter:
      break;
  }
  return {};
}

}  // namespace convlens::lab

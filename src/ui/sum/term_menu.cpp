#include "ui/sum/term_menu.h"

#include "lab/shown/large_map.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

// A line a product: its place in the window, what it is made of, and itself.
std::string products_text(const lab::LayerSum& sum, const lab::MapShare& share) {
  std::string text = "row\tcolumn\tinput\tweight\tproduct\n";
  for (int row = 0; row < sum.height; ++row) {
    for (int column = 0; column < sum.width; ++column) {
      const lab::LayerTerm& term = sum.at(row, column, static_cast<int>(share.place));
      text += fmt::format("{}\t{}\t{:.9g}\t{:.9g}\t{:.9g}\n", row, column, term.input, term.weight,
                          term.product());
    }
  }
  return text;
}

}  // namespace

void term_item(const PanelContext& context, const lab::LayerSum& sum, const lab::MapShare& share,
               const std::string& name, const ImRect& box) {
  const bool is_input = context.lab.run().model().nodes()[share.node].inputs.empty();
  ImGui::SetCursorScreenPos(box.Min);
  ImGui::PushID("term");
  ImGui::PushID(static_cast<int>(share.place));
  bool go = ImGui::InvisibleButton("name", box.GetSize(), ImGuiButtonFlags_EnableNav);
  const bool asked = menu_asked_for(context);
  if (!is_input) help(context, tr("A click shows this map large"));
  if (begin_menu(context, "term menu", asked)) {
    const Text why_not = is_input ? tr("the picture is no map of a layer") : Text{};
    go |=
        menu_line(context, context.said(phrase("Show {} large", word(name))), "show", {}, why_not);
    if (menu_line(context, context.text(tr("Copy inputs, weights and products")), "copy")) {
      copy_text(context.lab, products_text(sum, share),
                phrase("copied {} products", sum.height * sum.width));
    }
    end_menu();
  }
  ImGui::PopID();
  ImGui::PopID();
  if (go && !is_input) lab::pick_map(context.lab, share.node, share.channel);
}

}  // namespace convlens::ui

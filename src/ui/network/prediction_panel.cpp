#include "ui/network/prediction_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/prediction_bars.h"

namespace convlens::ui {
namespace {

constexpr double kProgressStep_s = 0.1;
constexpr float kLeastBarsHeight = 96;
constexpr float kFoot = 130;

constexpr Label kRestore{tr("Restore all"), tr("All weights as they were trained")};

// Of the trained network and what became of it; of an untrained one its own alone.
std::string accuracy_text(const lab::Network& network, const lab::TestMeter::Reading& reading,
                          bool same) {
  const lab::TestSet& set = *network.test_set;
  const auto number = [&set](const lab::TestMeter::Answers& answers) {
    return answers ? fmt::format("{:.4f}", lab::accuracy_of(set, *answers)) : std::string("...");
  };
  if (same) return number(reading.trained);
  if (network.untrained) return number(reading.shown);
  return fmt::format("{} \u2192 {}", number(reading.trained), number(reading.shown));
}

// "0.9116 -> 0.8731", with what is still being measured.
void accuracy(const PanelContext& context, const lab::Network& network) {
  row_heading(context, tr("Test accuracy"));
  const auto& set = network.test_set;
  if (!set || set->is_samples()) return caption(context, context.text(tr("no test set is known")));
  const lab::TestMeter::Reading reading = context.lab.test_meter().reading();
  const bool same = context.lab.run().model() == network.trained->model;
  ImGui::PushFont(context.fonts.numbers, design::kBodyText);
  ImGui::TextUnformatted(accuracy_text(network, reading, same).c_str());
  ImGui::PopFont();
  help(context, tr("Share of the test set that the network gets right; measured again whenever you "
                   "change it"));
  // Its place is kept, so that nothing moves while it is measured.
  const ImVec2 bar(ImGui::GetContentRegionAvail().x, context.px(4));
  if (reading.progress >= 1.0) return ImGui::Dummy(bar);
  context.frames.request_frame(kProgressStep_s);
  ImGui::ProgressBar(static_cast<float>(reading.progress), bar, "");
}

void morph_slider(const PanelContext& context, float width) {
  lab::Lab& lab = context.lab;
  const lab::Network& network = *lab.document().network;
  const bool edited = lab::is_edited(network);
  float morph = network.untrained || !edited ? 0.0f : network.morph;
  ImGui::BeginDisabled(!edited || network.untrained.has_value());
  ImGui::SetNextItemWidth(width - context.px(kSliderNumber));
  if (ImGui::SliderFloat("##morph", &morph, -0.5f, 1.5f, "")) lab.preview(lab::SetMorph{morph});
  if (ImGui::IsItemDeactivatedAfterEdit()) lab.commit(lab::SetMorph{lab.document().network->morph});
  ImGui::EndDisabled();
  help(context, tr("0 shows the trained weights, 1 yours, and the slider goes past both"));
  slider_number(context, format_number(double{morph}).data());
}

// From the trained weights to mine and past both; what is edited can be put back.
void surgery(const PanelContext& context) {
  row_heading(context, tr("Trained to mine"));
  Bar bar(context, "surgery");
  const float restore = action_width(context, kRestore.text);
  const float slider =
      std::max(context.px(72), ImGui::GetContentRegionAvail().x - restore - context.px(8));
  bar.add(slider, [&context, slider] { morph_slider(context, slider); });
  bar.add(restore, [&context] {
    ImGui::BeginDisabled(!lab::is_edited(*context.lab.document().network));
    if (action(context, kRestore, "restore network")) context.lab.commit(lab::RestoreNetwork{});
    ImGui::EndDisabled();
  });
}

}  // namespace

void prediction_panel(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  if (!document.network || !context.lab.has_network()) return;
  // What stands under the bars is as high as it was in the frame before.
  float* foot = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("foot"), context.px(kFoot));
  const float left = ImGui::GetContentRegionAvail().y - *foot;
  prediction_bars(context, std::max(left, context.px(kLeastBarsHeight)));
  const float top = ImGui::GetCursorPosY();
  accuracy(context, *document.network);
  surgery(context);
  const float height = ImGui::GetCursorPosY() - top;
  if (std::abs(height - *foot) >= 1.0f) context.frames.request_frame();
  *foot = height;
}

}  // namespace convlens::ui

#include "ui/window/status_bar.h"

#include <cstdio>
#include <string>

#include "ui/kit/metrics.h"
#include "ui/shell/bars.h"

namespace convlens::ui {
namespace {

// "(2, 70, 120, 3) * (7, 7, 3, 2) -> (2, 70, 120, 2)  SAME, stride 1x1"
void bench_shapes(const PanelContext& context) {
  const lab::Lab& lab = context.lab;
  const lab::Document& document = lab.document();
  const lab::Filter& filter = document.filters.front();
  const Shape& map = lab.pipeline().map(0, 0).values.shape();
  const conv::Conv2dOptions conv = lab::bench_conv(document);
  const std::string steps = fmt::format(fmt::runtime(context.text(Text::kPaddingAndStride)),
                                        conv.padding == conv::Padding::kSame ? "SAME" : "VALID",
                                        conv.stride_h, conv.stride_w);
  char text[192];
  std::snprintf(text, sizeof text, "(%zu, %d, %d, 3) * (%d, %d, %d, %zu) -> (%zu, %d, %d, %zu)  %s",
                document.sources.size(), document.crop_size.height, document.crop_size.width,
                filter.height, filter.width, filter.channels, document.filters.size(),
                document.sources.size(), static_cast<int>(map[0]), static_cast<int>(map[1]),
                document.filters.size(), steps.c_str());
  ImGui::TextUnformatted(text);
}

// "Keras 3.15.1 (.keras)  (1, 28, 28, 1) -> (1, 10)  8 layers, 333526 weights"
void network_shapes(const PanelContext& context) {
  const lab::Lab& lab = context.lab;
  if (!lab.has_network()) return ImGui::TextUnformatted(context.text(Text::kNoNetwork));
  const nn::Model& model = lab.run().model();
  const auto& values = lab.run().activations();
  char text[256];
  std::snprintf(
      text, sizeof text, "%s  %s -> %s  %d %s, %zu %s",
      lab.document().network->trained->format.c_str(), to_string(lab.run().seen().shape()).c_str(),
      to_string(values.back().shape()).c_str(), model.layer_count(), context.text(Text::kLayers),
      model.parameter_count(), context.text(Text::kParameters));
  ImGui::TextUnformatted(text);
}

}  // namespace

void status_bar(const PanelContext& context, const FrameInfo& frame) {
  const lab::Lab& lab = context.lab;
  const bool bench = lab.view().workspace == lab::Workspace::kBench;
  begin_bar(context, "##status", ImGui::GetMainViewport()->Size.y - context.px(design::kStatusBar),
            design::kStatusBar, context.colors().background);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  center_line(context, design::kStatusBar, ImGui::GetTextLineHeight());
  const std::string& opening = context.files.opening();
  if (!opening.empty()) {
    ImGui::Text("%s %s...", context.text(Text::kOpening), context.said(word(opening)).c_str());
  } else {
    bench ? bench_shapes(context) : network_shapes(context);
  }

  char computed_ms[16] = "--";
  char frame_ms[16] = "--";
  if (frame.show_timings) {
    std::snprintf(computed_ms, sizeof computed_ms, "%.2f",
                  bench ? lab.pipeline().conv_ms() : lab.run().compute_ms());
    std::snprintf(frame_ms, sizeof frame_ms, "%.1f", frame.frame_ms);
  }
  char right[192];
  std::snprintf(right, sizeof right, "%s %s ms  %s   %s %s ms   %s %zu/%zu",
                context.text(bench ? Text::kConv : Text::kNetwork), computed_ms,
                frame.engine.c_str(), context.text(Text::kFrame), frame_ms,
                context.text(Text::kStep), lab.history().position(), lab.history().size() - 1);
  ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::CalcTextSize(right).x - context.px(12));
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(right);
  ImGui::PopStyleColor();
  ImGui::PopFont();
  ImGui::End();
}

}  // namespace convlens::ui

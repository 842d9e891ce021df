#include "ui/window/status_bar.h"

#include <cmath>
#include <cstdio>
#include <string>

#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
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
  std::string steps = context.said(phrase("{}, stride {}x{}",
                                          conv.padding == conv::Padding::kSame ? "SAME" : "VALID",
                                          conv.stride_h, conv.stride_w));
  if (conv.dilation_h != 1 || conv.dilation_w != 1) {
    steps += context.said(phrase(", dilation {}x{}", conv.dilation_h, conv.dilation_w));
  }
  char text[192];
  std::snprintf(text, sizeof text,
                "(%zu, %d, %d, %d) * (%d, %d, %d, %zu) -> (%zu, %d, %d, %zu)  %s",
                document.sources.size(), document.crop_size.height, document.crop_size.width,
                filter.channels, filter.height, filter.width, filter.channels,
                document.filters.size(), document.sources.size(), static_cast<int>(map[0]),
                static_cast<int>(map[1]), document.filters.size(), steps.c_str());
  ImGui::TextUnformatted(text);
}

// "Keras 3.15.1 (.keras)  (1, 28, 28, 1) -> (1, 10)  8 layers, 333,526 weights"
void network_shapes(const PanelContext& context) {
  const lab::Lab& lab = context.lab;
  if (!lab.has_network()) {
    return ImGui::TextUnformatted(context.text(tr("No trained network is open")));
  }
  const nn::Model& model = lab.run().model();
  const auto& values = lab.run().activations();
  const std::string text =
      fmt::format("{}  {} -> {}  {}", lab.document().network->trained->format,
                  to_string(lab.run().seen().shape()), to_string(values.back().shape()),
                  context.said(phrase("{} layers, {} weights", model.layer_count(),
                                      grouped(model.parameter_count()))));
  ImGui::TextUnformatted(text.c_str());
}

// Whether a film or a camera runs, whose every frame costs something.
const lab::Film* running_film(const lab::Lab& lab) {
  for (const lab::Film& film : lab.films()) {
    if (film.runs) return &film;
  }
  return nullptr;
}

// While it runs, what each part of a frame took, in milliseconds.
std::string parts_text(const PanelContext& context, const lab::Film& film,
                       const FrameParts& parts) {
  const lab::StageTimes& stages = parts.stages;
  return context.said(phrase(
      "decode {:.1f}  crop {:.1f}  conv {:.1f}  trained {:.1f}  network {:.1f}  ranges {:.1f}  "
      "interface {:.1f}  upload {:.1f}  draw {:.1f} ms",
      film.decode_ms, stages.input, stages.conv, stages.trained, stages.network, stages.ranges,
      parts.interface, parts.upload, parts.draw));
}

}  // namespace

void status_bar(const PanelContext& context, const FrameInfo& frame) {
  const lab::Lab& lab = context.lab;
  lab::Notice& notice = context.lab.view().notice;
  if (notice.until_s == lab::Notice::kFromNow) notice.until_s = ImGui::GetTime() + kSaid_s;
  const bool bench = lab.view().workspace == lab::Workspace::kBench;
  begin_bar(context, "##status", ImGui::GetMainViewport()->Size.y - context.px(design::kStatusBar),
            design::kStatusBar, context.colors().background);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  center_line(context, design::kStatusBar, ImGui::GetTextLineHeight());
  const std::string& opening = context.files.opening();
  if (!opening.empty()) {
    ImGui::TextUnformatted(context.said(phrase("opening {}...", word(opening))).c_str());
  } else if (const double left_s = notice.until_s - ImGui::GetTime(); left_s > 0) {
    context.frames.request_frame(left_s);
    ImGui::TextUnformatted(context.said(notice.text).c_str());
  } else if (const lab::Film* film = running_film(lab); film != nullptr && frame.show_timings) {
    ImGui::TextUnformatted(parts_text(context, *film, frame.parts).c_str());
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
  // How it is gone about differs by machine, which pictures without timings are not to.
  const std::string strategy(lab.pipeline().strategy());
  const bool by_gpu = lab.view().computing.engine == lab::ConvEngine::kGpu;
  const std::string how = !frame.show_timings ? frame.engine
                          : by_gpu            ? strategy
                                              : fmt::format("{}, {}", strategy, frame.engine);
  const Phrase computed = bench ? phrase("conv {} ms  {}", computed_ms, how)
                                : phrase("Network {} ms  {}", computed_ms, frame.engine);
  std::string right = context.said(phrase("{}   frame {} ms   history {}/{}", computed, frame_ms,
                                          lab.history().position(), lab.history().size() - 1));
  if (frame.scale != frame.display_scale) {
    right += fmt::format("   {}%", std::lround(100 * frame.scale / frame.display_scale));
  }
  ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::CalcTextSize(right.c_str()).x - context.px(12));
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(right.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
  ImGui::End();
}

}  // namespace convlens::ui

#include "ui/lesson/sketch.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/theme.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kPadCell = 7;
constexpr float kBetweenPads = 10;
constexpr float kPadCaption = 18;
constexpr int kPads = 3;  // mine, the map, the difference

constexpr Label kLift{tr("Lift the curtain"), tr("Shows the map, and how yours differs from it")};
constexpr Label kClear{tr("Clear"), tr("Nothing is drawn any more")};

ImVec2 pad_size(const PanelContext& context, const lab::SketchPad& pad) {
  const float cell = std::floor(context.px(kPadCell));
  return {cell * static_cast<float>(pad.columns()), cell * static_cast<float>(pad.rows())};
}

// Values (rows, columns) from -1 to 1 in the colours of signed maps.
void cells(const PanelContext& context, const Tensor& values, ImVec2 at) {
  const float cell = std::floor(context.px(kPadCell));
  const Colormap colors = lab::signed_colormap(context.lab.view().theme);
  const auto columns = static_cast<std::size_t>(values.shape()[1]);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 end(at.x + cell * static_cast<float>(columns),
                   at.y + cell * static_cast<float>(values.shape()[0]));
  list->AddRectFilled(at, end, map_color(0.0f, {-1, 1}, colors));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float value = values.data()[i];
    if (value == 0.0f) continue;
    const ImVec2 min(at.x + cell * static_cast<float>(i % columns),
                     at.y + cell * static_cast<float>(i / columns));
    list->AddRectFilled(min, ImVec2(min.x + cell, min.y + cell), map_color(value, {-1, 1}, colors));
  }
  list->AddRect(at, end, context.colors().line);
}

void pad_caption(const PanelContext& context, ImVec2 at, float right, const std::string& text) {
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   ImVec2(at.x, at.y + context.px(2)), right, context.colors().secondary,
                   text.c_str());
}

Tensor difference(const Tensor& a, const Tensor& b) {
  Tensor result(a.shape());
  for (std::size_t i = 0; i < a.size(); ++i) {
    result.data()[i] = std::clamp(a.data()[i] - b.data()[i], -1.0f, 1.0f);
  }
  return result;
}

// The left button draws what is above 0, the right one what is below.
void pen(const PanelContext& context, lab::SketchPad& pad, ImVec2 at) {
  ImGui::SetCursorScreenPos(at);
  ImGui::InvisibleButton("###sketch pad", pad_size(context, pad),
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
  if (!ImGui::IsItemActive()) return;
  const ImGuiIO& io = ImGui::GetIO();
  const double cell = static_cast<double>(std::floor(context.px(kPadCell)));
  const auto place = [&](float x, float y) {
    return lab::SketchPad::Place{static_cast<double>(y - at.y) / cell,
                                 static_cast<double>(x - at.x) / cell};
  };
  const ImVec2 delta = ImGui::IsItemActivated() ? ImVec2(0, 0) : io.MouseDelta;
  const bool below = ImGui::IsMouseDown(ImGuiMouseButton_Right);
  pad.draw(place(io.MousePos.x - delta.x, io.MousePos.y - delta.y),
           place(io.MousePos.x, io.MousePos.y), below ? -1.0f : 1.0f);
}

void before_lifting(const PanelContext& context, lab::SketchPad& pad, ImVec2 at, ImVec2 size) {
  pen(context, pad, at);
  cells(context, pad.values(), at);
  const float right = at.x + sketch_size(context).x;
  pad_caption(context, ImVec2(at.x, at.y + size.y), right,
              context.text(tr("drag: above 0; with the right button: below 0")));
  ImGui::SetCursorScreenPos(ImVec2(at.x + size.x + context.px(kBetweenPads), at.y));
  ImGui::BeginGroup();
  ImGui::BeginDisabled(pad.empty());
  if (action(context, kLift, "sketch lift")) {
    const Status lifted = context.lessons.run().lift(context.lab);
    if (!lifted) context.lab.report(lifted.error());
  }
  if (action(context, kClear, "sketch clear")) pad.clear();
  ImGui::EndDisabled();
  ImGui::EndGroup();
}

void after_lifting(const PanelContext& context, const lab::SketchPad& pad, const Tensor& map,
                   ImVec2 at, ImVec2 size) {
  const std::pair<const Tensor&, std::string> shown[] = {
      {pad.values(), context.text(tr("drawn"))},
      {map, context.text(tr("the map"))},
      {difference(map, pad.values()),
       context.said(phrase("difference; alike: {:.2f}", context.lessons.run().likeness()))}};
  for (const auto& [values, name] : shown) {
    cells(context, values, at);
    pad_caption(context, ImVec2(at.x, at.y + size.y), at.x + size.x, name);
    at.x += size.x + context.px(kBetweenPads);
  }
}

}  // namespace

ImVec2 sketch_size(const PanelContext& context) {
  const lab::LessonRun& run = context.lessons.run();
  if (run.pad() == nullptr) return {0, 0};
  const ImVec2 one = pad_size(context, *run.pad());
  return {kPads * one.x + (kPads - 1) * context.px(kBetweenPads), one.y + context.px(kPadCaption)};
}

void sketch(const PanelContext& context, ImVec2 at) {
  lab::LessonRun& run = context.lessons.run();
  if (run.pad() == nullptr) return;
  const ImVec2 size = pad_size(context, *run.pad());
  if (run.drawn() == nullptr) {
    before_lifting(context, *run.pad(), at, size);
  } else {
    after_lifting(context, *run.pad(), *run.drawn(), at, size);
  }
}

}  // namespace convlens::ui

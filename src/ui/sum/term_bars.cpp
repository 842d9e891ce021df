#include "ui/sum/term_bars.h"

#include <algorithm>
#include <cmath>

namespace convlens::ui {

void TermBars::make_room_for(const Term& term) {
  right_ = std::max(right_, term.plus);
  left_ = std::max(left_, -term.minus);
}

bool TermBars::has_length() const {
  const double reach = left_ + right_;
  return reach > 0.0 && std::isfinite(reach);
}

float TermBars::at(double value) const {
  const double part = has_length() ? (left_ + value) / (left_ + right_) : 0.0;
  return std::floor(box_.Min.x + static_cast<float>(double{box_.GetWidth()} * part));
}

void TermBars::draw(const PanelContext& context, const Term& term, float top, float bottom,
                    float over) const {
  const lab::Theme theme = context.lab.view().theme;
  const float zero = at(0.0);
  const float line = std::max(1.0f, std::floor(context.px(1)));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(ImVec2(zero, top), ImVec2(at(term.plus), bottom),
                      signed_color(1.0f, 1.0f, theme));
  list->AddRectFilled(ImVec2(at(term.minus), top), ImVec2(zero, bottom),
                      signed_color(-1.0f, 1.0f, theme));
  const float net = at(term.net());
  list->AddRectFilled(ImVec2(net - line, top - over), ImVec2(net + line, bottom + over),
                      context.colors().text);
}

void TermBars::draw_zero(const PanelContext& context, float bottom) const {
  const float zero = at(0.0);
  const float line = std::max(1.0f, std::floor(context.px(1)));
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(zero, box_.Min.y), ImVec2(zero + line, bottom),
                                            context.colors().secondary);
}

}  // namespace convlens::ui

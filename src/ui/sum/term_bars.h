#pragma once

#include <imgui_internal.h>

#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// What a term of a sum adds and what it takes away.
struct Term {
  std::string name;
  double plus = 0.0;
  double minus = 0.0;

  double net() const { return plus + minus; }
};

// Bars of terms from one zero: plus to the right, minus to the left, a tick at what is left of
// both.
class TermBars {
 public:
  // Within the box, whose width is that of the furthest in both directions.
  explicit TermBars(const ImRect& box) : box_(box) {}

  // Before any is drawn, for each of them.
  void make_room_for(const Term& term);
  // Whether any has a length.
  bool has_length() const;
  // Between two heights; the tick goes `over` pixels beyond them.
  void draw(const PanelContext& context, const Term& term, float top, float bottom,
            float over) const;
  // The line at zero, from the box's top on.
  void draw_zero(const PanelContext& context, float bottom) const;

 private:
  float at(double value) const;

  ImRect box_;
  double left_ = 0.0;
  double right_ = 0.0;
};

}  // namespace convlens::ui

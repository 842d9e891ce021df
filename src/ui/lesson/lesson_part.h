#pragma once

#include <imgui_internal.h>

#include "ui/kit/context.h"

namespace convlens::ui {

// Hides what would be in the box, on the screen, until the question is answered.
void curtain(const PanelContext& context, const ImRect& box);

// A panel as the step of a lesson has it: behind a curtain, closed to the hand, or pointed out.
// Stands round all that the panel shows.
class LessonPart {
 public:
  // `name`: of lab::kLessonParts. Within the panel's window.
  LessonPart(const PanelContext& context, const char* name);
  ~LessonPart();
  LessonPart(const LessonPart&) = delete;
  LessonPart& operator=(const LessonPart&) = delete;

  // Its content is not to be drawn at all.
  bool covered() const { return covered_; }

 private:
  const PanelContext& context_;
  bool covered_ = false;
  bool closed_ = false;
  bool pointed_ = false;
};

}  // namespace convlens::ui

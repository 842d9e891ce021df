#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// While it lives, texts are as large as a lecture's, whatever the panels' are.
class LectureTexts {
 public:
  explicit LectureTexts(const PanelContext& context);
  ~LectureTexts() { ImGui::PopFont(); }
  LectureTexts(const LectureTexts&) = delete;
  LectureTexts& operator=(const LectureTexts&) = delete;

  const PanelContext& context() const { return large_; }

 private:
  PanelContext large_;
};

// How high it is, in pixels; 0 where nobody is in a lesson. The same as long as a step lasts.
float lesson_strip_height(const PanelContext& context);
// The step of the lesson over the window's whole width, from `top` pixels down: what it says, what
// it asks, and what came of it.
void lesson_strip(const PanelContext& context, float top);

}  // namespace convlens::ui

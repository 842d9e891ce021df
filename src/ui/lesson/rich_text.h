#pragma once

#include "lab/lesson/lesson.h"
#include "ui/kit/context.h"

// The texts of lessons.
namespace convlens::ui {

// Paragraphs that wrap in so many pixels, words that are strong or code in fonts of their own; code
// keeps its lines. Begins at `at`, on the screen; drawn where there is a list. Gives its height in
// pixels.
float rich_text(const PanelContext& context, const lab::Paragraphs& paragraphs, ImVec2 at,
                float width, ImDrawList* list);
inline float rich_height(const PanelContext& context, const lab::Paragraphs& paragraphs,
                         float width) {
  return rich_text(context, paragraphs, ImVec2(0, 0), width, nullptr);
}

}  // namespace convlens::ui

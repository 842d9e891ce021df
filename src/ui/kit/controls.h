#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "ui/kit/context.h"

// The three kinds of control that bars hold, told apart at a glance: one of several ways, on or
// off, and something to do.
namespace convlens::ui {

// One way of several; `key` tells it apart in every language.
struct Way {
  Label label;
  const char* key = nullptr;
  Text why_not = {};  // it cannot be chosen
};

// All ways side by side on one track, the chosen one raised. The one that was pressed, if any.
std::optional<std::size_t> choice(const PanelContext& context, std::span<const Way> ways,
                                  std::size_t chosen);
float choice_width(const PanelContext& context, std::span<const Way> ways);

// A label and a knob, at the right and filled where it is on. True when it was pressed: what it
// stands for is the caller's to change.
bool switch_control(const PanelContext& context, const Label& label, const char* key, bool on);
float switch_width(const PanelContext& context, const Text& text);

// Text without a frame.
bool action(const PanelContext& context, const Label& label, const char* key);
float action_width(const PanelContext& context, const Text& text);

}  // namespace convlens::ui

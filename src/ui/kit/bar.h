#pragma once

#include <functional>
#include <vector>

#include "ui/kit/context.h"

namespace convlens::ui {

// One line of controls that keep their order and place: the first that does not fit, and all behind
// it, stand in a list behind a button at the line's end. Drawn from the cursor to the panel's right
// edge when it goes out of scope, until when what `draw` refers to must live.
class Bar {
 public:
  // `key` tells the bars of a window apart. `width`: in pixels; 0 for all that is left.
  Bar(const PanelContext& context, const char* key, float width = 0);
  ~Bar();
  Bar(const Bar&) = delete;
  Bar& operator=(const Bar&) = delete;

  // A control of `width` pixels, `gap` design pixels behind the one before.
  void add(float width, std::function<void()> draw, float gap = 8);
  // What is left out where it has no room: it says something, and does nothing.
  void add_if_room(float width, std::function<void()> draw, float gap = 8);
  // What stands behind the button always.
  void add_to_list(std::function<void()> draw);

  // The height of a bar, in pixels.
  static float height(const PanelContext& context);

 private:
  struct Entry {
    std::function<void()> draw;
    float width = 0;  // with its gap before it
    float gap = 0;
    bool listed = false;
    bool optional = false;
  };
  void drop_optional();
  void draw_list(std::size_t first);

  const PanelContext& context_;
  const char* key_;
  float room_;
  std::vector<Entry> entries_;
};

}  // namespace convlens::ui

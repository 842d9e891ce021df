#pragma once

#include <imgui_internal.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "lab/zoom.h"
#include "ui/input/about_pictures.h"
#include "ui/input/history_panel.h"
#include "ui/kit/context.h"
#include "ui/pieces/canvas_pen.h"

namespace convlens::ui {

// The Input column: the pictures of the batch, the chosen one large, down to its pixels' numbers,
// with its crop as a rectangle to drag and resize, and what the filter sees of it. Or, in their
// place, every step so far, or the log.
class InputPanel {
 public:
  void draw(const PanelContext& context);

  // Whether the arrow keys move the crop: its picture was clicked last.
  bool has_keyboard() const { return has_keyboard_; }

 private:
  static constexpr float kHandle = 10;  // how near an edge of the crop a drag resizes it

  enum class Drag { kNone, kMove, kResize, kPan };
  // Which edges of the crop a drag takes along: -1 top or left, 1 bottom or right, 0 neither.
  struct Edges {
    int row = 0;
    int column = 0;
  };
  // A picture on the screen: its frame, and where its pixel (0, 0) lies, enlarged or not.
  struct Shown {
    ImRect frame;
    lab::ZoomFrame zoom;
    ImVec2 origin;
    float pixel = 1;
  };

  // The crop on screen, where the picture's pixel (0, 0) lies at `min` and is `zoom` pixels large.
  static ImRect crop_rect(const lab::Document& document, std::size_t source, ImVec2 min,
                          float zoom);
  // The picture's name, and what can be done to it.
  void title(const PanelContext& context, std::size_t source);
  static void head(const PanelContext& context);
  void pictures(const PanelContext& context);
  void rail(const PanelContext& context);
  static void small_picture(const PanelContext& context, std::size_t source, ImVec2 extent);
  // All pictures of the batch small, side by side or, folded, one under the other.
  void small_pictures(const PanelContext& context);
  // What stands under the pictures, in pixels.
  static float foot_height(const PanelContext& context);
  float source_height(const PanelContext& context, std::size_t source) const;
  void draw_source(const PanelContext& context, std::size_t source);
  Shown shown_at(const PanelContext& context, std::size_t source, ImVec2 min) const;
  void handle_drag(const PanelContext& context, std::size_t source, const Shown& shown);
  void begin_drag(const PanelContext& context, std::size_t source, const Shown& shown, Edges edges);
  // `grabbed`: where what is dragged would be, in pixels of the picture.
  void continue_drag(lab::Lab& lab, const Image& image, ImVec2 grabbed);
  // The arrow keys move the crop of the picture that was clicked last; until they are let go, it is
  // one step.
  void handle_arrows(const PanelContext& context, std::size_t source);
  void zoom_row(const PanelContext& context);
  void chain_heading(const PanelContext& context);

  CanvasPen pen_;
  AboutPictures about_;
  HistoryPanel history_;
  std::vector<lab::Zoom> zooms_;        // one a source
  std::optional<std::size_t> removed_;  // source, once all of them are drawn
  bool all_large_ = true;               // not only the chosen one
  Drag drag_ = Drag::kNone;
  Edges edges_;
  std::size_t dragged_ = 0;  // source
  bool moving_ = false;      // the pointer went far enough to be a drag, not a click
  bool nudging_ = false;     // by the arrow keys
  bool has_keyboard_ = false;
  ImVec2 grab_;           // pointer relative to what is dragged, in pixels of the picture
  lab::ResizeCrop last_;  // what the drag last previewed
};

}  // namespace convlens::ui

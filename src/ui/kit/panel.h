#pragma once

#include <imgui.h>
#include <imgui_internal.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "lab/lab.h"
#include "ui/kit/files.h"
#include "ui/kit/fonts.h"
#include "ui/kit/frames.h"
#include "ui/kit/theme.h"
#include "ui/text/phrases.h"
#include "ui/text/text.h"

namespace convlens::ui {

// Some pixels of a picture.
struct PixelBlock {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;

  friend bool operator==(const PixelBlock&, const PixelBlock&) = default;
};

// A part of a texture.
struct TexturePart {
  ImTextureID id = 0;
  ImVec2 uv_min = ImVec2(0, 0);
  ImVec2 uv_max = ImVec2(1, 1);
};

// Gives pictures and coloured maps as texture handles; the program that owns the GL context makes
// them. A handle stays valid until the frame is drawn.
class Textures {
 public:
  virtual ~Textures() = default;
  virtual ImTextureID picture(std::size_t source) = 0;
  // Some pixels of a picture, real ones also where all of it is more than the device can hold, in
  // its colours or in grey.
  virtual TexturePart picture_part(std::size_t source, const PixelBlock& pixels, bool grey) = 0;
  // 0 where there is no such map.
  virtual ImTextureID map(const lab::MapId& map) = 0;
  // The filters of a layer of the network side by side, one pixel a weight, `filter_columns()` to a
  // row: in colour, or one plane in signed colours.
  virtual ImTextureID filters(int layer, int plane) = 0;
  // What the network sees, before its values were changed.
  virtual ImTextureID network_input() = 0;
};

// What the program around the window knows of networks.
class Networks {
 public:
  virtual ~Networks() = default;
  // File names, the two that travel with the program first.
  virtual std::span<const std::string> names() const = 0;
  // Starts to open one; the lab gets it when it is there.
  virtual void open(std::size_t index) = 0;
  // The name of the one that is being opened; empty where none is.
  virtual const std::string& opening() const = 0;
};

// What every panel gets.
struct PanelContext {
  lab::Lab& lab;
  Textures& textures;
  Networks& networks;
  Files& files;
  const Fonts& fonts;
  float scale;                                // display scale, 1.0 = 96 dpi
  std::optional<lab::MapCell>& hovered_cell;  // written by Maps, read by Input
  nn::InputPreparation& preparation_draft;    // of the pop-up in which it is changed, while open
  std::optional<FilePurpose>& file_request;   // written by panels, read by FilePopup
  FrameRequests& frames;                      // for whoever moves or waits

  float px(float design_px) const { return design_px * scale; }
  const Palette& colors() const { return palette(lab.view().theme); }
  const char* text(const Text& text) const { return ui::said(text, lab.view().language); }
  std::string said(const Phrase& phrase) const { return ui::said(phrase, lab.view().language); }
  std::string said(const Word& word) const { return ui::said(word, lab.view().language); }
};

// Widgets that every panel shares.

// Shows a tooltip, where there is one, when the pointer rests on the item before.
void help(const PanelContext& context, const Text& text);
// A button; `active` draws it filled in the accent colour.
bool labeled_button(const PanelContext& context, const Label& label, const char* key,
                    bool active = false);
// What copies the text beside it.
inline constexpr Label kCopy{tr("Copy"), tr("Copies this text")};
// Within a pop-up: Esc closes it.
void close_on_escape();
// The room in a column: the same whether or not a scroll bar takes the place of the right padding,
// so that the bar cannot change the height that it depends on.
float column_width(const PanelContext& context);
// The width of such a button, for bars that are aligned to the right.
float button_width(const PanelContext& context, const Text& text);
// The heading of a part of a panel.
void row_heading(const PanelContext& context, const Text& text);
// The next widget goes on in this line where `width` pixels are left, else below.
void same_line_if_it_fits(const PanelContext& context, float width);
// It goes on in this line, `design_px` from the window's edge, or behind a text that is longer.
void same_line_behind(const PanelContext& context, float design_px);
// The label before a row of controls; they begin behind it, one row under the other.
void row_label(const PanelContext& context, const Text& text);
// A secondary line of text, as captions and units have it.
void caption(const PanelContext& context, const char* text);
// While it lives, textures added to the list are drawn with their own filtering: nearest when
// enlarged. Images of one texture that follow each other within become one draw call.
class OwnFiltering {
 public:
  explicit OwnFiltering(ImDrawList* list);
  ~OwnFiltering();
  OwnFiltering(const OwnFiltering&) = delete;
  OwnFiltering& operator=(const OwnFiltering&) = delete;

 private:
  ImDrawList* list_;  // null where the renderer knows no such thing
};

// One texture with its own filtering.
void draw_texture(ImDrawList* list, ImTextureID texture, ImVec2 min, ImVec2 max,
                  ImVec2 uv_min = ImVec2(0, 0), ImVec2 uv_max = ImVec2(1, 1),
                  ImU32 tint = IM_COL32_WHITE);
// A filter as a small picture in the middle of a square of `side` pixels, its cells coloured by
// `color(row, column)`. Returns the picture's corners.
ImRect draw_cells(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side,
                  const std::function<ImU32(int row, int column)>& color);
// The same, composed as the stage shows it; grey is 0.
ImRect draw_filter(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side);
// One line of text that ends in dots where it would pass `right`.
void draw_fitted_text(ImDrawList* list, ImFont* font, float size_px, ImVec2 min, float right,
                      ImU32 color, const char* text);
// A filter cell as a colour: 0.5 + 0.5 * weight / scale in each channel.
ImU32 filter_cell_color(const lab::Filter& filter, int row, int column, float scale);

}  // namespace convlens::ui

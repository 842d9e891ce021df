#pragma once

#include <imgui.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "lab/lesson/lesson_run.h"
#include "lab/view.h"
#include "ui/text/phrases.h"

// What the program around the window gives its panels, beside files.h.
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

// Pictures of one size side by side in a texture, row by row.
struct TestSheet {
  ImTextureID id = 0;
  std::size_t columns = 1;
  std::size_t rows = 1;

  TexturePart part(std::size_t place) const {
    const auto column = static_cast<float>(place % columns);
    const auto row = static_cast<float>(place / columns);
    const auto across = static_cast<float>(columns);
    const auto down = static_cast<float>(rows);
    return {id, ImVec2(column / across, row / down),
            ImVec2((column + 1) / across, (row + 1) / down)};
  }
};

// A figure as a picture of so many pixels; why there is none where there is no texture.
struct FigureTexture {
  ImTextureID id = 0;
  int width = 0;
  int height = 0;
  Phrase why_not = {};
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
  // A map whose cells are shown `pixel` pixels wide, evenly also where that is no whole number; 0
  // where there is no such map.
  virtual ImTextureID map(const lab::MapId& map, float pixel) = 0;
  // The filters of a layer of the network side by side, one pixel a weight, `filter_columns()` to a
  // row: in colour, or one plane in signed colours.
  virtual ImTextureID filters(int layer, int plane) = 0;
  // What the network sees, before its values were changed.
  virtual ImTextureID network_input() = 0;
  // An item of the network's test set, as it is; 0 where there is none.
  virtual ImTextureID test_picture(int item) = 0;
  // Some of its items, each reduced where it is large; one sheet at a time.
  virtual TestSheet test_sheet(std::span<const int> items) = 0;
  // One of the network's outputs that are maps, as a picture.
  virtual ImTextureID network_output(std::size_t output) = 0;
  // One of the notebook's figures of what is shown.
  virtual FigureTexture figure(lab::FigureKind kind) = 0;
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

struct LessonTitle {
  std::string title;
  std::string file;  // whole path, UTF-8
  int number = 0;
};

// The lessons of the machine, and the one that somebody is in.
class Lessons {
 public:
  virtual ~Lessons() = default;
  // Those that travel with the program, in the language or else in English.
  virtual std::span<const LessonTitle> titles(lab::Language language) = 0;
  // Of the view's `lesson`, once it is read.
  virtual lab::LessonRun& run() = 0;
};

// Each as soon as may be.
inline void begin_lesson(lab::View& view, const std::string& file, std::size_t step = 0) {
  view.lesson = lab::LessonPlace{file, step, true};
  if (view.left_lesson && view.left_lesson->file == file) view.left_lesson.reset();
}
// The lab stays as it is; the lesson can be taken up again.
inline void leave_lesson(lab::View& view) {
  view.left_lesson = std::exchange(view.lesson, std::nullopt);
}
// Of the lesson that runs.
inline void go_to_step(lab::View& view, const lab::LessonRun& run, std::size_t step) {
  if (!view.lesson || step >= run.lesson().steps.size()) return;
  view.lesson->step = step;
  view.lesson->begins = true;
}
// The step before (-1) or the next one (1), where there is one.
inline void turn_lesson(lab::View& view, const lab::LessonRun& run, int by) {
  const auto place = static_cast<std::ptrdiff_t>(run.place()) + by;
  if (place >= 0) go_to_step(view, run, static_cast<std::size_t>(place));
}

}  // namespace convlens::ui

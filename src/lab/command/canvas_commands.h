#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"
#include "lab/pictures/canvas.h"

// What is drawn on a source's picture, which is a canvas. Each is a command: see command.h.
namespace convlens::lab {

// One stroke of the brush.
struct DrawStroke {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
  std::vector<CanvasPoint> points;
  CanvasBrush brush;
};
Result<Document> applied(Document document, const DrawStroke& command);
Phrase described(const Document& document, const DrawStroke& command);
std::string coded(const Document& before, const DrawStroke& command, const Document& after);

// A stamp instead of all that was drawn.
struct PutStamp {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
  Stamp stamp;
};
Result<Document> applied(Document document, const PutStamp& command);
Phrase described(const Document& document, const PutStamp& command);
std::string coded(const Document& before, const PutStamp& command, const Document& after);

// Nothing but what is under the drawing.
struct ClearCanvas {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
};
Result<Document> applied(Document document, const ClearCanvas& command);
Phrase described(const Document& document, const ClearCanvas& command);
std::string coded(const Document& before, const ClearCanvas& command, const Document& after);

}  // namespace convlens::lab

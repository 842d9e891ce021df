#include "lab/command/canvas_commands.h"

#include <algorithm>
#include <cmath>

namespace convlens::lab {
namespace {

// The source whose canvas is drawn on.
Result<Source*> canvas_source(Document& document, std::size_t source) {
  if (source >= document.sources.size()) {
    return fail("picture {} was to be drawn on, there are {}", source + 1, document.sources.size());
  }
  Source& found = document.sources[source];
  if (!is_canvas(*found.picture)) {
    return fail("{}: a canvas was expected to be drawn on", word(found.picture->name));
  }
  return &found;
}

bool in_reach(CanvasPoint point) {
  constexpr float kFarthest = 4.0f * kMostCanvasSide;
  return std::abs(point.y) <= kFarthest && std::abs(point.x) <= kFarthest;  // and no NaN
}

Phrase stamp_word(StampKind kind) {
  switch (kind) {
    case StampKind::kImpulse:
      return phrase("impulse");
    case StampKind::kStep:
      return phrase("step edge");
    case StampKind::kLine:
      return phrase("line");
    case StampKind::kRamp:
      return phrase("ramp");
    case StampKind::kCheckerboard:
      return phrase("checkerboard");
    case StampKind::kSinusoid:
      return phrase("sinusoid");
    case StampKind::kNoise:
      break;
  }
  return phrase("noise");
}

}  // namespace

Result<Document> applied(Document document, const DrawStroke& command) {
  TRY_ASSIGN(Source* const source, canvas_source(document, command.source));
  const float size = command.brush.size_px;
  if (!(size >= kLeastBrush_px && size <= kMostBrush_px)) {
    return fail("a brush of {:.4g} pixels was asked for, {} to {} expected", size, kLeastBrush_px,
                kMostBrush_px);
  }
  if (command.points.empty() ||
      !std::all_of(command.points.begin(), command.points.end(), in_reach)) {
    return fail("a stroke of no points on or near the picture, one expected at least");
  }
  source->picture = with_stroke(*source->picture, command.points, command.brush);
  return document;
}

Phrase described(const Document& /*document*/, const DrawStroke& command) {
  return command.brush.erases ? phrase("erase the drawing") : phrase("draw");
}

Result<Document> applied(Document document, const PutStamp& command) {
  TRY_ASSIGN(Source* const source, canvas_source(document, command.source));
  const Stamp& stamp = command.stamp;
  if (!std::isfinite(stamp.angle_deg) || !(stamp.size_px >= kLeastStampSize)) {
    return fail(
        "a stamp at {:.4g} degrees of size {:.4g} was asked for, a size of {} at least expected",
        stamp.angle_deg, stamp.size_px, kLeastStampSize);
  }
  source->picture = with_stamp(*source->picture, stamp);
  return document;
}

Phrase described(const Document& /*document*/, const PutStamp& command) {
  return stamp_word(command.stamp.kind);
}

Result<Document> applied(Document document, const ClearCanvas& command) {
  TRY_ASSIGN(Source* const source, canvas_source(document, command.source));
  source->picture = cleared(*source->picture);
  return document;
}

Phrase described(const Document& /*document*/, const ClearCanvas& /*command*/) {
  return phrase("clear the canvas");
}

}  // namespace convlens::lab

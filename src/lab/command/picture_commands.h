#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/command/panel_code.h"
#include "lab/document/document.h"

// The pictures on the bench and their crops. Each is a command: see command.h.
namespace convlens::lab {

// Moves one source's crop; it is kept inside the picture.
struct MoveCrop {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
  CropOrigin origin;
};
Result<Document> applied(Document document, const MoveCrop& command);
Phrase described(const Document& document, const MoveCrop& command);
std::string coded(const Document& before, const MoveCrop& command, const Document& after);

// Resizes the crop of all sources, and moves one source's.
struct ResizeCrop {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
  CropSize size;
  CropOrigin origin;
};
Result<Document> applied(Document document, const ResizeCrop& command);
Phrase described(const Document& document, const ResizeCrop& command);
std::string coded(const Document& before, const ResizeCrop& command, const Document& after);

// Shows other pictures from a source on; those beyond the last source become sources of their own.
// Each is fitted, but for those of a size that is on the bench already: they are cropped in their
// centre, or where the picture of that size was cropped that they replace. What cannot stand
// beside those on the bench, see stand_together(), takes the place of all, and the filters follow.
struct SetPictures {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t first = 0;  // at most the number of sources
  std::vector<std::shared_ptr<const Picture>> pictures;
  bool leafing = false;  // through a folder: as long as nothing else is done, it is one step
};
Result<Document> applied(Document document, const SetPictures& command);
Phrase described(const Document& document, const SetPictures& command);
std::string coded(const Document& before, const SetPictures& command, const Document& after);

// Shows other planes of an array: see ArrayLook. Leafing: as long as nothing else is done, it is
// one step.
struct ShowPlanes {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
  std::vector<int> planes;  // one, or three
};
Result<Document> applied(Document document, const ShowPlanes& command);
Phrase described(const Document& document, const ShowPlanes& command);
std::string coded(const Document& before, const ShowPlanes& command, const Document& after);

// The last one stays.
struct RemovePicture {
  static constexpr CodePanel kCodePanel = CodePanel::kInput;

  std::size_t source = 0;
};
Result<Document> applied(Document document, const RemovePicture& command);
Phrase described(const Document& document, const RemovePicture& command);
std::string coded(const Document& before, const RemovePicture& command, const Document& after);

}  // namespace convlens::lab

#include "lab/document.h"
#include "lab/presets.h"

#include <utility>

namespace convlens::lab {

Source centered_source(std::shared_ptr<const Picture> picture, CropSize size) {
  const CropOrigin origin = centered_crop(picture->image, size);
  return {std::move(picture), origin};
}

Document notebook_document(const std::vector<std::shared_ptr<const Picture>>& pictures) {
  Document document;
  for (const auto& picture : pictures) {
    document.sources.push_back(centered_source(picture, document.crop_size));
  }
  document.filters = {vertical_line_filter(), horizontal_line_filter()};
  return document;
}

}  // namespace convlens::lab

#pragma once

#include <memory>
#include <vector>

#include "lab/pictures/picture.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// A button, and the pop-up that it opens: what each picture of the batch is as an array, where it
// comes from, and what scikit-learn says of its sample photographs.
class AboutPictures {
 public:
  void draw(const PanelContext& context);

 private:
  struct Facts {
    std::shared_ptr<const lab::Picture> picture;
    lab::PixelSummary pixels;
  };

  // Gathered once for each picture: a large one has hundreds of millions of values.
  void gather(const lab::Document& document);
  void picture_row(const PanelContext& context, std::size_t source) const;

  std::vector<Facts> facts_;  // one a source while the pop-up is open, else none
};

}  // namespace convlens::ui

#pragma once

#include <optional>
#include <string>

#include "lab/lab.h"
#include "ui/kit/files.h"
#include "ui/kit/fonts.h"
#include "ui/kit/frames.h"
#include "ui/kit/host.h"
#include "ui/kit/recording.h"
#include "ui/kit/theme.h"
#include "ui/text/phrases.h"
#include "ui/text/text.h"

namespace convlens::ui {

// What every panel gets.
struct PanelContext {
  lab::Lab& lab;
  Textures& textures;
  Networks& networks;
  Files& files;
  const Fonts& fonts;
  float scale;                              // of texts and controls, 1.0: as on a display of 96 dpi
  float display_scale;                      // the part of it that is the display's own
  nn::InputPreparation& preparation_draft;  // of the pop-up in which it is changed, while open
  std::optional<FilePurpose>& file_request;  // written by panels, read by FilePopup
  FrameRequests& frames;                     // for whoever moves or waits
  RecordedPlaces& places;                    // written by panels
  Recorder& recorder;
  Lessons& lessons;

  float px(float design_px) const { return design_px * scale; }
  const Palette& colors() const { return palette(lab.view().theme); }
  const char* text(const Text& text) const { return ui::said(text, lab.view().language); }
  std::string said(const Phrase& phrase) const { return ui::said(phrase, lab.view().language); }
  std::string said(const Word& word) const { return ui::said(word, lab.view().language); }
};

}  // namespace convlens::ui

#include "ui/shell/clipboard.h"

#include <imgui.h>

#include <string>
#include <utility>
#include <vector>

#include "lab/document/filter_text.h"
#include "lab/document/transforms.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {

namespace {

// What becomes of a pasted filter of another shape than mine.
Phrase fitted_how(const lab::Filter& pasted, const lab::Filter& mine) {
  const bool smaller = pasted.height < mine.height || pasted.width < mine.width;
  if (pasted.channels == mine.channels) {
    return phrase("pasted ({}, {}, {}): zeros round it, to ({}, {}, {})", pasted.height,
                  pasted.width, pasted.channels, mine.height, mine.width, mine.channels);
  }
  if (pasted.channels == 1) {
    return smaller ? phrase(
                         "pasted ({}, {}): zeros round it, a third of each weight for each "
                         "colour",
                         pasted.height, pasted.width)
                   : phrase("pasted ({}, {}): a third of each weight for each colour",
                            pasted.height, pasted.width);
  }
  return phrase("pasted ({}, {}, {}): its channels added up for filters that see the brightness",
                pasted.height, pasted.width, pasted.channels);
}

void add_filters(lab::Lab& lab, std::vector<lab::Filter> filters) {
  const lab::Filter& shape = lab.document().filters.front();
  Phrase done = phrase("pasted filters: {}", filters.size());
  for (lab::Filter& filter : filters) {
    if (filter.height > shape.height || filter.width > shape.width) continue;  // refused below
    if (!filter.has_shape_of(shape)) done = fitted_how(filter, shape);
    filter = lab::fitted(filter, shape.height, shape.width, shape.channels,
                         lab::ChannelRule::kSameOnGrey);
  }
  const std::size_t place = lab.view().filter + 1;
  if (!lab.commit(lab::AddFilters{place, std::move(filters)})) return;
  lab.view().filter = place;
  lab.view().stage_trained = false;
  say(lab, std::move(done));
}

}  // namespace

void copy_filter(lab::Lab& lab) {
  const lab::Filter& filter = lab.staged_filter();
  copy_text(lab, lab::filter_text(filter),
            phrase("copied {}, ({}, {}, {})", word(filter.name), filter.height, filter.width,
                   filter.channels));
}

void paste(lab::Lab& lab, Files& files) {
  const char* clipboard = ImGui::GetClipboardText();
  const std::string text = clipboard == nullptr ? "" : clipboard;
  auto filters = lab::filters_from_text(text);
  if (filters) return add_filters(lab, *std::move(filters));
  const Status pasted = files.paste(lab, text, filters.error());
  if (!pasted) lab.report(pasted.error());
}

}  // namespace convlens::ui

#include "ui/clipboard.h"

#include <imgui.h>

#include <utility>
#include <vector>

#include "lab/filter_text.h"
#include "lab/transforms.h"

namespace convlens::ui {

void copy_filter(const lab::Lab& lab) {
  ImGui::SetClipboardText(lab::filter_text(lab.staged_filter()).c_str());
}

void paste_filters(lab::Lab& lab) {
  const char* text = ImGui::GetClipboardText();
  auto filters = lab::filters_from_text(text == nullptr ? "" : text);
  if (!filters) return lab.report(filters.error());
  const lab::Filter& shape = lab.document().filters.front();
  for (lab::Filter& filter : *filters) {
    if (filter.height > shape.height || filter.width > shape.width) continue;  // refused below
    filter = lab::fitted(filter, shape.height, shape.width, shape.channels,
                         lab::ChannelRule::kSameOnGrey);
  }
  const std::size_t count = lab.document().filters.size();
  const std::size_t place = lab.view().filter + 1;
  lab.commit(lab::AddFilters{place, std::move(*filters)});
  if (lab.document().filters.size() == count) return;
  lab.view().filter = place;
  lab.view().stage_trained = false;
}

}  // namespace convlens::ui

#include "ui/shell/clipboard.h"

#include <imgui.h>

#include <string>
#include <utility>
#include <vector>

#include "lab/document/filter_text.h"
#include "lab/document/transforms.h"

namespace convlens::ui {

namespace {

void add_filters(lab::Lab& lab, std::vector<lab::Filter> filters) {
  const lab::Filter& shape = lab.document().filters.front();
  for (lab::Filter& filter : filters) {
    if (filter.height > shape.height || filter.width > shape.width) continue;  // refused below
    filter = lab::fitted(filter, shape.height, shape.width, shape.channels,
                         lab::ChannelRule::kSameOnGrey);
  }
  const std::size_t place = lab.view().filter + 1;
  if (!lab.commit(lab::AddFilters{place, std::move(filters)})) return;
  lab.view().filter = place;
  lab.view().stage_trained = false;
}

}  // namespace

void copy_filter(const lab::Lab& lab) {
  ImGui::SetClipboardText(lab::filter_text(lab.staged_filter()).c_str());
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

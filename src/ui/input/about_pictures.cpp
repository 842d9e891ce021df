#include "ui/input/about_pictures.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "lab/document/names.h"
#include "lab/pictures/array_picture.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr const char* kPopup = "about pictures";
constexpr float kWidth = 640;
constexpr float kThumbnail = 120;
constexpr float kButton = 18;

// The sample photographs that are shown, in scikit-learn's order: china.jpg, flower.jpg.
using Samples = std::array<const lab::Picture*, 2>;

// What the notebook types, and what Python answers.
struct Exchange {
  std::string typed;
  std::string answer;
};

std::string shape_text(const Image& image) {
  return to_string(Shape{image.height, image.width, 3});
}

std::vector<Exchange> exchanges(const Samples& samples) {
  std::vector<Exchange> all{
      {"sample_images.keys()", "dict_keys(['images', 'filenames', 'DESCR'])"}};
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i] == nullptr) continue;
    all.push_back(
        {fmt::format("sample_images.images[{}].shape", i), shape_text(samples[i]->image)});
  }
  const lab::Picture& any = samples[0] != nullptr ? *samples[0] : *samples[1];
  all.push_back({"print(sample_images.DESCR)", any.description});
  return all;
}

void numbers_text(const PanelContext& context, const char* text, ImU32 color) {
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

// As the notebook looks at its sample images; what it types can be copied.
void sample_images(const PanelContext& context, const Samples& samples) {
  const auto said = exchanges(samples);
  std::string code =
      "from sklearn.datasets import load_sample_images\nsample_images = load_sample_images()\n";
  for (const Exchange& exchange : said) code.append(exchange.typed).append("\n");
  ImGui::AlignTextToFramePadding();
  numbers_text(context, "sample_images = load_sample_images()", context.colors().text);
  ImGui::SameLine(ImGui::GetWindowWidth() - ImGui::GetStyle().WindowPadding.x -
                  action_width(context, kCopy.text));
  if (action(context, kCopy, "copy sample code")) {
    ImGui::SetClipboardText(code.c_str());
  }
  ImGui::PushTextWrapPos(0.0f);
  for (const Exchange& exchange : said) {
    numbers_text(context, exchange.typed.c_str(), context.colors().text);
    numbers_text(context, exchange.answer.c_str(), context.colors().secondary);
  }
  ImGui::PopTextWrapPos();
}

// Of which classes there is none.
void missing_samples(const PanelContext& context, const lab::TestSet& set) {
  std::string missing;
  for (std::size_t label = 0; label < set.class_names.size(); ++label) {
    const auto known = static_cast<int>(label);
    if (std::find(set.labels.begin(), set.labels.end(), known) != set.labels.end()) continue;
    missing += (missing.empty() ? "" : ", ") + set.class_names[label];
  }
  if (missing.empty()) return;
  ImGui::PushTextWrapPos(0.0f);
  caption(context, context.said(phrase("no free picture was found of: {}", missing)).c_str());
  ImGui::PopTextWrapPos();
}

// Who made the sample pictures of the network's classes.
void network_samples(const PanelContext& context) {
  const auto& network = context.lab.document().network;
  const auto set = network ? network->test_set : nullptr;
  if (!set || !set->is_samples()) return;
  row_heading(context, tr("Sample pictures of the network's classes"));
  ImGui::PushTextWrapPos(0.0f);
  for (std::size_t item = 0; item < set->credits.size(); ++item) {
    const std::string of = set->label_of(static_cast<int>(item));
    caption(context, fmt::format("{}: {}", of, set->credits[item]).c_str());
  }
  ImGui::PopTextWrapPos();
  missing_samples(context, *set);
}

}  // namespace

void AboutPictures::draw(const PanelContext& context) {
  if (icon_button(
          context, Icon::kAbout,
          tr("Shapes, ranges, files and conversions of the pictures, and who took the photographs"),
          "about pictures", kButton)) {
    ImGui::OpenPopup(kPopup);
  }
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetCenter(), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
  const float width = std::min(context.px(kWidth), viewport->Size.x * 0.95f);
  ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, viewport->Size.y * 0.9f));
  if (!ImGui::BeginPopup(kPopup)) return facts_.clear();
  gather(context.lab.document());
  row_heading(context, tr("About the pictures"));
  Samples samples{};
  for (std::size_t s = 0; s < facts_.size(); ++s) {
    picture_row(context, s);
    const lab::Picture& picture = *facts_[s].picture;
    if (!picture.description.empty()) samples[picture.name == "china.jpg" ? 0 : 1] = &picture;
  }
  if (samples != Samples{}) sample_images(context, samples);
  network_samples(context);
  close_on_escape();
  ImGui::EndPopup();
}

void AboutPictures::gather(const lab::Document& document) {
  facts_.resize(document.sources.size());
  for (std::size_t s = 0; s < facts_.size(); ++s) {
    const auto& picture = document.sources[s].picture;
    if (facts_[s].picture != picture) facts_[s] = {picture, lab::pixel_summary(picture->image)};
  }
}

void AboutPictures::picture_row(const PanelContext& context, std::size_t source) const {
  const auto& [picture, pixels] = facts_[source];
  const Image& image = picture->image;
  const float zoom =
      context.px(kThumbnail) / static_cast<float>(std::max(image.width, image.height));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 max(min.x + std::max(1.0f, zoom * static_cast<float>(image.width)),
                   min.y + std::max(1.0f, zoom * static_cast<float>(image.height)));
  draw_texture(ImGui::GetWindowDrawList(), context.textures.picture(source), min, max);
  ImGui::Dummy(ImVec2(context.px(kThumbnail), max.y - min.y));
  ImGui::SameLine(0, context.px(12));
  ImGui::BeginGroup();
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.said(word(picture->name)).c_str());
  ImGui::PopFont();
  const std::string array =
      picture->array
          ? context.said(phrase("float32 {}  {}: {:.4g} to {:.4g}",
                                to_string(Shape{image.height, image.width, picture->channels()}),
                                lab::planes_said(picture->array->planes), picture->array->range.lo,
                                picture->array->range.hi))
          : context.said(phrase("uint8 {}  {} to {}  mean {:.2f}", shape_text(image), pixels.lo,
                                pixels.hi, pixels.mean));
  numbers_text(context, array.c_str(), context.colors().text);
  ImGui::PushTextWrapPos(0.0f);
  for (const Phrase& conversion : picture->conversions) {
    caption(context, context.said(conversion).c_str());
  }
  if (picture->origin.is_file()) caption(context, legible(picture->origin.file).c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndGroup();
}

}  // namespace convlens::ui

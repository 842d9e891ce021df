#include "ui/network/network_input.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "lab/pictures/canvas.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/preparation_popup.h"

namespace convlens::ui {
namespace {

constexpr float kSample = 36;
constexpr float kNumberField = 120;  // five digits and two buttons

struct InputKind {
  Label label;
  const char* key = nullptr;
  lab::NetworkSource source = {};
};
constexpr InputKind kInputKinds[] = {
    {{tr("Test set"), tr("The network looks at a picture of its test set")},
     "###test picture",
     lab::NetworkSource::kTestSet},
    {{tr("what the network sees", "Crop"),
      tr("The network looks at the crop of the picture on the bench")},
     "###my crop",
     lab::NetworkSource::kPicture},
    {{tr("what the network sees", "Picture"),
      tr("The network looks at all of the picture on the bench")},
     "###whole picture",
     lab::NetworkSource::kWholePicture},
    {{tr("what the network sees", "Array"),
      tr("The network looks at an array of a .npy or .npz: drop one onto the window")},
     "###array",
     lab::NetworkSource::kArray}};

// How many items what it looks at has to choose from.
int item_count(const lab::Network& network, lab::NetworkSource source) {
  if (source == lab::NetworkSource::kTestSet && network.test_set) {
    return network.test_set->count();
  }
  const bool array = source == lab::NetworkSource::kArray && network.array;
  return array ? network.array->count() : 0;
}

bool is_there(const lab::Document& document, lab::NetworkSource source) {
  const lab::Network& network = *document.network;
  switch (source) {
    case lab::NetworkSource::kTestSet:
      return network.test_set != nullptr;
    case lab::NetworkSource::kArray:
      return network.array != nullptr;
    default:
      return lab::can_take(network.trained->model, lab::source_channels(document));
  }
}

void see(const PanelContext& context, lab::NetworkSource source) {
  const lab::Network& network = *context.lab.document().network;
  const int last = std::max(0, item_count(network, source) - 1);
  const bool counted = item_count(network, source) > 0;
  context.lab.commit(
      lab::SetNetworkInput{source, counted ? std::min(network.item, last) : network.item});
}

// A canvas of the size that the network takes, a black one in the place of the picture on the
// bench.
void see_canvas(const PanelContext& context) {
  constexpr nn::HeightWidth kUsual{28, 28};
  lab::Lab& lab = context.lab;
  const lab::Network& network = *lab.document().network;
  const nn::HeightWidth size = lab::sized_preparation(network).resize.value_or(kUsual);
  lab::CanvasTools& tools = lab.view().canvas;
  const std::size_t source = lab.view().source;
  const lab::Picture& here = *lab.document().sources[source].picture;
  // The one that is there already keeps what is drawn on it.
  if (lab::is_canvas(here) && here.image.height == size.height && here.image.width == size.width) {
    return see(context, lab::NetworkSource::kWholePicture);
  }
  const Status put = lab.commit_all(
      {lab::SetPictures{source, {lab::blank_canvas(size.height, size.width, {0, 0, 0})}},
       lab::SetNetworkInput{lab::NetworkSource::kWholePicture, network.item}});
  if (!put) return lab.report(put.error());
  tools.draws = true;
  tools.brush = {std::max(1.0f, 2.0f * static_cast<float>(size.height) / 28.0f)};
}

constexpr Label kBrowse{tr("Browse"),
                        tr("All pictures of the test set: by class, right, wrong, most "
                           "and least certain, and which classes are mistaken for "
                           "which")};

constexpr Label kSamples{tr("Sample pictures"),
                         tr("The network looks at a photograph of one of its classes")};

// What it is called for this network.
const Label& label_of(const InputKind& kind, const lab::Network& network) {
  const auto& set = network.test_set;
  const bool samples = kind.source == lab::NetworkSource::kTestSet && set && set->is_samples();
  return samples ? kSamples : kind.label;
}

// The sample pictures, small: a click shows one to the network.
void sample_strip(const PanelContext& context, const lab::TestSet& set) {
  const float side = context.px(kSample);
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  for (int item = 0; item < set.count(); ++item) {
    if (item > 0 && ImGui::GetItemRectMax().x + context.px(4) + side <= right) {
      ImGui::SameLine(0, context.px(4));
    }
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const ImVec2 max(min.x + side, min.y + side);
    ImGui::PushID(item);
    const bool pressed =
        ImGui::InvisibleButton("###sample", ImVec2(side, side), ImGuiButtonFlags_EnableNav);
    ImGui::PopID();
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_texture(list, context.textures.test_picture(item), min, max);
    const bool chosen = context.lab.document().network->item == item;
    list->AddRect(min, max, chosen ? context.colors().accent : context.colors().line, 0,
                  context.px(chosen ? 2 : 1));
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip("%s\n%s", set.label_of(item).c_str(),
                        set.credits[static_cast<std::size_t>(item)].c_str());
    }
    if (pressed) context.lab.commit(lab::SetNetworkInput{lab::NetworkSource::kTestSet, item});
  }
}

void source_lines(const PanelContext& context) {
  const lab::Network network = *context.lab.document().network;
  for (const InputKind& kind : kInputKinds) {
    ImGui::BeginDisabled(!is_there(context.lab.document(), kind.source));
    const Label& label = label_of(kind, network);
    const std::string name = std::string(context.text(label.text)) + kind.key;
    if (ImGui::Selectable(name.c_str(), network.source == kind.source)) see(context, kind.source);
    ImGui::EndDisabled();
    help(context, label.help);
  }
  ImGui::Separator();
  ImGui::BeginDisabled(!lab::takes_pictures(network.trained->model));
  const std::string draw = context.text(tr("Draw it")) + std::string("###draw input");
  if (ImGui::Selectable(draw.c_str())) see_canvas(context);
  ImGui::EndDisabled();
  help(context, tr("A canvas of the network's size, white on black: it answers while you draw"));
  const std::string open = context.text(tr("Open an array")) + std::string("...###open array");
  if (ImGui::Selectable(open.c_str())) context.file_request = FilePurpose::kOpenArray;
  const std::string set = context.text(tr("Open a test set")) + std::string("...###open test set");
  if (ImGui::Selectable(set.c_str())) context.file_request = FilePurpose::kOpenTestSet;
}

// What the array is, or what stands for it.
void array_caption(const PanelContext& context, const lab::Network& network) {
  const lab::Origin& origin = network.array->origin;
  if (origin.is_file()) {
    return caption(context, context.said(word(origin.file_name())).c_str());
  }
  const std::int64_t channels = lab::picture_input(network.trained->model).channels;
  caption(context,
          context.said(phrase("zeros, until an array (H, W, {}) is opened", channels)).c_str());
}

// Of a test picture its class, of an array its file.
void input_name(const PanelContext& context, const lab::Network& network, std::int64_t channels) {
  const auto& set = network.test_set;
  if (network.source == lab::NetworkSource::kTestSet && set) {
    const std::string name = lab::label_said(network, network.item);
    caption(context, context.text(tr("is")));
    ImGui::SameLine(0, context.px(6));
    ImGui::PushFont(context.fonts.strong, design::kSmallText);
    ImGui::TextUnformatted(name.c_str());
    ImGui::PopFont();
  } else if (network.source == lab::NetworkSource::kArray && network.array) {
    array_caption(context, network);
    if (lab::input_grid(channels).columns > 1) {
      caption(context, context.text(tr("each channel in grey")));
    }
  } else if (channels == 1) {
    const bool whole = network.source == lab::NetworkSource::kWholePicture;
    caption(context, context.text(whole ? tr("the picture in grey") : tr("the crop in grey")));
  }
}

}  // namespace

void input_source(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const auto& kind = kInputKinds[static_cast<std::size_t>(lab.document().network->source)];
  ImGui::SetNextItemWidth(-1);
  const Label& label = label_of(kind, *lab.document().network);
  if (begin_list("##source", context.text(label.text))) {
    source_lines(context);
    ImGui::EndCombo();
  }
  help(context, label.help);
  // What was chosen above may have changed the document.
  const lab::Network& network = *lab.document().network;
  const int count = item_count(network, network.source);
  const auto& set = network.test_set;
  if (network.source == lab::NetworkSource::kTestSet && set && set->is_samples()) {
    return sample_strip(context, *set);
  }
  if (count < 2) return;
  int item = network.item;
  const bool browsed = network.source == lab::NetworkSource::kTestSet;
  const float browse = action_width(context, kBrowse.text) + context.px(4);
  // Beside the button where a number of five digits has room there.
  const float room = ImGui::GetContentRegionAvail().x;
  const bool beside = browsed && room - browse >= context.px(kNumberField);
  ImGui::SetNextItemWidth(beside ? -browse : -1.0f);
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  if (ImGui::InputInt("##item", &item, 1, 100)) {
    lab.commit(lab::SetNetworkInput{network.source, std::clamp(item, 0, count - 1)});
  }
  ImGui::PopFont();
  help(context, tr("Which item of them, counted from 0"));
  if (!browsed) return;
  if (beside) ImGui::SameLine(0, context.px(4));
  if (action(context, kBrowse, "browse")) lab.view().show_test_set = true;
}

ImRect framed_channels(const PanelContext& context, const Shape& shape, ImTextureID texture,
                       ImVec2 room) {
  const lab::InputGrid grid = lab::input_grid(shape[3]);
  const auto height = static_cast<float>(grid.rows * shape[1]);
  const auto width = static_cast<float>(grid.columns * shape[2]);
  const float zoom = std::min(room.x / width, room.y / height);
  const ImVec2 extent(std::max(1.0f, std::floor(zoom * width)),
                      std::max(1.0f, std::floor(zoom * height)));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(extent);
  const ImRect box(min, ImVec2(min.x + extent.x, min.y + extent.y));
  draw_texture(ImGui::GetWindowDrawList(), texture, box.Min, box.Max);
  ImGui::GetWindowDrawList()->AddRect(box.Min, box.Max, context.colors().line);
  return box;
}

void input_facts(const PanelContext& context) {
  const lab::Network& network = *context.lab.document().network;
  const Shape& shape = context.lab.run().seen().shape();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  ImGui::PushTextWrapPos(0.0f);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(to_string(shape).c_str());
  ImGui::PopFont();
  input_name(context, network, shape[3]);
  const Phrase form = nn::described(lab::picture_input(network.trained->model));
  if (!form.empty()) caption(context, context.said(form).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleVar();
  preparation_button(context);
}

}  // namespace convlens::ui

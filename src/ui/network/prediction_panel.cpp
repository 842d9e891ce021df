#include "ui/network/prediction_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/network/preparation_popup.h"

namespace convlens::ui {
namespace {

constexpr double kProgressStep_s = 0.1;
constexpr std::size_t kMostBars = 10;
constexpr float kBarHeight = 10;
constexpr float kRowHeight = 36;
constexpr float kThumbnail = 112;
constexpr float kLargestOutput = 240;
constexpr std::uint64_t kUntrainedSeed = 42;

// Names belong to an answer of as many classes.
std::string class_name(const lab::Network& network, std::size_t index, std::size_t count) {
  const bool has_names =
      network.class_names.size() == count || network.trained->model.outputs().size() == 1;
  if (has_names && index < network.class_names.size()) return network.class_names[index];
  return fmt::format("{}", index);
}

// How many items what it looks at has to choose from.
int item_count(const lab::Network& network) {
  if (network.source == lab::NetworkSource::kTestSet && network.trained->test_set) {
    return network.trained->test_set->count();
  }
  const bool array = network.source == lab::NetworkSource::kArray && network.array;
  return array ? network.array->count() : 0;
}

// Which item of several.
void item_choice(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  // What was chosen above may have changed the document.
  const lab::Network& network = *lab.document().network;
  const int count = item_count(network);
  if (count < 2) return;
  int item = network.item;
  ImGui::SetNextItemWidth(context.px(132));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  if (ImGui::InputInt("##item", &item, 1, 100)) {
    lab.commit(lab::SetNetworkInput{network.source, std::clamp(item, 0, count - 1)});
  }
  ImGui::PopFont();
}

// The array that is there, or another one where it is looked at.
void array_choice(const PanelContext& context, const lab::Network& network) {
  constexpr Label kArray{tr("what the network sees", "Array"),
                         tr("The network looks at an array of a .npy or .npz: drop one onto the "
                            "window, or click to open one")};
  same_line_if_it_fits(context, button_width(context, kArray.text));
  const bool chosen = network.source == lab::NetworkSource::kArray;
  if (!labeled_button(context, kArray, "array", chosen)) return;
  if (!chosen && network.array) {
    context.lab.commit(lab::SetNetworkInput{lab::NetworkSource::kArray, 0});
  } else {
    context.file_request = FilePurpose::kOpenArray;
  }
}

// Where the input comes from, and which item of the test set or of the array it is.
void input_choice(const PanelContext& context, const lab::Network& network) {
  const bool has_set = network.trained->test_set != nullptr;
  const bool pictures = lab::takes_pictures(network.trained->model);
  constexpr struct {
    Label label;
    const char* key = nullptr;
    lab::NetworkSource source = {};
  } kChoices[] = {{{tr("Test set"), tr("The network looks at a picture of its test set")},
                   "test picture",
                   lab::NetworkSource::kTestSet},
                  {{tr("what the network sees", "Crop"),
                    tr("The network looks at the crop of the picture on the bench")},
                   "my crop",
                   lab::NetworkSource::kPicture},
                  {{tr("what the network sees", "Picture"),
                    tr("The network looks at all of the picture on the bench")},
                   "whole picture",
                   lab::NetworkSource::kWholePicture}};
  for (const auto& choice : kChoices) {
    const bool from_set = choice.source == lab::NetworkSource::kTestSet;
    if (!from_set) ImGui::SameLine(0, context.px(4));
    ImGui::BeginDisabled(from_set ? !has_set : !pictures);
    if (labeled_button(context, choice.label, choice.key, network.source == choice.source)) {
      const int last = from_set ? network.trained->test_set->count() - 1 : network.item;
      context.lab.commit(lab::SetNetworkInput{choice.source, std::min(network.item, last)});
    }
    ImGui::EndDisabled();
  }
  array_choice(context, network);
  item_choice(context);
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

// Channels (1, H, W, C) as they stand beside each other in a picture, as large as the room allows.
void framed_picture(const PanelContext& context, const Shape& shape, ImTextureID texture,
                    ImVec2 room) {
  const lab::InputGrid grid = lab::input_grid(shape[3]);
  const auto height = static_cast<float>(grid.rows * shape[1]);
  const auto width = static_cast<float>(grid.columns * shape[2]);
  const float zoom = std::min(room.x / width, room.y / height);
  const ImVec2 extent(std::floor(zoom * width), std::floor(zoom * height));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(extent);
  const ImVec2 max(min.x + extent.x, min.y + extent.y);
  draw_texture(ImGui::GetWindowDrawList(), texture, min, max);
  ImGui::GetWindowDrawList()->AddRect(min, max, context.colors().line);
}

// The input as a thumbnail, its shape and what was done to it; of a test picture, its class.
void input_thumbnail(const PanelContext& context, const lab::Network& network) {
  const Shape& shape = context.lab.run().seen().shape();
  const float room = context.px(kThumbnail);
  framed_picture(context, shape, context.textures.network_input(), ImVec2(room, room));
  ImGui::SameLine(0, context.px(12));
  ImGui::BeginGroup();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(to_string(shape).c_str());
  ImGui::PopFont();
  ImGui::PushTextWrapPos(0.0f);
  const auto& set = network.trained->test_set;
  if (network.source == lab::NetworkSource::kTestSet && set) {
    const auto label =
        static_cast<std::size_t>(set->labels[static_cast<std::size_t>(network.item)]);
    caption(context, context.text(tr("is")));
    ImGui::PushFont(context.fonts.strong, design::kBodyText);
    const std::string name =
        label < set->class_names.size() ? set->class_names[label] : fmt::format("{}", label);
    ImGui::TextUnformatted(name.c_str());
    ImGui::PopFont();
  } else if (network.source == lab::NetworkSource::kArray && network.array) {
    array_caption(context, network);
    if (lab::input_grid(shape[3]).columns > 1)
      caption(context, context.text(tr("each channel in grey")));
  } else if (shape[3] == 1) {
    caption(context, context.text(tr("the crop in grey")));
  }
  const Phrase form = nn::described(lab::picture_input(network.trained->model));
  if (!form.empty()) caption(context, context.said(form).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleVar();
  ImGui::EndGroup();
}

// The classes to show: all of few, else the most probable.
std::vector<std::size_t> shown_classes(const std::vector<double>& probabilities) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() <= kMostBars) return order;
  const auto rank = [&probabilities](std::size_t i) {
    return std::isnan(probabilities[i]) ? -1.0 : probabilities[i];
  };
  std::partial_sort(order.begin(), order.begin() + kMostBars, order.end(),
                    [&rank](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
  order.resize(kMostBars);
  return order;
}

// Name, probability and its change in a line, the bar under it; a line marks the trained value.
void bar(const PanelContext& context, const std::string& name, double shown, double trained,
         bool best) {
  const Palette& colors = context.colors();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy(ImVec2(width, context.px(kRowHeight)));
  ImDrawList* list = ImGui::GetWindowDrawList();
  char number[32];
  const bool changed = std::abs(shown - trained) >= 0.0005;
  if (changed) {
    std::snprintf(number, sizeof number, "%+.3f  %.3f", shown - trained, shown);
  } else {
    std::snprintf(number, sizeof number, "%.3f", shown);
  }
  const float text_px = context.px(design::kSmallText);
  const float number_width = context.fonts.numbers->CalcTextSizeA(text_px, FLT_MAX, 0.0f, number).x;
  const float right = min.x + width;
  draw_fitted_text(list, best ? context.fonts.strong : context.fonts.text, text_px, min,
                   right - number_width - context.px(8), colors.text, name.c_str());
  list->AddText(context.fonts.numbers, text_px, ImVec2(right - number_width, min.y),
                changed ? colors.accent : colors.text, number);
  const ImVec2 a(min.x, min.y + context.px(18));
  const ImVec2 b(right, a.y + context.px(kBarHeight));
  const auto at = [&](double share) {
    return a.x + (share > 0.0 ? width * static_cast<float>(std::min(share, 1.0)) : 0.0f);
  };
  list->AddRectFilled(a, b, colors.hover);
  list->AddRectFilled(a, ImVec2(at(shown), b.y), best ? colors.trained : colors.untrained);
  const float mark = at(trained);
  list->AddRectFilled(ImVec2(mark - context.px(1), a.y - context.px(2)),
                      ImVec2(mark + context.px(1), b.y + context.px(2)), colors.text);
}

// What the numbers are, where they are not the probabilities of one class or another.
std::optional<Text> meaning_of(const nn::Prediction& prediction) {
  switch (prediction.answer) {
    case nn::Answer::kScores:
      return tr("scores through softmax");
    case nn::Answer::kOneProbability:
      return tr("one probability p, and 1 - p");
    case nn::Answer::kIndependent:
      return tr("probabilities, each by itself");
    case nn::Answer::kValues:
      return tr("values, which are no probabilities");
    case nn::Answer::kMaps:
    case nn::Answer::kProbabilities:
      break;
  }
  return std::nullopt;
}

std::string output_name(const nn::Model& model, std::size_t output) {
  const nn::Symbolic& value = model.outputs()[output];
  return fmt::format("{}  {}", value.layer()->name(), nn::to_string(value.shape()));
}

// Which answer of several is shown.
std::size_t output_choice(const PanelContext& context) {
  const nn::Model& model = context.lab.run().model();
  std::size_t& chosen = context.lab.view().output;
  const std::size_t count = model.outputs().size();
  if (chosen >= count) chosen = 0;
  if (count < 2) return chosen;
  ImGui::SetNextItemWidth(-1);
  const std::string shown = output_name(model, chosen);
  if (!ImGui::BeginCombo("##output", "")) {
    combo_name(shown);
    help(context, tr("Which of the network's outputs is shown"));
    return chosen;
  }
  for (std::size_t i = 0; i < count; ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (named_line(output_name(model, i), "###output", i == chosen)) chosen = i;
    ImGui::PopID();
  }
  ImGui::EndCombo();
  combo_name(shown);
  return chosen;
}

// An answer that is maps: as a picture, with the values at its darkest and at its brightest.
void output_maps(const PanelContext& context, std::size_t output) {
  const lab::NetworkRun& run = context.lab.run();
  const auto node = static_cast<std::size_t>(run.model().output_nodes()[output]);
  const Shape shape = run.activations()[node].view().shape();
  if (shape.rank() != 4) {
    return caption(context, context.text(tr("what it gives is no list of classes")));
  }
  framed_picture(context, shape, context.textures.network_output(output),
                 ImVec2(ImGui::GetContentRegionAvail().x, context.px(kLargestOutput)));
  const ValueRange range = lab::output_range(run.sheet(node));
  const std::string text =
      fmt::format("{}  {:.2f} .. {:.2f}", to_string(shape), range.lo, range.hi);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

void bars(const PanelContext& context, const lab::Network& network) {
  const std::size_t output = output_choice(context);
  const auto& shown = context.lab.run().predictions()[output];
  const auto& trained = context.lab.run().trained_predictions()[output];
  if (!network.trained->end.empty()) {
    ImGui::PushTextWrapPos(0.0f);
    caption(context, context.said(network.trained->end).c_str());
    ImGui::PopTextWrapPos();
    return;
  }
  if (shown.empty()) return output_maps(context, output);
  const std::size_t best = shown.best();
  if (std::isnan(shown.values[best])) {
    return caption(context, context.text(tr("what it gives is not a number (NaN)")));
  }
  const std::vector<std::size_t> classes = shown_classes(shown.values);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (const std::size_t index : classes) {
    bar(context, class_name(network, index, shown.values.size()), shown.values[index],
        trained.values[index], index == best);
  }
  ImGui::PopStyleVar();
  if (classes.size() < shown.values.size()) {
    char text[48];
    std::snprintf(text, sizeof text, "%zu / %zu", classes.size(), shown.values.size());
    caption(context, text);
  }
  if (const auto meaning = meaning_of(shown)) caption(context, context.text(*meaning));
}

// "0.9116 -> 0.8731", with what is still being measured.
void accuracy(const PanelContext& context, const lab::Network& network) {
  row_heading(context, tr("Test accuracy"));
  if (!network.trained->test_set) return caption(context, context.text(tr("no test set is known")));
  const lab::AccuracyMeter::Reading reading = context.lab.accuracy().reading();
  char text[64];
  const auto number = [](std::optional<double> value, char* into, std::size_t size) {
    value ? std::snprintf(into, size, "%.4f", *value) : std::snprintf(into, size, "...");
  };
  char trained[16];
  char shown[16];
  number(reading.trained, trained, sizeof trained);
  number(reading.shown, shown, sizeof shown);
  const bool same = context.lab.run().model() == network.trained->model;
  if (same) {
    std::snprintf(text, sizeof text, "%s", trained);
  } else {
    std::snprintf(text, sizeof text, "%s -> %s", trained, shown);
  }
  ImGui::PushFont(context.fonts.numbers, 18);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
  help(context, tr("Share of the test set that the network gets right; measured again whenever you "
                   "change it"));
  if (reading.progress >= 1.0) return;
  context.frames.request_frame(kProgressStep_s);
  ImGui::ProgressBar(static_cast<float>(reading.progress), ImVec2(-1, context.px(6)), "");
}

// From the trained weights to mine and past both; what is edited can be put back.
void surgery(const PanelContext& context, const lab::Network& network) {
  lab::Lab& lab = context.lab;
  row_heading(context, tr("Trained to mine"));
  float morph = network.morph;
  const bool untouched = network.edited == network.trained->model;
  ImGui::BeginDisabled(untouched);
  ImGui::SetNextItemWidth(-1);
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  if (ImGui::SliderFloat("##morph", &morph, -0.5f, 1.5f, "%.2f")) {
    lab.preview(lab::SetMorph{morph});
  }
  ImGui::PopFont();
  if (ImGui::IsItemDeactivatedAfterEdit()) lab.commit(lab::SetMorph{lab.document().network->morph});
  help(context, tr("0 shows the trained weights, 1 yours, and the slider goes past both"));
  labeled_button(context, {tr("Original"), tr("The trained weights for as long as you press (O)")},
                 "original");
  if (ImGui::IsItemActive()) lab.view().show_original = true;
  constexpr Label kRestore{tr("Restore all"), tr("All weights as they were trained")};
  same_line_if_it_fits(context, button_width(context, kRestore.text));
  if (labeled_button(context, kRestore, "restore network")) {
    lab.commit(lab::RestoreNetwork{});
  }
  ImGui::EndDisabled();
  constexpr Label kUntrain{tr("Untrained"),
                           tr("Every weight as it was before any training: random, as Glorot and "
                              "Bengio draw them")};
  same_line_if_it_fits(context, button_width(context, kUntrain.text));
  if (labeled_button(context, kUntrain, "untrain")) {
    lab.commit(lab::UntrainNetwork{kUntrainedSeed});
  }
}

}  // namespace

void prediction_panel(const PanelContext& context) {
  const auto& document = context.lab.document();
  if (!document.network || !context.lab.has_network()) return;
  input_choice(context, *document.network);
  // What was chosen above may have changed the document.
  const lab::Network& network = *context.lab.document().network;
  input_thumbnail(context, network);
  preparation_button(context);
  bars(context, network);
  accuracy(context, network);
  surgery(context, network);
}

}  // namespace convlens::ui

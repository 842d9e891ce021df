// What can be done by name.
#include <array>
#include <string>
#include <utility>

#include "lab/document/presets.h"
#include "ui/shell/keys.h"
#include "ui/text/preset_names.h"
#include "ui/window/help_overlay.h"
#include "ui/window/help_table.h"
#include "ui/window/palette.h"

namespace convlens::ui {
namespace {

class Entries {
 public:
  explicit Entries(const PanelContext& context) : context_(context) {}

  // "Stage: eraser"
  PaletteEntry& add(const Text& group, const std::string& name, const std::string& english,
                    std::function<void()> does) {
    all_.push_back({fmt::format("{}: {}", context_.text(group), name),
                    fmt::format("{}: {}", group.english, english),
                    {},
                    {},
                    std::move(does)});
    return all_.back();
  }
  PaletteEntry& add(const Text& group, const Text& name, std::function<void()> does) {
    return add(group, context_.text(name), name.english, std::move(does));
  }
  // A name from outside, the same in every language.
  PaletteEntry& add(const Text& group, const std::string& name, std::function<void()> does) {
    return add(group, context_.said(word(name)), name, std::move(does));
  }
  // Something of the view.
  template <typename Value>
  void add_way(const Text& group, const Text& name, Value lab::Shown::*shown, Value value) {
    lab::View& view = context_.lab.view();
    add(group, name, [&view, shown, value] {
      view.*shown = value;
      view.workspace = lab::Workspace::kBench;
    });
  }
  std::vector<PaletteEntry> all() && { return std::move(all_); }

 private:
  const PanelContext& context_;
  std::vector<PaletteEntry> all_;
};

void add_actions(const PanelContext& context, Entries& entries) {
  for (const ActionHelp& help : action_help()) {
    if (help.action == Action::kPalette) continue;
    PaletteEntry& entry = entries.add(group_title(help.group), help.does,
                                      [&context, &help] { perform(help.action, context); });
    for (const KeyBinding& binding : key_bindings()) {
      if (binding.action != help.action || !binding.listed || !entry.key.empty()) continue;
      entry.key = chord_name(binding.chord);
    }
  }
}

void add_presets(const PanelContext& context, Entries& entries) {
  lab::Lab& lab = context.lab;
  for (const auto& [preset, text] : kPresetNames) {
    PaletteEntry& entry = entries.add(tr("Start from"), text, [&lab, preset = preset, text = text] {
      auto weights = lab::preset_weights(preset, lab.staged_filter());
      if (weights) lab.commit(lab::ReplaceWeights{lab.staged(), std::move(*weights), text.english});
    });
    if (!lab::preset_weights(preset, lab.staged_filter())) {
      entry.why_not = context.text(tr("not for filters of this shape"));
    }
  }
}

void add_tabs(Entries& entries) {
  entries.add_way(tr("Input"), tr("Pictures"), &lab::Shown::input_tab, lab::InputTab::kPictures);
  entries.add_way(tr("Input"), tr("History"), &lab::Shown::input_tab, lab::InputTab::kHistory);
  entries.add_way(tr("Input"), tr("Log"), &lab::Shown::input_tab, lab::InputTab::kLog);
  entries.add_way(tr("Filter"), tr("Brush"), &lab::Shown::filter_tab, lab::FilterTab::kBrush);
  entries.add_way(tr("Filter"), tr("Whole filter"), &lab::Shown::filter_tab,
                  lab::FilterTab::kWhole);
  entries.add_way(tr("Filter"), tr("All filters"), &lab::Shown::filter_tab, lab::FilterTab::kAll);
  entries.add_way(tr("Maps"), tr("Beside trained"), &lab::Shown::maps_tab, lab::MapsTab::kPairs);
  entries.add_way(tr("Maps"), tr("All my maps"), &lab::Shown::maps_tab, lab::MapsTab::kMine);
  entries.add_way(tr("Maps"), tr("Measures"), &lab::Shown::maps_tab, lab::MapsTab::kMeasures);
  entries.add_way(tr("This cell"), tr("Overview"), &lab::Shown::sum_depth,
                  lab::SumDepth::kOverview);
  entries.add_way(tr("This cell"), tr("Channels"), &lab::Shown::sum_depth,
                  lab::SumDepth::kChannels);
  entries.add_way(tr("This cell"), tr("Numbers"), &lab::Shown::sum_depth, lab::SumDepth::kNumbers);
}

void add_settings(const PanelContext& context, Entries& entries) {
  lab::View& view = context.lab.view();
  entries.add(tr("Window"), tr("Light"), [&view] { view.theme = lab::Theme::kLight; });
  entries.add(tr("Window"), tr("Dark"), [&view] { view.theme = lab::Theme::kDark; });
  entries.add(tr("Window"), std::string("English"),
              [&view] { view.language = lab::Language::kEnglish; });
  entries.add(tr("Window"), std::string("한국어"),
              [&view] { view.language = lab::Language::kKorean; });
  for (const Colormap map : {Colormap::kViridis, Colormap::kBinary, Colormap::kGray,
                             Colormap::kMagma, Colormap::kCividis, Colormap::kSignedLight}) {
    entries.add(tr("Colours"), std::string(colormap_name(map)), [&view, map] {
      const bool bench = view.workspace == lab::Workspace::kBench;
      (bench ? view.colormap : view.network_colormap) = map;
    });
  }
}

// What the document holds, and what can be opened.
void add_things(const PanelContext& context, Entries& entries) {
  lab::Lab& lab = context.lab;
  lab::View& view = lab.view();
  const lab::Document& document = lab.document();
  for (std::size_t f = 0; f < document.filters.size(); ++f) {
    entries.add(tr("Filter"), document.filters[f].name, [&view, f] {
      view.filter = f;
      view.stage_trained = false;
      view.workspace = lab::Workspace::kBench;
    });
  }
  for (std::size_t s = 0; s < document.sources.size(); ++s) {
    entries.add(tr("Picture"), document.sources[s].picture->name, [&view, s] { view.source = s; });
  }
  for (std::size_t n = 0; n < context.networks.names().size(); ++n) {
    entries.add(tr("Network"), context.networks.names()[n],
                [&context, n] { context.networks.open(n); });
  }
  if (lab.has_network()) {
    const auto& layers = lab.run().model().layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const int layer = static_cast<int>(i);
      if (!lab.shown_bank(layer)) continue;
      entries.add(tr("Layer"), std::string(layers[i]->name()), [&view, layer] {
        view.layer = layer;
        view.trained_filter = 0;
        view.workspace = lab::Workspace::kNetwork;
      });
    }
  }
  constexpr std::array<std::pair<Text, FilePurpose>, 5> kFiles{
      {{tr("Open a picture"), FilePurpose::kOpenPicture},
       {tr("Add a picture"), FilePurpose::kAddPicture},
       {tr("Open a network"), FilePurpose::kOpenNetwork},
       {tr("Open filters"), FilePurpose::kOpenFilters},
       {tr("Save filters"), FilePurpose::kSaveFilters}}};
  for (const auto& [name, purpose] : kFiles) {
    entries.add(tr("File"), name,
                [&context, purpose = purpose] { context.file_request = purpose; });
  }
}

}  // namespace

std::vector<PaletteEntry> palette_entries(const PanelContext& context) {
  Entries entries(context);
  add_actions(context, entries);
  add_presets(context, entries);
  add_tabs(entries);
  add_settings(context, entries);
  add_things(context, entries);
  return std::move(entries).all();
}

}  // namespace convlens::ui

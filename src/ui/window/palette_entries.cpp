// What can be done by name.
#include <string>
#include <utility>

#include "lab/document/presets.h"
#include "ui/input/source_menu.h"
#include "ui/shell/keys.h"
#include "ui/text/preset_names.h"
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
  std::vector<PaletteEntry> all() && { return std::move(all_); }

 private:
  const PanelContext& context_;
  std::vector<PaletteEntry> all_;
};

void add_commands(const PanelContext& context, Entries& entries) {
  for (const WindowCommand& command : window_commands()) {
    if (command.action == Action::kPalette) continue;
    const auto named = [&command](auto said) {
      const bool more = command.also.english != nullptr;
      return more ? fmt::format("{} ({})", said(command.does), said(command.also))
                  : std::string(said(command.does));
    };
    PaletteEntry& entry =
        entries.add(group_title(command.group),
                    named([&context](const Text& text) { return context.text(text); }),
                    named([](const Text& text) { return text.english; }),
                    [&context, action = command.action] { perform(action, context); });
    entry.key = key_of(command.action);
    const Text reason = why_not(command.action, context);
    if (reason.english != nullptr) entry.why_not = context.text(reason);
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

void add_colours(const PanelContext& context, Entries& entries) {
  lab::View& view = context.lab.view();
  for (const Colormap map : {Colormap::kViridis, Colormap::kBinary, Colormap::kGray,
                             Colormap::kMagma, Colormap::kCividis, Colormap::kSignedLight}) {
    entries.add(tr("Colours"), std::string(colormap_name(map)), [&view, map] {
      if (view.workspace == lab::Workspace::kBench) {
        view.colormap = map;
      } else {
        view.network_colormap = map;
      }
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
  for (const CameraEntry& camera : context.files.cameras()) {
    entries.add(tr("Camera"), camera.name, [&context, device = camera.device] {
      open_camera(context, device, context.lab.view().source);
    });
  }
  for (std::size_t n = 0; n < context.networks.names().size(); ++n) {
    entries.add(tr("Network"), context.networks.names()[n],
                [&context, n] { context.networks.open(n); });
  }
  for (const LessonTitle& lesson : context.lessons.titles(view.language)) {
    entries.add(tr("Lesson"), lesson.title,
                [&view, file = lesson.file] { begin_lesson(view, file); });
  }
  for (const std::string& session : view.sessions) {
    entries.add(tr("Open of late"), session,
                [&context, session] { open_session(context, session); });
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
}

}  // namespace

std::vector<PaletteEntry> palette_entries(const PanelContext& context) {
  Entries entries(context);
  add_commands(context, entries);
  add_presets(context, entries);
  add_colours(context, entries);
  add_things(context, entries);
  return std::move(entries).all();
}

}  // namespace convlens::ui

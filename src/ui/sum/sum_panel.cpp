#include "ui/sum/sum_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "lab/shown/arithmetic.h"
#include "lab/shown/sweep.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/sum/sum_depths.h"

namespace convlens::ui {
namespace {

constexpr std::array kDepths{
    Way{{tr("Overview"), tr("Input times weights gives products; what each channel adds and takes "
                            "away; the value")},
        "overview"},
    Way{{tr("Channels"), tr("For each channel: input times weights gives products")}, "channels"},
    Way{{tr("Numbers"), tr("All numbers of one channel")}, "numbers"}};

constexpr std::array kChannels{
    Way{{tr("Red"), tr("All numbers of one channel")}, "red numbers"},
    Way{{tr("Green"), tr("All numbers of one channel")}, "green numbers"},
    Way{{tr("Blue"), tr("All numbers of one channel")}, "blue numbers"}};

constexpr std::array kSpeeds{
    Way{{tr("speed", "1 /s"), tr("A cell a second")}, "a cell a second"},
    Way{{tr("speed", "4 /s"), tr("Four cells a second")}, "four cells a second"},
    Way{{tr("speed", "Rows"), tr("Two rows a second")}, "rows"},
    Way{{tr("speed", "Faster"), tr("By cells first, then by rows, then the whole map")}, "faster"}};

constexpr Label kUnpin{tr("Unpin"),
                       tr("Lets the cell go: the one that the pointer was on last is shown (Esc)")};
constexpr Label kPrevious{tr("Previous cell"), tr("One cell back (Page Up)")};
constexpr Label kNext{tr("Next cell"), tr("One cell on (Page Down)")};
constexpr Label kCopyCode{tr("Copy as NumPy"), tr("Copies the line that computes this cell")};

// "[12, 40]  vertical line, china.jpg"
std::string told_place(const PanelContext& context, const lab::MapCell& cell) {
  const lab::Document& document = context.lab.document();
  return fmt::format("[{}, {}]  {}, {}", cell.row, cell.column,
                     context.said(word(document.filters[cell.map.index].name)),
                     context.said(word(document.sources[cell.map.source].picture->name)));
}

std::string code_of(const PanelContext& context, const lab::MapCell& cell) {
  const lab::Document& document = context.lab.document();
  return lab::numpy_line(context.lab.pipeline().input(cell.map.source).pixels.shape(),
                         document.filters[cell.map.index], lab::bench_conv(document), cell);
}

void place_text(const PanelContext& context, const std::string& text) {
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  const float y = ImGui::GetCursorScreenPos().y;
  ImGui::SetCursorScreenPos(
      ImVec2(ImGui::GetCursorScreenPos().x,
             std::floor(y + (Bar::height(context) - ImGui::GetTextLineHeight()) / 2)));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

float place_width(const PanelContext& context, const std::string& text) {
  return context.fonts.numbers
      ->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0.0f, text.c_str())
      .x;
}

// What does something to the pinned cell.
void cell_action(const PanelContext& context, const Label& label, const char* key, Action does) {
  ImGui::BeginDisabled(!context.lab.view().pinned);
  if (action(context, label, key)) perform(does, context);
  ImGui::EndDisabled();
}

}  // namespace

void SumPanel::settle(const PanelContext& context, const std::optional<Action>& action) {
  lab::View& view = context.lab.view();
  const ImGuiIO& io = ImGui::GetIO();
  bool pressed = false;
  for (const bool clicked : io.MouseClicked) pressed = pressed || clicked;
  if (pressed) press_paused_ = view.sweep.has_value();
  const bool turned = io.MouseWheel != 0.0f || io.MouseWheelH != 0.0f;
  const bool touched = pressed || turned || (action && *action != Action::kSweep);
  if (touched || view.workspace != lab::Workspace::kBench) {
    view.sweep.reset();
  } else {
    lab::advance_sweep(context.lab, static_cast<double>(io.DeltaTime));
  }
  if (view.sweep) context.frames.request_frame();
}

void SumPanel::bar(const PanelContext& context, const std::optional<lab::MapCell>& cell) {
  lab::View& view = context.lab.view();
  Bar line(context, "sum bar");
  line.add(choice_width(context, kDepths), [&] {
    const auto way = choice(context, kDepths, static_cast<std::size_t>(view.sum_depth));
    if (way) view.sum_depth = static_cast<lab::SumDepth>(*way);
  });
  const bool runs = view.sweep.has_value();
  line.add(Bar::height(context), [this, &context, runs] {
    const Text says = runs ? tr("Stops at this cell (K)")
                           : tr("Runs the cell over the map, which builds up behind it. Any touch "
                                "pauses it (K)");
    if (icon_button(context, runs ? Icon::kPause : Icon::kPlay, says, "sweep", design::kControl) &&
        !press_paused_) {
      perform(Action::kSweep, context);
    }
  });
  line.add(
      choice_width(context, kSpeeds),
      [this, &context, &view] {
        const auto way = choice(context, kSpeeds, static_cast<std::size_t>(view.sweep_speed));
        if (!way) return;
        view.sweep_speed = static_cast<lab::SweepSpeed>(*way);
        if (press_paused_) perform(Action::kSweep, context);  // it goes on, at that speed
      },
      4);
  const bool three = cell && context.lab.document().filters[cell->map.index].channels == 3;
  if (view.sum_depth == lab::SumDepth::kNumbers && three) {
    line.add(choice_width(context, kChannels), [&] {
      const auto way = choice(context, kChannels, static_cast<std::size_t>(view.sum_channel));
      if (way) view.sum_channel = static_cast<int>(*way);
    });
  }
  if (cell) {
    const std::string place = told_place(context, *cell);
    line.add(
        place_width(context, place), [&context, place] { place_text(context, place); }, 12);
  }
  line.add(action_width(context, kUnpin.text),
           [&] { cell_action(context, kUnpin, "unpin", Action::kUnpin); });
  line.add_to_list(
      [&] { cell_action(context, kPrevious, "previous cell", Action::kPreviousCell); });
  line.add_to_list([&] { cell_action(context, kNext, "next cell", Action::kNextCell); });
  if (!cell) return;
  const std::string code = code_of(context, *cell);
  line.add_to_list([&context, code] {
    if (action(context, kCopyCode, "copy sum")) ImGui::SetClipboardText(code.c_str());
    caption(context, code.c_str());
  });
}

void SumPanel::draw(const PanelContext& context) {
  const auto shown = lab::summed_cell(context.lab);
  bar(context, shown);
  draw_cell(context, shown, context.lab.view().sum_depth);
}

void SumPanel::draw_overview(const PanelContext& context) {
  draw_cell(context, lab::summed_cell(context.lab), lab::SumDepth::kOverview);
}

void SumPanel::draw_cell(const PanelContext& context, const std::optional<lab::MapCell>& shown,
                         lab::SumDepth depth) {
  const lab::Lab& lab = context.lab;
  if (!shown) {
    return caption(context, context.text(tr("Rest on a cell of one of my maps to see how it is "
                                            "computed, or click it to keep it here.")));
  }
  const lab::Document& document = lab.document();
  const lab::Filter& filter = document.filters[shown->map.index];
  const lab::InputStage& input = lab.pipeline().input(shown->map.source);
  const auto cell = lab::cell_arithmetic(input.pixels, filter, lab::bench_conv(document),
                                         shown->row, shown->column);
  if (!cell) return caption(context, context.said(cell.error()).c_str());
  const ValueRange values{std::min(input.range.lo, 0.0f), std::max(input.range.hi, 1.0f)};
  ImGui::BeginChild("sum", ImVec2(0, 0), ImGuiChildFlags_NavFlattened,
                    depth == lab::SumDepth::kNumbers ? ImGuiWindowFlags_HorizontalScrollbar
                                                     : ImGuiWindowFlags_NoScrollbar);
  switch (depth) {
    case lab::SumDepth::kOverview:
      sum_overview(context, shown->map, *cell, values, counts_);
      break;
    case lab::SumDepth::kChannels:
      sum_channels(context, *cell, values);
      break;
    case lab::SumDepth::kNumbers:
      sum_numbers(context, *cell, std::min(lab.view().sum_channel, cell->channels - 1), values);
      break;
  }
  ImGui::EndChild();
}

}  // namespace convlens::ui

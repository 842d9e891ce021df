// What gestures on the stage do to the document: strokes, the wheel, muting, picking, gliding.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ui/filter/stage.h"

namespace convlens::ui {
namespace {

// The planes that a gesture writes: the one on the stage, or those that the brush's chips name.
std::vector<int> written_channels(const lab::View& view, const lab::Filter& filter) {
  const int plane = lab::shown_plane(view, filter);
  if (plane >= 0) return {plane};
  std::vector<int> channels;
  for (int c = 0; c < filter.channels; ++c) {
    const bool chip = filter.channels != 3 || view.brush.channels[static_cast<std::size_t>(c)];
    if (chip) channels.push_back(c);
  }
  return channels;
}

// A step of the wheel on a decimal grid, so that ten steps of 0.1 are 1 and not 1.0000001.
float stepped(float value, float delta) {
  const double sum = static_cast<double>(value) + static_cast<double>(delta);
  return static_cast<float>(std::round(sum * 1e5) / 1e5);
}

// Mute and solo are for mine: a trained filter is painted instead.
lab::Tool tool_on_stage(const lab::Lab& lab) {
  const lab::Tool tool = lab.view().brush.tool;
  const bool mutes = tool == lab::Tool::kMute || tool == lab::Tool::kSolo;
  return mutes && !lab.staged().is_mine() ? lab::Tool::kPaint : tool;
}

// The indices of the weights that a gesture on a cell writes: those of the chosen planes, and those
// opposite where the brush paints mirrored.
std::vector<std::size_t> touched_weights(const lab::View& view, const lab::Filter& filter, int row,
                                         int column) {
  std::vector<int> rows{row};
  std::vector<int> columns{column};
  const int opposite_row = filter.height - 1 - row;
  const int opposite_column = filter.width - 1 - column;
  if (view.brush.mirror_y && opposite_row != row) rows.push_back(opposite_row);
  if (view.brush.mirror_x && opposite_column != column) columns.push_back(opposite_column);
  std::vector<std::size_t> weights;
  for (const int r : rows) {
    for (const int c : columns) {
      for (const int channel : written_channels(view, filter)) {
        weights.push_back(filter.index(r, c, channel));
      }
    }
  }
  return weights;
}

lab::WeightEdit edit_of(const lab::Filter& filter, std::size_t weight, float value) {
  const auto index = static_cast<int>(weight);
  return {index / (filter.width * filter.channels), index / filter.channels % filter.width,
          index % filter.channels, value};
}

// Writes one value into the weights of a cell.
void write(const lab::Lab& lab, lab::SetWeights& command, int row, int column, float value) {
  const auto edited = lab::filter_at(lab.document(), command.filter);
  if (!edited) return;
  for (const std::size_t weight : touched_weights(lab.view(), *edited, row, column)) {
    command.edits.push_back(edit_of(*edited, weight, value));
  }
}

void mute(const lab::Lab& lab, lab::MuteWeights& command, int row, int column, bool mutes,
          bool solo) {
  const auto filter = lab::filter_at(lab.document(), command.filter);
  if (!filter) return;
  if (solo) command.muted.assign(filter->weights.size(), true);
  for (const std::size_t weight : touched_weights(lab.view(), *filter, row, column)) {
    if (weight < command.muted.size()) command.muted[weight] = !solo && mutes;
  }
}

}  // namespace

void Stage::begin_stroke(lab::Lab& lab, Cell cell, ImGuiKey key) {
  finish(lab);
  const bool left_out = key == ImGuiKey_MouseRight || key == ImGuiKey_Delete;
  Stroke stroke;
  stroke.key = key;
  stroke.scale = color_scale(lab.staged_filter());
  stroke.first = stroke.last = cell;
  const lab::Tool tool = tool_on_stage(lab);
  if (tool == lab::Tool::kMute || tool == lab::Tool::kSolo) {
    stroke.does = begun_muting(lab, cell, left_out, tool == lab::Tool::kSolo);
  } else {
    const bool erases = left_out || tool == lab::Tool::kErase;
    stroke.does = Painting{{lab.staged(), {}}, erases ? 0.0f : lab.view().brush.value};
    touch(lab, stroke, cell);
  }
  gesture_ = std::move(stroke);
  // A right click is a stroke only once it has moved.
  if (key != ImGuiKey_MouseRight) preview(lab);
}

void Stage::continue_stroke(lab::Lab& lab, Cell cell) {
  auto& stroke = std::get<Stroke>(gesture_);
  if (ImGui::GetIO().KeyShift) {  // keeps to the row or column that the stroke began along
    const Cell first = stroke.first;
    if (!stroke.along_row && !(cell == first)) {
      stroke.along_row = std::abs(cell.column - first.column) >= std::abs(cell.row - first.row);
    }
    const bool along_row = stroke.along_row.value_or(true);
    (along_row ? cell.row : cell.column) = along_row ? first.row : first.column;
  }
  if (cell == stroke.last) return;
  stroke.moved = true;
  // A fast pointer skips cells between two frames: the line between them is painted.
  const Cell from = stroke.last;
  const int steps = std::max(std::abs(cell.row - from.row), std::abs(cell.column - from.column));
  for (int i = 1; i <= steps; ++i) {
    const auto between = [&](int a, int b) {
      return a + static_cast<int>(std::lround(static_cast<double>(b - a) * i / steps));
    };
    stroke.last = {between(from.row, cell.row), between(from.column, cell.column)};
    touch(lab, stroke, stroke.last);
  }
  preview(lab);
}

void Stage::end_stroke(lab::Lab& lab) {
  auto& stroke = std::get<Stroke>(gesture_);
  if (stroke.key == ImGuiKey_MouseRight && !stroke.moved) {
    menu_cell_ = stroke.last;
    menu_opens_ = true;
    return cancel(lab);
  }
  auto* painting = std::get_if<Painting>(&stroke.does);
  const bool may_be_double =
      painting != nullptr && !stroke.moved && stroke.key == ImGuiKey_MouseLeft;
  if (!may_be_double) return finish(lab);
  gesture_ = Click{std::move(painting->command), stroke.last, stroke.scale, ImGui::GetTime()};
}

// What a stroke does to one cell.
void Stage::touch(const lab::Lab& lab, Stroke& stroke, Cell cell) {
  if (auto* painting = std::get_if<Painting>(&stroke.does)) {
    return write(lab, painting->command, cell.row, cell.column, painting->value);
  }
  auto& muting = std::get<Muting>(stroke.does);
  mute(lab, muting.command, cell.row, cell.column, muting.mutes,
       tool_on_stage(lab) == lab::Tool::kSolo);
}

Stage::Muting Stage::begun_muting(const lab::Lab& lab, Cell cell, bool hear, bool solo) {
  const lab::Filter& filter = lab.staged_filter();
  Muting muting{{lab.staged().index, filter.muted}};
  std::vector<bool>& muted = muting.command.muted;
  muted.resize(filter.weights.size());
  const auto touched = touched_weights(lab.view(), filter, cell.row, cell.column);
  const bool all_muted = std::all_of(touched.begin(), touched.end(),
                                     [&](std::size_t weight) { return muted[weight]; });
  muting.mutes = !hear && !all_muted;
  const std::vector<bool> before = muted;
  mute(lab, muting.command, cell.row, cell.column, muting.mutes, solo);
  // The same cell alone once more, or the right button: all are heard again.
  if (solo && (hear || before == muted)) muted.clear();
  return muting;
}

void Stage::turn_wheel(lab::Lab& lab, Cell cell, float delta) {
  const auto* turning = std::get_if<Wheel>(&gesture_);
  const bool goes_on =
      turning != nullptr && cell == turning->cell && turning->command.filter == lab.staged();
  if (!goes_on) {
    finish(lab);
    gesture_ = Wheel{{lab.staged(), {}}, cell};
  }
  auto& wheel = std::get<Wheel>(gesture_);
  wheel.since_s = ImGui::GetTime();
  const auto edited = lab::filter_at(lab.document(), wheel.command.filter);
  if (!edited) return;
  for (const std::size_t weight : touched_weights(lab.view(), *edited, cell.row, cell.column)) {
    wheel.command.edits.push_back(
        edit_of(*edited, weight, stepped(edited->weights[weight], delta)));
  }
  preview(lab);
}

void Stage::glide(lab::Lab& lab, lab::ReplaceWeights target) {
  finish(lab);
  const auto filter = lab::filter_at(lab.document(), target.filter);
  if (!filter || filter->weights.size() != target.weights.size()) return;
  gesture_ = Glide{std::move(target), filter->weights, ImGui::GetTime()};
  preview(lab);
}

std::optional<lab::Command> Stage::command() const {
  return std::visit(
      []<typename G>(const G& gesture) -> std::optional<lab::Command> {
        if constexpr (std::is_same_v<G, std::monostate>) {
          return std::nullopt;
        } else if constexpr (std::is_same_v<G, Stroke>) {
          return std::visit([](const auto& does) { return lab::Command(does.command); },
                            gesture.does);
        } else {
          return gesture.command;
        }
      },
      gesture_);
}

void Stage::preview(lab::Lab& lab) const {
  const auto* glide = std::get_if<Glide>(&gesture_);
  if (glide == nullptr) {
    lab.preview(*command());
    return;
  }
  const double elapsed = std::clamp((ImGui::GetTime() - glide->since_s) / kGlide_s, 0.0, 1.0);
  const auto share = static_cast<float>(elapsed * elapsed * (3 - 2 * elapsed));
  lab::ReplaceWeights between = glide->command;
  for (std::size_t i = 0; i < glide->from.size(); ++i) {
    between.weights[i] = glide->from[i] + share * (between.weights[i] - glide->from[i]);
  }
  lab.preview(between);
}

// Nothing where no gesture lasts.
void Stage::finish(lab::Lab& lab) {
  const auto ended = command();
  gesture_ = {};
  if (ended) lab.commit(*ended);
}

void Stage::pick(lab::Lab& lab, Cell cell) {
  const lab::Filter filter = lab.staged_filter();
  const std::vector<int> channels = written_channels(lab.view(), filter);
  if (channels.empty()) return;
  lab.view().brush.value = filter.at(cell.row, cell.column, channels.front());
  lab.view().brush.tool = lab::Tool::kPaint;
}

void Stage::enter(lab::Lab& lab) {
  lab::SetWeights typed{typing_->filter, {}};
  write(lab, typed, typing_->cell.row, typing_->cell.column, typing_->value);
  lab.commit(typed);
}

void Stage::cancel(lab::Lab& lab) {
  if (resting()) return;
  gesture_ = {};
  lab.cancel_preview();
}

void Stage::begin_typing(lab::Lab& lab, Cell cell) {
  // What the first click painted was only the way here.
  if (std::holds_alternative<Click>(gesture_)) {
    cancel(lab);
  } else {
    finish(lab);
  }
  const lab::FilterRef shown = lab.staged();
  const lab::Filter filter = lab.staged_filter();
  const std::vector<int> channels = written_channels(lab.view(), filter);
  if (channels.empty()) return;
  typing_ = Typing{shown, cell, filter.at(cell.row, cell.column, channels.front())};
}

}  // namespace convlens::ui

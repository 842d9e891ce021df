// What gestures on the stage do to the document: strokes, the wheel, muting, picking, gliding.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "lab/shown/shown_maps.h"
#include "ui/filter/stage.h"

namespace convlens::ui {
namespace {

// The planes that a gesture writes: the one on the stage, or those that the brush's chips name.
std::vector<int> written_channels(const lab::View& view, const lab::Filter& filter) {
  const int plane = lab::shown_plane(view, filter);
  if (plane >= 0) return {plane};
  std::vector<int> channels;
  for (int c = 0; c < 3; ++c) {
    if (view.brush.channels[static_cast<std::size_t>(c)]) channels.push_back(c);
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

}  // namespace

void Stage::begin_stroke(lab::Lab& lab, Cell cell, ImGuiKey key) {
  if (gesture_ != Gesture::kNone) finish(lab);
  const bool left_out = key == ImGuiKey_MouseRight || key == ImGuiKey_Delete;
  stroke_scale_ = color_scale(lab.staged_filter());
  stroke_key_ = key;
  first_ = last_ = cell;
  moved_ = false;
  along_row_.reset();
  const lab::Tool tool = tool_on_stage(lab);
  if (tool == lab::Tool::kMute || tool == lab::Tool::kSolo) {
    begin_muting(lab, cell, left_out);
  } else {
    gesture_ = Gesture::kStroke;
    edits_ = {lab.staged(), {}};
    stroke_value_ = left_out || tool == lab::Tool::kErase ? 0.0f : lab.view().brush.value;
    touch(lab, cell);
  }
  preview(lab);
}

void Stage::continue_stroke(lab::Lab& lab, Cell cell) {
  if (ImGui::GetIO().KeyShift) {  // keeps to the row or column that the stroke began along
    if (!along_row_ && !(cell == first_)) {
      along_row_ = std::abs(cell.column - first_.column) >= std::abs(cell.row - first_.row);
    }
    const bool along_row = along_row_.value_or(true);
    (along_row ? cell.row : cell.column) = along_row ? first_.row : first_.column;
  }
  if (cell == last_) return;
  moved_ = true;
  // A fast pointer skips cells between two frames: the line between them is painted.
  const int steps = std::max(std::abs(cell.row - last_.row), std::abs(cell.column - last_.column));
  const Cell from = last_;
  for (int i = 1; i <= steps; ++i) {
    const auto between = [&](int a, int b) {
      return a + static_cast<int>(std::lround(static_cast<double>(b - a) * i / steps));
    };
    last_ = {between(from.row, cell.row), between(from.column, cell.column)};
    touch(lab, last_);
  }
  preview(lab);
}

void Stage::end_stroke(lab::Lab& lab) {
  const bool may_be_double =
      gesture_ == Gesture::kStroke && !moved_ && stroke_key_ == ImGuiKey_MouseLeft;
  if (!may_be_double) return finish(lab);
  gesture_ = Gesture::kClick;
  last_event_s_ = ImGui::GetTime();
}

void Stage::touch(const lab::Lab& lab, Cell cell) {
  gesture_ == Gesture::kMute ? mute(lab, cell) : write(lab, cell, stroke_value_);
}

void Stage::write(const lab::Lab& lab, Cell cell, float value) {
  const auto edited = lab::filter_at(lab.document(), edits_.filter);
  if (!edited) return;
  for (const std::size_t weight : touched_weights(lab.view(), *edited, cell.row, cell.column)) {
    edits_.edits.push_back(edit_of(*edited, weight, value));
  }
}

void Stage::begin_muting(const lab::Lab& lab, Cell cell, bool hear) {
  const lab::Filter filter = lab.staged_filter();
  gesture_ = Gesture::kMute;
  muting_ = {lab.staged().index, filter.muted};
  muting_.muted.resize(filter.weights.size());
  const auto touched = touched_weights(lab.view(), filter, cell.row, cell.column);
  const bool all_muted = std::all_of(touched.begin(), touched.end(),
                                     [&](std::size_t weight) { return muting_.muted[weight]; });
  mutes_ = !hear && !all_muted;
  const std::vector<bool> before = muting_.muted;
  touch(lab, cell);
  // The same cell alone once more, or the right button: all are heard again.
  const bool solo = tool_on_stage(lab) == lab::Tool::kSolo;
  if (solo && (hear || before == muting_.muted)) muting_.muted.clear();
}

void Stage::mute(const lab::Lab& lab, Cell cell) {
  const auto filter = lab::filter_at(lab.document(), muting_.filter);
  if (!filter) return;
  const bool solo = tool_on_stage(lab) == lab::Tool::kSolo;
  if (solo) muting_.muted.assign(filter->weights.size(), true);
  for (const std::size_t weight : touched_weights(lab.view(), *filter, cell.row, cell.column)) {
    if (weight < muting_.muted.size()) muting_.muted[weight] = !solo && mutes_;
  }
}

void Stage::turn_wheel(lab::Lab& lab, Cell cell, float delta) {
  const bool goes_on =
      gesture_ == Gesture::kWheel && cell == last_ && edits_.filter == lab.staged();
  if (gesture_ != Gesture::kNone && !goes_on) finish(lab);
  if (gesture_ == Gesture::kNone) {
    gesture_ = Gesture::kWheel;
    edits_ = {lab.staged(), {}};
    last_ = cell;
  }
  last_event_s_ = ImGui::GetTime();
  const auto edited = lab::filter_at(lab.document(), edits_.filter);
  if (!edited) return;
  for (const std::size_t weight : touched_weights(lab.view(), *edited, cell.row, cell.column)) {
    edits_.edits.push_back(edit_of(*edited, weight, stepped(edited->weights[weight], delta)));
  }
  preview(lab);
}

void Stage::glide(lab::Lab& lab, lab::ReplaceWeights target) {
  if (gesture_ != Gesture::kNone) finish(lab);
  const auto filter = lab::filter_at(lab.document(), target.filter);
  if (!filter || filter->weights.size() != target.weights.size()) return;
  gesture_ = Gesture::kGlide;
  glide_ = std::move(target);
  glide_from_ = filter->weights;
  last_event_s_ = ImGui::GetTime();
  preview(lab);
}

void Stage::preview(lab::Lab& lab) const {
  if (gesture_ == Gesture::kMute) return lab.preview(muting_);
  if (gesture_ != Gesture::kGlide) return lab.preview(edits_);
  const double elapsed = std::clamp((ImGui::GetTime() - last_event_s_) / kGlide_s, 0.0, 1.0);
  const auto share = static_cast<float>(elapsed * elapsed * (3 - 2 * elapsed));
  lab::ReplaceWeights between = glide_;
  for (std::size_t i = 0; i < glide_from_.size(); ++i) {
    between.weights[i] = glide_from_[i] + share * (glide_.weights[i] - glide_from_[i]);
  }
  lab.preview(between);
}

void Stage::finish(lab::Lab& lab) {
  const Gesture ended = std::exchange(gesture_, Gesture::kNone);
  if (ended == Gesture::kMute) {
    lab.commit(muting_);
  } else if (ended == Gesture::kGlide) {
    lab.commit(glide_);
  } else {
    lab.commit(edits_);
    edits_.edits.clear();
  }
}

void Stage::pick(lab::Lab& lab, Cell cell) const {
  const lab::Filter filter = lab.staged_filter();
  const std::vector<int> channels = written_channels(lab.view(), filter);
  if (channels.empty()) return;
  lab.view().brush.value = filter.at(cell.row, cell.column, channels.front());
  lab.view().brush.tool = lab::Tool::kPaint;
}

void Stage::begin_typing(lab::Lab& lab, Cell cell) {
  // What the first click painted was only the way here.
  if (gesture_ == Gesture::kClick) {
    gesture_ = Gesture::kNone;
    lab.cancel_preview();
  } else if (gesture_ != Gesture::kNone) {
    finish(lab);
  }
  const lab::FilterRef shown = lab.staged();
  const lab::Filter filter = lab.staged_filter();
  const std::vector<int> channels = written_channels(lab.view(), filter);
  if (channels.empty()) return;
  typing_ = Typing{shown, cell, filter.at(cell.row, cell.column, channels.front())};
}

}  // namespace convlens::ui

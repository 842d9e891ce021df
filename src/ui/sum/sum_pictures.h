#pragma once

#include <imgui_internal.h>

#include <optional>
#include <string>

#include "lab/shown/arithmetic.h"
#include "ui/kit/context.h"

// The window of the input, the weights and their products as grids of cells.
namespace convlens::ui {

// What a grid's cells stand for.
enum class SumPart { kInput, kWeight, kProduct };
inline constexpr SumPart kSumParts[] = {SumPart::kInput, SumPart::kWeight, SumPart::kProduct};

// All channels in one grid: the input in its colours, the mean weight, the sum of the products.
inline constexpr int kAllChannels = -1;

// What the colours of the three grids span.
struct SumScales {
  float weight = 1e-6f;   // the largest one
  float product = 1e-6f;  // the largest one
  float all = 1e-6f;      // the largest sum over the channels of a cell
  ValueRange input;
};

SumScales sum_scales(const lab::CellArithmetic& cell, ValueRange input);

// A row and column of the window.
struct SumPlace {
  int row = 0;
  int column = 0;

  friend bool operator==(const SumPlace&, const SumPlace&) = default;
};

// A grid on the screen. Its cells are squares of `cell_px`, or as high as `cell_height_px` says.
struct SumGrid {
  const lab::CellArithmetic& cell;
  SumPart part = SumPart::kInput;
  int channel = kAllChannels;
  ImVec2 min;
  ImVec2 cell_px;

  ImRect box() const;
  ImRect at(SumPlace place) const;
  // The cell under the pointer.
  std::optional<SumPlace> pointed() const;
};

void draw_grid(const PanelContext& context, const SumGrid& grid, const SumScales& scales);
// The same with its numbers in it.
void draw_number_grid(const PanelContext& context, const SumGrid& grid, const SumScales& scales);

// "input", "weights", "products"
Text name_of(SumPart part);

}  // namespace convlens::ui

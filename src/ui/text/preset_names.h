#pragma once

#include <iterator>

#include "lab/document/presets.h"
#include "ui/text/text.h"

namespace convlens::ui {

// What a preset is called, and, in English, the filter that is made from it.
inline constexpr struct {
  lab::Preset preset = {};
  Text text;
} kPresetNames[] = {
    {lab::Preset::kVerticalLine, tr("Vertical line")},
    {lab::Preset::kHorizontalLine, tr("Horizontal line")},
    {lab::Preset::kIdentity, tr("Identity")},
    {lab::Preset::kBox, tr("Box blur")},
    {lab::Preset::kGaussian, tr("Gaussian blur")},
    {lab::Preset::kSobelX, tr("Sobel, left to right")},
    {lab::Preset::kSobelY, tr("Sobel, top to bottom")},
    {lab::Preset::kScharrX, tr("Scharr, left to right")},
    {lab::Preset::kScharrY, tr("Scharr, top to bottom")},
    {lab::Preset::kLaplacian, tr("Laplacian")},
    {lab::Preset::kSharpen, tr("Sharpen")},
    {lab::Preset::kEmboss, tr("Emboss")},
    {lab::Preset::kRedGreen, tr("Red minus green")},
    {lab::Preset::kBlueYellow, tr("Blue minus yellow")},
    {lab::Preset::kZero, tr("All zero")},
};
static_assert(std::size(kPresetNames) == lab::kPresets.size());

}  // namespace convlens::ui

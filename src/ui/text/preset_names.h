#pragma once

#include <iterator>

#include "lab/document/presets.h"
#include "ui/text/text.h"

namespace convlens::ui {

// What a preset is called, and, in English, the filter that is made from it.
inline constexpr struct {
  lab::Preset preset;
  Text text;
} kPresetNames[] = {
    {lab::Preset::kVerticalLine, Text::kVerticalLine},
    {lab::Preset::kHorizontalLine, Text::kHorizontalLine},
    {lab::Preset::kIdentity, Text::kIdentity},
    {lab::Preset::kBox, Text::kBox},
    {lab::Preset::kGaussian, Text::kGaussian},
    {lab::Preset::kSobelX, Text::kSobelX},
    {lab::Preset::kSobelY, Text::kSobelY},
    {lab::Preset::kScharrX, Text::kScharrX},
    {lab::Preset::kScharrY, Text::kScharrY},
    {lab::Preset::kLaplacian, Text::kLaplacian},
    {lab::Preset::kSharpen, Text::kSharpen},
    {lab::Preset::kEmboss, Text::kEmboss},
    {lab::Preset::kRedGreen, Text::kRedGreen},
    {lab::Preset::kBlueYellow, Text::kBlueYellow},
    {lab::Preset::kZero, Text::kClear},
};
static_assert(std::size(kPresetNames) == lab::kPresets.size());

}  // namespace convlens::ui

#pragma once

#include "lab/view.h"

namespace convlens::ui {

// Every word that the window shows, in both languages. Shapes and numbers are formatted by the
// panels and are the same in both.
enum class Text {
  kInput,
  kFilter,
  kMaps,
  kHintTitle,
  kHintBody,
  kHintDoneTitle,
  kHintDoneBody,
  kHintClose,
  kUndo,
  kRedo,
  kDarkPage,
  kLightPage,
  kOtherLanguage,
  kResetLayout,
  kColor,
  kRed,
  kGreen,
  kBlue,
  kBrush,
  kErase,
  kFlipSign,
  kWrites,
  kSum,
  kSumZero,
  kSumPositive,
  kSumNegative,
  kScale,
  kVerticalLine,
  kHorizontalLine,
  kIdentity,
  kBox,
  kGaussian,
  kSobelX,
  kSobelY,
  kScharrX,
  kScharrY,
  kLaplacian,
  kSharpen,
  kEmboss,
  kRedGreen,
  kBlueYellow,
  kClear,
  kPresets,
  kChoose,
  kBalance,
  kColormap,
  kSharedRange,
  kNextPicture,
  kNextFilter,
  kCenterCrop,
  kRescaling,
  kChain,
  kPicture,
  kDismiss,
  kBeforeActivation,
  kAfterRelu,
  kStageHelp,
  kConv,
  kFrame,
  kStep,
  kCount,
};

const char* translate(Text text, lab::Language language);

// What a control is for, shown when the pointer rests on it.
const char* tooltip(Text text, lab::Language language);

}  // namespace convlens::ui

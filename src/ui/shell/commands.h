#pragma once

#include <span>

#include "ui/kit/context.h"

namespace convlens::ui {

// What can be done by name. Keys, the palette, the menus, the bars and the overlay of all keys read
// one table of it.
enum class Action {
  kUndo,
  kRedo,
  kCopyFilter,
  kPaste,
  kFlipSign,
  kErase,
  kMute,
  kSolo,
  kNextFilter,
  kStageColor,
  kStageRed,
  kStageGreen,
  kStageBlue,
  kNextPicture,
  kPreviousInFolder,
  kNextInFolder,
  kRunFilm,
  kFilmBack,
  kFilmOn,
  kSharedRange,
  kDifference,
  kPinRanges,
  kLastChange,
  kOverlay,
  kZoomIn,
  kZoomOut,
  kShowAll,
  kSweep,
  kPreviousCell,
  kNextCell,
  kUnpin,
  kKeepA,
  kKeepB,
  kShowA,
  kShowB,
  kFlipSnapshot,
  kNextWorkspace,
  kLargerTexts,
  kSmallerTexts,
  kTextsAsUsual,
  kPresent,
  kPalette,
  kHelp,
  kOpenPicture,
  kAddPicture,
  kOpenNetwork,
  kOpenFilters,
  kSaveFilters,
  kCopyBench,
  kSavePython,
  kSaveMaps,
  kSaveNetwork,
  kOpenTestSet,
  kOpenLesson,
  kSaveAnswers,
  kSpeaker,
  kSaveWindow,
  kCopyWindow,
  kRecord,
  kPauseRecording,
  kStopRecording,
  kCancelRecording,
  kNewSession,
  kOpenSession,
  kSaveSession,
  kSaveSessionAs,
  kInputPictures,
  kInputHistory,
  kInputLog,
  kFilterBrush,
  kFilterWhole,
  kFilterAll,
  kBalance,
  kRename,
  kMapsBeside,
  kMapsMine,
  kRelu,
  kMapsFigures,
  kMapsMeasures,
  kMeasureLine,
  kMeasureFrequencies,
  kMeasurePooling,
  kNetworkFlow,
  kNetworkOneLayer,
  kNetworkWeights,
  kNetworkTable,
  kBrowseTestSet,
  kSumOverview,
  kSumChannels,
  kSumNumbers,
  kLight,
  kDark,
  kEnglish,
  kKorean,
  kOnProcessor,
  kOnGpu,
  kAllCores,
  kOneCore,
  kResetLayout,
  kCount,
};

// What stands together where commands are listed.
enum class CommandGroup {
  kEdit,
  kStage,
  kMaps,
  kPicture,
  kArithmetic,
  kWindow,
  kFile,
  kInput,
  kFilter,
  kCell,
  kNetwork,
  kCount,
};
Text group_title(CommandGroup group);

struct WindowCommand {
  Action action = {};
  CommandGroup group = {};
  Text does;  // in a few words
  void (*perform)(const PanelContext& context) = nullptr;
  // Why it cannot be done now; an empty text where it can. None: it always can.
  Text (*why_not)(const lab::Lab& lab) = nullptr;
  bool repeats = false;  // goes on while its key is down
  Text also = {};        // what it leads to, found by name too
};
// One for each action, in their order.
std::span<const WindowCommand> window_commands();
const WindowCommand& command_of(Action action);

// Why it cannot be done now; an empty text where it can.
Text why_not(Action action, const PanelContext& context);
// Nothing where it cannot be done.
void perform(Action action, const PanelContext& context);

// A session of late; why it cannot be opened is reported.
void open_session(const PanelContext& context, const std::string& path);

}  // namespace convlens::ui

#include "ui/shell/commands.h"

#include <array>
#include <memory>

#include "lab/document/presets.h"
#include "lab/shown/map_ranges.h"
#include "lab/shown/sweep.h"
#include "ui/kit/widgets.h"
#include "ui/shell/clipboard.h"
#include "ui/shell/interface_scale.h"

namespace convlens::ui {
namespace {

void cycle(std::size_t& index, std::size_t count) { index = (index + 1) % count; }

void toggle(bool& flag) { flag = !flag; }

void toggle_tool(const PanelContext& context, lab::Tool tool) {
  lab::Tool& held = context.lab.view().brush.tool;
  held = held == tool ? lab::Tool::kPaint : tool;
}

void next_workspace(const PanelContext& context) {
  lab::Workspace& workspace = context.lab.view().workspace;
  workspace =
      workspace == lab::Workspace::kBench ? lab::Workspace::kNetwork : lab::Workspace::kBench;
}

void unpin(const PanelContext& context) {
  context.lab.view().pinned.reset();
  context.lab.view().pinned_cell.reset();
  context.lab.view().sweep.reset();
}

void toggle_pinned_ranges(const PanelContext& context) {
  auto& pinned = context.lab.view().ranges.pinned;
  pinned = pinned ? std::nullopt : std::optional(lab::ranges_to_pin(context.lab));
}

void present(const PanelContext& context) {
  lab::View& view = context.lab.view();
  lab::set_present(view, !view.present);
}

template <int kStep>
void leaf(const PanelContext& context) {
  const Status done = context.files.leaf(context.lab, kStep);
  if (!done) context.lab.report(done.error());
}

template <int kSteps>
void zoom_maps(const PanelContext& context) {
  const lab::CropSize crop = context.lab.document().crop_size;
  lab::Zoom& zoom = context.lab.view().map_zoom;
  zoom = lab::zoomed_by(zoom, kSteps, crop.height / 2.0, crop.width / 2.0);
}

// Something of the view, whatever it was before.
template <auto kMember, auto kValue>
void set(const PanelContext& context) {
  context.lab.view().*kMember = kValue;
}

// The same of a column of the bench, which is shown then.
template <auto kMember, auto kValue>
void show(const PanelContext& context) {
  set<kMember, kValue>(context);
  context.lab.view().workspace = lab::Workspace::kBench;
}

template <lab::Measure kMeasure>
void measure(const PanelContext& context) {
  context.lab.view().measure = kMeasure;
  show<&lab::Shown::maps_tab, lab::MapsTab::kMeasures>(context);
}

template <lab::NetworkTab kTab>
void network(const PanelContext& context) {
  set<&lab::Shown::network_tab, kTab>(context);
  context.lab.view().workspace = lab::Workspace::kNetwork;
}

template <lab::ConvEngine kEngine>
void convolve_on(const PanelContext& context) {
  context.lab.view().computing.engine = kEngine;
}

template <int kThreads>
void use_threads(const PanelContext& context) {
  context.lab.view().computing.threads = kThreads;
}

template <auto kMember>
void flip(const PanelContext& context) {
  toggle(context.lab.view().*kMember);
}

template <FilePurpose kPurpose>
void ask_for_file(const PanelContext& context) {
  context.file_request = kPurpose;
}

template <int kFrames>
void step_film(const PanelContext& context) {
  lab::Film& film = *context.lab.film(context.lab.view().source);
  lab::step_frames(film, kFrames);
  context.frames.request_frame(0);
}

Text no_film(const lab::Lab& lab) {
  return lab.film(lab.view().source) != nullptr ? Text{} : tr("the chosen picture does not move");
}

// Of a camera, no frame comes again.
Text no_frames(const lab::Lab& lab) {
  const lab::Film* film = lab.film(lab.view().source);
  return film != nullptr && !film->live ? Text{} : tr("the chosen picture is no video");
}

// Into the file that it is in, or else into one that is asked for.
void save_session(const PanelContext& context) {
  if (context.lab.view().file.path.empty()) {
    return ask_for_file<FilePurpose::kSaveSession>(context);
  }
  const Status started = context.files.save_session(context.lab);
  if (!started) context.lab.report(started.error());
}

template <std::size_t kSlot>
void keep_snapshot(const PanelContext& context) {
  context.lab.view().snapshots[kSlot] =
      std::make_shared<const lab::Document>(context.lab.document());
}

template <std::size_t kSlot>
void show_snapshot(const PanelContext& context) {
  context.lab.commit(
      lab::ShowSnapshot{kSlot == 0 ? 'A' : 'B', context.lab.view().snapshots[kSlot]});
}

template <std::size_t kSlot>
Text nothing_kept(const lab::Lab& lab) {
  return lab.view().snapshots[kSlot] ? Text{} : tr("nothing was kept there yet");
}

Text nothing_to_flip(const lab::Lab& lab) {
  const lab::Snapshots& kept = lab.view().snapshots;
  return kept[0] && kept[1] ? Text{} : tr("A and B are not both kept yet");
}

Text nothing_to_undo(const lab::Lab& lab) {
  return lab.history().can_undo() ? Text{} : tr("there is no step to take back");
}

Text nothing_to_redo(const lab::Lab& lab) {
  return lab.history().can_redo() ? Text{} : tr("no step was taken back");
}

Text trained_staged(const lab::Lab& lab) {
  return lab.staged().is_mine() ? Text{} : tr("only filters of my own have names to give");
}

Text no_network(const lab::Lab& lab) {
  return lab.has_network() ? Text{} : tr("No trained network is open");
}

Text no_test_set(const lab::Lab& lab) {
  const auto& network = lab.document().network;
  const bool known = network && network->test_set && !network->test_set->is_samples();
  return known ? Text{} : tr("no test set is known");
}

void browse_test_set(const PanelContext& context) {
  context.lab.view().workspace = lab::Workspace::kNetwork;
  context.lab.view().show_test_set = true;
}

Text nothing_pinned(const lab::Lab& lab) {
  const lab::View& view = lab.view();
  return view.pinned || view.pinned_cell ? Text{} : tr("no cell is pinned");
}

Text no_trained_map(const lab::Lab& lab) {
  const lab::View& view = lab.view();
  const bool possible = view.show_difference || lab.partner(view.filter);
  return possible ? Text{} : tr("no trained map stands beside it");
}

Text one_picture(const lab::Lab& lab) {
  return lab.document().sources.size() > 1 ? Text{} : tr("there is one picture alone");
}

Text one_filter(const lab::Lab& lab) {
  return lab.document().filters.size() > 1 ? Text{} : tr("there is one filter alone");
}

Text not_enlarged(const lab::Lab& lab) {
  return lab.view().map_zoom == lab::Zoom{} ? tr("all of them is shown") : Text{};
}

Text no_lesson(const lab::Lab& lab) {
  return lab.view().lesson ? Text{} : tr("no lesson is begun");
}

Text recording_already(const lab::Lab& lab) {
  const bool none = lab.view().recording == lab::RecordingStage::kNone;
  return none ? Text{} : tr("a recording goes on already");
}

Text not_recording(const lab::Lab& lab) {
  const lab::RecordingStage stage = lab.view().recording;
  const bool goes_on =
      stage == lab::RecordingStage::kRunning || stage == lab::RecordingStage::kPaused;
  return goes_on ? Text{} : tr("nothing is being recorded");
}

// The rows are short where a name of theirs says what they do.
using G = CommandGroup;
using A = Action;
using S = lab::Shown;
using P = lab::Preferences;

constexpr std::array
    kCommands{
        WindowCommand{A::kUndo, G::kEdit, tr("Undo the last step"),
                      [](const PanelContext& context) { context.lab.undo(); }, nothing_to_undo,
                      true},
        WindowCommand{A::kRedo, G::kEdit, tr("Redo it"),
                      [](const PanelContext& context) { context.lab.redo(); }, nothing_to_redo,
                      true},
        WindowCommand{A::kCopyFilter, G::kEdit, tr("Copy the filter"),
                      [](const PanelContext& context) { copy_filter(context.lab); }},
        WindowCommand{A::kPaste, G::kEdit, tr("Paste filters, a picture"),
                      [](const PanelContext& context) { paste(context.lab, context.files); }},
        WindowCommand{A::kFlipSign, G::kStage, tr("Flip the brush's sign"),
                      [](const PanelContext& context) {
                        lab::Brush& brush = context.lab.view().brush;
                        brush.value = -brush.value;
                      }},
        WindowCommand{A::kErase, G::kStage, tr("Eraser"),
                      [](const PanelContext& context) { toggle_tool(context, lab::Tool::kErase); }},
        WindowCommand{A::kMute, G::kStage, tr("Mute weights"),
                      [](const PanelContext& context) { toggle_tool(context, lab::Tool::kMute); }},
        WindowCommand{A::kSolo, G::kStage, tr("Hear one weight alone"),
                      [](const PanelContext& context) { toggle_tool(context, lab::Tool::kSolo); }},
        WindowCommand{A::kNextFilter, G::kStage, tr("Next filter"),
                      [](const PanelContext& context) {
                        cycle(context.lab.view().filter, context.lab.document().filters.size());
                      },
                      one_filter},
        WindowCommand{A::kStageColor, G::kStage, tr("All planes in colour"),
                      set<&S::plane, lab::StagePlane::kComposite>},
        WindowCommand{A::kStageRed, G::kStage, tr("Red plane"),
                      set<&S::plane, lab::StagePlane::kRed>},
        WindowCommand{A::kStageGreen, G::kStage, tr("Green plane"),
                      set<&S::plane, lab::StagePlane::kGreen>},
        WindowCommand{A::kStageBlue, G::kStage, tr("Blue plane"),
                      set<&S::plane, lab::StagePlane::kBlue>},
        WindowCommand{A::kNextPicture, G::kPicture, tr("Next picture"),
                      [](const PanelContext& context) {
                        cycle(context.lab.view().source, context.lab.document().sources.size());
                      },
                      one_picture},
        WindowCommand{A::kPreviousInFolder, G::kPicture, tr("Before it in its folder"), leaf<-1>,
                      nullptr, true},
        WindowCommand{A::kNextInFolder, G::kPicture, tr("Next in its folder"), leaf<1>, nullptr,
                      true},
        WindowCommand{A::kRunFilm, G::kPicture, tr("Run, pause the video"),
                      [](const PanelContext& context) {
                        lab::Film& film = *context.lab.film(context.lab.view().source);
                        lab::set_running(film, !film.runs);
                        context.frames.request_frame(0);
                      },
                      no_film},
        WindowCommand{A::kFilmBack, G::kPicture, tr("Video: one frame back"), step_film<-1>,
                      no_frames, true},
        WindowCommand{A::kFilmOn, G::kPicture, tr("Video: one frame on"), step_film<1>, no_frames,
                      true},
        WindowCommand{A::kSharedRange, G::kMaps, tr("One range for all"),
                      [](const PanelContext& context) {
                        lab::RangeChoice& ranges = context.lab.view().ranges;
                        ranges.shared = ranges.pinned ? true : !ranges.shared;
                        ranges.pinned.reset();
                      }},
        WindowCommand{A::kDifference, G::kMaps, tr("Mine less trained"), flip<&S::show_difference>,
                      no_trained_map},
        WindowCommand{A::kPinRanges, G::kMaps, tr("Pin the ranges"), toggle_pinned_ranges},
        WindowCommand{A::kLastChange, G::kMaps, tr("Change by the last step"),
                      flip<&S::show_change>},
        WindowCommand{A::kOverlay, G::kMaps, tr("Maps over the crop"), flip<&S::overlay>},
        WindowCommand{A::kZoomIn, G::kMaps, tr("Enlarge all maps"), zoom_maps<1>, nullptr, true},
        WindowCommand{A::kZoomOut, G::kMaps, tr("Make all maps smaller"), zoom_maps<-1>,
                      not_enlarged, true},
        WindowCommand{A::kShowAll, G::kMaps, tr("Show all of the maps"),
                      [](const PanelContext& context) { context.lab.view().map_zoom = {}; },
                      not_enlarged},
        WindowCommand{A::kSweep, G::kArithmetic, tr("Play, pause"),
                      [](const PanelContext& context) { lab::toggle_sweep(context.lab); }},
        WindowCommand{A::kPreviousCell, G::kArithmetic, tr("One cell back"),
                      [](const PanelContext& context) { lab::step_cell(context.lab, -1); }, nullptr,
                      true},
        WindowCommand{A::kNextCell, G::kArithmetic, tr("One cell on"),
                      [](const PanelContext& context) { lab::step_cell(context.lab, 1); }, nullptr,
                      true},
        WindowCommand{A::kUnpin, G::kArithmetic, tr("Let the cell go"), unpin, nothing_pinned},
        WindowCommand{A::kKeepA, G::kEdit, tr("Keep the bench as A"), keep_snapshot<0>},
        WindowCommand{A::kKeepB, G::kEdit, tr("Keep the bench as B"), keep_snapshot<1>},
        WindowCommand{A::kShowA, G::kEdit, tr("Show snapshot A"), show_snapshot<0>,
                      nothing_kept<0>},
        WindowCommand{A::kShowB, G::kEdit, tr("Show snapshot B"), show_snapshot<1>,
                      nothing_kept<1>},
        WindowCommand{A::kFlipSnapshot, G::kEdit, tr("Flip between A and B"),
                      [](const PanelContext& context) {
                        const auto& kept = context.lab.view().snapshots[0];
                        const bool at_a = lab::has_same_bench(*kept, context.lab.document());
                        at_a ? show_snapshot<1>(context) : show_snapshot<0>(context);
                      },
                      nothing_to_flip},
        WindowCommand{A::kNextWorkspace, G::kWindow, tr("Bench, network"), next_workspace},
        WindowCommand{A::kLargerTexts, G::kWindow, tr("Larger texts"),
                      [](const PanelContext& context) { step_interface_scale(context, 1); },
                      nullptr, true},
        WindowCommand{A::kSmallerTexts, G::kWindow, tr("Smaller texts"),
                      [](const PanelContext& context) { step_interface_scale(context, -1); },
                      nullptr, true},
        WindowCommand{A::kTextsAsUsual, G::kWindow, tr("Texts as usual"),
                      [](const PanelContext& context) {
                        lab::View& view = context.lab.view();
                        (view.present ? view.present_scale : view.interface_scale) = 1.0f;
                      }},
        WindowCommand{A::kPresent, G::kWindow, tr("Present: full screen, large"), present},
        WindowCommand{A::kPalette, G::kWindow, tr("Everything by name"),
                      set<&S::show_palette, true>},
        WindowCommand{A::kHelp, G::kWindow, tr("All keys"), flip<&S::show_help>},
        WindowCommand{A::kOpenPicture, G::kFile, tr("Open a picture"),
                      ask_for_file<FilePurpose::kOpenPicture>},
        WindowCommand{A::kAddPicture, G::kFile, tr("Add a picture"),
                      ask_for_file<FilePurpose::kAddPicture>},
        WindowCommand{A::kOpenNetwork, G::kFile, tr("Open a network"),
                      ask_for_file<FilePurpose::kOpenNetwork>},
        WindowCommand{A::kOpenFilters, G::kFile, tr("Open filters"),
                      ask_for_file<FilePurpose::kOpenFilters>},
        WindowCommand{A::kSaveFilters, G::kFile, tr("Save filters"),
                      ask_for_file<FilePurpose::kSaveFilters>},
        WindowCommand{A::kCopyBench, G::kFile, tr("Copy the bench as text"),
                      [](const PanelContext& context) {
                        const std::string text = context.files.bench_text(context.lab);
                        copy_text(context.lab, text,
                                  phrase("copied the bench, {} characters: paste them anywhere",
                                         text.size()));
                      }},
        WindowCommand{A::kSavePython, G::kFile, tr("Export as Python"),
                      ask_for_file<FilePurpose::kSavePython>, nullptr, false,
                      tr("a script of NumPy and Keras that gives the same maps")},
        WindowCommand{A::kSaveMaps, G::kFile, tr("Save all my maps: .npy, .npz, .csv"),
                      ask_for_file<FilePurpose::kSaveMaps>},
        WindowCommand{A::kSaveNetwork, G::kFile, tr("Save the network as .keras"),
                      ask_for_file<FilePurpose::kSaveNetwork>, no_network},
        WindowCommand{A::kOpenTestSet, G::kFile, tr("Open a test set"),
                      ask_for_file<FilePurpose::kOpenTestSet>, no_network},
        WindowCommand{A::kOpenLesson, G::kFile, tr("Open a lesson"),
                      ask_for_file<FilePurpose::kOpenLesson>, nullptr, false,
                      tr("a Markdown file that somebody wrote")},
        WindowCommand{A::kSaveAnswers, G::kFile, tr("Save the answers as CSV"),
                      ask_for_file<FilePurpose::kSaveAnswers>, nullptr, false,
                      tr("what was answered in lessons on this machine")},
        WindowCommand{A::kSpeaker, G::kWindow, tr("The speaker's notes, in a window"),
                      flip<&S::show_speaker>, no_lesson, false,
                      tr("notes, right answers and a clock, for another screen")},
        WindowCommand{
            A::kSaveWindow, G::kFile, tr("Save the window as a picture"),
            [](const PanelContext& context) { context.lab.view().frame_picture.emplace(); }},
        WindowCommand{A::kCopyWindow, G::kFile, tr("Copy the window as a picture"),
                      [](const PanelContext& context) {
                        context.lab.view().frame_picture = lab::FramePicture{{}, 1, true, {}};
                      }},
        WindowCommand{A::kRecord, G::kFile, tr("Record what is shown"),
                      set<&S::show_recording, true>, recording_already, false,
                      tr("GIF, MP4 and WebM of window, maps, stage or sum")},
        WindowCommand{A::kPauseRecording, G::kFile, tr("Pause the recording, go on"),
                      [](const PanelContext& context) {
                        const auto stage = context.lab.view().recording;
                        context.recorder.pause(stage == lab::RecordingStage::kRunning);
                      },
                      not_recording},
        WindowCommand{A::kStopRecording, G::kFile, tr("End the recording and save it"),
                      [](const PanelContext& context) { context.recorder.stop(); }, not_recording},
        WindowCommand{A::kCancelRecording, G::kFile, tr("Throw the recording away"),
                      [](const PanelContext& context) { context.recorder.cancel(); },
                      not_recording},
        WindowCommand{A::kNewSession, G::kFile, tr("New session"),
                      [](const PanelContext& context) {
                        const Status begun = context.files.begin_anew(context.lab);
                        if (!begun) context.lab.report(begun.error());
                      }},
        WindowCommand{A::kOpenSession, G::kFile, tr("Open a session"),
                      ask_for_file<FilePurpose::kOpenSession>},
        WindowCommand{A::kSaveSession, G::kFile, tr("Save the session"), save_session},
        WindowCommand{A::kSaveSessionAs, G::kFile, tr("Save the session as"),
                      ask_for_file<FilePurpose::kSaveSession>},
        WindowCommand{A::kInputPictures, G::kInput, tr("Pictures"),
                      show<&S::input_tab, lab::InputTab::kPictures>},
        WindowCommand{A::kInputHistory, G::kInput, tr("History"),
                      show<&S::input_tab, lab::InputTab::kHistory>},
        WindowCommand{A::kInputLog, G::kInput, tr("Log"), show<&S::input_tab, lab::InputTab::kLog>},
        WindowCommand{A::kFilterBrush, G::kFilter, tr("Brush"),
                      show<&S::filter_tab, lab::FilterTab::kBrush>},
        WindowCommand{A::kFilterWhole, G::kFilter, tr("Whole filter"),
                      show<&S::filter_tab, lab::FilterTab::kWhole>, nullptr, false,
                      tr("bias, turn, negate, blur, normalise, shift, random, Gabor, locks")},
        WindowCommand{A::kFilterAll, G::kFilter, tr("All filters"),
                      show<&S::filter_tab, lab::FilterTab::kAll>, nullptr, false,
                      tr("size, channels, stride, dilation, padding, text, files")},
        WindowCommand{
            A::kBalance, G::kFilter, tr("Balance: weights add up to 0"),
            [](const PanelContext& context) {
              const lab::Filter& filter = context.lab.staged_filter();
              context.lab.commit(lab::ReplaceWeights{context.lab.staged(), lab::balanced(filter)});
            }},
        WindowCommand{A::kRename, G::kFilter, tr("Rename the filter"), flip<&S::rename_filter>,
                      trained_staged},
        WindowCommand{A::kMapsBeside, G::kMaps, tr("Beside trained"),
                      show<&S::maps_tab, lab::MapsTab::kPairs>},
        WindowCommand{A::kMapsMine, G::kMaps, tr("All my maps"),
                      show<&S::maps_tab, lab::MapsTab::kMine>},
        WindowCommand{A::kRelu, G::kMaps, tr("After ReLU, or before"),
                      [](const PanelContext& context) {
                        const bool relu =
                            context.lab.document().conv.activation == conv::Activation::kRelu;
                        context.lab.commit(lab::SetActivation{relu ? conv::Activation::kNone
                                                                   : conv::Activation::kRelu});
                      }},
        WindowCommand{A::kMapsFigures, G::kMaps, tr("Figures"),
                      show<&S::maps_tab, lab::MapsTab::kFigures>},
        WindowCommand{A::kMapsMeasures, G::kMaps, tr("Measures"),
                      show<&S::maps_tab, lab::MapsTab::kMeasures>},
        WindowCommand{A::kMeasureLine, G::kMaps, tr("Along a line"), measure<lab::Measure::kLine>},
        WindowCommand{A::kMeasureFrequencies, G::kMaps, tr("Frequencies"),
                      measure<lab::Measure::kFrequencies>},
        WindowCommand{A::kMeasurePooling, G::kMaps, tr("After pooling"),
                      measure<lab::Measure::kPooling>},
        WindowCommand{A::kNetworkFlow, G::kNetwork, tr("All layers, with the flow"),
                      network<lab::NetworkTab::kFlow>, no_network},
        WindowCommand{A::kNetworkOneLayer, G::kNetwork, tr("One layer"),
                      network<lab::NetworkTab::kOneLayer>, no_network},
        WindowCommand{A::kNetworkWeights, G::kNetwork, tr("A layer's weights"),
                      network<lab::NetworkTab::kWeights>, no_network},
        WindowCommand{A::kNetworkTable, G::kNetwork, tr("The table of layers"),
                      network<lab::NetworkTab::kTable>, no_network},
        WindowCommand{A::kBrowseTestSet, G::kNetwork, tr("Browse the test set"), browse_test_set,
                      no_test_set},
        WindowCommand{A::kSumOverview, G::kCell, tr("Overview"),
                      show<&S::sum_depth, lab::SumDepth::kOverview>},
        WindowCommand{A::kSumChannels, G::kCell, tr("Channels"),
                      show<&S::sum_depth, lab::SumDepth::kChannels>},
        WindowCommand{A::kSumNumbers, G::kCell, tr("Numbers"),
                      show<&S::sum_depth, lab::SumDepth::kNumbers>},
        WindowCommand{A::kLight, G::kWindow, tr("Light"), set<&P::theme, lab::Theme::kLight>},
        WindowCommand{A::kDark, G::kWindow, tr("Dark"), set<&P::theme, lab::Theme::kDark>},
        // Each in its own words, whatever the window speaks.
        WindowCommand{
            A::kEnglish, G::kWindow, {"English"}, set<&P::language, lab::Language::kEnglish>},
        WindowCommand{
            A::kKorean, G::kWindow, {"한국어"}, set<&P::language, lab::Language::kKorean>},
        WindowCommand{A::kOnProcessor, G::kWindow, tr("Convolve on the processor"),
                      convolve_on<lab::ConvEngine::kProcessor>},
        WindowCommand{A::kOnGpu, G::kWindow, tr("Convolve on the graphics processor"),
                      convolve_on<lab::ConvEngine::kGpu>},
        WindowCommand{A::kAllCores, G::kWindow, tr("Use all cores"), use_threads<0>},
        WindowCommand{A::kOneCore, G::kWindow, tr("Use one core"), use_threads<1>},
        WindowCommand{A::kResetLayout, G::kWindow, tr("Reset layout"), set<&S::reset_layout, true>},
    };

constexpr bool in_order() {
  for (std::size_t i = 0; i < kCommands.size(); ++i) {
    if (static_cast<std::size_t>(kCommands[i].action) != i) return false;
  }
  return kCommands.size() == static_cast<std::size_t>(Action::kCount);
}
static_assert(in_order(), "every command stands in the table where its enumerator is");

constexpr std::array<Text, static_cast<std::size_t>(CommandGroup::kCount)> kTitles{{
    tr("Edit"),
    tr("Stage"),
    tr("Maps"),
    tr("Picture"),
    tr("Arithmetic"),
    tr("Window"),
    tr("File"),
    tr("Input"),
    tr("Filter"),
    tr("This cell"),
    tr("Network"),
}};

}  // namespace

Text group_title(CommandGroup group) { return kTitles[static_cast<std::size_t>(group)]; }

std::span<const WindowCommand> window_commands() { return kCommands; }

const WindowCommand& command_of(Action action) {
  return kCommands[static_cast<std::size_t>(action)];
}

void open_session(const PanelContext& context, const std::string& path) {
  const Status started = context.files.open_session(context.lab, path);
  if (!started) context.lab.report(started.error());
}

Text why_not(Action action, const PanelContext& context) {
  const auto reason = command_of(action).why_not;
  return reason == nullptr ? Text{} : reason(context.lab);
}

void perform(Action action, const PanelContext& context) {
  if (why_not(action, context).english == nullptr) command_of(action).perform(context);
}

}  // namespace convlens::ui

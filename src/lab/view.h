#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/colormap.h"
#include "core/phrase.h"
#include "lab/document/placement.h"
#include "lab/language.h"
#include "lab/map_id.h"
#include "lab/picture_of.h"
#include "lab/pictures/canvas.h"
#include "lab/zoom.h"

namespace convlens::lab {

enum class Theme { kLight, kDark };

// What the stage shows large: all three planes as one colour picture, or one signed plane.
enum class StagePlane { kComposite = -1, kRed = 0, kGreen = 1, kBlue = 2 };

// What a drag over the stage does to the weights: write the brush's value, write 0, leave them out
// of the convolution or take them back in, or leave out all others.
enum class Tool { kPaint, kErase, kMute, kSolo };

struct Brush {
  float value = -1.0f;
  Tool tool = Tool::kPaint;
  std::array<bool, 3> channels{true, true, true};  // which planes it writes: red, green, blue
  bool mirror_x = false;                           // what it does left, it does right, too
  bool mirror_y = false;                           // the same for top and bottom

  float written_value() const { return tool == Tool::kErase ? 0.0f : value; }
  friend bool operator==(const Brush&, const Brush&) = default;
};

// What draws on pictures that are canvases, and the canvases and stamps that come next.
struct CanvasTools {
  CanvasBrush brush;
  bool draws = true;  // a drag over the picture draws; else it moves the crop
  bool on_white = false;
  int height = 28;  // as Fashion-MNIST's pictures
  int width = 28;
  Stamp stamp;
  std::shared_ptr<const Image> drawn_on = {};  // the paper that was seen last
};

// The two arrangements of the window: filters, or a whole network.
enum class Workspace { kBench, kNetwork };

// The parts of the Filter column under the stage: the brush, what is done to the whole filter on
// the stage, and to all of mine.
enum class FilterTab { kBrush, kWhole, kAll };

// What stands in the bench's Input column: the pictures, every step so far, or what was opened and
// what went wrong.
enum class InputTab { kPictures, kHistory, kLog };

// What stands in the Maps column: my maps beside the trained ones, all of mine, the notebook's
// figures, or how the maps' values are distributed.
enum class MapsTab { kPairs, kMine, kFigures, kMeasures };

// What is measured: how values are distributed, along a line, which frequencies there are, or what
// pooling leaves.
enum class Measure { kValues, kLine, kFrequencies, kPooling };

// What stands between the picture and the prediction of the network: all layers with what flows
// into the map shown large, that map's layer alone, a layer's weights, or the table of the layers.
enum class NetworkTab { kFlow, kOneLayer, kWeights, kTable };

// A map of the network that was picked to be shown large, while this filter was on the stage.
struct PickedMap {
  std::size_t node = 0;  // of the model
  std::size_t channel = 0;
  int layer = 0;
  std::size_t filter = 0;
};

// How far a cell is taken apart: its sum as pictures, each channel's, or every number of one.
enum class SumDepth { kOverview, kChannels, kNumbers };

// The bench as it was kept, A and B, to flip between.
using Snapshots = std::array<std::shared_ptr<const Document>, 2>;

// How fast the pinned cell runs over its map: a cell a second, four, two rows a second, or first by
// cells, then by rows, then the whole map in some seconds.
enum class SweepSpeed { kCell, kCells, kRows, kGrowing };

// The pinned cell on its way over the map, of which what lies behind it is not there yet.
struct Sweep {
  std::int64_t first = 0;  // where it began: row * columns + column
  double elapsed_s = 0.0;
};

// What is done about the cells of a map that padding has reached.
enum class Border {
  kShown,
  kHatched,  // marked, and their values count
  kLeftOut,  // marked, and neither ranges nor figures count their values
};

// Ranges that stay as they are whatever the values become. A map that has none here has its own.
using PinnedRanges = std::map<MapId, ValueRange>;

// Each map's own range, one for all of them, or what was pinned.
struct RangeChoice {
  bool shared = false;  // one for all maps instead of one a map
  // A map's own spans the middle 98 of 100 values that no padding has reached, not all of them.
  bool percentiles = false;
  Border border = Border::kShown;
  std::optional<PinnedRanges> pinned;  // comes before the others

  friend bool operator==(const RangeChoice&, const RangeChoice&) = default;
};

// Another choice is not jumped to but glided to, so that the eye can follow what the colours do.
// Ranges that change because the values do are never late.
struct RangeGlide {
  static constexpr float kSeconds = 0.15f;

  std::optional<RangeChoice> to;  // the choice of the frame before
  RangeChoice from;
  float done = 1.0f;  // 0: as before, 1: there
};

// Weights to be pointed out on the stage: those of a histogram's bin.
struct WeightBin {
  double lo = 0.0;
  double hi = 0.0;
  bool closed = false;  // the last one holds its upper edge, too

  bool holds(double weight) const {
    return weight >= lo && (weight < hi || (closed && weight == hi));
  }
};

// What was done without a step, such as a copy, said for some seconds.
struct Notice {
  // For some seconds from the next frame on, of which somebody without a clock says it.
  static constexpr double kFromNow = -1.0;

  Phrase text;
  double until_s = 0.0;  // by the frames' clock
};

// How far a recording of the window is.
enum class RecordingStage { kNone, kRunning, kPaused, kFinishing };

// How a lab came to what it began with: anew, as it was left, or as a program left it that ended
// without a word.
enum class Beginning { kAnew, kLeft, kCutOff };

// Where the bench's maps are computed.
enum class ConvEngine { kProcessor, kGpu };

// What convolutions may use of the machine.
struct Computing {
  ConvEngine engine = ConvEngine::kProcessor;
  int threads = 0;  // at most so many; 0: one for each core

  friend bool operator==(const Computing&, const Computing&) = default;
};

// What holds whatever is looked at.
struct Preferences {
  Theme theme = Theme::kLight;
  Language language = Language::kEnglish;
  float interface_scale = 1.0f;  // of texts and controls, on top of the display's own
  SweepSpeed sweep_speed = SweepSpeed::kGrowing;
  PictureLooks pictures;
  Computing computing;

  friend bool operator==(const Preferences&, const Preferences&) = default;
};

// The file that a lab was saved into, or opened from, last.
struct SessionFile {
  std::string path;      // whole; empty: none
  bool named = false;    // it names pictures and networks instead of holding them
  bool changed = false;  // the lab has steps that the file has not

  friend bool operator==(const SessionFile&, const SessionFile&) = default;
};

// Where somebody is in a lesson.
struct LessonPlace {
  std::string file;  // whole path, UTF-8
  std::size_t step = 0;
  bool begins = false;  // it was just asked for: the lab is to be set up for that step

  friend bool operator==(const LessonPlace&, const LessonPlace&) = default;
};

// What a window remembers of its user's files, whatever lab it shows.
struct UserFiles {
  static constexpr std::size_t kMostSessions = 8;

  std::string folder;                 // of the files that were asked for last
  std::vector<std::string> sessions;  // that were opened or saved, whole paths, the last one first

  friend bool operator==(const UserFiles&, const UserFiles&) = default;
};

// The session becomes the one that was opened or saved last.
inline void put_first(UserFiles& files, const std::string& session) {
  std::erase(files.sessions, session);
  files.sessions.insert(files.sessions.begin(), session);
  files.sessions.resize(std::min(files.sessions.size(), UserFiles::kMostSessions));
}

// Which parts of the document are shown, and how: the stages depend on it.
struct Shown {
  std::size_t source = 0;  // which picture the Input panel shows large
  std::size_t filter = 0;  // which filter is on the stage
  StagePlane plane = StagePlane::kComposite;
  Brush brush;
  CanvasTools canvas;
  FilterTab filter_tab = FilterTab::kBrush;
  Colormap colormap = Colormap::kViridis;
  std::optional<Colormap> network_colormap;  // of the network's layers; the page's until chosen
  RangeChoice ranges;
  RangeGlide range_glide;
  Zoom map_zoom;               // of all maps alike, in pixels of the crop
  bool overlay = false;        // the bench's maps lie over the crop
  float overlay_share = 0.6f;  // of the map, against the crop under it
  bool show_change = false;    // what the last step did, in the place of my maps
  Workspace workspace = Workspace::kBench;
  MapsTab maps_tab = MapsTab::kPairs;
  FigureKind figure = FigureKind::kMaps;
  Measure measure = Measure::kValues;
  bool line_down = false;  // the line that is measured is a column, not a row
  Pooling pooling;
  InputTab input_tab = InputTab::kPictures;
  NetworkTab network_tab = NetworkTab::kFlow;
  bool stage_trained = false;  // a trained filter is on the bench's stage, not one of mine
  int layer = 0;               // the convolution whose filters are shown, in model.layers()
  std::size_t trained_filter = 0;
  std::optional<PickedMap> picked_map;   // else that of the filter above
  std::optional<LayerCell> pinned_cell;  // of the map that is shown large
  std::size_t output = 0;                // of a network with several, whose prediction is shown
  bool show_original = false;            // the trained weights as long as a key is down
  bool show_difference = false;          // mine less trained in the gutter's place
  bool swap_in_trained = false;  // the trained map in the place of mine, as long as a key is down
  bool most_changed_first = false;
  bool show_hint = true;
  Beginning beginning = Beginning::kAnew;  // said until it is closed
  Snapshots snapshots;                     // null where none was kept
  bool present = false;        // the lecture's window: crop, stage, map and sum alone, large
  float present_scale = 1.0f;  // of its texts, on top of what the window's size gives them
  Workspace before_present = Workspace::kBench;
  Theme other_page =
      Theme::kLight;             // of the lecture's while there is none, else of what was before
  bool present_trained = false;  // in it, the trained map beside mine
  bool show_palette = false;     // everything by name, until it has opened
  bool rename_filter = false;    // the one on the stage, until its field has opened
  bool show_help = false;        // all keys, over everything else
  bool show_test_set = false;    // the network's, until it has opened
  SessionFile file;
  std::optional<LessonPlace> lesson;       // that is to run
  std::optional<LessonPlace> left_lesson;  // the last that was left before its end
  bool show_speaker = false;               // the speaker's notes in a window of their own
  bool show_recording = false;             // where one is chosen, until it has opened
  RecordingStage recording = RecordingStage::kNone;
  Notice notice;
  PictureOf to_save;              // that was asked for last
  std::size_t layer_to_save = 0;  // a node of the network whose maps were asked for last
  std::optional<FramePicture> frame_picture;  // of the frame after this one
  bool reset_layout = false;                  // the columns go back to where they were at first
  bool input_rail = false;                    // the Input column is folded to small pictures
  SumDepth sum_depth = SumDepth::kOverview;
  int sum_channel = 0;            // whose numbers are shown
  std::optional<MapCell> pinned;  // a cell of the filter on the stage and the picture shown large
  std::optional<MapCell> rested;  // the cell of mine that the pointer was on last
  std::optional<Sweep> sweep;     // while it runs
};

// Where the pointer is: every frame finds out anew.
struct Pointer {
  std::optional<MapCell> hovered;         // written by Maps, read by Input and the sum
  std::optional<LayerCell> hovered_cell;  // of the network's large map
  std::optional<WeightBin> lit;           // on a histogram
  std::vector<float> pointed_weights;     // of the stage's cell, a channel each
};

// How the document is looked at: outside undo.
struct View : Preferences, UserFiles, Shown, Pointer {};

// Whether a line under the top bar says something.
inline bool shows_strip(const View& view) {
  return view.beginning != Beginning::kAnew ||
         (view.show_hint && !view.lesson && view.workspace == Workspace::kBench);
}

// A lecture is about the bench, begins on a light page and keeps its own; at its end all is as it
// was.
inline void set_present(View& view, bool present) {
  if (view.present == present) return;
  std::swap(view.theme, view.other_page);
  if (present) view.before_present = std::exchange(view.workspace, Workspace::kBench);
  if (!present && view.workspace == Workspace::kBench) view.workspace = view.before_present;
  view.present = present;
}

// What holds beyond a lecture, too.
inline Preferences lasting_preferences(const View& view) {
  Preferences preferences = view;
  if (view.present) preferences.theme = view.other_page;
  return preferences;
}

// Whether the stage can show all planes of a filter together: those of colours, and of mine
// whatever they see.
inline bool has_all_planes(const View& view, const Filter& filter) {
  const bool mine = view.workspace == Workspace::kBench && !view.stage_trained;
  return filter.channels == 3 || (mine && filter.channels > 1);
}

// The plane on the stage: -1 for all of them together.
inline int shown_plane(const View& view, const Filter& filter) {
  const int first = has_all_planes(view, filter) ? -1 : 0;
  return std::clamp(static_cast<int>(view.plane), first, filter.channels - 1);
}

// The signed colour map that belongs to the page.
inline Colormap signed_colormap(Theme theme) {
  return theme == Theme::kLight ? Colormap::kSignedLight : Colormap::kSignedDark;
}

// The table that a map's colours come from: the signed one is that of the page.
inline Colormap shown_colormap(const View& view) {
  return is_signed(view.colormap) ? signed_colormap(view.theme) : view.colormap;
}
// Until one is chosen, what is large has the text's side of the page: as in the notebook's figures
// on a light page, the other way round on a dark one.
inline Colormap shown_network_colormap(const View& view) {
  const Colormap usual = view.theme == Theme::kLight ? Colormap::kBinary : Colormap::kGray;
  const Colormap map = view.network_colormap.value_or(usual);
  return is_signed(map) ? signed_colormap(view.theme) : map;
}

}  // namespace convlens::lab

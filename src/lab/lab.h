#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "lab/command/command.h"
#include "lab/film.h"
#include "lab/history.h"
#include "lab/kept_places.h"
#include "lab/log.h"
#include "lab/measured_maps.h"
#include "lab/own_ranges.h"
#include "lab/stages/change_maps.h"
#include "lab/stages/network_run.h"
#include "lab/stages/pipeline.h"
#include "lab/stages/shown_model.h"
#include "lab/stages/stage_times.h"
#include "lab/stages/test_meter.h"
#include "lab/stages/trained_maps.h"
#include "lab/view.h"

namespace convlens::lab {

// A trained filter beside one of mine.
struct Partner {
  std::size_t filter = 0;  // of the network's first convolution
  bool chosen = false;     // by the user; else it is the one most alike
};

// The lab as one object: the document with its history, the stages computed from it, and the view.
// A gesture is previewed while it lasts and committed, as one step, when it ends.
// Owned and used by the main thread.
class Lab {
 public:
  explicit Lab(Document document);

  // What is shown: the previewed document while a gesture lasts, else the committed one, with the
  // frames that its films show.
  const Document& document() const { return in_motion_ ? *in_motion_ : still(); }
  const History& history() const { return history_; }
  const Pipeline& pipeline() const { return pipeline_; }
  View& view() { return view_; }
  const View& view() const { return view_; }

  // What computes the bench's maps from now on, which stays its owner's; null: the processor. Where
  // it fails, the processor takes its place, and why is kept until it is taken.
  void use_engine(MapEngine* engine);
  std::optional<Error> take_engine_fault() { return pipeline_.take_engine_fault(); }

  // The network's stages: computed where has_network().
  bool has_network() const { return run_.has_values(); }
  const TrainedMaps& trained_maps() const { return trained_maps_; }
  const NetworkRun& run() const { return run_; }
  TestMeter& test_meter() { return test_meter_; }
  // What all of the stages took since the start.
  StageTimes times() const;
  // What the view asks for that it did not ask for when the stages were last computed: another
  // picture's crop for the network, or its trained weights.
  void follow_view() { refresh(); }

  // The filters of a convolution of the network with the weights that are shown, or trained.
  std::optional<FilterBank> shown_bank(int layer) const;
  std::optional<FilterBank> trained_bank(int layer) const;
  // The trained filter beside one of mine: never another one while a gesture lasts. Nothing where
  // there are no trained maps.
  std::optional<Partner> partner(std::size_t filter) const;

  // The filter on the stage, and the reference that gestures on it go to.
  FilterRef staged() const;
  // Until the lab next changes, or another filter is on the stage.
  const Filter& staged_filter() const;

  // Each brings the pipeline up to date before it returns. A command that cannot be applied
  // changes nothing; the sentence is returned, and stands in error() until dismissed.
  Status preview(const Command& command);  // replaces the preview before it
  Status commit(const Command& command);   // ends a gesture, or acts at once
  // Each as a step of its own, one after the other, or none where one cannot be applied: why is
  // returned, not reported.
  Status commit_all(const std::vector<Command>& commands);
  void cancel_preview();
  void undo();
  void redo();
  void go_to(std::size_t step);  // of the history, whichever way
  // The moving pictures of the document. Whoever changes what one shows says so by follow_films().
  std::vector<Film>& films() { return films_; }
  const std::vector<Film>& films() const { return films_; }
  // Null where the source's picture does not move.
  Film* film(std::size_t source);
  const Film* film(std::size_t source) const;
  // Brings everything up to date for the frames that the films show now.
  void follow_films() { refresh(); }
  // Another lab, as it was left, in the place of all that is here but the log and the view's
  // UserFiles.
  void restore(History history, View view);
  // How often that was done.
  std::uint64_t restorals() const { return restorals_; }
  // Puts the network that the lab begins with on the bench, in every step that has none: opening it
  // takes a moment, and it is nothing that the user did.
  void begin_with(std::shared_ptr<const TrainedNetwork> network);

  // The values of one map until the lab next changes; null where there is no such map: a sheet, a
  // picture, filter or channel that is not there, a difference of maps of two sizes, a change that
  // the view does not ask for.
  const FeatureMap* map(const MapId& id) const;
  // Of maps that are there.
  OwnRanges& own_ranges() const { return own_ranges_; }
  // All maps of a node of the network; null where there is no such node.
  const MapSheet* sheet(const MapId& id) const;

  bool previewing() const { return preview_.has_value(); }
  // What the gesture that lasts does; no text where there is none.
  const PanelCode& preview_code() const { return preview_code_; }
  const Phrase& error() const { return error_; }
  void report(Phrase sentence);
  void dismiss_error() { error_ = {}; }
  // A line for the log alone.
  void note(Phrase line) { log_.add(std::move(line)); }
  // What was opened and what went wrong.
  const Log& log() const { return log_; }

 private:
  // The committed document with the command applied and all stages computed; where either fails,
  // the sentence is reported and the stages are those of what is shown.
  Result<Document> computed(const Command& command, Pace pace);
  void take_step(const Command& command, Document next);
  void note_channels(const Document& next);
  void record(std::optional<std::size_t> leafed, Document next, Phrase label, PanelCode code);
  void drop_preview();
  // As it is committed or previewed, without frames.
  const Document& still() const { return preview_ ? *preview_ : history_.current(); }
  void settle_films();
  void refresh();
  Status update_change();
  Status update_network(const Document& document);
  void settle_layer();
  void settle_plane();
  void settle_cell(std::optional<MapCell>& cell, CellAnchor& anchor);
  void settle_pinned();
  void settle_ranges();
  void choose_partners();
  const FeatureMap* measured_map(const MapId& id) const;

  // The last step where it was leafing: it goes on while that is the step that is shown.
  struct Leafed {
    std::size_t source = 0;
    std::size_t step = 0;

    friend bool operator==(const Leafed&, const Leafed&) = default;
  };

  History history_;
  std::uint64_t restorals_ = 0;
  std::optional<Leafed> leafed_;
  std::optional<Document> preview_;
  PanelCode preview_code_;
  std::vector<Film> films_;
  std::optional<Document> in_motion_;  // still() with their frames, where there are any
  // A trained filter on the stage, taken out of this kernel.
  struct Staged {
    std::shared_ptr<const Tensor> kernel;
    std::size_t index = 0;
    Filter filter;
  };
  mutable Staged staged_;
  Pipeline pipeline_;
  ChangeMaps change_maps_;
  mutable MapDifferences differences_;  // of my maps and those beside them
  mutable OwnRanges own_ranges_;
  mutable MeasuredMaps measured_;
  ShownModel shown_;      // of what is shown
  ShownModel committed_;  // of what partners are chosen by
  TrainedMaps trained_maps_;
  NetworkRun run_;
  // What most_alike_ was chosen for.
  struct Pairing {
    std::vector<Filter> mine;
    std::shared_ptr<const Tensor> kernel;
    bool bgr = false;

    friend bool operator==(const Pairing&, const Pairing&) = default;
  };
  Pairing paired_;
  std::vector<std::size_t> most_alike_;  // for each of my filters, where there are trained maps
  TestMeter test_meter_;
  View view_;
  // The plane on the stage is that of a workspace: this one's, and the other's.
  Workspace plane_of_ = Workspace::kBench;
  StagePlane other_plane_ = StagePlane::kComposite;
  CellAnchor pinned_;
  CellAnchor rested_;
  std::vector<Filter> ranges_of_;  // the filters that the pinned ranges were of last
  Phrase error_;
  Log log_;
};

}  // namespace convlens::lab

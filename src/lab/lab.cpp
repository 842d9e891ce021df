#include "lab/lab.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "lab/document/weight_summary.h"

namespace convlens::lab {
namespace {

// Whether a command comes from a file that somebody opened.
bool opens_file(const Command& command) {
  return std::holds_alternative<SetPictures>(command) ||
         std::holds_alternative<SetFilters>(command) ||
         std::holds_alternative<SetNetwork>(command) ||
         std::holds_alternative<SetClassNames>(command);
}

// What a command leafs through: the pictures of a folder in a source's place, the planes of an
// array, or what was kept of the bench, which no source has the number of.
std::optional<std::size_t> leafed_by(const Command& command) {
  constexpr auto kSnapshots = static_cast<std::size_t>(-1);
  constexpr std::size_t kPlanes = 2 * kMaxSources;
  if (std::holds_alternative<ShowSnapshot>(command)) return kSnapshots;
  if (const auto* planes = std::get_if<ShowPlanes>(&command)) return kPlanes + planes->source;
  const auto* pictures = std::get_if<SetPictures>(&command);
  if (pictures == nullptr || !pictures->leafing) return std::nullopt;
  return pictures->first;
}

}  // namespace

Lab::Lab(Document document) : history_(std::move(document)) {
  refresh();
  // What the bench opens with answers how a number comes about before anybody asks.
  const Shape& shape = pipeline_.map(0, 0).values.shape();
  view_.pinned =
      MapCell{MapId::mine(0, 0), static_cast<int>(shape[0] / 2), static_cast<int>(shape[1] / 2)};
}

Status Lab::preview(const Command& command) {
  TRY_ASSIGN(auto next, computed(command, Pace::kFollowing));
  preview_code_ = code_of(history_.current(), command, next);
  preview_ = std::move(next);
  settle_films();
  if (const Status change = update_change(); !change) report(change.error());
  return {};
}

Status Lab::commit(const Command& command) {
  auto next = computed(command, Pace::kExact);
  drop_preview();
  Status done = next ? Status{} : fail(next.error());
  if (next) take_step(command, *std::move(next));
  refresh();
  return done;
}

Status Lab::commit_all(const std::vector<Command>& commands) {
  std::vector<Document> steps;
  for (const Command& command : commands) {
    TRY_ASSIGN(auto next, apply(steps.empty() ? history_.current() : steps.back(), command));
    steps.push_back(std::move(next));
  }
  if (steps.empty()) return {};
  Status status = pipeline_.update(steps.back());
  if (status) status = update_network(steps.back());
  if (status) {
    drop_preview();
    for (std::size_t i = 0; i < steps.size(); ++i) take_step(commands[i], std::move(steps[i]));
  }
  refresh();
  return status;
}

void Lab::take_step(const Command& command, Document next) {
  Phrase label = describe(history_.current(), command);
  if (opens_file(command)) log_.add(label);
  note_channels(next);
  PanelCode code = code_of(history_.current(), command, next);
  const std::size_t forgotten = history_.forgotten();
  record(leafed_by(command), std::move(next), std::move(label), std::move(code));
  if (history_.forgotten() == forgotten) return;
  log_.add(phrase("the oldest steps are forgotten: {} of them and {} MB are kept",
                  History::kMaxSteps, History::kMaxBytes >> 20));
}

// Sources that give way, and filters that follow the channels of what is opened, are nobody's edit.
void Lab::note_channels(const Document& next) {
  const Document& before = history_.current();
  if (stand_together(*before.sources.front().picture, *next.sources.front().picture)) return;
  const int channels = next.filters.front().channels;
  Phrase said =
      channels == before.filters.front().channels
          ? phrase("it took the place of all that was there")
          : phrase("it took the place of all: the filters have {} channels now, as it has",
                   channels);
  log_.add(said);
  view_.notice = {std::move(said), Notice::kFromNow};
}

// Whoever leafs through a hundred photographs wants one step back to the first, and not a hundred
// photographs kept for it.
void Lab::record(std::optional<std::size_t> leafed, Document next, Phrase label, PanelCode code) {
  const bool goes_on = leafed && leafed_ == Leafed{*leafed, history_.position()};
  if (goes_on) {
    history_.commit_in_place(std::move(next), std::move(label), std::move(code));
    return;
  }
  const bool is_step = history_.commit(std::move(next), std::move(label), std::move(code));
  leafed_.reset();
  if (leafed && is_step) leafed_ = Leafed{*leafed, history_.position()};
}

void Lab::cancel_preview() {
  drop_preview();
  refresh();
}

void Lab::undo() {
  drop_preview();
  history_.undo();
  refresh();
}

void Lab::redo() {
  drop_preview();
  history_.redo();
  refresh();
}

void Lab::go_to(std::size_t step) {
  drop_preview();
  history_.go_to(step);
  refresh();
}

void Lab::restore(History history, View view) {
  drop_preview();
  history_ = std::move(history);
  ++restorals_;
  leafed_.reset();
  static_cast<UserFiles&>(view) = view_;
  view_ = std::move(view);
  plane_of_ = view_.workspace;
  for (CellAnchor* anchor : {&pinned_, &rested_}) anchor->let_go();
  ranges_of_.clear();
  dismiss_error();
  refresh();
}

void Lab::drop_preview() {
  preview_.reset();
  preview_code_ = {};
}

void Lab::report(Phrase sentence) {
  log_.add(phrase("error: {}", sentence));
  error_ = std::move(sentence);
}

void Lab::begin_with(std::shared_ptr<const TrainedNetwork> network) {
  const auto put = [&network](Document& document) {
    if (!document.network) document.network = fresh_network(network);
  };
  Document trial = history_.current();
  put(trial);
  if (const Status fits = update_network(trial); fits) {
    history_.amend(put);
    if (preview_) put(*preview_);
    log_.add(phrase("open {}", trial.network->trained->name));
  } else {
    report(fits.error());
  }
  refresh();
}

Result<Document> Lab::computed(const Command& command, Pace pace) {
  auto next = apply(history_.current(), command);
  const auto moved = next ? with_frames(*next, films_) : std::nullopt;
  const Document* shown = moved ? &*moved : next ? &*next : nullptr;
  Status status = next ? pipeline_.update(*shown, pace) : Status{fail(next.error())};
  if (status) status = update_network(*shown);
  if (status) return next;
  report(status.error().phrase);
  refresh();
  return fail(std::move(status.error()));
}

void Lab::use_engine(MapEngine* engine) {
  pipeline_.use_engine(engine);
  refresh();
}

StageTimes Lab::times() const {
  StageTimes times = pipeline_.times();
  times.input += trained_maps_.times().input;
  times.trained = trained_maps_.times().trained;
  times.network = run_.total_ms();
  return times;
}

void Lab::settle_films() {
  films_ = films_of(still(), std::move(films_));
  in_motion_ = with_frames(still(), films_);
}

const Film* Lab::film(std::size_t source) const {
  const auto& picture = still().sources[source].picture;
  const auto found = std::find_if(films_.begin(), films_.end(),
                                  [&picture](const Film& film) { return film.picture == picture; });
  return found != films_.end() ? &*found : nullptr;
}

Film* Lab::film(std::size_t source) {
  const Film* found = std::as_const(*this).film(source);
  return found != nullptr ? &films_[static_cast<std::size_t>(found - films_.data())] : nullptr;
}

void Lab::refresh() {
  settle_films();
  const Document& shown = document();
  view_.source = std::min(view_.source, shown.sources.size() - 1);
  view_.filter = std::min(view_.filter, shown.filters.size() - 1);
  settle_layer();
  settle_plane();
  Status status = pipeline_.update(shown, previewing() ? Pace::kFollowing : Pace::kExact);
  if (status) status = update_network(shown);
  if (status) status = update_change();
  if (!status) report(status.error());
  if (!preview_) choose_partners();
  settle_pinned();
  settle_ranges();
}

// Which plane of a network's filter is looked at is no matter of the bench.
void Lab::settle_plane() {
  if (std::exchange(plane_of_, view_.workspace) != view_.workspace) {
    std::swap(view_.plane, other_plane_);
  }
}

void Lab::settle_cell(std::optional<MapCell>& cell, CellAnchor& anchor) {
  const FeatureMap* of = cell ? map(cell->map) : nullptr;
  if (of == nullptr) {
    cell.reset();
    anchor.let_go();
    return;
  }
  const Filter& filter = document().filters.front();  // all are of one shape
  anchor.settle(*cell, my_placement(document(), filter), of->values.shape());
}

// The pinned cell is one of the map that belongs to what is shown: what is painted on the stage is
// seen in its sum.
void Lab::settle_pinned() {
  if (view_.pinned) view_.pinned->map = MapId::mine(view_.source, view_.filter);
  settle_cell(view_.pinned, pinned_);
  settle_cell(view_.rested, rested_);
  if (!view_.pinned) view_.sweep.reset();
}

void Lab::settle_ranges() {
  if (!view_.ranges.pinned) return ranges_of_.clear();
  const std::vector<Filter>& now = document().filters;
  if (ranges_of_ == now) return;
  if (!ranges_of_.empty()) view_.ranges.pinned = ranges_now(*view_.ranges.pinned, ranges_of_, now);
  ranges_of_ = now;
}

Status Lab::update_change() {
  if (view_.show_change) {
    const Document* before = preview_ ? &history_.current() : history_.before();
    const auto moved = before != nullptr ? with_frames(*before, films_) : std::nullopt;
    return change_maps_.update(moved ? &*moved : before, pipeline_);
  }
  change_maps_.clear();
  return {};
}

// The layer and filter that are shown are some that the network has.
void Lab::settle_layer() {
  const auto& network = document().network;
  if (!network) return;
  const nn::Model& model = network->trained->model;
  const auto known = trained_bank(view_.layer);
  if (known) {
    view_.trained_filter = std::min(view_.trained_filter, known->count - 1);
    return;
  }
  view_.layer = first_filter_layer(model).value_or(0);
  view_.trained_filter = 0;
}

Status Lab::update_network(const Document& document) {
  if (!document.network) {
    trained_maps_.clear();
    run_.clear();
    return {};
  }
  const Network& network = *document.network;
  const nn::Model& shown = view_.show_original ? network.trained->model : shown_.of(network);
  const std::size_t source = std::min(view_.source, document.sources.size() - 1);
  const InputStage& crop = pipeline_.crop(source);
  const ShownPicture picture{crop.pixels, crop.revision, document.sources[source].picture};
  TRY(run_.update(network, shown, picture));
  trained_maps_.update(document, shown, pipeline_);
  return {};
}

void Lab::choose_partners() {
  const Document& committed = history_.current();
  if (!committed.network || !trained_maps_.has_maps()) {
    most_alike_.clear();
    paired_ = {};
    return;
  }
  const nn::Model& shown = committed_.of(*committed.network);
  const auto bank = filter_bank(shown, trained_maps_.first()->layer, committed.network->sees_bgr());
  if (!bank) return;
  const Pairing pairing{committed.filters, kernel_of(shown, bank->layer), bank->bgr};
  if (paired_ == pairing) return;
  paired_ = pairing;
  most_alike_.clear();
  std::vector<Filter> trained;
  for (std::size_t i = 0; i < bank->count; ++i) trained.push_back(filter_of(*bank, i));
  for (const Filter& mine : committed.filters) {
    std::size_t best = 0;
    double best_cosine = -2.0;
    for (std::size_t i = 0; bank->has_shape_of(mine) && i < trained.size(); ++i) {
      const double likeness = cosine(mine, trained[i]);
      if (!(likeness > best_cosine)) continue;  // nor NaN
      best = i;
      best_cosine = likeness;
    }
    most_alike_.push_back(best);
  }
}

const FeatureMap* Lab::measured_map(const MapId& id) const {
  const auto& [kind, source, index] = id;
  if (kind == MapKind::kResponse) {
    const Filter& filter = staged_filter();
    return measured_.response(id, filter, shown_plane(view_, filter));
  }
  if (kind == MapKind::kPictureSpectrum) {
    const Filter& filter = document().filters.front();
    return measured_.spectrum(id, pipeline_.input(source), shown_plane(view_, filter));
  }
  if (index >= pipeline_.filter_count()) return nullptr;
  const FeatureMap& mine = pipeline_.map(source, index);
  return kind == MapKind::kPooled ? measured_.pooled(id, mine, view_.pooling)
                                  : measured_.spectrum(id, mine);
}

const FeatureMap* Lab::map(const MapId& id) const {
  const auto& [kind, source, index] = id;
  if (kind == MapKind::kSheet || source >= pipeline_.source_count()) return nullptr;
  if (kind == MapKind::kTrained) {
    const bool there = index < trained_maps_.channel_count();
    return there ? &trained_maps_.map(source, index) : nullptr;
  }
  if (is_measured(kind)) return measured_map(id);
  if (index >= pipeline_.filter_count()) return nullptr;
  const FeatureMap& mine = pipeline_.map(source, index);
  if (kind == MapKind::kMine) return &mine;
  if (kind == MapKind::kChange) return change_maps_.map(pipeline_, source, index);
  const auto beside = partner(index);
  if (!beside) return nullptr;
  return differences_.of(source, index, mine, trained_maps_.map(source, beside->filter));
}

const MapSheet* Lab::sheet(const MapId& id) const {
  const bool there =
      id.kind == MapKind::kSheet && run_.has_values() && id.index < run_.activations().size();
  return there ? &run_.sheet(id.index) : nullptr;
}

std::optional<FilterBank> Lab::shown_bank(int layer) const {
  if (!has_network() || !document().network) return std::nullopt;
  return filter_bank(run_.model(), layer, document().network->sees_bgr());
}

std::optional<FilterBank> Lab::trained_bank(int layer) const {
  if (!document().network) return std::nullopt;
  const Network& network = *document().network;
  return filter_bank(network.trained->model, layer, network.sees_bgr());
}

std::optional<Partner> Lab::partner(std::size_t filter) const {
  if (filter >= most_alike_.size() || !trained_maps_.has_maps()) return std::nullopt;
  const auto& chosen = document().filters[filter].partner;
  if (chosen && *chosen < trained_maps_.channel_count()) return Partner{*chosen, true};
  return Partner{most_alike_[filter], false};
}

FilterRef Lab::staged() const {
  const bool trained = view_.workspace == Workspace::kNetwork || view_.stage_trained;
  if (!trained || !shown_bank(view_.layer)) return {view_.filter};
  return {view_.trained_filter, view_.layer};
}

const Filter& Lab::staged_filter() const {
  const FilterRef ref = staged();
  if (ref.is_mine()) return document().filters[ref.index];
  const auto kernel = kernel_of(run_.model(), ref.layer);
  if (staged_.kernel != kernel || staged_.index != ref.index) {
    staged_ = {kernel, ref.index, filter_of(*shown_bank(ref.layer), ref.index)};
  }
  return staged_.filter;
}

}  // namespace convlens::lab

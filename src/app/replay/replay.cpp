#include "app/replay/replay.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "lab/document/network.h"
#include "lab/film.h"
#include "lab/shown/sweep.h"
#include "media/moving/moving_picture.h"

namespace convlens::app {
namespace {

// A step is seen, and a long history comes to its end.
constexpr double kStep_s = 0.8;
constexpr double kLongestHistory_s = 60.0;
constexpr double kMorph_s = 3.0;  // one way
constexpr double kMoment_s = 0.4;
constexpr double kEnd_s = 1.5;  // the last picture stays, before a loop begins again

int frames_in(double seconds, int fps) {
  return std::max(1, static_cast<int>(std::lround(seconds * fps)));
}

// Looks at what a step did.
void look_at(const lab::Document& before, const lab::Document& now, lab::View& view) {
  for (std::size_t f = 0; f < now.filters.size(); ++f) {
    if (f < before.filters.size() && before.filters[f] == now.filters[f]) continue;
    view.filter = f;
    view.stage_trained = false;
    break;
  }
  for (std::size_t s = 0; s < now.sources.size(); ++s) {
    if (s < before.sources.size() && before.sources[s] == now.sources[s]) continue;
    view.source = s;
    break;
  }
}

Result<Replay> history(lab::Lab& lab, int fps) {
  const std::size_t steps = lab.history().size();
  if (steps < 2) {
    return fail("there is no step to replay: a session with a history expected, or another --of");
  }
  const double step_s = std::min(kStep_s, kLongestHistory_s / static_cast<double>(steps));
  const int hold = frames_in(step_s, fps);
  const int frames = hold * static_cast<int>(steps) + frames_in(kEnd_s, fps);
  lab.go_to(0);
  return Replay{frames, [hold](lab::Lab& shown, int frame) {
                  const std::size_t step =
                      std::min(static_cast<std::size_t>(frame / hold), shown.history().size() - 1);
                  if (step == shown.history().position()) return Status();
                  const lab::Document before = shown.document();
                  shown.go_to(step);
                  look_at(before, shown.document(), shown.view());
                  return Status();
                }};
}

Result<Replay> sweep(lab::Lab& lab, int fps) {
  lab::View& view = lab.view();
  view.workspace = lab::Workspace::kBench;
  const lab::MapId id = view.pinned ? view.pinned->map : lab::MapId::mine(view.source, view.filter);
  const lab::FeatureMap* map = lab.map(id);
  if (map == nullptr) return fail("there is no map for the cell to run over");
  const auto rows = static_cast<int>(map->values.shape()[0]);
  const auto columns = static_cast<int>(map->values.shape()[1]);
  const std::int64_t last = std::int64_t{rows} * columns - 1;
  const auto at_s = [fps](int frame) { return static_cast<double>(frame) / fps; };
  int moving = 0;
  while (lab::swept_cells(lab::SweepSpeed::kGrowing, at_s(moving), rows, columns) < last) ++moving;
  const auto show = [=](lab::Lab& shown, int frame) {
    constexpr double kSlack_s = 1e-6;  // a frame's own step is a float
    lab::View& now = shown.view();
    now.sweep_speed = lab::SweepSpeed::kGrowing;
    if (frame < moving) {
      // The frame itself moves it on, from the map's first cell, by its step.
      now.pinned = lab::MapCell{id, 0, 0};
      now.sweep = lab::Sweep{0, at_s(frame - 1) + kSlack_s};
    } else {
      now.pinned =
          lab::MapCell{id, static_cast<int>(last / columns), static_cast<int>(last % columns)};
      now.sweep.reset();
    }
    return Status();
  };
  return Replay{moving + frames_in(kEnd_s, fps), show};
}

// Why the network's weights cannot be replayed; nothing where they can.
Status check_network(const lab::Lab& lab) {
  if (!lab.has_network()) return fail("there is no network whose weights could be replayed");
  return {};
}

// Previews: what is replayed is no step of the user's.
Result<Replay> morph(lab::Lab& lab, int fps) {
  TRY(check_network(lab));
  const lab::Network& network = *lab.document().network;
  if (network.untrained || !lab::is_edited(network)) {
    return fail("no weight of {} was changed, a session in which one was painted expected",
                network.trained->name);
  }
  lab.view().workspace = lab::Workspace::kNetwork;
  const int way = frames_in(kMorph_s, fps);
  const int rest = frames_in(kEnd_s / 2, fps);
  return Replay{2 * (way + rest), [way, rest](lab::Lab& shown, int frame) {
                  const int there = std::min(frame, way);
                  const int back = std::max(0, frame - way - rest);
                  const auto share = static_cast<float>(there - std::min(back, way));
                  return shown.preview(lab::SetMorph{share / static_cast<float>(way)});
                }};
}

Result<Replay> epochs(lab::Lab& lab, int fps) {
  TRY(check_network(lab));
  const lab::TrainedNetwork& network = *lab.document().network->trained;
  const auto first = lab::first_convolution(network.model);
  if (!network.moments || !first) {
    return fail("{}: there are no weights of its training's moments", network.name);
  }
  lab.view().workspace = lab::Workspace::kNetwork;
  lab.view().network_tab = lab::NetworkTab::kWeights;
  lab.view().layer = first->layer;
  const auto moments = static_cast<int>(network.moments->epochs.size());
  const int hold = frames_in(kMoment_s, fps);
  return Replay{moments * hold + frames_in(kEnd_s, fps),
                [moments, hold](lab::Lab& shown, int frame) {
                  const int moment = std::min(frame / hold, moments - 1);
                  return shown.preview(lab::ShowMoment{static_cast<std::size_t>(moment)});
                }};
}

// As fast as the film itself; the desk brings the frames.
Result<Replay> video(lab::Lab& lab, int fps, const FrameChoice& frames) {
  if (lab.films().empty()) return fail("there is no video to play");
  if (lab.film(lab.view().source) == nullptr) {
    const auto& sources = lab.document().sources;
    const auto moving = std::find_if(sources.begin(), sources.end(),
                                     [](const auto& source) { return source.picture->moving; });
    lab.view().source = static_cast<std::size_t>(moving - sources.begin());
  }
  lab::Film& film = *lab.film(lab.view().source);
  const std::atomic<bool> dropped{false};
  TRY_ASSIGN(const auto opened, media::open_moving(film.picture->origin.file, dropped));
  film.starts_s = opened->facts().starts_s;
  film.end_s = opened->facts().end_s;
  const std::int64_t first = frames.told ? frames.first : 0;
  const std::int64_t end = frames.told ? frames.end : film.count();
  if (end > film.count()) {
    return fail("frames {} to {} were asked for, there are 0 to {}", first, end - 1,
                film.count() - 1);
  }
  const double begin_s = film.starts_s[static_cast<std::size_t>(first)];
  const double end_s =
      end < film.count() ? film.starts_s[static_cast<std::size_t>(end)] : film.end_s;
  return Replay{frames_in(end_s - begin_s, fps), [=](lab::Lab& shown, int frame) {
                  // In the middle of what the frame shows: times are no whole numbers.
                  const double at_s = begin_s + (frame + 0.5) / fps;
                  lab::Film& now = *shown.film(shown.view().source);
                  if (!now.failed.empty()) return Status(fail(Error(now.failed)));
                  lab::go_to_frame(now, lab::frame_at(now.starts_s, at_s));
                  return Status();
                }};
}

}  // namespace

Result<Replay> replay_of(lab::Lab& lab, std::optional<ReplayKind> wanted, int fps,
                         const FrameChoice& film) {
  lab.view().show_hint = false;
  lab.view().beginning = lab::Beginning::kAnew;
  const bool has_steps = lab.history().size() > 1;
  const ReplayKind usual = film.told              ? ReplayKind::kVideo
                           : has_steps            ? ReplayKind::kHistory
                           : !lab.films().empty() ? ReplayKind::kVideo
                                                  : ReplayKind::kSweep;
  if (film.told && wanted.value_or(usual) != ReplayKind::kVideo) {
    return fail("frames of a video were asked for, --of video expected");
  }
  switch (wanted.value_or(usual)) {
    case ReplayKind::kVideo:
      return video(lab, fps, film);
    case ReplayKind::kHistory:
      return history(lab, fps);
    case ReplayKind::kSweep:
      return sweep(lab, fps);
    case ReplayKind::kMorph:
      return morph(lab, fps);
    case ReplayKind::kEpochs:
      break;
  }
  return epochs(lab, fps);
}

}  // namespace convlens::app

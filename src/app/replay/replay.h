#pragma once

#include <functional>
#include <optional>

#include "app/films/film_frames.h"
#include "core/result.h"
#include "lab/lab.h"

namespace convlens::app {

// What a lab shows of itself, from beginning to end.
enum class ReplayKind {
  kHistory,  // its steps, from the first to the last
  kSweep,    // the cell's way over the map of the filter on the stage, or of the pinned one
  kMorph,    // the network from its trained weights to the user's, and back
  kEpochs,   // the first layer's weights over the training
  kVideo,    // the moving picture that the Input column shows large, from its beginning to its end
};

struct Replay {
  int frames = 0;
  // Brings the lab to what a frame shows, from 0 on, each once, in their order.
  std::function<Status(lab::Lab& lab, int frame)> show;
};

// At so many frames a second. `wanted`: nothing for the history, where there is one, else the
// video, where there is one, else the sweep. `film`: which of its frames, all unless told. Sets the
// view to where there is something to see. An error where the lab has nothing of the kind; the
// sentence says what it would take.
Result<Replay> replay_of(lab::Lab& lab, std::optional<ReplayKind> wanted, int fps,
                         const FrameChoice& film = {});

}  // namespace convlens::app

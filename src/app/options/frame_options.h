#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "app/films/film_frames.h"

namespace convlens::app {

// --frame N and --frames A:B, of which one may be told. `frames` must live until they are parsed.
void add_frames(CLI::App* app, FrameChoice& frames);

}  // namespace convlens::app

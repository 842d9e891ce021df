#pragma once

#include <CLI/CLI.hpp>

#include "app/open/picture_preparation.h"

namespace convlens::app {

// --crop, --resize, --order, --scale, --mean and --std. `choices` must live until they are parsed.
void add_preparation(CLI::App* app, PreparationChoices& choices);

}  // namespace convlens::app

#pragma once

#include <CLI/CLI.hpp>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/commands/screenshot.h"
#include "app/options/cli_options.h"
#include "lab/language.h"
#include "lab/view.h"

// How a window, or its picture, looks.
namespace convlens::app {

// --lesson, --step and --presenter.
template <typename Looks>
void add_lesson(CLI::App* app, Looks& looks) {
  app->add_option("--lesson", looks.lesson, "number of a lesson that travels with the program")
      ->check(CLI::Range(1, 1 << 20));
  app->add_option("--step", looks.step, "of the lesson, from 1")
      ->check(CLI::Range(1, 1 << 20))
      ->needs("--lesson");
  app->add_flag("--presenter", looks.presenter, "large, as for the last row of a lecture");
}

// A number within limits; NaN is none.
CLI::Validator scale_check(float least, float most);

// The window's, by their codes.
std::vector<std::pair<std::string, lab::Language>> languages();

// Of a window or of its picture; `help`: of --theme, --lang and --workspace.
template <typename Looks>
void add_looks(CLI::App* app, Looks& looks, const std::array<const char*, 3>& help) {
  add_choice<lab::Theme>(app, "--theme", looks.theme,
                         {{"light", lab::Theme::kLight}, {"dark", lab::Theme::kDark}}, help[0]);
  add_choice<lab::Language>(app, "--lang", looks.language, languages(), help[1]);
  add_choice<lab::Workspace>(
      app, "--workspace", looks.workspace,
      {{"bench", lab::Workspace::kBench}, {"network", lab::Workspace::kNetwork}}, help[2]);
}

// --size, --scale and the looks of what is drawn without a window.
void add_picture_options(CLI::App* app, ScreenshotOptions& options);

}  // namespace convlens::app

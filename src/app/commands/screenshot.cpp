#include "app/commands/screenshot.h"

#include <utility>

#include "app/lessons/lesson_file.h"

namespace convlens::app {
namespace {

// Docked windows find their places and sizes over the first frames.
constexpr int kSettlingFrames = 6;

}  // namespace

Result<Start> with_lesson(Start start, const ScreenshotOptions& options) {
  if (!options.lesson) return start;
  const auto language = options.language.value_or(lab::Language::kEnglish);
  TRY_ASSIGN(start.lesson, bundled_lesson(*options.lesson, options.step, language));
  return start;
}

Result<HeadlessFrames> open_frames(Start start, const ScreenshotOptions& options, int rate) {
  const bool restored = start.view.has_value();
  const bool in_lesson = start.lesson.has_value();
  TRY_ASSIGN(auto frames, HeadlessFrames::create(std::move(start), options.width, options.height,
                                                 options.scale, rate));
  if (!restored && !frames.gui().lab().document().network) frames.gui().networks().begin();
  lab::View& view = frames.gui().lab().view();
  view.theme = options.theme.value_or(view.theme);
  view.language = options.language.value_or(view.language);
  view.workspace = options.workspace.value_or(view.workspace);
  lab::set_present(view, options.presenter);
  settle(frames);
  const lab::Lab& lab = frames.gui().lab();
  if (lab.document().network && !lab.has_network()) return fail("{}", lab.error());
  if (in_lesson && !frames.gui().lessons().run().runs()) return fail("{}", lab.error());
  return frames;
}

void settle(HeadlessFrames& frames) {
  for (int i = 0; i < kSettlingFrames; ++i) frames.frame();
  lab::Lab& lab = frames.gui().lab();
  if (lab.view().workspace != lab::Workspace::kNetwork || !lab.has_network()) return;
  lab.test_meter().wait();
  frames.frame();
}

Result<Image> render_screenshot(Start start, const ScreenshotOptions& options) {
  TRY_ASSIGN(const auto frames, open_frames(std::move(start), options));
  return frames.read();
}

}  // namespace convlens::app

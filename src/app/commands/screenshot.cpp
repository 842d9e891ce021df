#include "app/commands/screenshot.h"

#include <utility>

#include "app/gui/headless_frames.h"

namespace convlens::app {
namespace {

// Docked windows find their places and sizes over the first frames.
constexpr int kSettlingFrames = 6;

}  // namespace

Result<Image> render_screenshot(Start start, const ScreenshotOptions& options) {
  const bool restored = start.view.has_value();
  TRY_ASSIGN(auto frames, HeadlessFrames::create(std::move(start), options.width, options.height,
                                                 options.scale));
  if (!restored && !frames.gui().lab().document().network) frames.gui().networks().begin();
  lab::View& view = frames.gui().lab().view();
  view.theme = options.theme.value_or(view.theme);
  view.language = options.language.value_or(view.language);
  view.workspace = options.workspace.value_or(view.workspace);
  for (int i = 0; i < kSettlingFrames; ++i) frames.frame();
  const lab::Lab& lab = frames.gui().lab();
  if (lab.document().network && !lab.has_network()) return fail("{}", lab.error());
  if (view.workspace == lab::Workspace::kNetwork) {
    frames.gui().lab().accuracy().wait();
    frames.frame();
  }
  return frames.read();
}

}  // namespace convlens::app

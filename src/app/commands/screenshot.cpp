#include "app/commands/screenshot.h"

#include <utility>

#include "app/gui/headless_frames.h"

namespace convlens::app {
namespace {

// Docked windows find their places and sizes over the first frames.
constexpr int kSettlingFrames = 6;

}  // namespace

Result<Image> render_screenshot(lab::Document document, const ScreenshotOptions& options) {
  TRY_ASSIGN(auto frames, HeadlessFrames::create(std::move(document), options.width, options.height,
                                                 options.scale));
  if (!frames.gui().lab().document().network) frames.gui().networks().begin();
  lab::View& view = frames.gui().lab().view();
  view.theme = options.theme;
  view.language = options.language;
  view.workspace = options.workspace;
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

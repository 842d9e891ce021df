#include "app/gui/session_changes.h"

#include <utility>

namespace convlens::app {

void SessionChanges::follow(lab::Lab& lab) {
  lab::SessionFile& file = lab.view().file;
  Seen now{lab.restorals(), lab.history().changes(), file.path};
  const bool is_known = seen_ && seen_->restorals == now.restorals && seen_->path == now.path;
  if (is_known && seen_->changes != now.changes && !file.path.empty()) file.changed = true;
  if (!is_known || seen_->changes != now.changes) seen_ = std::move(now);
}

}  // namespace convlens::app

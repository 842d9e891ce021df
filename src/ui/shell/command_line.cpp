#include "ui/shell/command_line.h"

#include <string>

#include "ui/kit/menu.h"
#include "ui/shell/keys.h"

namespace convlens::ui {
namespace {

std::string line_key(Action action) { return fmt::format("command {}", static_cast<int>(action)); }

}  // namespace

void command_line(const PanelContext& context, Action action, bool ticked) {
  if (menu_line(context, context.text(command_of(action).does), line_key(action).c_str(),
                key_of(action), why_not(action, context), ticked)) {
    perform(action, context);
  }
}

}  // namespace convlens::ui

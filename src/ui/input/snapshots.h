#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The bench as it was kept, A and B: small pictures of their filters, and what keeps and shows
// them.
void snapshot_rows(const PanelContext& context);

}  // namespace convlens::ui

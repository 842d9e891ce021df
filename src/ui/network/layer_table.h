#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The layers as model.summary() lists them: index, name, type, output shape, the shapes of weights
// and biases. A click on one shows its first map large.
void layer_table(const PanelContext& context);

}  // namespace convlens::ui

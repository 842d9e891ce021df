#pragma once

#include "core/colormap.h"

// The tables behind colormap_table(), written by tools/make_colormaps.py.
namespace convlens::tables {

extern const ColormapTable kViridis;
extern const ColormapTable kBinary;
extern const ColormapTable kGray;
extern const ColormapTable kMagma;
extern const ColormapTable kCividis;
extern const ColormapTable kSignedLight;
extern const ColormapTable kSignedDark;

}  // namespace convlens::tables

#pragma once

#include "media/formats/byte_view.h"

namespace convlens::media {

// How a camera was held: Exif's tag 0x0112, 1 to 8, of Exif data with or without the word in front;
// 1, upright, where they do not tell. The data are laid out as a TIFF file's first directory.
// (Exif 2.32; TIFF 6.0, sections 2 and 8.)
int exif_orientation(ByteView exif);

}  // namespace convlens::media

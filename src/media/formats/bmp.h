#pragma once

#include "core/result.h"
#include "media/formats/byte_view.h"
#include "media/formats/picture_header.h"
#include "media/formats/picture_samples.h"

namespace convlens::media {

// Bitmaps of Windows and OS/2: 1 to 8 bits a pixel of a palette, also run-length encoded, and 16 to
// 32 bits of which masks, the file's own or the usual ones, say what each colour's bits are. The
// largest value of a mask is white. A fourth byte is alpha only where a mask says so.
bool is_bmp(ByteView bytes);
PictureHeader bmp_header(ByteView bytes);
Result<PictureSamples> read_bmp(ByteView bytes);

}  // namespace convlens::media

#pragma once

#include "core/result.h"
#include "media/formats/byte_view.h"
#include "media/formats/picture_header.h"
#include "media/formats/picture_samples.h"

namespace convlens::media {

// TIFF and BigTIFF of unsigned samples of 1 to 16 bits, in strips or tiles, interleaved or in
// planes: grey, RGB, palette, CMYK and YCbCr, with alpha or other extra samples. All else is
// refused by its name. Of several pages the first is read.
bool is_tiff(ByteView bytes);
Result<PictureHeader> tiff_header(ByteView bytes);
Result<PictureSamples> read_tiff(ByteView bytes);

}  // namespace convlens::media

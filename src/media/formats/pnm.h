#pragma once

#include "core/result.h"
#include "media/formats/byte_view.h"
#include "media/formats/picture_header.h"
#include "media/formats/picture_samples.h"

namespace convlens::media {

// Netpbm's PBM, PGM and PPM, P1 to P6. Any largest value that the header declares becomes 255, or
// 65535 where it is over 255; a sample over it is an error. Of several pictures the first is read.
bool is_pnm(ByteView bytes);
PictureHeader pnm_header(ByteView bytes);
Result<PictureSamples> read_pnm(ByteView bytes);

}  // namespace convlens::media

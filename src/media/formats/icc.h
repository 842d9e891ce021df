#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "core/phrase.h"
#include "media/formats/byte_view.h"

namespace convlens::media {

// The ICC profile of a PNG's iCCP chunk, unpacked; what is damaged ends where it breaks off.
std::vector<std::byte> png_profile(ByteView chunk);

// That of a JPEG from its parts in APP2 segments, by their numbers.
std::vector<std::byte> jpeg_profile(const std::map<std::uint32_t, ByteView>& parts);

// What is to be said of a picture's ICC profile, which is not applied: nothing where there is none,
// or where it is sRGB's own, by its primaries and curves (within what rounding and a gamma of 2.2
// make of them). (ICC.1:2022, 7 to 10.)
Phrase profile_note(ByteView profile);

}  // namespace convlens::media

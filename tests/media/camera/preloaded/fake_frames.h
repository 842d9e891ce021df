#pragma once

#include <linux/videodev2.h>

#include <cstdint>
#include <vector>

#include "media/camera/preloaded/fake_settings.h"

namespace convlens::media::testing {

// What S_FMT answers for a mode.
v4l2_pix_format picture_of(const FakeSettings& settings, const FakeMode& mode);

// The pattern at a count, as a device lays it down.
std::vector<std::uint8_t> drawn(const FakeSettings& settings, const v4l2_pix_format& picture,
                                std::uint32_t count);

}  // namespace convlens::media::testing

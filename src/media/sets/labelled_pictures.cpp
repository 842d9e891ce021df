#include "media/sets/labelled_pictures.h"

namespace convlens::media {

Status check_counts(std::int64_t pictures, std::int64_t labels, std::string_view name) {
  if (pictures == 0) return fail("{}: there is no picture in it", name);
  if (pictures == labels) return {};
  return fail("{}: {} pictures and {} labels do not fit each other", name, pictures, labels);
}

void interleave(std::span<const std::uint8_t> planes, std::size_t channels, std::uint8_t* pixels) {
  const std::size_t plane = planes.size() / channels;
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t i = 0; i < plane; ++i) pixels[i * channels + c] = planes[c * plane + i];
  }
}

}  // namespace convlens::media

#include <string>

#include "fuzz/damage/damage_picture.h"
#include "fuzz/driver/target.h"
#include "media/picture_file.h"

// Pictures that people drop onto the window, decoded in the program's own process.
namespace convlens::fuzz {
namespace {

// A damaged header may declare any size, and a decoder fills all of it. So mostly little more than
// the seeds have, but for some inputs all sides that there may be.
media::PictureLimits limits_for(std::size_t size) {
  if (size % 32 == 0) return {.max_pixels = 1 << 24};
  return {.max_side = 4096, .max_pixels = 1 << 18};
}

const std::string kName = "picture";

const Target kTarget{
    whole_files,
    {".png", ".jpg", ".tiff", ".bmp", ".webp", ".pbm", ".pgm", ".ppm", ".mpo", ".gif"},
    damage_picture,
};

}  // namespace

const Target& target() { return kTarget; }

}  // namespace convlens::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  using namespace convlens::fuzz;
  const media::PictureLimits limits = limits_for(size);
  const auto picture = media::decode_picture(std::as_bytes(std::span(data, size)), kName, limits);
  if (!picture) {
    must_be_sentence(picture.error().message, kName);
    count(Outcome::kRefused);
    return 0;
  }
  const Image& image = picture->image;
  must_be(image.height > 0 && image.width > 0, "a height and a width from 1",
          std::to_string(image.height) + "x" + std::to_string(image.width));
  const std::size_t pixels =
      static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width);
  must_be(static_cast<std::int64_t>(pixels) <= limits.max_pixels, "no more than the limit",
          std::to_string(pixels));
  must_be(image.rgb.size() == pixels * 3, "three bytes a pixel", std::to_string(image.rgb.size()));
  for (const Phrase& done : picture->conversions) must_be_sentence(done.english());
  count(Outcome::kAccepted);
  return 0;
}

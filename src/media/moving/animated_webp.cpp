#include "media/moving/animated_webp.h"

#include <webp/demux.h>

#include <cstddef>
#include <string>
#include <utility>

#include "core/files/file.h"
#include "media/moving/on_white.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

class AnimatedWebp final : public MovingPicture {
 public:
  AnimatedWebp(std::string path, std::vector<std::byte> bytes)
      : path_(std::move(path)), bytes_(std::move(bytes)) {}

  Status open();
  Result<Image> frame(std::int64_t number, const std::atomic<bool>& dropped) override;

 private:
  struct Delete {
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
  };
  // The next frame's pixels, (height, width, 4), until the call after it; null where it is damaged.
  const std::uint8_t* next(int* ends_ms);

  std::string path_;
  std::vector<std::byte> bytes_;
  std::unique_ptr<WebPAnimDecoder, Delete> decoder_;
  std::int64_t last_ = -1;
};

const std::uint8_t* AnimatedWebp::next(int* ends_ms) {
  std::uint8_t* pixels = nullptr;
  return WebPAnimDecoderGetNext(decoder_.get(), &pixels, ends_ms) != 0 ? pixels : nullptr;
}

Status AnimatedWebp::open() {
  WebPData data{reinterpret_cast<const std::uint8_t*>(bytes_.data()), bytes_.size()};
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) return fail("{}: libwebp is too old", path_);
  options.color_mode = MODE_RGBA;
  options.use_threads = 1;
  decoder_.reset(WebPAnimDecoderNew(&data, &options));
  WebPAnimInfo info;
  const bool read = decoder_ && WebPAnimDecoderGetInfo(decoder_.get(), &info) != 0;
  if (!read || info.frame_count == 0) {
    return fail("{}: the animation is damaged, a whole WebP was expected", path_);
  }
  if (std::int64_t{info.canvas_width} * info.canvas_height > PictureLimits{}.max_pixels) {
    return fail("{}: the picture is {} x {} pixels, at most {} altogether expected", path_,
                info.canvas_width, info.canvas_height, PictureLimits{}.max_pixels);
  }
  facts_.name = std::filesystem::path(path_).filename().string();
  facts_.format = "webp";
  facts_.height = static_cast<int>(info.canvas_height);
  facts_.width = static_cast<int>(info.canvas_width);
  facts_.conversions.push_back(phrase("transparent pixels, if any, laid on white"));
  // A frame's time is told with its pixels alone.
  int ends_ms = 0;
  for (std::uint32_t i = 0; i < info.frame_count; ++i) {
    const double start_s = ends_ms / 1000.0;
    if (next(&ends_ms) == nullptr) {
      if (i == 0) return fail("{}: the animation is damaged, a whole WebP was expected", path_);
      facts_.conversions.push_back(phrase("left out {} frames of {}, which are damaged",
                                          info.frame_count - i, info.frame_count));
      break;
    }
    facts_.starts_s.push_back(start_s);
  }
  facts_.end_s = ends_ms / 1000.0;
  WebPAnimDecoderReset(decoder_.get());
  return {};
}

Result<Image> AnimatedWebp::frame(std::int64_t number, const std::atomic<bool>& dropped) {
  if (number < 0 || number >= count()) {
    return fail("{}: frame {} expected among 0 to {}", path_, number, count() - 1);
  }
  if (number <= last_) {
    WebPAnimDecoderReset(decoder_.get());
    last_ = -1;
  }
  const std::uint8_t* pixels = nullptr;
  int ends_ms = 0;
  while (last_ < number && !dropped) {
    pixels = next(&ends_ms);
    if (pixels == nullptr) break;
    ++last_;
  }
  if (pixels == nullptr || last_ != number) {
    return fail("{}: frame {} cannot be decoded", path_, number);
  }
  Image image{facts_.height, facts_.width, {}};
  image.rgb.resize(static_cast<std::size_t>(facts_.height) *
                   static_cast<std::size_t>(facts_.width) * 3);
  lay_on_white(pixels, image.rgb);
  return image;
}

}  // namespace

Result<std::unique_ptr<MovingPicture>> open_animated_webp(const std::filesystem::path& path) {
  TRY_ASSIGN(auto bytes, read_file(path));
  auto animation = std::make_unique<AnimatedWebp>(path.string(), std::move(bytes));
  TRY(animation->open());
  return std::unique_ptr<MovingPicture>(std::move(animation));
}

}  // namespace convlens::media

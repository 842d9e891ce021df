#include "media/camera/camera_pictures.h"

#include <algorithm>
#include <array>
#include <utility>

namespace convlens::media {
namespace {

constexpr int kBlack = 16;  // of the limited range
constexpr int kWhite = 235;

// Grey, or red, green and blue, of the limited range, which FFmpeg takes for full.
void widen(Image& image) {
  std::array<std::uint8_t, 256> wide{};
  for (int value = 0; value < 256; ++value) {
    const int within = std::clamp(value, kBlack, kWhite) - kBlack;
    constexpr int kRange = kWhite - kBlack;
    wide[static_cast<std::size_t>(value)] =
        static_cast<std::uint8_t>((within * 255 + kRange / 2) / kRange);
  }
  for (std::uint8_t& value : image.rgb) value = wide[value];
}

}  // namespace

CameraPictures::CameraPictures(const v4l2_pix_format& picture, const CameraFormat& format)
    : picture_(picture),
      format_(&format),
      colours_(colours_of(picture, format)),
      packet_(av_packet_alloc()),
      frame_(av_frame_alloc()) {}

Result<CameraPictures> CameraPictures::of(const v4l2_pix_format& picture) {
  CameraPictures pictures(picture, *camera_format(picture.pixelformat));
  if (pictures.is_jpeg()) TRY(pictures.open_decoder());
  return pictures;
}

Status CameraPictures::open_decoder() {
  av_log_set_level(AV_LOG_QUIET);
  const AVCodec* decoder = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
  codec_.reset(avcodec_alloc_context3(decoder));
  codec_->thread_count = 1;  // more would hold frames back
  const int error = avcodec_open2(codec_.get(), decoder, nullptr);
  if (error == 0) return {};
  return fail("JPEG frames cannot be decoded ({})", word(said_by_ffmpeg(error)));
}

Status CameraPictures::lay_planes(RawFrame& raw) {
  av_frame_unref(frame_.get());
  frame_->format = format_->pixels;
  frame_->width = static_cast<int>(picture_.width);
  frame_->height = static_cast<int>(picture_.height);
  const std::size_t row = std::max<std::size_t>(
      picture_.bytesperline,
      static_cast<std::size_t>(picture_.width) * static_cast<std::size_t>(format_->pixel_bytes));
  std::size_t offset = 0;
  for (std::size_t i = 0; i < format_->planes.size(); ++i) {
    const CameraFormat::Plane& plane = format_->planes[i];
    const std::size_t step = row * static_cast<std::size_t>(plane.width) / 2;
    frame_->data[i] = raw.padded.data() + std::min(offset, raw.size);
    frame_->linesize[i] = static_cast<int>(step);
    offset += step * ((picture_.height * static_cast<std::size_t>(plane.height) + 1) / 2);
  }
  if (offset <= raw.size) return {};
  return fail("{} bytes of a frame expected, {} found", offset, raw.size);
}

Status CameraPictures::decode(RawFrame& raw) {
  av_packet_unref(packet_.get());
  packet_->data = raw.padded.data();
  packet_->size = static_cast<int>(raw.size);
  int error = avcodec_send_packet(codec_.get(), packet_.get());
  if (error == 0) error = avcodec_receive_frame(codec_.get(), frame_.get());
  if (error != 0)
    return fail("a frame is no JPEG that can be decoded ({})", word(said_by_ffmpeg(error)));
  if (frame_->width == static_cast<int>(picture_.width) &&
      frame_->height == static_cast<int>(picture_.height)) {
    return {};
  }
  return fail("a frame of {} x {} pixels expected, {} x {} found", picture_.width, picture_.height,
              frame_->width, frame_->height);
}

void CameraPictures::say_colours(AVFrame& frame) const {
  if (colours_.matrix != AVCOL_SPC_UNSPECIFIED) frame.colorspace = colours_.matrix;
  if (colours_.range != AVCOL_RANGE_UNSPECIFIED) frame.color_range = colours_.range;
}

bool CameraPictures::is_to_be_widened() const {
  return !has_matrix(*format_) && colours_.range == AVCOL_RANGE_MPEG;
}

Result<Image> CameraPictures::image_of(RawFrame& raw) {
  TRY(is_jpeg() ? decode(raw) : lay_planes(raw));
  say_colours(*frame_);
  auto image = images_.image_of(*frame_);
  if (image && is_to_be_widened()) widen(*image);
  return image;
}

std::vector<Phrase> CameraPictures::conversions() const {
  std::vector<Phrase> done;
  if (is_jpeg()) done.push_back(phrase("decoded from JPEG"));
  if (!colours_.said && has_matrix(*format_)) {
    done.push_back(phrase("colours taken for BT.601, for the camera does not say"));
    return done;
  }
  const FrameHandle like(av_frame_alloc());
  like->format = is_jpeg() ? AV_PIX_FMT_YUVJ420P : format_->pixels;
  like->colorspace = AVCOL_SPC_BT470BG;  // a JPEG's
  say_colours(*like);
  for (Phrase& phrase : images_.conversions(*like)) done.push_back(std::move(phrase));
  if (is_to_be_widened()) done.push_back(phrase("limited range to full range"));
  return done;
}

}  // namespace convlens::media

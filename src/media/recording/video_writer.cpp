#include "media/recording/video_writer.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "media/ffmpeg/handles.h"

namespace convlens::media {
namespace {

constexpr int kSecondsBetweenKeys = 4;
// Fixed, whatever the machine: what an encoder writes depends on how many threads share the work.
constexpr int kThreads = 2;

struct FreeFormat {
  void operator()(AVFormatContext* format) const { avformat_free_context(format); }
};
struct FreeOutput {
  void operator()(AVIOContext* output) const {
    av_freep(&output->buffer);
    avio_context_free(&output);
  }
};
using Format = std::unique_ptr<AVFormatContext, FreeFormat>;
using Output = std::unique_ptr<AVIOContext, FreeOutput>;

struct Setting {
  const char* name = nullptr;
  const char* value = nullptr;
};
// What an encoder makes the file of. Letters have to stay sharp, and a lab is to be drawn beside
// it.
struct Codec {
  const char* container = nullptr;
  const char* name = nullptr;
  std::initializer_list<Setting> settings;
};

Codec codec_of(RecordingFormat format) {
  if (format == RecordingFormat::kMp4) {
    static constexpr std::initializer_list<Setting> kSettings{{"preset", "veryfast"},
                                                              {"crf", "16"}};
    return {"mp4", "libx264", kSettings};
  }
  static constexpr std::initializer_list<Setting> kSettings{
      {"deadline", "realtime"}, {"cpu-used", "7"}, {"crf", "20"}, {"row-mt", "1"}};
  return {"webm", "libvpx-vp9", kSettings};
}

int even(int side) { return side + side % 2; }

class VideoWriter final : public FrameWriter {
 public:
  VideoWriter(NewFile file, const RecordingShape& shape) : file_(std::move(file)), shape_(shape) {}

  Status open(const Codec& codec);
  Status add(const Image& frame, int times) override;
  Status finish() override;

 private:
  static int write(void* writer, std::uint8_t* bytes, int count);
  static std::int64_t seek(void* writer, std::int64_t offset, int whence);

  // FFmpeg's answer as a status: what the file says comes before what FFmpeg does.
  Status done(int answer);
  Status open_encoder(const Codec& codec);
  Status open_container(const Codec& codec);
  Status open_frame();
  void pad(const Image& frame);
  Status encode(const AVFrame* frame);

  NewFile file_;
  RecordingShape shape_;
  std::optional<Error> file_failed_;
  Output output_;  // outlives the container
  Format container_;
  CodecHandle encoder_;
  ScalerHandle scaler_;
  FrameHandle frame_;
  PacketHandle packet_;
  std::vector<std::uint8_t> padded_;  // RGB, of even sides
  std::int64_t frames_ = 0;
};

int VideoWriter::write(void* writer, std::uint8_t* bytes, int count) {
  auto& self = *static_cast<VideoWriter*>(writer);
  const std::span span(bytes, static_cast<std::size_t>(count));
  const Status written = self.file_.write(std::as_bytes(span));
  if (written) return count;
  self.file_failed_ = written.error();
  return AVERROR(EIO);
}

std::int64_t VideoWriter::seek(void* writer, std::int64_t offset, int whence) {
  auto& self = *static_cast<VideoWriter*>(writer);
  if (whence != SEEK_SET) return AVERROR(ENOSYS);
  const Status sought = self.file_.seek(static_cast<std::uint64_t>(offset));
  if (sought) return offset;
  self.file_failed_ = sought.error();
  return AVERROR(EIO);
}

Status VideoWriter::done(int answer) {
  if (file_failed_) return fail(*file_failed_);
  if (answer >= 0) return {};
  return fail("{}: the video cannot be made ({})", file_.path().string(),
              word(said_by_ffmpeg(answer)));
}

Status VideoWriter::open(const Codec& codec) {
  av_log_set_level(AV_LOG_QUIET);
  TRY(open_encoder(codec));
  TRY(open_container(codec));
  return open_frame();
}

Status VideoWriter::open_encoder(const Codec& codec) {
  const AVCodec* found = avcodec_find_encoder_by_name(codec.name);
  if (found == nullptr) {
    return fail("{}: the installed FFmpeg has no encoder {}", file_.path().string(), codec.name);
  }
  encoder_.reset(avcodec_alloc_context3(found));
  if (!encoder_) return done(AVERROR(ENOMEM));
  encoder_->width = even(shape_.width);
  encoder_->height = even(shape_.height);
  encoder_->time_base = {1, shape_.fps};
  encoder_->framerate = {shape_.fps, 1};
  encoder_->gop_size = kSecondsBetweenKeys * shape_.fps;
  encoder_->pix_fmt = AV_PIX_FMT_YUV420P;
  encoder_->color_range = AVCOL_RANGE_MPEG;
  encoder_->colorspace = AVCOL_SPC_BT709;
  encoder_->color_primaries = AVCOL_PRI_BT709;
  encoder_->color_trc = AVCOL_TRC_BT709;
  encoder_->thread_count = kThreads;
  encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  for (const Setting& setting : codec.settings) {
    TRY(done(av_opt_set(encoder_->priv_data, setting.name, setting.value, 0)));
  }
  return done(avcodec_open2(encoder_.get(), found, nullptr));
}

Status VideoWriter::open_container(const Codec& codec) {
  constexpr int kBuffer = 1 << 16;
  AVFormatContext* made = nullptr;
  TRY(done(avformat_alloc_output_context2(&made, nullptr, codec.container, nullptr)));
  container_.reset(made);
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
  output_.reset(avio_alloc_context(buffer, kBuffer, 1, this, nullptr, &VideoWriter::write,
                                   &VideoWriter::seek));
  if (!output_) return done(AVERROR(ENOMEM));
  container_->pb = output_.get();
  // No dates, names of programs or chance in the file.
  container_->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO;
  AVStream* stream = avformat_new_stream(container_.get(), nullptr);
  if (stream == nullptr) return done(AVERROR(ENOMEM));
  stream->time_base = encoder_->time_base;
  stream->avg_frame_rate = encoder_->framerate;
  TRY(done(avcodec_parameters_from_context(stream->codecpar, encoder_.get())));
  return done(avformat_write_header(container_.get(), nullptr));
}

Status VideoWriter::open_frame() {
  frame_.reset(av_frame_alloc());
  packet_.reset(av_packet_alloc());
  if (!frame_ || !packet_) return done(AVERROR(ENOMEM));
  const int width = encoder_->width;
  const int height = encoder_->height;
  frame_->format = encoder_->pix_fmt;
  frame_->width = width;
  frame_->height = height;
  TRY(done(av_frame_get_buffer(frame_.get(), 0)));
  scaler_.reset(sws_getContext(width, height, AV_PIX_FMT_RGB24, width, height, encoder_->pix_fmt,
                               SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr,
                               nullptr, nullptr));
  if (!scaler_) return done(AVERROR(ENOMEM));
  const int* matrix = sws_getCoefficients(SWS_CS_ITU709);
  constexpr int kOne = 1 << 16;  // of brightness, contrast and saturation
  return done(sws_setColorspaceDetails(scaler_.get(), matrix, 1, matrix, 0, 0, kOne, kOne));
}

void VideoWriter::pad(const Image& frame) {
  const auto from = static_cast<std::size_t>(frame.width) * 3;
  const auto to = static_cast<std::size_t>(encoder_->width) * 3;
  padded_.resize(to * static_cast<std::size_t>(encoder_->height));
  for (int row = 0; row < encoder_->height; ++row) {
    const auto source = static_cast<std::size_t>(std::min(row, frame.height - 1));
    std::uint8_t* line = padded_.data() + static_cast<std::size_t>(row) * to;
    std::memcpy(line, frame.rgb.data() + source * from, from);
    if (to > from) std::memcpy(line + from, line + from - 3, 3);
  }
}

Status VideoWriter::add(const Image& frame, int times) {
  pad(frame);
  TRY(done(av_frame_make_writable(frame_.get())));
  const std::array<const std::uint8_t*, 1> planes{padded_.data()};
  const std::array<int, 1> strides{encoder_->width * 3};
  TRY(done(sws_scale(scaler_.get(), planes.data(), strides.data(), 0, encoder_->height,
                     frame_->data, frame_->linesize)));
  for (int i = 0; i < times; ++i) {
    frame_->pts = frames_++;
    TRY(encode(frame_.get()));
  }
  return {};
}

// Null: what the encoder still holds.
Status VideoWriter::encode(const AVFrame* frame) {
  TRY(done(avcodec_send_frame(encoder_.get(), frame)));
  AVStream* stream = container_->streams[0];
  while (true) {
    const int answer = avcodec_receive_packet(encoder_.get(), packet_.get());
    if (answer == AVERROR(EAGAIN) || answer == AVERROR_EOF) return {};
    TRY(done(answer));
    packet_->duration = 1;
    av_packet_rescale_ts(packet_.get(), encoder_->time_base, stream->time_base);
    TRY(done(av_interleaved_write_frame(container_.get(), packet_.get())));
  }
}

Status VideoWriter::finish() {
  if (frames_ == 0) return fail("{}: there is no frame to record", file_.path().string());
  TRY(encode(nullptr));
  TRY(done(av_write_trailer(container_.get())));
  avio_flush(output_.get());
  TRY(done(output_->error));
  return file_.keep();
}

}  // namespace

Result<std::unique_ptr<FrameWriter>> video_writer(NewFile file, const RecordingShape& shape,
                                                  RecordingFormat format) {
  auto writer = std::make_unique<VideoWriter>(std::move(file), shape);
  TRY(writer->open(codec_of(format)));
  return std::unique_ptr<FrameWriter>(std::move(writer));
}

}  // namespace convlens::media

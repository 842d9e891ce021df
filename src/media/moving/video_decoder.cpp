#include "media/moving/video_decoder.h"

#include <utility>

namespace convlens::media {

VideoDecoder::VideoDecoder(VideoFile file, CodecHandle codec)
    : file_(std::move(file)),
      codec_(std::move(codec)),
      packet_(av_packet_alloc()),
      frame_(av_frame_alloc()) {}

Result<VideoDecoder> VideoDecoder::open(VideoFile file) {
  TRY_ASSIGN(auto codec, file.decoder());
  return VideoDecoder(std::move(file), std::move(codec));
}

// A packet, or at the end the word that there are no more, into the decoder.
void VideoDecoder::feed() {
  if (!pending_ && !at_end_) {
    pending_ = file_.read(*packet_);
    at_end_ = !pending_;
  }
  avcodec_send_packet(codec_.get(), pending_ ? packet_.get() : nullptr);
  pending_ = false;
}

const AVFrame* VideoDecoder::next() {
  while (true) {
    const int answer = avcodec_receive_frame(codec_.get(), frame_.get());
    if (answer == 0) return frame_.get();
    if (answer == AVERROR_EOF) return nullptr;
    if (answer != AVERROR(EAGAIN) && at_end_) return nullptr;
    feed();
  }
}

Status VideoDecoder::restart() {
  TRY(file_.rewind());
  // Of the file as it is opened now: what a decoder learned at the end is not known at the start.
  TRY_ASSIGN(codec_, file_.decoder());
  pending_ = false;
  at_end_ = false;
  return {};
}

void VideoDecoder::pass(std::int64_t count) {
  while (count-- > 0 && file_.read(*packet_)) {
  }
}

// Where the format's own way leads, packets tell by their times where that is.
bool VideoDecoder::find(const FrameIndex& index, const FrameIndex::Key& key) {
  if (!file_.seek(key.seek) || !file_.read(*packet_) || packet_->pts == AV_NOPTS_VALUE)
    return false;
  const auto place = index.place(packet_->pts);
  if (!place || *place > key.place) return false;
  pending_ = *place == key.place;
  if (!pending_) pass(key.place - *place - 1);
  return true;
}

Status VideoDecoder::restart_at(const FrameIndex& index, const FrameIndex::Key& key) {
  avcodec_flush_buffers(codec_.get());
  pending_ = false;
  at_end_ = false;
  if (find(index, key)) return {};
  TRY(restart());
  pass(key.place);
  return {};
}

}  // namespace convlens::media

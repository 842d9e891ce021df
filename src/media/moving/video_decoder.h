#pragma once

#include <atomic>
#include <cstdint>

#include "core/result.h"
#include "media/ffmpeg/handles.h"
#include "media/moving/frame_index.h"
#include "media/moving/video_file.h"

namespace convlens::media {

// Frames of a video one after the other, in the order in which they are shown, from the beginning
// or from a packet that needs none before it. Damaged packets are passed over.
class VideoDecoder {
 public:
  static Result<VideoDecoder> open(VideoFile file);

  VideoFile& file() { return file_; }
  const VideoFile& file() const { return file_; }
  // The next frame, until the call after it; null at the end.
  const AVFrame* next();
  Status restart();
  // The next frame is the key's, or one that is shown before it.
  Status restart_at(const FrameIndex& index, const FrameIndex::Key& key);

 private:
  VideoDecoder(VideoFile file, CodecHandle codec);
  bool find(const FrameIndex& index, const FrameIndex::Key& key);
  // Leaves out this many packets.
  void pass(std::int64_t count);
  void feed();

  VideoFile file_;
  CodecHandle codec_;
  PacketHandle packet_;
  FrameHandle frame_;
  bool pending_ = false;  // the packet has not been decoded yet
  bool at_end_ = false;   // of the packets
};

}  // namespace convlens::media

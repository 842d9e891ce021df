#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/phrase.h"
#include "core/result.h"
#include "media/ffmpeg/handles.h"

namespace convlens::media {

// The video stream of a file, packet by packet in the file's order. Opens no other file that this
// one names, and no network.
class VideoFile {
 public:
  // `dropped` must outlive it; where another thread sets it, every call ends soon.
  static Result<VideoFile> open(const std::filesystem::path& path,
                                const std::atomic<bool>& dropped);

  // Times are in stream().time_base. What asks whether to stop from now on: see open().
  void stop_by(const std::atomic<bool>& dropped);
  const AVStream& stream() const { return *format_->streams[index_]; }
  // Into the packet; false at the end, or where the file is damaged beyond it.
  bool read(AVPacket& packet);
  // The next packet is one at or before this time, as far as the format tells; false where it
  // cannot be sought.
  bool seek(std::int64_t time);
  // From the beginning.
  Status rewind();
  Result<CodecHandle> decoder() const;
  // As Exif's tag 0x0112 counts: how the frames have to be turned, 1 being not at all.
  int orientation() const;
  // What is not done to its frames, though the file asks for it.
  std::vector<Phrase> not_done() const;

 private:
  struct CloseInput {
    void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
  };
  using Stop = const std::atomic<bool>*;

  VideoFile() = default;
  Status open();

  std::filesystem::path path_;
  std::unique_ptr<Stop> stop_;  // where FFmpeg finds it, wherever this object is moved to
  std::unique_ptr<AVFormatContext, CloseInput> format_;
  int index_ = 0;
};

}  // namespace convlens::media

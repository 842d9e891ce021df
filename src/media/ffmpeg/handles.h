#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <memory>
#include <string>

// FFmpeg's objects, each with its own way to end.
namespace convlens::media {

template <auto kDestroy>
struct DestroyAt {  // FFmpeg's own functions clear the pointer
  template <typename T>
  void operator()(T* object) const {
    kDestroy(&object);
  }
};
struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

using CodecHandle = std::unique_ptr<AVCodecContext, DestroyAt<&avcodec_free_context>>;
using FrameHandle = std::unique_ptr<AVFrame, DestroyAt<&av_frame_free>>;
using PacketHandle = std::unique_ptr<AVPacket, DestroyAt<&av_packet_free>>;
using ScalerHandle = std::unique_ptr<SwsContext, FreeScaler>;

// "Invalid data found when processing input"
inline std::string said_by_ffmpeg(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

}  // namespace convlens::media

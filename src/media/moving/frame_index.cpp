#include "media/moving/frame_index.h"

#include <algorithm>
#include <array>

namespace convlens::media {
namespace {

// Whose packets are one frame each, and whose frames have the time of their packet.
constexpr std::array kOnePacketOneFrame{
    AV_CODEC_ID_H264,    AV_CODEC_ID_HEVC,    AV_CODEC_ID_VP8,        AV_CODEC_ID_VP9,
    AV_CODEC_ID_AV1,     AV_CODEC_ID_MPEG4,   AV_CODEC_ID_MPEG1VIDEO, AV_CODEC_ID_MPEG2VIDEO,
    AV_CODEC_ID_MJPEG,   AV_CODEC_ID_PRORES,  AV_CODEC_ID_DNXHD,      AV_CODEC_ID_FFV1,
    AV_CODEC_ID_FFVHUFF, AV_CODEC_ID_HUFFYUV, AV_CODEC_ID_RAWVIDEO,   AV_CODEC_ID_UTVIDEO,
    AV_CODEC_ID_PNG,     AV_CODEC_ID_H263,    AV_CODEC_ID_FLV1,       AV_CODEC_ID_V210};

// VP8's reference frames that are never shown come in packets of their own. (RFC 6386, 9.1.)
bool is_hidden(AVCodecID codec, const AVPacket& packet) {
  return codec == AV_CODEC_ID_VP8 && packet.size > 0 && (packet.data[0] & 0x10) == 0;
}

bool tells_frames(const AVCodecParameters& parameters) {
  const bool known = std::find(kOnePacketOneFrame.begin(), kOnePacketOneFrame.end(),
                               parameters.codec_id) != kOnePacketOneFrame.end();
  // The two fields of an interlaced frame may come in two packets.
  const bool whole =
      parameters.field_order == AV_FIELD_UNKNOWN || parameters.field_order == AV_FIELD_PROGRESSIVE;
  return known && whole;
}

template <typename T>
auto at_time(const std::vector<T>& sorted, std::int64_t time) {
  const auto found =
      std::lower_bound(sorted.begin(), sorted.end(), time,
                       [](const T& one, std::int64_t wanted) { return one.time < wanted; });
  return found != sorted.end() && found->time == time ? found : sorted.end();
}

template <typename T>
void sort_by_time(std::vector<T>& some) {
  std::sort(some.begin(), some.end(), [](const T& a, const T& b) { return a.time < b.time; });
}

}  // namespace

std::optional<std::int64_t> FrameIndex::number(std::int64_t time) const {
  const auto found = std::lower_bound(times.begin(), times.end(), time);
  if (found == times.end() || *found != time) return std::nullopt;
  return found - times.begin();
}

std::optional<std::int64_t> FrameIndex::place(std::int64_t time) const {
  const auto found = at_time(packets, time);
  if (found == packets.end()) return std::nullopt;
  return found->place;
}

FrameIndex index_packets(VideoFile& file, const std::atomic<bool>& dropped) {
  const AVCodecParameters& parameters = *file.stream().codecpar;
  FrameIndex index;
  index.counted = !tells_frames(parameters);
  if (index.counted) return index;
  const PacketHandle packet(av_packet_alloc());
  for (std::int64_t place = 0; !dropped && file.read(*packet); ++place) {
    if (packet->pts == AV_NOPTS_VALUE) index.counted = true;
    if (index.counted) return index;
    index.packets.push_back({packet->pts, place});
    const bool shown =
        (packet->flags & AV_PKT_FLAG_DISCARD) == 0 && !is_hidden(parameters.codec_id, *packet);
    if (shown) {
      if (index.times.empty() || packet->pts > index.times.back())
        index.last_length = packet->duration;
      index.times.push_back(packet->pts);
    }
    if ((packet->flags & AV_PKT_FLAG_KEY) != 0) {
      const bool has_dts = packet->dts != AV_NOPTS_VALUE;
      index.keys.push_back(
          {packet->pts, has_dts ? std::min(packet->dts, packet->pts) : packet->pts, place});
    }
  }
  sort_by_time(index.packets);
  sort_by_time(index.keys);
  std::sort(index.times.begin(), index.times.end());
  const bool twice =
      std::adjacent_find(index.times.begin(), index.times.end()) != index.times.end();
  index.counted = twice || index.keys.empty() || index.times.empty();
  return index;
}

}  // namespace convlens::media

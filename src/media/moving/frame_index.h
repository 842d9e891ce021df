#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/result.h"
#include "media/moving/video_file.h"

namespace convlens::media {

// The frames of a video by their numbers. Packets tell them apart by their times where each packet
// is one frame and has a time of its own; where not, frames have to be counted from the beginning.
struct FrameIndex {
  struct Packet {
    std::int64_t time = 0;   // it is shown at
    std::int64_t place = 0;  // in the file's order
  };
  // A packet that can be decoded without those before it.
  struct Key {
    std::int64_t time = 0;
    std::int64_t seek = 0;  // where to look for it: the earlier of its times
    std::int64_t place = 0;
  };

  bool counted = false;
  std::vector<std::int64_t> times;  // that frames are shown at, ascending
  std::int64_t last_length = 0;     // how long the last one is shown; 0: unknown
  std::vector<Packet> packets;      // by time
  std::vector<Key> keys;            // by time

  // The number of the frame that is shown at exactly this time.
  std::optional<std::int64_t> number(std::int64_t time) const;
  // Where the packet of this time stands in the file.
  std::optional<std::int64_t> place(std::int64_t time) const;
};

// Reads the whole stream, packet by packet. `counted` where its packets do not tell its frames.
FrameIndex index_packets(VideoFile& file, const std::atomic<bool>& dropped);

}  // namespace convlens::media

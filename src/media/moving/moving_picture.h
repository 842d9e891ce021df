#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/image.h"
#include "core/phrase.h"
#include "core/result.h"

namespace convlens::media {

// What a moving picture is, as long as it is open.
struct MovingFacts {
  std::string name;    // of its file, without the folder
  std::string format;  // "h264", "gif", "numbered pictures"
  int height = 0;      // pixels of its frames, upright
  int width = 0;
  // When each frame begins, in seconds from the first one's; ascending, one a frame, at least one.
  std::vector<double> starts_s;
  double end_s = 0.0;               // when the last one ends
  std::vector<Phrase> conversions;  // done to its frames, a few words each
};

// A picture that moves, frame by frame, each by its number from 0. Any may be asked for, the next
// one is the fastest. Belongs to one thread at a time.
class MovingPicture {
 public:
  MovingPicture() = default;
  MovingPicture(const MovingPicture&) = delete;
  MovingPicture& operator=(const MovingPicture&) = delete;
  virtual ~MovingPicture() = default;

  const MovingFacts& facts() const { return facts_; }
  std::int64_t count() const { return static_cast<std::int64_t>(facts_.starts_s.size()); }
  // As RGB, upright. Errors name the file and the frame; those after it can still be had. Ends
  // soon, with some error, where another thread sets `dropped`.
  virtual Result<Image> frame(std::int64_t number, const std::atomic<bool>& dropped) = 0;

 protected:
  MovingFacts facts_;
};

// A video, an animated GIF, PNG or WebP, told by what the file holds, or a folder of numbered
// pictures. Its frames are found first, which takes as long as reading the file once and, of some
// formats, decoding it once. Ends soon, with some error, where another thread sets `dropped`.
Result<std::unique_ptr<MovingPicture>> open_moving(const std::filesystem::path& path,
                                                   const std::atomic<bool>& dropped);

// Whether a file's beginning is that of an animation in a format that has stills, too: of a GIF,
// PNG or WebP.
bool is_animation(const std::filesystem::path& path);

// Whether a file begins as one in a format that has videos, or sound, alone.
bool begins_as_video(const std::filesystem::path& path);
// ".mp4": how the names of moving pictures end, unless they are named as stills are.
std::span<const char* const> moving_endings();

}  // namespace convlens::media

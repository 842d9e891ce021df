#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/image.h"
#include "core/result.h"

namespace convlens::media {

enum class RecordingFormat {
  kGif,   // loops for ever
  kMp4,   // H.264
  kWebm,  // VP9
};

// By the ending of a file's name; nothing where it is none of theirs.
std::optional<RecordingFormat> recording_format(const std::filesystem::path& path);
// ".gif"
const char* ending_of(RecordingFormat format);
// Frames a second: a GIF counts hundredths of a second, of which viewers take one for ten.
int most_fps(RecordingFormat format);
// 20 of a GIF, 30 of a video.
int usual_fps(RecordingFormat format);

struct RecordingShape {
  int height = 0;  // pixels of every frame
  int width = 0;
  int fps = 0;
};

// A class that turns frames into a moving picture, one after the other.
class FrameWriter {
 public:
  FrameWriter() = default;
  FrameWriter(const FrameWriter&) = delete;
  FrameWriter& operator=(const FrameWriter&) = delete;
  virtual ~FrameWriter() = default;

  // Shown for `times` times 1/fps.
  virtual Status add(const Image& frame, int times) = 0;
  // Whatever is written is on the disk then, under the file's name.
  virtual Status finish() = 0;
};

// A moving picture in a file, as the name's ending has it, written beside it and renamed: without
// finish() nothing stays of it. Once a call has failed, so does finish().
//
// A GIF has up to 256 colours in each frame, chosen for what has changed since the one before; what
// has not stays as it was. Nothing is dithered, so that one colour on screen is one in the file,
// and up to 256 in a frame are exact. A frame's end is at the hundredth of a second next to its
// own.
//
// A video has 4:2:0 samples of BT.709 in limited range, tagged as such. Where a side is odd, its
// last pixels are repeated once. The same frames give the same bytes.
class Recording {
 public:
  static Result<Recording> begin(const std::filesystem::path& path, const RecordingShape& shape);

  Status add(const Image& frame, int times = 1);
  Status finish();

 private:
  Recording(std::unique_ptr<FrameWriter> writer, const RecordingShape& shape)
      : writer_(std::move(writer)), shape_(shape) {}

  std::unique_ptr<FrameWriter> writer_;
  RecordingShape shape_;
  std::optional<Error> failed_;
};

}  // namespace convlens::media

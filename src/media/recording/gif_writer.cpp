#include "media/recording/gif_writer.h"

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "media/recording/gif_palette.h"

namespace convlens::media {
namespace {

constexpr std::int64_t kLongestDelay = 65535;  // hundredths of a second
constexpr std::size_t kMostColors = 256;

// What has changed from one frame to the next: where, and the pixels there.
struct Patch {
  int top = 0;
  int left = 0;
  int height = 0;
  int width = 0;
  std::vector<Rgb> palette;
  std::optional<std::uint8_t> unchanged;  // the index of pixels that stay as they are
  std::vector<std::uint8_t> indices;      // (height, width)
};

struct ColorMapDelete {
  void operator()(ColorMapObject* map) const { GifFreeMapObject(map); }
};
using ColorMap = std::unique_ptr<ColorMapObject, ColorMapDelete>;

ColorMap color_map_of(const Patch& patch) {
  const std::size_t used = patch.palette.size() + (patch.unchanged ? 1 : 0);
  const auto count = static_cast<int>(std::bit_ceil(std::max<std::size_t>(2, used)));
  ColorMap map(GifMakeMapObject(count, nullptr));
  if (!map) return map;
  for (std::size_t i = 0; i < patch.palette.size(); ++i) {
    const Rgb& color = patch.palette[i];
    map->Colors[i] = {color[0], color[1], color[2]};
  }
  return map;
}

// The pixels in which two frames of one size differ; the smallest patch over all of them.
class Difference {
 public:
  Difference(const Image& before, const Image& now) : before_(before), now_(now) {
    for (int row = 0; row < now.height; ++row) {
      for (int column = 0; column < now.width; ++column) {
        if (is_same(row, column)) continue;
        top_ = std::min(top_, row);
        bottom_ = row + 1;
        left_ = std::min(left_, column);
        right_ = std::max(right_, column + 1);
      }
    }
  }
  bool none() const { return bottom_ == 0; }

  Result<Patch> patch() const {
    Patch made{top_, left_, bottom_ - top_, right_ - left_, {}, {}, {}};
    std::vector<std::uint8_t> changed;  // RGB
    each([&](int row, int column) {
      if (is_same(row, column)) return;
      const auto pixel = now_.pixel(row, column);
      changed.insert(changed.end(), pixel.begin(), pixel.end());
    });
    TRY_ASSIGN(auto pixels, with_palette(changed, kMostColors - 1));
    made.unchanged = static_cast<std::uint8_t>(pixels.palette.size());
    made.indices.reserve(static_cast<std::size_t>(made.height) *
                         static_cast<std::size_t>(made.width));
    auto next = pixels.indices.begin();
    each([&](int row, int column) {
      made.indices.push_back(is_same(row, column) ? *made.unchanged : *next++);
    });
    made.palette = std::move(pixels.palette);
    return made;
  }

 private:
  bool is_same(int row, int column) const {
    const auto a = before_.pixel(row, column);
    const auto b = now_.pixel(row, column);
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
  }
  template <typename Visit>
  void each(const Visit& visit) const {
    for (int row = top_; row < bottom_; ++row) {
      for (int column = left_; column < right_; ++column) visit(row, column);
    }
  }

  const Image& before_;
  const Image& now_;
  int top_ = now_.height;
  int bottom_ = 0;
  int left_ = now_.width;
  int right_ = 0;
};

Result<Patch> whole(const Image& frame) {
  TRY_ASSIGN(auto pixels, with_palette(frame.rgb, kMostColors));
  return Patch{
      0, 0, frame.height, frame.width, std::move(pixels.palette), {}, std::move(pixels.indices)};
}

class GifWriter final : public FrameWriter {
 public:
  GifWriter(NewFile file, const RecordingShape& shape) : file_(std::move(file)), shape_(shape) {}
  ~GifWriter() override {
    dropped_ = true;
    int code = 0;
    if (gif_ != nullptr) EGifCloseFile(gif_, &code);
  }

  Status add(const Image& frame, int times) override;
  Status finish() override;

 private:
  static int write(GifFileType* gif, const GifByteType* bytes, int count);
  // giflib's answer as a status: what the file says comes before what giflib does.
  Status done(int answer);
  Status begin(const Patch& first);
  // The patch that waits, until this hundredth of a second.
  Status show(std::int64_t until);
  Status put(const Patch& patch, std::int64_t delay);
  std::int64_t hundredths(std::int64_t frames) const {
    return (200 * frames + shape_.fps) / (2 * std::int64_t{shape_.fps});  // rounded
  }

  NewFile file_;
  RecordingShape shape_;
  std::optional<Error> file_failed_;
  bool dropped_ = false;  // what closing writes goes nowhere
  GifFileType* gif_ = nullptr;
  std::optional<Patch> waiting_;  // its delay is known once the next one comes
  std::int64_t shown_ = 0;        // hundredths of a second that are written
  Image last_;
  std::int64_t frames_ = 0;
};

int GifWriter::write(GifFileType* gif, const GifByteType* bytes, int count) {
  auto& writer = *static_cast<GifWriter*>(gif->UserData);
  if (writer.dropped_ || writer.file_failed_) return 0;
  const std::span span(bytes, static_cast<std::size_t>(count));
  const Status written = writer.file_.write(std::as_bytes(span));
  if (!written) writer.file_failed_ = written.error();
  return written ? count : 0;
}

Status GifWriter::done(int answer) {
  if (file_failed_) return fail(*file_failed_);
  if (answer == GIF_OK) return {};
  return fail("{}: the GIF cannot be written (error {} of giflib)", file_.path().string(),
              gif_->Error);
}

// The first frame's colours are the file's, for readers that know no others.
Status GifWriter::begin(const Patch& first) {
  int code = 0;
  gif_ = EGifOpen(this, &GifWriter::write, &code);
  if (gif_ == nullptr) return fail("{}: there is no memory for a GIF", file_.path().string());
  EGifSetGifVersion(gif_, true);
  const ColorMap map = color_map_of(first);
  if (!map) return fail("{}: there is no memory for a GIF", file_.path().string());
  TRY(done(EGifPutScreenDesc(gif_, shape_.width, shape_.height, 8, 0, map.get())));
  constexpr std::array<std::uint8_t, 3> kForEver{1, 0, 0};
  TRY(done(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE)));
  TRY(done(EGifPutExtensionBlock(gif_, 11, "NETSCAPE2.0")));
  TRY(done(EGifPutExtensionBlock(gif_, kForEver.size(), kForEver.data())));
  return done(EGifPutExtensionTrailer(gif_));
}

Status GifWriter::put(const Patch& patch, std::int64_t delay) {
  const GraphicsControlBlock control{DISPOSE_DO_NOT, false, static_cast<int>(delay),
                                     patch.unchanged ? *patch.unchanged : NO_TRANSPARENT_COLOR};
  std::array<GifByteType, 4> bytes{};
  EGifGCBToExtension(&control, bytes.data());
  TRY(done(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE, bytes.size(), bytes.data())));
  const ColorMap map = color_map_of(patch);
  if (!map) return fail("{}: there is no memory for a GIF", file_.path().string());
  TRY(done(
      EGifPutImageDesc(gif_, patch.left, patch.top, patch.width, patch.height, false, map.get())));
  std::vector<GifPixelType> line(patch.indices);
  for (int row = 0; row < patch.height; ++row) {
    const auto offset = static_cast<std::size_t>(row) * static_cast<std::size_t>(patch.width);
    TRY(done(EGifPutLine(gif_, line.data() + offset, patch.width)));
  }
  return {};
}

Status GifWriter::show(std::int64_t until) {
  if (gif_ == nullptr) TRY(begin(*waiting_));
  const Patch nothing{0, 0, 1, 1, {}, std::uint8_t{0}, {0}};
  const Patch* patch = &*waiting_;
  while (true) {
    const std::int64_t delay = std::min(kLongestDelay, until - shown_);
    TRY(put(*patch, delay));
    shown_ += delay;
    if (shown_ == until) return {};
    patch = &nothing;
  }
}

Status GifWriter::add(const Image& frame, int times) {
  if (frames_ == 0) {
    TRY_ASSIGN(waiting_, whole(frame));
  } else if (const Difference difference(last_, frame); !difference.none()) {
    TRY(show(hundredths(frames_)));
    TRY_ASSIGN(waiting_, difference.patch());
  }
  last_ = frame;
  frames_ += times;
  return {};
}

Status GifWriter::finish() {
  if (frames_ == 0) return fail("{}: there is no frame to record", file_.path().string());
  TRY(show(hundredths(frames_)));
  int code = 0;
  const int closed = EGifCloseFile(std::exchange(gif_, nullptr), &code);
  if (file_failed_) return fail(*file_failed_);
  if (closed != GIF_OK) return fail("{}: the GIF cannot be ended", file_.path().string());
  return file_.keep();
}

}  // namespace

std::unique_ptr<FrameWriter> gif_writer(NewFile file, const RecordingShape& shape) {
  return std::make_unique<GifWriter>(std::move(file), shape);
}

}  // namespace convlens::media

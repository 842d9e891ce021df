#include "app/films/film_frames.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <span>
#include <utility>

#include "app/files/origin.h"
#include "app/files/verbose.h"
#include "app/films/open_camera.h"
#include "app/films/open_film.h"
#include "lab/document/document.h"
#include "media/moving/moving_picture.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostBytes = std::int64_t{8} << 30;

using Moving = std::unique_ptr<media::MovingPicture>;

// Open, and with all frames that are wanted.
Result<Moving> opened(const fs::path& file, const FrameChoice& frames) {
  const std::atomic<bool> dropped{false};
  TRY_ASSIGN(auto moving, media::open_moving(file, dropped));
  const std::int64_t count = moving->count();
  if (frames.end > count) {
    return fail("{}: frames {} to {} were asked for, there are 0 to {}", file.string(),
                frames.first, frames.end - 1, count - 1);
  }
  say_conversions(file, moving->facts().conversions);
  if (!frames.told && count > 1) {
    fmt::print(stderr, "convlens: {}: frame 0 of {} is taken; --frame or --frames take others\n",
               file.string(), count);
  }
  return moving;
}

// Calls put(index, image) for each.
template <typename Put>
Status for_each_frame(media::MovingPicture& moving, const FrameChoice& frames, const Put& put) {
  const std::atomic<bool> dropped{false};
  for (std::int64_t number = frames.first; number < frames.end; ++number) {
    TRY_ASSIGN(auto image, moving.frame(number, dropped));
    put(number - frames.first, std::move(image));
  }
  return {};
}

// Values (H, W, C) of an image, from `out` on.
void write_values(const Image& image, bool raw, bool grey, float* out) {
  const float scale = raw ? 1.0f : 1.0f / 255.0f;
  if (grey) return media::write_luma(image, scale, out);
  std::transform(image.rgb.begin(), image.rgb.end(), out,
                 [scale](std::uint8_t value) { return static_cast<float>(value) * scale; });
}

}  // namespace

Result<Tensor> read_shot(const std::string& camera, bool raw, bool grey) {
  TRY_ASSIGN(const auto shot, shoot(camera));
  say_conversions(shot.facts.camera.device, shot.facts.conversions);
  const Image& image = shot.frame.image;
  TRY_ASSIGN(auto values, Tensor::create({1, image.height, image.width, grey ? 1 : 3}));
  write_values(image, raw, grey, values.data());
  return values;
}

Result<Tensor> read_frames(const fs::path& file, const FrameChoice& frames, bool raw, bool grey) {
  TRY_ASSIGN(const auto moving, opened(file, frames));
  const media::MovingFacts& facts = moving->facts();
  const std::int64_t channels = grey ? 1 : 3;
  const std::int64_t pixels = std::int64_t{facts.height} * facts.width;
  const std::int64_t count = frames.end - frames.first;
  if (count > kMostBytes / (pixels * channels * 4)) {
    return fail("{}: {} frames of {} x {} pixels were asked for, at most {} GB of values expected",
                file.string(), count, facts.width, facts.height, kMostBytes >> 30);
  }
  auto values = Tensor::create({count, facts.height, facts.width, channels});
  if (!values) return fail("{}: {}", file.string(), values.error());
  TRY(for_each_frame(*moving, frames, [&](std::int64_t index, const Image& image) {
    write_values(image, raw, grey, values->data() + index * pixels * channels);
  }));
  return values;
}

Result<std::vector<std::shared_ptr<const lab::Picture>>> frames_as_pictures(
    const fs::path& file, const FrameChoice& frames) {
  TRY_ASSIGN(const auto moving, opened(file, frames));
  if (frames.end - frames.first > static_cast<std::int64_t>(lab::kMaxSources)) {
    return fail("{}: {} frames were asked for, at most {} pictures expected", file.string(),
                frames.end - frames.first, lab::kMaxSources);
  }
  const std::atomic<bool> dropped{false};
  const lab::Picture film{moving->facts().name, {}, moving->facts().conversions, origin_of(file)};
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  for (std::int64_t number = frames.first; number < frames.end; ++number) {
    TRY_ASSIGN(auto picture, frame_picture(film, *moving, number, dropped));
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

Status check_frames(const fs::path& file, const FrameChoice& frames) {
  if (!frames.told || moves(file)) return {};
  return fail("{}: a video or an animation was expected, for a frame of it was asked for",
              file.string());
}

}  // namespace convlens::app

#include "media/moving/video.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/files/file_name.h"
#include "media/moving/frame_image.h"
#include "media/moving/frame_index.h"
#include "media/moving/video_decoder.h"

namespace convlens::media {
namespace {

// A twenty-fifth of a second, where a file does not tell.
constexpr double kUnsaidLength = 0.04;

class Video final : public MovingPicture {
 public:
  Video(std::string path, VideoDecoder decoder)
      : path_(std::move(path)),
        decoder_(std::move(decoder)),
        images_(decoder_.file().orientation()) {}

  Status open(const std::atomic<bool>& dropped);
  Result<Image> frame(std::int64_t number, const std::atomic<bool>& dropped) override;

 private:
  Status find_frames(const std::atomic<bool>& dropped);
  Status count_frames(const std::atomic<bool>& dropped);
  bool index_is_right();
  void set_facts(const AVFrame& first);
  void set_times();

  Result<Image> found(std::int64_t number, const std::atomic<bool>& dropped);
  // Nothing where it does not come.
  Result<std::optional<Image>> go_on_to(std::int64_t number, const std::atomic<bool>& dropped);
  Result<Image> image_of(const AVFrame& frame);
  std::optional<std::int64_t> number_of(const AVFrame& frame);
  // The key that frame is decoded from, among index_.keys.
  std::size_t key_before(std::int64_t number) const;
  Status restart(std::size_t key);

  std::string path_;
  VideoDecoder decoder_;
  FrameImages images_;
  FrameIndex index_;
  std::int64_t last_ = -1;  // the number of the frame that was decoded last; all after it are ahead
};

std::optional<std::int64_t> Video::number_of(const AVFrame& frame) {
  if (index_.counted) return last_ + 1;
  return index_.number(frame.pts != AV_NOPTS_VALUE ? frame.pts : frame.best_effort_timestamp);
}

// That packets say what comes out of the decoder: looked at where the video begins. Frames that
// only what came before the file's beginning would show are none.
bool Video::index_is_right() {
  constexpr std::int64_t kLooked = 12;
  const AVFrame* frame = decoder_.next();
  const auto first = frame != nullptr ? number_of(*frame) : std::nullopt;
  if (!first) return false;
  index_.times.erase(index_.times.begin(), index_.times.begin() + *first);
  const auto all = static_cast<std::int64_t>(index_.times.size());
  for (std::int64_t number = 1; number < std::min(kLooked, all); ++number) {
    frame = decoder_.next();
    if (frame == nullptr || number_of(*frame) != number) return false;
  }
  return true;
}

Status Video::count_frames(const std::atomic<bool>& dropped) {
  index_ = {};
  index_.counted = true;
  TRY(decoder_.restart());
  bool ascending = true;
  while (const AVFrame* frame = dropped ? nullptr : decoder_.next()) {
    const std::int64_t time = frame->best_effort_timestamp;
    const bool later =
        time != AV_NOPTS_VALUE && (index_.times.empty() || time > index_.times.back());
    ascending = ascending && later;
    index_.times.push_back(time);
    index_.last_length = frame->pkt_duration;
  }
  if (dropped) return fail("{}: left before it was read", path_);
  if (index_.times.empty()) return fail("{}: no frame of the video can be decoded", path_);
  if (!ascending) {
    // Their times tell nothing: all are shown equally long.
    const AVStream& stream = decoder_.file().stream();
    const AVRational rate = av_guess_frame_rate(nullptr, const_cast<AVStream*>(&stream), nullptr);
    index_.last_length = rate.num > 0 ? av_rescale_q(1, av_inv_q(rate), stream.time_base) : 0;
    for (std::size_t i = 0; i < index_.times.size(); ++i) {
      index_.times[i] =
          static_cast<std::int64_t>(i) * std::max<std::int64_t>(1, index_.last_length);
    }
  }
  return {};
}

Status Video::find_frames(const std::atomic<bool>& dropped) {
  index_ = index_packets(decoder_.file(), dropped);
  if (dropped) return fail("{}: left before it was read", path_);
  TRY(decoder_.restart());
  if (index_.counted || !index_is_right()) TRY(count_frames(dropped));
  return decoder_.restart();
}

void Video::set_times() {
  const double unit = av_q2d(decoder_.file().stream().time_base);
  const auto& times = index_.times;
  for (const std::int64_t time : times) {
    facts_.starts_s.push_back(static_cast<double>(time - times.front()) * unit);
  }
  const double last = facts_.starts_s.back();
  const std::size_t count = times.size();
  const double usual = count > 1 ? last / static_cast<double>(count - 1) : kUnsaidLength;
  const double said = static_cast<double>(index_.last_length) * unit;
  facts_.end_s = last + (said > 0 ? said : usual);
}

void Video::set_facts(const AVFrame& first) {
  const bool lies = images_.turns_sideways();
  facts_.height = lies ? first.width : first.height;
  facts_.width = lies ? first.height : first.width;
  facts_.name = std::filesystem::path(path_).filename().string();
  facts_.format = avcodec_get_name(decoder_.file().stream().codecpar->codec_id);
  facts_.conversions = images_.conversions(first);
  for (Phrase& note : decoder_.file().not_done()) facts_.conversions.push_back(std::move(note));
}

Status Video::open(const std::atomic<bool>& dropped) {
  TRY(find_frames(dropped));
  set_times();
  const AVFrame* first = decoder_.next();
  if (first == nullptr) return fail("{}: no frame of the video can be decoded", path_);
  set_facts(*first);
  last_ = -1;
  return decoder_.restart();
}

Result<Image> Video::image_of(const AVFrame& frame) {
  auto image = images_.image_of(frame);
  if (!image) return fail("{}: {}", path_, image.error());
  if (image->height != facts_.height || image->width != facts_.width) {
    return fail("{}: frame {} is {} x {} pixels, {} x {} expected as the first", path_, last_,
                image->width, image->height, facts_.width, facts_.height);
  }
  return image;
}

Result<std::optional<Image>> Video::go_on_to(std::int64_t number,
                                             const std::atomic<bool>& dropped) {
  while (!dropped) {
    const AVFrame* frame = decoder_.next();
    if (frame == nullptr) break;
    const auto shown = number_of(*frame);
    if (!shown) continue;
    last_ = *shown;
    if (last_ > number) break;
    if (last_ < number) continue;
    TRY_ASSIGN(auto image, image_of(*frame));
    return std::optional(std::move(image));
  }
  return std::optional<Image>();
}

std::size_t Video::key_before(std::int64_t number) const {
  if (index_.counted) return 0;
  const std::int64_t time = index_.times[static_cast<std::size_t>(number)];
  const auto after = std::upper_bound(
      index_.keys.begin(), index_.keys.end(), time,
      [](std::int64_t wanted, const FrameIndex::Key& key) { return wanted < key.time; });
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, after - index_.keys.begin() - 1));
}

Status Video::restart(std::size_t key) {
  last_ = -1;
  if (index_.counted || key == 0) return decoder_.restart();
  return decoder_.restart_at(index_, index_.keys[key]);
}

Result<Image> Video::frame(std::int64_t number, const std::atomic<bool>& dropped) {
  decoder_.file().stop_by(dropped);
  auto image = found(number, dropped);
  // What asks may be gone before the next question.
  static const std::atomic<bool> never{false};
  decoder_.file().stop_by(never);
  return image;
}

Result<Image> Video::found(std::int64_t number, const std::atomic<bool>& dropped) {
  if (number < 0 || number >= count()) {
    return fail("{}: frame {} expected among 0 to {}", path_, number, count() - 1);
  }
  const std::size_t nearest = key_before(number);
  const bool ahead =
      last_ < number && (index_.counted || index_.keys[nearest].time <=
                                               index_.times[static_cast<std::size_t>(last_ + 1)]);
  if (ahead) {
    TRY_ASSIGN(auto image, go_on_to(number, dropped));
    if (image) return *std::move(image);
  }
  // What follows a key may need more than it, as frames of a slow refresh do.
  for (const std::size_t back : {0, 1, 3}) {
    const std::size_t key = back > nearest ? 0 : nearest - back;
    TRY(restart(key));
    TRY_ASSIGN(auto image, go_on_to(number, dropped));
    if (image) return *std::move(image);
    if (key == 0) break;
  }
  return fail("{}: frame {} cannot be decoded", path_, number);
}

}  // namespace

Result<std::unique_ptr<MovingPicture>> open_video(const std::filesystem::path& path,
                                                  const std::atomic<bool>& dropped) {
  TRY_ASSIGN(auto file, VideoFile::open(path, dropped));
  TRY_ASSIGN(auto decoder, VideoDecoder::open(std::move(file)));
  auto video = std::make_unique<Video>(path.string(), std::move(decoder));
  TRY(video->open(dropped));
  return std::unique_ptr<MovingPicture>(std::move(video));
}

}  // namespace convlens::media

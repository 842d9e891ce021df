#include "media/moving/picture_series.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/file_name.h"
#include "media/formats/picture_header.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

constexpr double kFramesPerSecond = 25.0;  // as ffmpeg takes numbered pictures

struct Numbered {
  std::int64_t number = 0;
  fs::path path;
};

bool is_named_as_picture(const fs::path& path) {
  const auto endings = picture_endings();
  return std::any_of(endings.begin(), endings.end(),
                     [&](const auto& known) { return has_ending(path, known.ending); });
}

// By number; the error says why they are no series.
Result<std::vector<Numbered>> numbered_pictures(const fs::path& folder) {
  const std::string name = folder.string();
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) return fail("{}: the folder cannot be read ({})", name, word(error.message()));
  std::vector<Numbered> pictures;
  std::optional<SeriesName> first;
  for (; entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    const std::string file = path.filename().string();
    if (file.starts_with('.') || !is_named_as_picture(path)) continue;
    auto series = series_name(file);
    if (!series) return fail("{}: numbered pictures expected, found {}", name, word(file));
    if (!first) first = series;
    if (series->before != first->before || series->behind != first->behind) {
      return fail("{}: pictures named alike but for a number expected, found {}", name, word(file));
    }
    pictures.push_back({series->number, path});
  }
  if (pictures.size() < 2) return fail("{}: at least two numbered pictures expected", name);
  std::sort(pictures.begin(), pictures.end(),
            [](const Numbered& a, const Numbered& b) { return a.number < b.number; });
  return pictures;
}

// "number 12 missing", "numbers 12 to 14 missing", and how many more such gaps there are.
std::vector<Phrase> gaps_in(const std::vector<Numbered>& pictures) {
  constexpr int kMost = 3;
  std::vector<Phrase> gaps;
  int more = 0;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const std::int64_t from = pictures[i - 1].number + 1;
    const std::int64_t to = pictures[i].number - 1;
    if (from > to) continue;
    if (static_cast<int>(gaps.size()) == kMost) {
      ++more;
    } else if (from == to) {
      gaps.push_back(phrase("number {} missing", from));
    } else {
      gaps.push_back(phrase("numbers {} to {} missing", from, to));
    }
  }
  if (more > 0) gaps.push_back(phrase("{} more gaps", more));
  return gaps;
}

class PictureSeries final : public MovingPicture {
 public:
  PictureSeries(const fs::path& folder, std::vector<Numbered> pictures)
      : folder_(folder), pictures_(std::move(pictures)) {}

  Status open(const std::atomic<bool>& dropped);
  Result<Image> frame(std::int64_t number, const std::atomic<bool>& dropped) override;

 private:
  fs::path folder_;
  std::vector<Numbered> pictures_;
};

// The first that can be read says how large all are.
Status PictureSeries::open(const std::atomic<bool>& dropped) {
  facts_.name = folder_.filename().string();
  facts_.format = "numbered pictures";
  facts_.conversions = gaps_in(pictures_);
  std::optional<Error> failed;
  for (const Numbered& numbered : pictures_) {
    if (dropped) break;
    auto picture = read_picture(numbered.path);
    if (!picture) {
      if (!failed) failed = picture.error();
      continue;
    }
    facts_.height = picture->image.height;
    facts_.width = picture->image.width;
    for (Phrase& done : picture->conversions) facts_.conversions.push_back(std::move(done));
    break;
  }
  if (facts_.height == 0) return failed ? Status(fail(*failed)) : fail("left before it was read");
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    facts_.starts_s.push_back(static_cast<double>(i) / kFramesPerSecond);
  }
  facts_.end_s = static_cast<double>(pictures_.size()) / kFramesPerSecond;
  return {};
}

Result<Image> PictureSeries::frame(std::int64_t number, const std::atomic<bool>&) {
  if (number < 0 || number >= count()) {
    return fail("{}: frame {} expected among 0 to {}", folder_.string(), number, count() - 1);
  }
  const fs::path& path = pictures_[static_cast<std::size_t>(number)].path;
  TRY_ASSIGN(auto picture, read_picture(path));
  const Image& image = picture.image;
  if (image.height != facts_.height || image.width != facts_.width) {
    return fail("{}: the picture is {} x {} pixels, {} x {} expected as the first", path.string(),
                image.width, image.height, facts_.width, facts_.height);
  }
  return std::move(picture.image);
}

}  // namespace

std::optional<SeriesName> series_name(std::string_view file) {
  const std::size_t dot = file.rfind('.');
  std::size_t end = dot == std::string_view::npos ? file.size() : dot;
  std::size_t begin = end;
  while (begin > 0 && file[begin - 1] >= '0' && file[begin - 1] <= '9') --begin;
  SeriesName name{std::string(file.substr(0, begin)), 0, std::string(file.substr(end))};
  const auto read = std::from_chars(file.data() + begin, file.data() + end, name.number);
  if (begin == end || read.ec != std::errc()) return std::nullopt;
  return name;
}

bool is_picture_series(const fs::path& folder) {
  std::error_code unknown;
  if (!fs::is_directory(folder, unknown)) return false;
  const auto pictures = numbered_pictures(folder);
  if (!pictures) return false;
  const auto first = read_picture(pictures->front().path);
  const auto last = read_picture(pictures->back().path);
  return first && last && first->image.height == last->image.height &&
         first->image.width == last->image.width;
}

Result<std::unique_ptr<MovingPicture>> open_picture_series(const fs::path& folder,
                                                           const std::atomic<bool>& dropped) {
  TRY_ASSIGN(auto pictures, numbered_pictures(folder));
  auto series = std::make_unique<PictureSeries>(folder, std::move(pictures));
  TRY(series->open(dropped));
  return std::unique_ptr<MovingPicture>(std::move(series));
}

}  // namespace convlens::media

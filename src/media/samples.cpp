#include "media/samples.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/files/shipped.h"
#include "media/text_file.h"

namespace convlens::media {
namespace {

constexpr std::size_t kFields = 6;

std::array<std::string_view, kFields> fields_of(std::string_view line) {
  std::array<std::string_view, kFields> fields;
  for (std::size_t i = 0; i < kFields; ++i) {
    const std::size_t end = i + 1 < kFields ? line.find('|') : line.size();
    fields[i] = line.substr(0, end);
    line = end < line.size() ? line.substr(end + 1) : std::string_view();
  }
  return fields;
}

// "281,0,938"
std::optional<std::array<int, 3>> numbers_of(std::string_view text) {
  std::array<int, 3> numbers{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return std::nullopt;
    const auto read = std::from_chars(at, end, numbers[i]);
    if (read.ec != std::errc() || numbers[i] < 0) return std::nullopt;
    at = read.ptr;
  }
  return at == end ? std::optional(numbers) : std::nullopt;
}

std::filesystem::path folder() {
  if (const char* named = std::getenv("CONVLENS_SAMPLES")) return named;
  return shipped_folder(Shipped::kSamples);
}

// By how much a decoder may reduce a picture so that enough of it is left: 8, 4, 2 or 1.
int reduced_by(int side, int extent) {
  int factor = 8;
  while (factor > 1 && side / factor < 2 * extent) factor /= 2;
  return factor;
}

int reading_flag(int factor) {
  return factor == 8   ? cv::IMREAD_REDUCED_COLOR_8
         : factor == 4 ? cv::IMREAD_REDUCED_COLOR_4
         : factor == 2 ? cv::IMREAD_REDUCED_COLOR_2
                       : cv::IMREAD_COLOR;
}

}  // namespace

Result<Sample> read_sample_line(std::string_view line) {
  const auto fields = fields_of(line);
  const auto square = numbers_of(fields[4]);
  const std::string file(fields[0]);
  if (file.empty() || file.find('/') != std::string::npos || !square || (*square)[2] < 1 ||
      fields[5].empty()) {
    return fail(
        "a line of sample pictures was expected, FILE|SHA-256|PACKAGE|PATH|LEFT,TOP,SIDE|"
        "CREDIT, found {}",
        std::string(line));
  }
  return Sample{std::filesystem::path(file).stem().string(),
                file,
                std::string(fields[5]),
                (*square)[0],
                (*square)[1],
                (*square)[2]};
}

std::vector<Sample> find_samples() {
  std::vector<Sample> samples;
  constexpr std::size_t kLongestList = 65'536;
  const auto list = read_text_lines(folder() / "samples.txt", kLongestList);
  if (!list) return samples;
  for (const std::string& line : list->lines) {
    if (line.empty() || line.front() == '#') continue;
    auto sample = read_sample_line(line);
    if (!sample) continue;
    const std::filesystem::path file = folder() / sample->file;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) continue;
    sample->file = file.string();
    samples.push_back(*std::move(sample));
  }
  return samples;
}

Result<Image> sample_picture(const Sample& sample, int extent) {
  const int factor = reduced_by(sample.side, extent);
  const cv::Mat whole = cv::imread(sample.file, reading_flag(factor));
  const cv::Rect square(sample.left / factor, sample.top / factor, sample.side / factor,
                        sample.side / factor);
  const cv::Rect within = square & cv::Rect(0, 0, whole.cols, whole.rows);
  if (whole.empty() || within != square) {
    return fail("{}: a picture with a square of {} pixels at ({}, {}) was expected", sample.file,
                sample.side, sample.left, sample.top);
  }
  cv::Mat shrunk;
  const int way = square.width >= extent ? cv::INTER_AREA : cv::INTER_LINEAR;
  cv::resize(whole(square), shrunk, cv::Size(extent, extent), 0, 0, way);
  Image picture{extent, extent, {}};
  picture.rgb.reserve(static_cast<std::size_t>(extent) * static_cast<std::size_t>(extent) * 3);
  for (int y = 0; y < extent; ++y) {
    for (int x = 0; x < extent; ++x) {
      const auto& bgr = shrunk.at<cv::Vec3b>(y, x);
      picture.rgb.insert(picture.rgb.end(), {bgr[2], bgr[1], bgr[0]});
    }
  }
  return picture;
}

}  // namespace convlens::media

#include "media/icon.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/files/file.h"

namespace convlens::media {

Result<Icon> read_icon(const std::filesystem::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path));
  const std::vector<std::uint8_t> file(
      reinterpret_cast<const std::uint8_t*>(bytes.data()),
      reinterpret_cast<const std::uint8_t*>(bytes.data() + bytes.size()));
  const cv::Mat bgra = file.empty() ? cv::Mat() : cv::imdecode(file, cv::IMREAD_UNCHANGED);
  if (bgra.empty() || bgra.type() != CV_8UC4) {
    return fail("{}: an 8-bit PNG with an alpha channel was expected", path.string());
  }
  Icon icon{bgra.cols, bgra.rows, std::vector<std::uint8_t>(bgra.total() * bgra.elemSize())};
  cv::Mat rgba(bgra.size(), CV_8UC4, icon.rgba.data());
  cv::cvtColor(bgra, rgba, cv::COLOR_BGRA2RGBA);
  return icon;
}

}  // namespace convlens::media

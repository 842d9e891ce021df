#include "app/gui/saved_pictures.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <span>
#include <string>
#include <system_error>

#include "app/figures/figure_file.h"
#include "app/figures/live_figure.h"
#include "app/open/user_folders.h"
#include "core/colormap.h"
#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/npy.h"
#include "lab/shown/shown_maps.h"
#include "media/picture_file.h"
#include "ui/kit/format.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::array kDrawings{".png", ".svg", ".pdf"};

constexpr int kMostEnlarged = 8;
constexpr int kWide =
    960;  // pixels that a picture of a map is enlarged to, as far as whole ones go

Image enlarged(const std::vector<Rgb>& colors, int rows, int columns, int factor) {
  Image image{rows * factor, columns * factor, {}};
  image.rgb.reserve(colors.size() * static_cast<std::size_t>(factor * factor) * 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto cell = static_cast<std::size_t>(y / factor) * static_cast<std::size_t>(columns) +
                        static_cast<std::size_t>(x / factor);
      image.rgb.insert(image.rgb.end(), colors[cell].begin(), colors[cell].end());
    }
  }
  return image;
}

Status write_map_picture(const lab::ShownMaps& shown, const fs::path& path) {
  const Shape& shape = shown.values.shape();
  const auto rows = static_cast<int>(shape[0]);
  const auto columns = static_cast<int>(shape[1]);
  const auto colors = colorize(shown.values.values(), shown.ranges.front(), shown.colormap);
  const int factor = std::clamp(kWide / std::max(rows, columns), 1, kMostEnlarged);
  return media::write_png(path, enlarged(colors, rows, columns, factor));
}

}  // namespace

Result<fs::path> save_map(const lab::Lab& lab, const lab::MapId& id, fs::path path) {
  const lab::ShownMaps shown = lab::shown_maps(lab, id);
  if (shown.empty()) return fail("there is no such map");
  if (path.extension().empty()) path += ".png";
  Status written;
  if (has_ending(path, ".png")) {
    written = write_map_picture(shown, path);
  } else if (has_ending(path, ".npy")) {
    written = write_npy(path, shown.values);
  } else if (has_ending(path, ".csv")) {
    const Shape& shape = shown.values.shape();
    const lab::MapPart all{0, 0, static_cast<int>(shape[0]), static_cast<int>(shape[1])};
    const std::string text = ui::values_text(shown, all, ',');
    written = write_file(path, std::as_bytes(std::span(text)));
  } else {
    return fail("{}: a map is saved as .png, .npy or .csv, another name expected", path.string());
  }
  TRY(written);
  return path;
}

Result<fs::path> save_figure(const lab::Lab& lab, lab::FigureKind kind, fs::path path) {
  if (path.extension().empty()) path += ".png";
  const bool known = std::any_of(kDrawings.begin(), kDrawings.end(),
                                 [&](const char* ending) { return has_ending(path, ending); });
  if (!known) {
    return fail("{}: a figure is saved as .png, .svg or .pdf, another name expected",
                path.string());
  }
  TRY_ASSIGN(const auto figure, live_figure(lab, kind));
  TRY(write_figure(figure, path, std::nullopt));
  return path;
}

fs::path new_picture_name(const char* ending) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 64> name{};
  std::strftime(name.data(), name.size(), "convlens-%Y-%m-%d-%H%M%S", &local);
  const fs::path folder = pictures_folder();
  std::error_code error;
  for (int number = 1;; ++number) {
    const std::string more = number == 1 ? "" : "-" + std::to_string(number);
    fs::path path = folder / (name.data() + more + ending);
    if (!fs::exists(path, error)) return path;
  }
}

}  // namespace convlens::app

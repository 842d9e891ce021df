#include "app/figures/saved_pictures.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <span>
#include <string>
#include <system_error>

#include "app/figures/figure_file.h"
#include "app/figures/taken_figure.h"
#include "app/files/user_folders.h"
#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/npy.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/format.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::array kPages{".png", ".svg", ".pdf"};

Status write_values(const Result<TakenMap>& map, const fs::path& path) {
  if (!map) return fail(map.error());
  if (has_ending(path, ".npy")) return write_npy(path, map->values);
  const Shape& shape = map->values.shape();
  const lab::MapPart all{0, 0, static_cast<int>(shape[0]), static_cast<int>(shape[1])};
  lab::ShownMaps shown;
  shown.values = map->values;
  const std::string text = ui::values_text(shown, all, ',');
  return write_file(path, std::as_bytes(std::span(text)));
}

}  // namespace

Result<fs::path> png_name(fs::path path) {
  if (path.extension().empty()) path += ".png";
  if (has_ending(path, ".png")) return path;
  return fail("{}: this is saved as .png, another name expected", path.string());
}

Result<fs::path> save_picture(const lab::Lab& lab, const lab::PictureOf& what,
                              const lab::PictureLooks& looks, fs::path path) {
  if (path.extension().empty()) path += ".png";
  const bool is_map =
      std::holds_alternative<lab::MapId>(what) || std::holds_alternative<lab::LayerMap>(what);
  if (is_map && (has_ending(path, ".npy") || has_ending(path, ".csv"))) {
    TRY(write_values(*taken_map(lab, what), path));
    return path;
  }
  const bool known = std::any_of(kPages.begin(), kPages.end(),
                                 [&](const char* ending) { return has_ending(path, ending); });
  if (!known) {
    return is_map
               ? fail("{}: a map is saved as .png, .svg, .pdf, .npy or .csv, another name expected",
                      path.string())
               : fail("{}: a picture is saved as .png, .svg or .pdf, another name expected",
                      path.string());
  }
  TRY_ASSIGN(const auto figure, taken_figure(lab, what, looks));
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

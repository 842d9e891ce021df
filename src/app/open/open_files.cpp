#include "app/open/open_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/open/array_input.h"
#include "app/open/open_network.h"
#include "app/open/verbose.h"
#include "lab/command/command.h"
#include "media/clipboard_picture.h"
#include "media/photographs.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

std::string lower_case_extension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

}  // namespace

Result<std::shared_ptr<const lab::Picture>> open_picture(const std::filesystem::path& path) {
  auto read = media::read_picture(path);
  if (!read) return fail(std::move(read.error()));
  say_conversions(path, read->conversions);
  std::error_code error;
  Image overview = lab::overview_of(read->image);
  return std::make_shared<const lab::Picture>(
      lab::Picture{path.filename().string(), std::move(read->image), std::move(read->conversions),
                   fs::absolute(path, error).string(), media::photograph_description(path),
                   std::move(overview)});
}

Result<std::shared_ptr<const lab::Picture>> open_copied_picture(const std::atomic<bool>& dropped) {
  const auto bytes = media::picture_on_clipboard(dropped);
  if (!bytes) return fail(std::move(bytes.error()));
  if (bytes->empty()) return nullptr;
  const Word name = word("copied picture");
  auto decoded = media::decode_picture(*bytes, name.text);
  if (!decoded) return fail(std::move(decoded.error()));
  Image overview = lab::overview_of(decoded->image);
  return std::make_shared<const lab::Picture>(lab::Picture{name.text,
                                                           std::move(decoded->image),
                                                           std::move(decoded->conversions),
                                                           {},
                                                           {},
                                                           std::move(overview)});
}

bool is_picture_file(const fs::path& path) {
  constexpr std::array<std::string_view, 11> kExtensions{
      ".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".pbm", ".gif"};
  const std::string extension = lower_case_extension(path);
  return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

Result<std::vector<std::shared_ptr<const lab::Picture>>> open_photographs() {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  for (const char* name : media::kPhotographs) {
    auto path = media::find_photograph(name);
    if (!path) return fail(std::move(path.error()));
    auto picture = open_picture(*path);
    if (!picture) return fail(std::move(picture.error()));
    pictures.push_back(std::move(*picture));
  }
  return pictures;
}

bool is_npz_file(const std::filesystem::path& path) { return lower_case_extension(path) == ".npz"; }

bool is_filter_file(const std::filesystem::path& path) {
  return is_npz_file(path) || lower_case_extension(path) == ".npy";
}

Result<std::vector<lab::Filter>> open_filters(const std::filesystem::path& path) {
  auto array = read_array_file(path, ArrayRole::kFilters);
  if (!array) return fail(std::move(array.error()));
  auto filters = lab::to_filters(array->values, path.stem().string());
  if (!filters) return fail("{}: {}", path.string(), filters.error());
  return filters;
}

Result<lab::Document> open_document(const std::vector<std::filesystem::path>& picture_files,
                                    const std::vector<std::filesystem::path>& filter_files) {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  for (const auto& file : picture_files) {
    auto picture = open_picture(file);
    if (!picture) return fail(std::move(picture.error()));
    pictures.push_back(std::move(*picture));
  }
  if (pictures.empty()) {
    auto photographs = open_photographs();
    if (!photographs) return fail(std::move(photographs.error()));
    pictures = std::move(*photographs);
  }

  lab::Document document = lab::notebook_document(pictures);
  for (const auto& file : filter_files) {
    auto filters = open_filters(file);
    if (!filters) return fail(std::move(filters.error()));
    auto next = lab::apply(document, lab::SetFilters{std::move(*filters)});
    if (!next) return fail("{}: {}", file.string(), next.error());
    document = std::move(*next);
  }
  return document;
}

Result<lab::Document> open_document(const std::vector<std::filesystem::path>& files) {
  std::vector<std::filesystem::path> picture_files;
  std::vector<std::filesystem::path> filter_files;
  std::optional<std::filesystem::path> network_file;
  for (const auto& file : files) {
    if (is_network_file(file)) {
      network_file = file;
    } else {
      (is_filter_file(file) ? filter_files : picture_files).push_back(file);
    }
  }
  auto document = open_document(picture_files, filter_files);
  if (!document || !network_file) return document;
  auto network = open_network(*network_file);
  if (!network) return fail(std::move(network.error()));
  return lab::apply(*document, lab::SetNetwork{*std::move(network)});
}

}  // namespace convlens::app

#include "media/photographs.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "core/files/shipped.h"
#include "core/files/file.h"

namespace convlens::media {
namespace {

constexpr std::size_t kMaxDescription = 65'536;

}  // namespace

Result<std::filesystem::path> find_photograph(std::string_view file_name) {
  std::vector<std::filesystem::path> folders;
  if (const char* named = std::getenv("CONVLENS_PHOTOGRAPHS")) {
    folders = {named};
  } else {
    folders = {shipped_folder(Shipped::kPhotographs),
               "/usr/lib/python3/dist-packages/sklearn/datasets/images"};
  }
  for (const auto& folder : folders) {
    std::error_code error;
    const auto path = (folder / file_name).lexically_normal();
    if (std::filesystem::is_regular_file(path, error)) return path;
  }
  return fail("{}: the sample photograph was not found in {}, tools/setup.sh puts it there",
              file_name, folders.front().lexically_normal().string());
}

std::string photograph_description(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  if (std::find(kPhotographs.begin(), kPhotographs.end(), name) == kPhotographs.end()) return {};
  const auto photograph = find_photograph(name);
  std::error_code error;
  if (!photograph || !std::filesystem::equivalent(*photograph, file, error)) return {};
  const auto text = read_file(photograph->parent_path() / "README.txt", kMaxDescription);
  if (!text) return {};
  return {reinterpret_cast<const char*>(text->data()), text->size()};
}

}  // namespace convlens::media

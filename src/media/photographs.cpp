#include "media/photographs.h"

#include <cstdlib>
#include <vector>

#include "core/executable.h"

namespace convlens::media {

Result<std::filesystem::path> find_photograph(std::string_view file_name) {
  std::vector<std::filesystem::path> folders;
  if (const char* named = std::getenv("CONVLENS_PHOTOGRAPHS")) {
    folders = {named};
  } else {
    folders = {executable_folder() / "../third_party/photographs",
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

}  // namespace convlens::media

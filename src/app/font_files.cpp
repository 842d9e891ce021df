#include "app/font_files.h"

#include <cstdlib>
#include <string_view>
#include <vector>

namespace convlens::app {
namespace {

Result<std::filesystem::path> find_font(std::string_view file_name, std::string_view package) {
  std::vector<std::filesystem::path> folders{
      "/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/nanum",
      "/usr/share/fonts/truetype/jetbrains-mono", "/usr/share/fonts/truetype/inter"};
  if (const char* named = std::getenv("CONVLENS_FONTS")) folders = {named};
  for (const auto& folder : folders) {
    std::error_code error;
    if (std::filesystem::is_regular_file(folder / file_name, error)) return folder / file_name;
  }
  return fail("{}: the font was not found in {}, the package {} puts it there", file_name,
              folders.size() == 1 ? folders.front().string() : "/usr/share/fonts", package);
}

}  // namespace

Result<ui::FontFiles> find_font_files() {
  ui::FontFiles files;
  struct Request {
    std::string_view file_name;
    std::string_view package;
    std::filesystem::path* path;
  };
  for (const Request& request :
       {Request{"Inter-Regular.otf", "fonts-inter", &files.text},
        Request{"Inter-SemiBold.otf", "fonts-inter", &files.strong},
        Request{"NanumGothic.ttf", "fonts-nanum", &files.hangul},
        Request{"NanumGothicBold.ttf", "fonts-nanum", &files.hangul_bold},
        Request{"JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono", &files.numbers}}) {
    auto path = find_font(request.file_name, request.package);
    if (!path) return fail(std::move(path.error()));
    *request.path = std::move(*path);
  }
  return files;
}

}  // namespace convlens::app

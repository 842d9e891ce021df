#include "app/open/fonts.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/files/file.h"
#include "ui/kit/metrics.h"

namespace convlens::app {
namespace {

// Adds one font, or merges it into the one before. The atlas owns the copy of the bytes.
Result<ImFont*> add_font(const std::filesystem::path& path, bool merge) {
  TRY_ASSIGN(auto bytes, read_file(path));
  if (bytes.empty()) return fail("{}: the file is empty, a font was expected", path.string());
  void* copy = IM_ALLOC(bytes.size());
  std::memcpy(copy, bytes.data(), bytes.size());

  ImFontConfig config;
  config.MergeMode = merge;
  config.Flags |= ImFontFlags_NoLoadError;
  ImFont* font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(copy, static_cast<int>(bytes.size()),
                                                            ui::design::kBodyText, &config);
  if (font == nullptr) return fail("{}: not a font that can be read", path.string());
  return font;
}

}  // namespace

Result<std::filesystem::path> find_font_file(std::string_view file_name, std::string_view package) {
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

Result<ui::Fonts> load_fonts() {
  ui::Fonts fonts;
  struct Request {
    std::string_view file_name;
    std::string_view package;
    ImFont** font;
    bool merge;
  };
  // Where Inter has no glyph, Nanum Gothic, merged behind it, gives it.
  for (const Request& request :
       {Request{"Inter-Regular.otf", "fonts-inter", &fonts.text, false},
        Request{"NanumGothic.ttf", "fonts-nanum", &fonts.text, true},
        Request{"Inter-SemiBold.otf", "fonts-inter", &fonts.strong, false},
        Request{"NanumGothicBold.ttf", "fonts-nanum", &fonts.strong, true},
        Request{"JetBrainsMono-Regular.ttf", "fonts-jetbrains-mono", &fonts.numbers, false},
        Request{"NanumGothic.ttf", "fonts-nanum", &fonts.numbers, true}}) {
    TRY_ASSIGN(auto path, find_font_file(request.file_name, request.package));
    TRY_ASSIGN(auto font, add_font(path, request.merge));
    *request.font = font;
  }
  ImGui::GetIO().FontDefault = fonts.text;
  return fonts;
}

}  // namespace convlens::app

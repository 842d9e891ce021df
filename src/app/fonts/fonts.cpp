#include "app/fonts/fonts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "app/fonts/other_glyphs.h"
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
  config.GlyphExcludeRanges = invisible_characters();
  ImFont* font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(copy, static_cast<int>(bytes.size()),
                                                            ui::design::kBodyText, &config);
  if (font == nullptr) return fail("{}: not a font that can be read", path.string());
  return font;
}

// Merges what draws all other characters into the font before.
void add_other_glyphs() {
  ImFontConfig config;
  config.MergeMode = true;
  config.FontLoader = other_glyphs();
  config.SizePixels = ui::design::kBodyText;
  ImGui::GetIO().Fonts->AddFont(&config);
}

std::vector<std::filesystem::path> folders_of(std::vector<std::filesystem::path> folders) {
  if (const char* named = std::getenv("CONVLENS_FONTS")) folders = {named};
  return folders;
}

// Of the files beside the program's own fonts, in which order they are asked; nothing for those
// that are not: bold ones and other cuts of the same letters.
std::optional<int> rank_of(std::string_view stem) {
  constexpr std::array<std::string_view, 5> kWhole{"NotoColorEmoji", "NotoEmoji-Regular",
                                                   "DejaVuSans", "FreeSans", "unifont"};
  const auto* const whole = std::find(kWhole.begin(), kWhole.end(), stem);
  const bool regular = stem.ends_with("-Regular");
  if (stem == kWhole[0]) return 0;
  if (stem.starts_with("NotoSans") && regular) return 1;
  if (stem.starts_with("NotoSerif") && regular) return 2;
  if (whole != kWhole.end()) return 3 + static_cast<int>(whole - kWhole.begin());
  return std::nullopt;
}

}  // namespace

std::vector<std::filesystem::path> other_font_files() {
  struct Candidate {
    int rank = 0;
    std::filesystem::path file;
  };
  std::vector<Candidate> found;
  for (const auto& folder :
       folders_of({"/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto",
                   "/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/freefont",
                   "/usr/share/fonts/opentype/freefont", "/usr/share/fonts/truetype/unifont",
                   "/usr/share/fonts/opentype/unifont"})) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const auto rank = rank_of(entry->path().stem().string());
      if (rank) found.push_back({*rank, entry->path()});
    }
  }
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.rank, a.file) < std::tie(b.rank, b.file);
  });
  std::vector<std::filesystem::path> files;
  files.reserve(found.size());
  for (Candidate& candidate : found) files.push_back(std::move(candidate.file));
  return files;
}

Result<std::filesystem::path> find_font_file(std::string_view file_name, std::string_view package) {
  const auto folders =
      folders_of({"/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/nanum",
                  "/usr/share/fonts/truetype/jetbrains-mono", "/usr/share/fonts/truetype/inter"});
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
    if (request.merge) add_other_glyphs();
  }
  ImGui::GetIO().FontDefault = fonts.text;
  return fonts;
}

}  // namespace convlens::app

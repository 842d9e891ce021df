#include "ui/fonts.h"

#include <cstring>

#include "core/file.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

// Adds one font, or merges it into the one before. The atlas takes its own copy of the bytes.
Result<ImFont*> add_font(const std::filesystem::path& path, bool merge) {
  auto bytes = read_file(path);
  if (!bytes) return fail(std::move(bytes.error()));
  if (bytes->size() < 4) return fail("{}: the file is empty, a font was expected", path.string());
  void* copy = IM_ALLOC(bytes->size());
  std::memcpy(copy, bytes->data(), bytes->size());

  ImFontConfig config;
  config.MergeMode = merge;
  config.Flags |= ImFontFlags_NoLoadError;
  ImFont* font = ImGui::GetIO().Fonts->AddFontFromMemoryTTF(copy, static_cast<int>(bytes->size()),
                                                            design::kBodyText, &config);
  if (font == nullptr) return fail("{}: not a font that can be read", path.string());
  return font;
}

}  // namespace

Result<Fonts> load_fonts(const FontFiles& files) {
  Fonts fonts;
  struct Request {
    const std::filesystem::path& path;
    ImFont** font;
    bool merge;
  };
  // Where Inter has no glyph, Nanum Gothic, merged behind it, gives it.
  for (const Request& request :
       {Request{files.text, &fonts.text, false}, Request{files.hangul, &fonts.text, true},
        Request{files.strong, &fonts.strong, false},
        Request{files.hangul_bold, &fonts.strong, true},
        Request{files.numbers, &fonts.numbers, false},
        Request{files.hangul, &fonts.numbers, true}}) {
    auto font = add_font(request.path, request.merge);
    if (!font) return fail(std::move(font.error()));
    *request.font = *font;
  }
  ImGui::GetIO().FontDefault = fonts.text;
  return fonts;
}

}  // namespace convlens::ui

#include "ui/drawn_words.h"

#include <imgui_internal.h>

#include <cmath>
#include <map>
#include <utility>

namespace convlens::testing {
namespace {

constexpr float kSamePlace = 1.0f;  // pixels between where a glyph is and where the last one ended

// By their upper left corner in the atlas.
using Glyphs = std::map<std::pair<float, float>, ImFontGlyph>;

Glyphs glyphs_in_atlas() {
  Glyphs all;
  auto& fonts = ImGui::GetIO().Fonts->Builder->BakedPool;
  for (int i = 0; i < fonts.Size; ++i) {
    for (const ImFontGlyph& glyph : fonts[i].Glyphs) {
      if (glyph.Visible != 0) all[{glyph.U0, glyph.V0}] = glyph;
    }
  }
  return all;
}

// The words of one list: glyphs that follow each other where the one before ends.
void add_words(const ImDrawList& list, const Glyphs& glyphs, std::set<std::string>& words) {
  std::string word;
  ImVec2 end(0, 0);  // of the last glyph's advance, on the line that glyphs hang from
  const ImVector<ImDrawVert>& vertices = list.VtxBuffer;
  for (int i = 0; i + 3 < vertices.Size; ++i) {
    const ImDrawVert& first = vertices[i];
    const auto found = glyphs.find({first.uv.x, first.uv.y});
    if (found == glyphs.end()) continue;
    const ImFontGlyph& glyph = found->second;
    if (vertices[i + 2].uv.x != glyph.U1 || vertices[i + 2].uv.y != glyph.V1) continue;
    const ImVec2 start(first.pos.x - glyph.X0, first.pos.y - glyph.Y0);
    const bool goes_on =
        std::abs(start.x - end.x) < kSamePlace && std::abs(start.y - end.y) < kSamePlace;
    if (!goes_on && !word.empty()) words.insert(std::exchange(word, {}));
    char character[5];
    ImTextCharToUtf8(character, glyph.Codepoint);
    word += character;
    end = ImVec2(start.x + glyph.AdvanceX, start.y);
    i += 3;
  }
  if (!word.empty()) words.insert(word);
}

}  // namespace

std::set<std::string> drawn_words() {
  const Glyphs glyphs = glyphs_in_atlas();
  std::set<std::string> words;
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) add_words(*list, glyphs, words);
  return words;
}

}  // namespace convlens::testing

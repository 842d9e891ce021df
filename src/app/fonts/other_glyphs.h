#pragma once

#include <imgui.h>
#include <imgui_internal.h>

namespace convlens::app {

// For a source merged behind a font's own: draws every character that these lack. Where one of the
// fonts of other_font_files() has it, as that draws it, emoji in their colours; else as its code
// point, "U+0E01", in small letters. Marks that turn the text's direction or have no width are
// drawn as code points whatever fonts have for them, so that two names that differ look different;
// only those that choose among the forms of their neighbours (joiners, variation selectors) are not
// drawn. Letters stand one behind the other in their order in memory: nothing is joined or
// reordered.
const ImFontLoader* other_glyphs();

// Ranges, for ImFontConfig::GlyphExcludeRanges of the sources before: what they have blanks for.
const ImWchar* invisible_characters();

}  // namespace convlens::app

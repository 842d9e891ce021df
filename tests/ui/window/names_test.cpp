// Names from outside are drawn whole, though Dear ImGui takes "##" for the end of a label.
#include <imgui_internal.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "app/open/open_network.h"
#include "core/temporary_folder.h"
#include "ui/bench_driver.h"
#include "ui/drawn_words.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

using testing::BenchDriver;
using testing::drawn_words;

class NamesTest : public ::testing::Test {
 protected:
  lab::Lab& lab() { return bench_.lab(); }
  void wait() {
    for (int i = 0; i < 4; ++i) bench_.frame();
  }

  TemporaryFolder folder_;
  BenchDriver bench_;
};

TEST_F(NamesTest, OfFilesToOpen) {
  std::ofstream(folder_ / "a##b.npy") << "";
  ASSERT_TRUE(bench_.gui().files().list(folder_.path().string(), ui::FilePurpose::kOpenFilters));
  bench_.run([](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/all tab/###all tab");
    context->ItemClick("//###Filter/open filters/###open filters");
    context->Yield(2);
  });
  EXPECT_EQ(drawn_words().count("a##b.npy"), 1u);
}

TEST_F(NamesTest, OfTheNetwork) {
  fs::copy_file(app::bundled_network("cifar10.keras"), folder_ / "n##m.keras");
  auto network = app::open_network({folder_ / "n##m.keras"});
  ASSERT_TRUE(network) << network.error().message;
  lab().begin_with(*network);
  wait();
  EXPECT_EQ(drawn_words().count("n##m.keras"), 1u);
}

TEST_F(NamesTest, OfPictures) {
  const lab::Picture picture{"p##q.png", {2, 2, std::vector<std::uint8_t>(12, 0)}};
  ASSERT_TRUE(lab().commit(lab::SetPictures{0, {std::make_shared<const lab::Picture>(picture)}}));
  wait();
  EXPECT_EQ(drawn_words().count("p##q.png"), 1u);
}

TEST_F(NamesTest, InTheHistory) {
  lab().commit(lab::RenameFilter{0, "x##y"});
  lab().commit(lab::SetWeights{0, {{0, 0, 0, 1.0f}}});
  lab().view().input_tab = lab::InputTab::kHistory;
  ASSERT_EQ(lab().history().label(2).english(), "paint x##y");
  lab().commit(lab::RenameFilter{0, "z"});  // so that only the history has it
  wait();
  EXPECT_EQ(drawn_words().count("x##y"), 1u);
}

// Thai, emoji, Arabic, Devanagari, Hebrew, and a letter of Linear B: whatever fonts are here.
TEST_F(NamesTest, InAnyScript) {
  const std::string name = "\u0E01\u0E34\U0001F600\u0645\u0905\u05D0\U00010000!";
  lab().commit(lab::RenameFilter{0, name});
  lab().commit(lab::SetWeights{0, {{0, 0, 0, 1.0f}}});
  lab().view().input_tab = lab::InputTab::kHistory;
  wait();
  EXPECT_GE(drawn_words().count(name), 1u);
}

TEST_F(NamesTest, NoCharacterIsDrawnAsAnother) {
  wait();
  for (ImFont* font : ImGui::GetIO().Fonts->Fonts) {
    ImFontBaked* baked = font->GetFontBaked(15.0f);
    const auto glyph = [baked](ImWchar c) { return *baked->FindGlyph(c); };
    const ImFontGlyph fallback = baked->Glyphs[baked->FallbackGlyphIndex];
    // Of no script that a font has, private ones, and marks that turn the direction.
    for (const ImWchar c : {0x0378u, 0xF0123u, 0x10FFFDu, 0x202Eu, 0x200Bu, 0x0007u}) {
      SCOPED_TRACE(c);
      const ImFontGlyph found = glyph(c);
      EXPECT_EQ(found.Codepoint, c);
      EXPECT_TRUE(found.Visible);
      EXPECT_NE(std::pair(found.U0, found.V0), std::pair(fallback.U0, fallback.V0));
      EXPECT_GT(found.AdvanceX, 20.0f) << "six characters of its code point";
    }
    EXPECT_NE(std::pair(glyph(0xF0123).U0, glyph(0xF0123).V0),
              std::pair(glyph(0xF0124).U0, glyph(0xF0124).V0));
    EXPECT_FALSE(glyph(0x200D).Visible) << "joins what is beside it";
    EXPECT_EQ(glyph(0xFE0F).AdvanceX, 0.0f);
    EXPECT_LT(glyph(0xD55C).SourceIdx + 1, static_cast<unsigned>(font->Sources.Size)) << "Hangul";
  }
}

// Such as Latin-1's, of an old disk.
TEST_F(NamesTest, ThatAreNoUtf8) {
  lab::Picture picture{"caf\xE9.png", {2, 2, std::vector<std::uint8_t>(12, 0)}};
  ASSERT_TRUE(lab().commit(
      lab::SetPictures{0, {std::make_shared<const lab::Picture>(std::move(picture))}}));
  wait();
  EXPECT_EQ(drawn_words().count(R"(caf\xE9.png)"), 1u);
}

}  // namespace
}  // namespace convlens

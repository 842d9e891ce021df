// The window in Korean: what the rooms below it say is Korean there, too.
#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "core/temporary_folder.h"
#include "ui/bench_driver.h"
#include "ui/drawn_words.h"
#include "ui/text/catalogue.h"
#include "ui/text/embedded_texts.h"
#include "ui/text/phrases.h"
#include "ui/text/preset_names.h"
#include "ui/text/pseudo.h"

namespace convlens {
namespace {

using lab::Language;
using testing::BenchDriver;
using testing::click_in_bar;
using testing::drawn_words;

// UTF-8 of three bytes from U+AC00 to U+D7A3.
bool has_hangul(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xEA && byte <= 0xED;
  });
}

// All that a catalogue of the program says, and the pseudo-language.
std::vector<std::string> all_texts() {
  std::vector<std::string> all;
  for (const ui::EmbeddedText& text : ui::embedded_texts()) {
    for (const auto& entry : ui::read_catalogue(text.compiled)) {
      all.push_back(entry.second);
      if (text.code == "en") all.push_back(ui::pseudo(entry.second));
    }
  }
  return all;
}

class KoreanTest : public ::testing::Test {
 protected:
  KoreanTest() { speak(Language::kKorean); }

  lab::Lab& lab() { return bench_.lab(); }
  const std::vector<lab::Filter>& filters() { return lab().document().filters; }
  void speak(Language language) { lab().view().language = language; }
  std::string copied_log() {
    std::string text;
    bench_.run([&](ImGuiTestContext* context) {
      click_in_bar(context, "//###Input", "input bar", "copy log/###copy log");
      if (const char* clipboard = ImGui::GetClipboardText()) text = clipboard;
    });
    return text;
  }
  void open(lab::InputTab tab) {
    lab().view().input_tab = tab;
    for (int i = 0; i < 3; ++i) bench_.frame();
  }
  void rename_to(const char* name) {
    bench_.run([&](ImGuiTestContext* context) {
      click_in_bar(context, "//###Filter", "filter list", "###rename filter");
      context->Yield(2);
      if (name != nullptr) context->KeyCharsReplace(name);
      context->KeyPress(ImGuiKey_Enter);
      context->Yield(2);
    });
  }

  BenchDriver bench_;
};

TEST_F(KoreanTest, EveryCharacterIsInEveryFont) {
  ASSERT_GT(all_texts().size(), 2700u);
  for (const std::string& text : all_texts()) {
    const char* at = text.c_str();
    while (*at != '\0') {
      unsigned int character = 0;
      at += ImTextCharFromUtf8(&character, at, nullptr);
      for (ImFont* font : ImGui::GetIO().Fonts->Fonts) {
        // Not in the last source, which stands for all other fonts.
        const ImFontGlyph& glyph = *font->GetFontBaked(15.0f)->FindGlyph(character);
        EXPECT_LT(glyph.SourceIdx + 1, static_cast<unsigned>(font->Sources.Size))
            << "U+" << std::hex << character << " of " << text;
      }
    }
  }
}

TEST_F(KoreanTest, TheHistoryIsToldInTheLanguageOfTheMoment) {
  lab().commit(lab::SetWeights{0, {{0, 0, 0, 1.0f}}});
  open(lab::InputTab::kHistory);
  EXPECT_EQ(drawn_words().count("칠하기"), 1u);
  speak(Language::kEnglish);
  for (int i = 0; i < 3; ++i) bench_.frame();
  EXPECT_EQ(drawn_words().count("칠하기"), 0u);
  EXPECT_EQ(drawn_words().count("paint"), 1u);
}

TEST_F(KoreanTest, TheLogIsToldInTheLanguageOfTheMoment) {
  lab().commit(lab::SetFilters{{lab::zero_filter("mine", 3, 3, 3)}});
  lab().commit(lab::SetWeights{7, {}});
  open(lab::InputTab::kLog);
  EXPECT_EQ(copied_log(),
            "필터 1개 열기\n"
            "오류: 필터가 모두 1개여서 8번 필터에는 할 수 없습니다(칠하기)\n");
  speak(Language::kEnglish);
  EXPECT_EQ(copied_log(), "set 1 filters\nerror: filter 8 was to be painted, there are 1\n");
}

TEST_F(KoreanTest, AnErrorThatStandsIsToldAgain) {
  const auto width = [&] {
    float found = 0;
    bench_.run([&](ImGuiTestContext* context) {
      context->Yield(3);
      found = context->WindowInfo("//##error").Window->ContentSize.x;
    });
    return found;
  };
  const auto opened = app::open_picture("/nowhere/china.jpg");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message,
            "/nowhere/china.jpg: there is no such file (No such file or directory)");
  lab().report(opened.error());
  EXPECT_EQ(ui::said(lab().error(), Language::kKorean),
            "/nowhere/china.jpg: 파일이 없습니다(그런 파일이나 폴더가 없음)");
  const float korean = width();
  speak(Language::kEnglish);
  const float english = width();
  speak(Language::kKorean);
  EXPECT_NE(korean, english);
  EXPECT_EQ(width(), korean);
}

TEST_F(KoreanTest, ASentenceWithinASentenceIsKoreanToo) {
  const auto filters = app::open_filters("/nowhere/filters.npz");
  ASSERT_FALSE(filters);
  const Phrase error = phrase("{}: {}", "filters.npz", filters.error());
  EXPECT_EQ(ui::said(error, Language::kKorean),
            "filters.npz: /nowhere/filters.npz: 파일이 없습니다(그런 파일이나 폴더가 없음)");
}

// The one that a process of its own found.
TEST_F(KoreanTest, WhatIsWrongWithANetworkIsKoreanToo) {
  const TemporaryFolder folder;
  const auto file = folder / "note.keras";
  std::ofstream(file) << "not a network";
  const auto network = app::open_network({file});
  ASSERT_FALSE(network);
  EXPECT_EQ(network.error().message, file.string() +
                                         ": expected a Keras model, which is a zip archive or an "
                                         "HDF5 file, found neither");
  EXPECT_EQ(
      ui::said(phrase("the network could not be opened: {}", network.error()), Language::kKorean),
      "신경망을 열지 못했습니다: " + file.string() +
          ": ZIP 파일이나 HDF5 파일인 케라스 모델이 아닙니다");
}

TEST_F(KoreanTest, NamesOfPresetsAreKoreanAndStayEnglishInTheDocument) {
  for (const auto& preset : ui::kPresetNames) {
    const Word name = word(preset.text.english);
    EXPECT_EQ(ui::said(name, Language::kKorean), ui::said(preset.text, Language::kKorean));
    EXPECT_TRUE(has_hangul(ui::said(name, Language::kKorean))) << name.text;
    EXPECT_EQ(ui::said(name, Language::kEnglish), name.text);
  }
  for (const lab::Filter& filter : {lab::vertical_line_filter(), lab::horizontal_line_filter()}) {
    EXPECT_TRUE(has_hangul(ui::said(word(filter.name), Language::kKorean))) << filter.name;
  }
  bench_.run([&](ImGuiTestContext* context) {
    context->ItemClick("//###Filter/presets/###more");
    const std::string sobel = std::to_string(static_cast<int>(lab::Preset::kSobelX));
    context->ItemClick(("//$FOCUSED/###preset " + sobel).c_str());
    context->Yield(2);
  });
  EXPECT_EQ(filters()[0].name, "Sobel, left to right");
}

TEST_F(KoreanTest, NumberedNamesKeepTheirNumber) {
  EXPECT_EQ(ui::said(word("pasted 12"), Language::kKorean), "붙여넣은 필터 12");
  EXPECT_EQ(ui::said(word("Filter 3"), Language::kKorean), "필터 3");
  EXPECT_EQ(ui::said(word("conv1 [3]"), Language::kKorean), "conv1 [3]");
  EXPECT_EQ(ui::said(word("my own 2"), Language::kKorean), "my own 2");
  EXPECT_EQ(ui::said(word("42"), Language::kKorean), "42");
  EXPECT_EQ(ui::said(word(""), Language::kKorean), "");
}

TEST_F(KoreanTest, AFileIsNotCalledByAPresetsName) {
  EXPECT_EQ(ui::said(phrase("open {}", "Box blur"), Language::kKorean), "Box blur 열기");
  EXPECT_EQ(ui::said(phrase("add {}", word("Box blur")), Language::kKorean), "상자 흐림 추가");
}

TEST_F(KoreanTest, RenamingBeginsWithTheNameThatIsShown) {
  rename_to(nullptr);  // taken as it stands there
  EXPECT_EQ(filters()[0].name, "vertical line");
  EXPECT_EQ(lab().history().size(), 1u);
  rename_to("내 필터");
  EXPECT_EQ(filters()[0].name, "내 필터");
  EXPECT_EQ(ui::said(lab().history().label(1), Language::kKorean), "세로선 이름 바꾸기");
  EXPECT_EQ(lab().history().label(1).english(), "rename vertical line");
}

}  // namespace
}  // namespace convlens

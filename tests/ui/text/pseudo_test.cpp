// The language of longer, accented words, and the window in it: no English is left.
#include "ui/text/pseudo.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "app/open/open_network.h"
#include "lab/shown/large_map.h"
#include "lab/shown/panel_code.h"
#include "ui/bench_driver.h"
#include "ui/drawn_words.h"
#include "ui/text/catalogue.h"
#include "ui/text/embedded_texts.h"

namespace convlens {
namespace {

using testing::BenchDriver;
using testing::stage_cell;
using ui::pseudo;

TEST(Pseudo, HasAccentsAndMoreLetters) {
  EXPECT_EQ(pseudo("Undo"), "Üüññðöö");
  EXPECT_EQ(pseudo("Whole filter"), "Ŵĥööłéé fííłŧééř");
  EXPECT_EQ(pseudo(""), "");
}

TEST(Pseudo, KeepsFieldsKeysAndNames) {
  EXPECT_EQ(pseudo("{} to {:.2f}: {0}, {{"), "{} ŧöö {:.2f}: {0}, {{");
  EXPECT_EQ(pseudo("at %d of %.2f%%"), "ááŧ %d ööf %.2f%%");
  EXPECT_EQ(pseudo("back (Ctrl+Z), on (Page Up)"), "bááçķ (Ctrl+Z), ööññ (Page Up)");
  EXPECT_EQ(pseudo("a NumPy .npy of float32, 70x120"), "a NumPy .npy ööf float32, 70x120");
  EXPECT_EQ(pseudo("P: next"), "P: ññééxŧ");
  EXPECT_EQ(pseudo("{"), "{");
  EXPECT_EQ(pseudo("100% of %"), "100% ööf %");
}

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

ui::Catalogue all_english() {
  for (const ui::EmbeddedText& text : ui::embedded_texts()) {
    if (text.code == "en") return ui::read_catalogue(text.compiled);
  }
  return {};
}

TEST(Pseudo, IsAboutFortyPercentLonger) {
  std::size_t english = 0;
  std::size_t longer = 0;
  for (const auto& [key, text] : all_english()) {
    english += length_of(text);
    longer += length_of(pseudo(text));
  }
  ASSERT_GT(english, 20000u);
  EXPECT_GT(longer, english * 135 / 100);
  EXPECT_LT(longer, english * 145 / 100);
}

// What stays English: names of files, layers, classes and of the code, and keys.
class LeftEnglish {
 public:
  LeftEnglish() {
    // The program, the language that its button leads to, colour maps, collections, networks.
    add("ConvLens English viridis binary gray magma cividis signed ImageNet Caffe fashion_mnist");
    // Keys, and what is not spelt like a word.
    add("Ctrl Shift Alt Esc Enter Delete Home Space Page Down Num RGB BGR CPU ReLU NumPy SAME "
        "VALID");
    add("LoG DoG uint float NaN inf relu exp PNG SVG PDF GIF");
    // Python: of an array's shape, of a cell's sum, of the sample images.
    add("None sum pad print load_sample_images images keys dict_keys filenames DESCR shape");
  }

  // Everything in it that looks like a word.
  void add(std::string_view text) {
    for (const std::string& word : words_in(text)) names_.insert(word);
  }
  void add(const lab::Lab& lab) {
    for (const auto& source : lab.document().sources) {
      add(source.picture->name + source.picture->origin.file + source.picture->description);
    }
    for (const auto panel : {lab::CodePanel::kInput, lab::CodePanel::kFilter, lab::CodePanel::kMaps,
                             lab::CodePanel::kLayers}) {
      add(lab::panel_code(lab, panel));
    }
    if (!lab.has_network()) return;
    const lab::Network& network = *lab.document().network;
    add(network.trained->name + " " + network.trained->format);
    for (const std::string& name : network.class_names) add(name);
    for (const auto& layer : lab.run().model().layers()) {
      add(layer->name() + " " + std::string(layer->type()));
      for (const auto& weight : layer->weights()) add(weight.name);
    }
  }
  // The first that is no such name; "" where there is none.
  std::string found_in(std::string_view text) const {
    const bool cut = text.find("\xe2\x80\xa6") != std::string_view::npos;
    for (const std::string& word : words_in(text)) {
      if (names_.count(word) == 0 && !(cut && is_part(word))) return word;
    }
    return {};
  }

 private:
  // Of a name that the dots of a line that is too long cut off.
  bool is_part(const std::string& word) const {
    return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
      return name.find(word) != std::string::npos;
    });
  }
  // Three letters without accents and more: fewer are left of accented words.
  static std::set<std::string> words_in(std::string_view text) {
    std::set<std::string> found;
    std::string word;
    for (const char c : std::string(text) + " ") {
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (letter) word += c;
      if (letter) continue;
      if (word.size() >= 3) found.insert(word);
      word.clear();
    }
    return found;
  }

  std::set<std::string> names_;
};

class PseudoWindow : public ::testing::Test {
 protected:
  PseudoWindow() {
    lab().begin_with(*app::open_network({app::bundled_network("cifar10.keras")}));
    view().language = lab::Language::kPseudo;
    bench_.frame();
    bench_.after_each_frame([this](const app::HeadlessFrames&) {
      names_.add(lab());
      for (const std::string& word : testing::drawn_words()) {
        if (!names_.found_in(word).empty()) left_.insert(word);
        seen_ += length_of(word) != word.size() ? 1 : 0;
      }
    });
  }
  void TearDown() override {
    EXPECT_GT(seen_, 100u) << "words with accents were drawn";
    for (const std::string& word : left_) ADD_FAILURE() << "left in English: " << word;
  }

  lab::Lab& lab() { return bench_.lab(); }
  lab::View& view() { return lab().view(); }
  void wait() {
    bench_.run([](ImGuiTestContext* context) { context->Yield(3); });
  }
  void click(std::initializer_list<const char*> items) {
    bench_.run([&](ImGuiTestContext* context) {
      for (const char* item : items) {
        context->ItemClick(item);
        context->Yield(2);
      }
      context->KeyPress(ImGuiKey_Escape);
      context->Yield(2);
    });
  }

  BenchDriver bench_;
  LeftEnglish names_;
  std::set<std::string> left_;
  std::size_t seen_ = 0;
};

TEST_F(PseudoWindow, BothWorkspacesWithEveryTab) {
  for (const auto workspace : {lab::Workspace::kBench, lab::Workspace::kNetwork}) {
    view().workspace = workspace;
    for (const auto tab : {lab::FilterTab::kBrush, lab::FilterTab::kWhole, lab::FilterTab::kAll}) {
      view().filter_tab = tab;
      wait();
    }
  }
  for (const auto tab : {lab::NetworkTab::kOneLayer, lab::NetworkTab::kWeights,
                         lab::NetworkTab::kTable, lab::NetworkTab::kFlow}) {
    view().network_tab = tab;
    wait();
  }
  // Every kind of sum.
  for (std::size_t node = 1; node < lab().run().activations().size(); ++node) {
    lab::pick_map(lab(), node, 0);
    wait();
  }
  view().workspace = lab::Workspace::kBench;
  for (const auto tab : {lab::MapsTab::kPairs, lab::MapsTab::kMine, lab::MapsTab::kFigures,
                         lab::MapsTab::kMeasures}) {
    view().maps_tab = tab;
    wait();
  }
  view().maps_tab = lab::MapsTab::kPairs;
  view().show_change = view().overlay = view().show_difference = true;
  view().stage_trained = true;
  wait();
}

TEST_F(PseudoWindow, HistoryLogAndEveryDepth) {
  lab().commit(lab::SetWeights{0, {{0, 0, 0, 1.0f}}});
  lab().commit(lab::SetWeights{9, {}});  // an error, which the log has, too
  view().pinned = lab::MapCell{lab::MapId::mine(0, 0), 0, 0};
  for (const auto tab : {lab::InputTab::kHistory, lab::InputTab::kLog}) {
    view().input_tab = tab;
    wait();
  }
  for (const auto depth : {lab::SumDepth::kChannels, lab::SumDepth::kNumbers}) {
    view().sum_depth = depth;
    wait();
  }
}

TEST_F(PseudoWindow, HelpAndPopUps) {
  view().show_help = true;
  wait();
  view().show_help = false;
  wait();
  click({"//###Filter/presets/###more"});
  click({"//###Filter/filter list/###more", "//$FOCUSED/###rename filter"});
  click({"//###Sum/sum bar/###more"});
  click({"//###Maps/maps bar/###more"});
  click({"//###Maps/shelf/###more"});
  click({"//###Filter/whole tab/###whole tab", "//###Filter/gabor/###gabor"});
  click({"//###Input/###about pictures"});
  click({"//##top/##network"});
  click({"//##top/top/###more"});
}

TEST_F(PseudoWindow, TheTestSet) {
  lab::TestSet set{"zzz", {12, 8, 8, 3}, {}, {}, {}};
  set.pixels.resize(set.shape.element_count(), 90);
  for (int item = 0; item < set.shape[0]; ++item) set.labels.push_back(item % 10);
  names_.add(set.name);
  view().workspace = lab::Workspace::kNetwork;
  ASSERT_TRUE(lab().commit(lab::SetTestSet{std::make_shared<const lab::TestSet>(set)}));
  wait();
  click({"//###Seen/browse/###browse"});
  lab().test_meter().wait();
  click({"//###Seen/browse/###browse"});
  lab().commit(lab::ReplaceWeights{{0, 0}, std::vector<float>(147, 0.0f)});
  wait();
  lab().test_meter().wait();
  click({"//###Seen/browse/###browse"});
}

TEST_F(PseudoWindow, Tooltips) {
  bench_.run([](ImGuiTestContext* context) {
    for (const char* item : {"//##top/undo/###undo", "//###Filter/brush tab/###brush tab",
                             "//###Maps/pairs/###pairs", "//###Filter/###add filter"}) {
      context->MouseMove(item);
      context->SleepNoSkip(1.0f, 0.1f);
    }
    context->MouseTeleportToPos(stage_cell(context, 2, 2));
    context->Yield(3);
  });
}

}  // namespace
}  // namespace convlens

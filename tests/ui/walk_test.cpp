// Anything that a hand can do to the window, at random: whatever it is, the document stays sound,
// the maps are those of the document, and undo leads back to the first document.
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <random>
#include <string>

#include "app/open/open_network.h"
#include "lab/fresh_stages.h"
#include "lab/session/same_history.h"
#include "ui/bench_driver.h"
#include "ui/shell/keys.h"

namespace convlens {
namespace {

using testing::BenchDriver;

constexpr int kQuickEvents = 400;
constexpr int kQuickSeed = 7;
constexpr int kCheckMapsEvery = 20;
constexpr std::size_t kEventsTold = 20;
constexpr int kTellEvery = 1000;  // a long walk says how far it is

// A number from the environment: how far to walk, and which way.
int setting(const char* name, int usual) {
  const char* text = std::getenv(name);
  return text == nullptr ? usual : std::atoi(text);
}

// What the lab may answer to a gesture that cannot be carried out.
bool is_expected(const std::string& error) {
  for (const char* begin :
       {"the filter is", "filters of ", "at most ", "the last ", "the text ", "the weight at ",
        "a stride or dilation of ", "there is no desktop here whose clipboard "}) {
    if (error.rfind(begin, 0) == 0) return true;
  }
  return false;
}

class Walk : public ::testing::Test {
 protected:
  explicit Walk() : random_(static_cast<unsigned>(setting("CONVLENS_WALK_SEED", kQuickSeed))) {
    auto network = app::open_network({app::bundled_network("cifar10.keras")});
    EXPECT_TRUE(network.has_value());
    if (network) lab().begin_with(*network);
    follow_first();
    ImGui::GetCurrentContext()->ErrorCallback = [](ImGuiContext*, void*, const char* message) {
      ADD_FAILURE() << "Dear ImGui: " << message;
    };
    bench_.frame();
  }
  ~Walk() override { ImGui::GetCurrentContext()->ErrorCallback = nullptr; }

  lab::Lab& lab() { return bench_.lab(); }

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  float part() { return static_cast<float>(random_() % 10000U) / 10000.0f; }

  std::size_t most_steps() const { return most_steps_; }

  void walk(int events) {
    for (int event = 0; event < events && !HasFailure(); ++event) {
      step();
      check(event);
      if (HasFailure()) tell(event);
      if (event % 200 == 199) check_history();
      if (event % kTellEvery == kTellEvery - 1) tell_progress(event + 1, events);
    }
    release();
    check_history();
  }

 private:
  void note(std::string what) {
    told_.push_back(std::move(what));
    if (told_.size() > kEventsTold) told_.pop_front();
  }

  void tell_progress(int event, int events) const {
    std::printf("%d of %d events, %zu steps of history at most, %zu documents told\n", event,
                events, most_steps_, documents_);
    std::fflush(stdout);
  }

  void tell(int event) {
    std::string story;
    for (const std::string& what : told_) story += "\n  " + what;
    ADD_FAILURE() << "event " << event << " of seed " << setting("CONVLENS_WALK_SEED", kQuickSeed)
                  << "; the last ones:" << story;
  }

  void key(ImGuiKeyChord chord, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    for (const ImGuiKey modifier : {ImGuiMod_Ctrl, ImGuiMod_Shift}) {
      if ((chord & modifier) != 0) io.AddKeyEvent(modifier, down);
    }
    const auto plain = static_cast<ImGuiKey>(chord & ~ImGuiMod_Mask_);
    if (plain != ImGuiKey_None) io.AddKeyEvent(plain, down);
  }

  void press_key(ImGuiKeyChord chord, int frames) {
    note("key " + std::string(ImGui::GetKeyChordName(chord)));
    key(chord, true);
    for (int i = 0; i < frames; ++i) bench_.frame();
    key(chord, false);
    bench_.frame();
  }

  // Nothing is held any more.
  void release() {
    ImGuiIO& io = ImGui::GetIO();
    for (int button = 0; button < 3; ++button) io.AddMouseButtonEvent(button, false);
    for (const ImGuiKeyChord chord :
         {ImGuiKeyChord(ImGuiMod_Ctrl), ImGuiKeyChord(ImGuiMod_Shift)}) {
      key(chord, false);
    }
    for (int i = 0; i < 6; ++i) bench_.frame();
  }

  void step() {
    const int kind = below(100);
    if (kind < 25) {
      move();
    } else if (kind < 45) {
      click();
    } else if (kind < 62) {
      drag();
    } else if (kind < 72) {
      wheel();
    } else if (kind < 88) {
      any_key();
    } else if (kind < 94) {
      type();
    } else if (kind < 96) {
      resize();
    } else {
      switch_view();
    }
    close_file_dialog();
  }

  void move() {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    ImVec2 to(part() * size.x, part() * size.y);
    const ImVec2 at = ImGui::GetIO().MousePos;
    if (below(2) == 0 && ImGui::IsMousePosValid(&at)) {
      to = ImVec2(at.x + static_cast<float>(below(81) - 40),
                  at.y + static_cast<float>(below(81) - 40));
    }
    note("move to " + std::to_string(to.x) + ", " + std::to_string(to.y));
    ImGui::GetIO().AddMousePosEvent(to.x, to.y);
    bench_.frame();
  }

  ImGuiKeyChord modifiers() {
    constexpr ImGuiKeyChord kChoices[] = {ImGuiMod_Ctrl, ImGuiMod_Shift,
                                          ImGuiMod_Ctrl | ImGuiMod_Shift};
    return below(4) == 0 ? kChoices[below(3)] : ImGuiKeyChord(0);
  }

  int button() { return below(4) == 0 ? 1 + below(2) : 0; }

  void click() {
    if (below(2) == 0) move();
    const ImGuiKeyChord held = modifiers();
    const int pressed = button();
    const int times = below(6) == 0 ? 2 : 1;
    note("click " + std::to_string(pressed) + " x" + std::to_string(times));
    key(held, true);
    for (int i = 0; i < times; ++i) {
      ImGui::GetIO().AddMouseButtonEvent(pressed, true);
      bench_.frame();
      ImGui::GetIO().AddMouseButtonEvent(pressed, false);
      bench_.frame();
    }
    key(held, false);
    bench_.frame();
  }

  void drag() {
    move();
    const ImGuiKeyChord held = modifiers();
    const int pressed = button();
    note("drag " + std::to_string(pressed));
    key(held, true);
    ImGui::GetIO().AddMouseButtonEvent(pressed, true);
    bench_.frame();
    for (int i = below(6); i >= 0; --i) move();
    if (below(8) == 0) any_key();
    ImGui::GetIO().AddMouseButtonEvent(pressed, false);
    key(held, false);
    bench_.frame();
  }

  void wheel() {
    const ImGuiKeyChord held = modifiers();
    const float ticks = static_cast<float>(below(7) - 3);
    note("wheel " + std::to_string(ticks));
    key(held, true);
    bench_.frame();
    ImGui::GetIO().AddMouseWheelEvent(0.0f, ticks);
    bench_.frame();
    key(held, false);
    bench_.frame();
  }

  void any_key() {
    const auto bindings = ui::key_bindings();
    const auto held = ui::held_keys();
    constexpr ImGuiKeyChord kOthers[] = {
        ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_LeftArrow, ImGuiKey_RightArrow,
        ImGuiKey_Enter,   ImGuiKey_Delete,    ImGuiKey_F2,        ImGuiKey_I,
        ImGuiKey_Tab,     ImGuiKey_Escape,    ImGuiKey_End,       ImGuiMod_Ctrl | ImGuiKey_UpArrow};
    const int choice = below(10);
    if (choice < 6)
      return press_key(bindings[static_cast<std::size_t>(below(int(bindings.size())))].chord, 1);
    if (choice < 7)
      return press_key(held[static_cast<std::size_t>(below(int(held.size())))].key, 2);
    press_key(kOthers[below(int(std::size(kOthers)))], 1);
  }

  void type() {
    constexpr const char* kTexts[] = {"3", "-1.5", "0", "120", "1e9", "nan", "abc", "[1, 2]"};
    if (!ImGui::GetIO().WantTextInput) return click();
    const char* text = kTexts[below(int(std::size(kTexts)))];
    note(std::string("type ") + text);
    ImGui::GetIO().AddInputCharactersUTF8(text);
    bench_.frame();
    bench_.frame();
    press_key(ImGuiKey_Enter, 1);
  }

  void resize() {
    const struct {
      int width;
      int height;
      float scale;
    } sizes[] = {{1280, 720, 1.0f}, {1600, 900, 1.0f}, {1440, 810, 1.0f}, {1600, 900, 2.0f}};
    const auto& size = sizes[below(4)];
    note("resize to " + std::to_string(size.width) + " at " + std::to_string(size.scale));
    bench_.resize(size.width, size.height, size.scale);
  }

  void switch_view() {
    lab::View& view = lab().view();
    const int what = below(7);
    note("switch " + std::to_string(what));
    if (what == 0) view.theme = below(2) == 0 ? lab::Theme::kLight : lab::Theme::kDark;
    if (what == 1)
      view.language =
          static_cast<lab::Language>(below(static_cast<int>(lab::kLanguageCodes.size())));
    if (what == 2)
      view.workspace = below(2) == 0 ? lab::Workspace::kBench : lab::Workspace::kNetwork;
    if (what == 3) view.input_tab = static_cast<lab::InputTab>(below(3));
    if (what == 4) view.maps_tab = static_cast<lab::MapsTab>(below(4));
    if (what == 5) view.sum_depth = static_cast<lab::SumDepth>(below(3));
    if (what == 6) view.network_tab = static_cast<lab::NetworkTab>(below(4));
    bench_.frame();
  }

  static bool file_dialog_is_open() {
    for (const ImGuiPopupData& popup : ImGui::GetCurrentContext()->OpenPopupStack) {
      if (popup.Window != nullptr && std::strstr(popup.Window->Name, "###files") != nullptr)
        return true;
    }
    return false;
  }

  // Nothing is written to the disk by chance.
  void close_file_dialog() {
    for (int i = 0; i < 8 && file_dialog_is_open(); ++i) press_key(ImGuiKey_Escape, 1);
    EXPECT_FALSE(file_dialog_is_open());
  }

  // A new session begins with a document of its own.
  void follow_first() {
    const lab::HistoryStep& first = lab().history().steps().front();
    if (first.id == first_id_) return;
    first_id_ = first.id;
    first_ = first.document;
  }

  void check(int event) {
    follow_first();
    check_filters();
    check_crops();
    const lab::Document& document = lab().document();
    EXPECT_LT(lab().view().source, document.sources.size());
    EXPECT_LT(lab().view().filter, document.filters.size());
    EXPECT_LT(lab().history().position(), lab().history().size());
    most_steps_ = std::max(most_steps_, lab().history().size());
    check_journal();
    if (!lab().error().empty()) {
      EXPECT_TRUE(is_expected(lab().error().english())) << lab().error().english();
      lab().dismiss_error();
    }
    if (event % kCheckMapsEvery == 0) lab::testing::expect_up_to_date(lab());
  }

  void check_filters() {
    const lab::Document& document = lab().document();
    ASSERT_GE(document.filters.size(), 1u);
    ASSERT_LE(document.filters.size(), lab::kMaxFilters);
    for (const lab::Filter& filter : document.filters) {
      EXPECT_TRUE(filter.has_shape_of(document.filters.front()));
      EXPECT_EQ(filter.weights.size(),
                static_cast<std::size_t>(filter.height * filter.width * filter.channels));
      EXPECT_TRUE(filter.muted.empty() || filter.muted.size() == filter.weights.size());
      EXPECT_TRUE(std::isfinite(filter.bias));
      for (const float weight : filter.weights) EXPECT_TRUE(std::isfinite(weight));
    }
  }

  void check_crops() {
    const lab::Document& document = lab().document();
    ASSERT_GE(document.sources.size(), 1u);
    for (const lab::Source& source : document.sources) {
      EXPECT_EQ(lab::clamped_crop(source.picture->image, document.crop_size, source.origin),
                source.origin);
    }
  }

  // Back to the first document and forth again. A long history is left at its beginning, so that
  // the next step forgets the others before the first document would be forgotten.
  void check_history() {
    release();
    ASSERT_LT(lab().history().size(), lab::History::kMaxSteps);
    const bool is_long = lab().history().size() > lab::History::kMaxSteps / 2;
    const std::size_t position = is_long ? 0 : lab().history().position();
    while (lab().history().can_redo()) lab().redo();
    const lab::Document last = lab().history().current();
    while (lab().history().can_undo()) lab().undo();
    EXPECT_TRUE(lab().document() == first_);
    lab::testing::expect_up_to_date(lab());
    while (lab().history().can_redo()) lab().redo();
    EXPECT_TRUE(lab().document() == last);
    lab::testing::expect_up_to_date(lab());
    lab().go_to(position);
    check_session();
  }

  // All that was done since comes back from a session.
  void check_session() {
    const lab::SessionText text = lab::session_text(lab().history(), lab().view());
    const auto read = lab::read_session(text.line, text.data);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    lab::testing::expect_same_history(*read, lab().history());
  }

  // What the event did is told as a journal is kept, and comes back from it: every document that
  // ever was, those that the next check of the whole history finds no more, too.
  void check_journal() {
    const lab::History& history = lab().history();
    const lab::HistoryChange change = watch_.change(history);
    const std::string line = journal_.line(change, lab().view());
    const Status read = read_.read(line, journal_.data());
    ASSERT_TRUE(read.has_value()) << read.error().message << "\n" << line;
    documents_ += change.added.size();
    lab::testing::expect_same_history(*read_.session(), history,
                                      history.size() - change.added.size());
  }

  BenchDriver bench_;
  std::mt19937 random_;
  lab::Document first_;
  std::uint64_t first_id_ = 0;
  std::size_t most_steps_ = 0;
  lab::HistoryWatch watch_;
  lab::SessionWriter journal_;
  lab::SessionReader read_;
  std::size_t documents_ = 0;  // that the journal told
  std::deque<std::string> told_;
};

TEST_F(Walk, NothingAHandDoesBreaksTheLab) {
  walk(setting("CONVLENS_WALK_EVENTS", kQuickEvents));
  EXPECT_GT(most_steps(), 10u);  // it did something
}

}  // namespace
}  // namespace convlens

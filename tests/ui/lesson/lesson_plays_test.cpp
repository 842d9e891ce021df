// Every lesson played through as a student would: wrong answers are answered, the right one and
// what the text asks for, with the mouse, make a step done, and nothing before does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../bench_driver.h"
#include "app/lessons/lesson_file.h"

namespace convlens::app {
namespace {

using convlens::testing::BenchDriver;
using convlens::testing::click_in_bar;
using Context = ImGuiTestContext*;
using Cells = std::vector<std::pair<int, int>>;  // row, column

// What a hand does in one step.
class Hand {
 public:
  explicit Hand(BenchDriver& driver) : driver_(driver) {}

  lab::Lab& lab() { return driver_.lab(); }
  void settle() {
    for (int i = 0; i < 4; ++i) driver_.frame();
  }
  // Away from what a resting pointer previews, until a click is no double one any more.
  void rest() {
    run([](Context context) { convlens::testing::move_away(context); });
    for (int i = 0; i < 30; ++i) driver_.frame();
  }
  void click(const std::string& item) {
    run([&](Context context) { context->ItemClick(item.c_str()); });
  }
  // What an item opens, and then a line of it.
  void choose(const std::string& item, const std::string& line) {
    run([&](Context context) {
      context->ItemClick(item.c_str());
      context->Yield(3);
      context->ItemClick(("//$FOCUSED/" + line).c_str());
      context->Yield(2);
      if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) context->KeyPress(ImGuiKey_Escape);
    });
  }
  void in_bar(const std::string& window, const std::string& bar, const std::string& item) {
    run([&](Context context) { click_in_bar(context, window, bar, item + "/###" + item); });
  }
  void type(const std::string& field, const std::string& text) {
    run([&](Context context) {
      context->ItemDoubleClick(field.c_str());
      context->KeyCharsReplaceEnter(text.c_str());
    });
  }
  // One stroke over cells of the stage.
  void stroke(const Cells& cells) {
    run([&](Context context) {
      const ImRect stage = stage_of(context);
      const lab::Filter& filter = lab().staged_filter();
      for (std::size_t i = 0; i < cells.size(); ++i) {
        context->MouseTeleportToPos(centre(stage, cells[i], filter.height, filter.width));
        if (i == 0) context->MouseDown();
        context->Yield();
      }
      context->MouseUp();
    });
  }
  void type_weight(std::pair<int, int> cell, const std::string& text) {
    run([&](Context context) {
      const lab::Filter& filter = lab().staged_filter();
      context->MouseTeleportToPos(centre(stage_of(context), cell, filter.height, filter.width));
      context->MouseDoubleClick();
      context->Yield(2);
      context->KeyCharsReplaceEnter(text.c_str());
    });
  }
  // A cell of the bench's first map.
  void click_map(int row, int column) {
    run([&](Context context) {
      const ImRect map = context->ItemInfo("//###Maps/**/$$0/map").RectFull;
      context->MouseMoveToPos(centre(map, {row, column}, 70, 120));
      context->MouseClick();
    });
  }
  // From one point of an item to another, in shares of its sides.
  void drag_over(const std::string& item, ImVec2 from, ImVec2 to) {
    run([&](Context context) {
      const ImRect box = context->ItemInfo(item.c_str()).RectFull;
      const auto at = [&box](ImVec2 share) {
        return ImVec2(box.Min.x + share.x * box.GetWidth(), box.Min.y + share.y * box.GetHeight());
      };
      convlens::testing::drag(context, at(from), at(to));
    });
  }
  void click_at(const std::string& item, ImVec2 share) { drag_over(item, share, share); }

 private:
  static ImRect stage_of(Context context) {
    const bool bench = context->ItemExists("//###Filter/stage");
    return context->ItemInfo(bench ? "//###Filter/stage" : "//###TrainedFilter/stage").RectFull;
  }
  static ImVec2 centre(const ImRect& box, std::pair<int, int> cell, int rows, int columns) {
    return {box.Min.x + box.GetWidth() * (static_cast<float>(cell.second) + 0.5f) /
                            static_cast<float>(columns),
            box.Min.y + box.GetHeight() * (static_cast<float>(cell.first) + 0.5f) /
                            static_cast<float>(rows)};
  }
  void run(const std::function<void(Context)>& gesture) {
    driver_.run([&](Context context) {
      gesture(context);
      context->Yield(4);
    });
  }

  BenchDriver& driver_;
};

Cells down(int column) {
  Cells cells;
  for (int row = 0; row < 7; ++row) cells.emplace_back(row, column);
  return cells;
}

Cells across(int row) {
  Cells cells;
  for (int column = 0; column < 7; ++column) cells.emplace_back(row, column);
  return cells;
}

void open_filter_tab(Hand& hand, const char* tab) {
  hand.click(std::string("//###Filter/") + tab + "/###" + tab);
}

void add_canvas(Hand& hand) { hand.choose("//###Input/$$0/###add picture", "###canvas crop"); }

void stamp_impulse(Hand& hand) {
  hand.choose("//###Input/$$2/canvas/canvas stamp/###canvas stamp", "###impulse");
}

// Of a cell whose value lies below a bound.
void click_dark_cell(Hand& hand, float below) {
  const auto& map = hand.lab().pipeline().map(0, 0).values;
  for (int row = 4; row < 66; ++row) {
    for (int column = 4; column < 116; ++column) {
      if (map.values()[static_cast<std::size_t>(row * 120 + column)] < below) {
        return hand.click_map(row, column);
      }
    }
  }
  FAIL() << "no cell below " << below;
}

using Deed = std::function<void(Hand&)>;

// What a step's text asks for, by lesson and step; the others ask for an answer alone.
const std::map<std::pair<int, int>, Deed>& deeds() {
  static const std::map<std::pair<int, int>, Deed> all{
      {{1, 1}, [](Hand& hand) { hand.stroke(down(4)); }},
      {{1, 2}, [](Hand& hand) { hand.in_bar("//###Filter", "tabs", "balance"); }},
      {{1, 3}, [](Hand& hand) { hand.click_map(20, 30); }},
      {{1, 4}, [](Hand& hand) { hand.click_map(1, 60); }},
      {{1, 5}, [](Hand& hand) { hand.in_bar("//###Maps", "maps bar", "pairs"); }},
      {{1, 6}, [](Hand& hand) { hand.click("//##top/network/###network"); }},
      {{1, 7}, [](Hand& hand) { hand.click("//###Input/$$1/small picture"); }},
      {{2, 3},
       [](Hand& hand) {
         hand.stroke({{3, 3}});
       }},
      {{2, 4}, [](Hand& hand) { hand.in_bar("//###Sum", "sum bar", "numbers"); }},
      {{2, 5}, [](Hand& hand) { click_dark_cell(hand, 3); }},
      {{3, 2},
       [](Hand& hand) {
         hand.drag_over("//###Input/$$0/picture", {0.5f, 0.5f}, {0.5f, 0.15f});
       }},
      {{3, 3}, [](Hand& hand) { hand.click("//###Input/fit/###fit"); }},
      {{4, 3}, [](Hand& hand) { hand.stroke(across(3)); }},
      {{4, 5}, [](Hand& hand) { hand.stroke(down(3)); }},
      {{4, 6},
       [](Hand& hand) {
         for (int i = 0; i < 7; ++i) hand.stroke({{i, i}});
       }},
      {{5, 2}, [](Hand& hand) { hand.click_map(10, 100); }},
      {{5, 3},
       [](Hand& hand) {
         open_filter_tab(hand, "all tab");
         hand.click("//###Filter/valid/###valid");
       }},
      {{5, 4},
       [](Hand& hand) {
         open_filter_tab(hand, "all tab");
         hand.type("//###Filter/stride/##height", "2");
         hand.type("//###Filter/stride/##width", "2");
       }},
      {{5, 5},
       [](Hand& hand) {
         open_filter_tab(hand, "whole tab");
         hand.type("//###Filter/##bias", "5");
       }},
      {{5, 6}, [](Hand& hand) { hand.in_bar("//###Maps", "maps bar", "after relu"); }},
      {{6, 5}, [](Hand& hand) { hand.stroke(down(3)); }},
      {{6, 6},
       [](Hand& hand) {
         hand.stroke({{1, 1}});
       }},
      {{6, 7}, [](Hand& hand) { hand.choose("//###Maps/##colormap", "viridis"); }},
      {{7, 3}, [](Hand& hand) { hand.click("//###Layers/**/$$29/trained filter"); }},
      {{7, 4},
       [](Hand& hand) {
         hand.stroke({{1, 1}});
       }},
      {{8, 4}, [](Hand& hand) { hand.click("//###Layers/**/$$0/$$9/map"); }},
      {{8, 5}, [](Hand& hand) { hand.in_bar("//###Layers", "network bar", "trained weights"); }},
      {{8, 6},
       [](Hand& hand) {
         hand.click_at("//###Layers/**/##moment", {0.01f, 0.5f});
       }},
      {{9, 2}, [](Hand& hand) { hand.click("//###Layers/**/$$0/$$9/map"); }},
      {{9, 5}, [](Hand& hand) { hand.click("//###Layers/**/$$2/$$5/map"); }},
      {{9, 7}, [](Hand& hand) { hand.click("//###Seen/##item/+"); }},
      {{10, 2}, [](Hand& hand) { hand.in_bar("//###Layers", "network bar", "table"); }},
      {{10, 5}, [](Hand& hand) { hand.in_bar("//###Layers", "network bar", "one layer"); }},
      {{10, 6},
       [](Hand& hand) {
         hand.stroke({{1, 1}});
       }},
      {{11, 3}, [](Hand& hand) { hand.click_map(0, 60); }},
      {{11, 4},
       [](Hand& hand) {
         hand.choose("//###Maps/**/legend 0 0 0/legend", "border hatched/###border hatched");
       }},
      {{11, 5}, [](Hand& hand) { hand.stroke(down(4)); }},
      {{11, 6},
       [](Hand& hand) {
         open_filter_tab(hand, "all tab");
         hand.click("//###Filter/valid/###valid");
       }},
      {{12, 1}, add_canvas},
      {{12, 2}, stamp_impulse},
      {{12, 3},
       [](Hand& hand) {
         hand.stroke(down(0));
         hand.stroke(across(6));
       }},
      {{12, 4},
       [](Hand& hand) {
         hand.click("//###Input/$$2/canvas/canvas draw/###canvas draw");
         hand.click_at("//###Input/$$2/picture", {0.2f, 0.3f});
       }},
      {{13, 2},
       [](Hand& hand) {
         hand.stroke({{2, 0}});
       }},
      {{13, 3},
       [](Hand& hand) {
         hand.stroke({{2, 0}});
       }},
      {{13, 4},
       [](Hand& hand) {
         hand.type_weight({2, 0}, "1.05");
       }},
      {{13, 5},
       [](Hand& hand) {
         hand.stroke({{2, 0}});
       }},
      {{13, 6},
       [](Hand& hand) {
         hand.stroke({{1, 1}});
       }},
  };
  return all;
}

class LessonPlays : public ::testing::TestWithParam<int> {
 protected:
  lab::LessonRun& run() { return driver_.gui().lessons().run(); }

  void play(const LessonEntry& entry) {
    for (std::size_t step = 0; step < entry.steps; ++step) {
      SCOPED_TRACE("step " + std::to_string(step + 1));
      driver_.lab().view().lesson = lab::LessonPlace{entry.file.string(), step, true};
      hand_.settle();
      ASSERT_TRUE(run().runs());
      ASSERT_EQ(run().place(), step);
      EXPECT_TRUE(driver_.lab().error().empty()) << driver_.lab().error().english();
      play_step(entry.number, static_cast<int>(step) + 1);
      if (HasFatalFailure()) return;
    }
  }

  void play_step(int lesson, int number) {
    const lab::Step& step = run().step();
    answer(step.question);
    if (step.sketch) draw();
    if (!step.goal) {
      EXPECT_TRUE(run().done());
      return;
    }
    EXPECT_FALSE(run().reached()) << "before anything was done";
    const auto deed = deeds().find({lesson, number});
    ASSERT_NE(deed, deeds().end()) << "a step with a goal, and nobody who does what it says";
    deed->second(hand_);
    hand_.rest();
    EXPECT_TRUE(run().done()) << step.goal->condition.text() << run().trouble().english();
  }

  void draw() {
    EXPECT_EQ(run().drawn(), nullptr);
    EXPECT_FALSE(run().answered());
    hand_.drag_over("//##lesson/###sketch pad", {0.3f, 0.3f}, {0.7f, 0.6f});
    EXPECT_FALSE(run().pad()->empty());
    EXPECT_FALSE(run().done());
    hand_.click("//##lesson/sketch lift/###sketch lift");
    EXPECT_NE(run().drawn(), nullptr);
  }

  void answer(const lab::Question& question) {
    for (const bool right : {false, true}) {
      for (std::size_t i = 0; i < question.choices.size(); ++i) {
        if (question.choices[i].right != right) continue;
        hand_.click("//##lesson/###choice " + std::to_string(i));
        EXPECT_EQ(run().answered(), right);
        EXPECT_EQ(run().chosen(), i);
        const bool replies = right || !question.choices[i].reply.empty();
        EXPECT_TRUE(replies) << "a wrong answer unanswered";
        if (right) return;
      }
    }
  }

  BenchDriver driver_;
  Hand hand_{driver_};
};

// All in English; in Korean, which has the same settings and goals, where it is asked for.
TEST_P(LessonPlays, EachStepIsDoneByDoingWhatItSays) {
  const bool korean = std::getenv("CONVLENS_KOREAN_LESSONS") != nullptr;
  const auto language = korean ? lab::Language::kKorean : lab::Language::kEnglish;
  driver_.lab().view().language = language;
  for (const LessonEntry& entry : bundled_lessons(language)) {
    if (entry.number == GetParam()) play(entry);
  }
}

INSTANTIATE_TEST_SUITE_P(All, LessonPlays, ::testing::Range(1, 14));

TEST(Lessons, BothLanguagesSetAskAndWantTheSame) {
  const auto english = bundled_lessons(lab::Language::kEnglish);
  const auto korean = bundled_lessons(lab::Language::kKorean);
  ASSERT_EQ(english.size(), 13u);
  ASSERT_EQ(korean.size(), english.size());
  for (std::size_t i = 0; i < english.size(); ++i) {
    SCOPED_TRACE(english[i].file.string());
    EXPECT_NE(english[i].file, korean[i].file);
    const auto a = open_lesson(english[i].file);
    const auto b = open_lesson(korean[i].file);
    ASSERT_TRUE(a);
    ASSERT_TRUE(b);
    EXPECT_EQ((*b)->language, lab::Language::kKorean);
    EXPECT_EQ((*a)->minutes, (*b)->minutes);
    ASSERT_EQ((*a)->steps.size(), (*b)->steps.size());
    for (std::size_t s = 0; s < (*a)->steps.size(); ++s) {
      const lab::Step& one = (*a)->steps[s];
      const lab::Step& other = (*b)->steps[s];
      SCOPED_TRACE("step " + std::to_string(s + 1));
      EXPECT_EQ(one.setup.view, other.setup.view);
      EXPECT_EQ(one.setup.preset, other.setup.preset);
      EXPECT_EQ(one.setup.item, other.setup.item);
      EXPECT_EQ(one.setup.curtain, other.setup.curtain);
      EXPECT_EQ(one.setup.only, other.setup.only);
      const auto goal = [](const lab::Step& of) {
        return of.goal ? of.goal->condition.text() : std::string();
      };
      EXPECT_EQ(goal(one), goal(other));
      ASSERT_EQ(one.sketch.has_value(), other.sketch.has_value());
      EXPECT_TRUE(!one.sketch || one.sketch->map == other.sketch->map);
      ASSERT_EQ(one.question.choices.size(), other.question.choices.size());
      for (std::size_t c = 0; c < one.question.choices.size(); ++c) {
        EXPECT_EQ(one.question.choices[c].right, other.question.choices[c].right);
        EXPECT_EQ(one.question.choices[c].map, other.question.choices[c].map);
      }
      EXPECT_EQ(one.hints.size(), other.hints.size());
    }
  }
}

}  // namespace
}  // namespace convlens::app

// A lesson in the window: asked first, done with the hand, told afterwards.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "../bench_driver.h"
#include "app/lessons/answer_log.h"
#include "app/lessons/lesson_file.h"
#include "core/temporary_folder.h"
#include "lab/document/presets.h"
#include "lab/lesson/words.h"
#include "ui/text/preset_names.h"

namespace convlens::app {
namespace {

using convlens::testing::BenchDriver;

const std::string kLesson = R"(---
lesson: 1
---
# A small lesson

## Guess
```set
bench: notebook
filter: 0
curtain: maps, sum
```
What will it be?

- [ ] This

  It is not.
- [x] That

  It is.

## Paint
```set
filter: 0
only: filter
```
Paint one cell.

```goal
apart(filter, before(filter)) > 0
```

---
Done.
)";

class LessonStripTest : public ::testing::Test {
 protected:
  void SetUp() override {
    write(kLesson);
    ASSERT_TRUE(driver_.gui().files().open(driver_.lab(), {file()}));
    settle();
  }

  std::filesystem::path file() const { return folder_ / "small.md"; }
  void write(const std::string& text) const { std::ofstream(file()) << text; }
  lab::LessonRun& run() { return driver_.gui().lessons().run(); }
  void settle() {
    for (int i = 0; i < 4; ++i) driver_.frame();
  }
  void click(const std::string& item) {
    driver_.run([item](ImGuiTestContext* context) { context->ItemClick(item.c_str()); });
    settle();
  }

  const TemporaryFolder folder_;
  BenchDriver driver_;
};

TEST_F(LessonStripTest, IsLeftAndTakenUpWhereItWasLeft) {
  click("//##lesson/lesson next/###lesson next");
  EXPECT_EQ(run().place(), 1u);
  click("//##lesson/lesson leave/###lesson leave");
  EXPECT_FALSE(run().runs());
  driver_.run([](ImGuiTestContext* context) {
    convlens::testing::click_in_bar(context, "//##top", "top", "lessons/###lessons");
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###lesson left");
  });
  settle();
  ASSERT_TRUE(run().runs());
  EXPECT_EQ(run().place(), 1u);
  EXPECT_FALSE(driver_.lab().view().left_lesson);
}

TEST_F(LessonStripTest, AnyStepIsReachedFromTheListOfAll) {
  driver_.run([](ImGuiTestContext* context) {
    context->ItemClick("//##lesson/###lesson steps");
    context->Yield(2);
    context->ItemClick("//$FOCUSED/###lesson step 2");
  });
  settle();
  EXPECT_EQ(run().place(), 1u);
}

TEST_F(LessonStripTest, WhatIsAnsweredIsKeptAsATable) {
  const std::filesystem::path table = folder_ / "answers.csv";
  driver_.gui().lessons().keep_answers(table);
  click("//##lesson/###choice 0");
  click("//##lesson/###choice 1");
  std::ifstream in(table);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text.find(kAnswerColumns), 0u);
  EXPECT_NE(text.find(",0,A small lesson,1,Guess,answer,This,no,"), std::string::npos) << text;
  EXPECT_NE(text.find(",0,A small lesson,1,Guess,answer,That,yes,"), std::string::npos) << text;
}

TEST_F(LessonStripTest, WhereNoTableCanBeIsSaidOnce) {
  write(kLesson);
  driver_.gui().lessons().keep_answers(file() / "answers.csv");
  click("//##lesson/###choice 0");
  EXPECT_NE(driver_.lab().error().english().find("the answers cannot be kept: "),
            std::string::npos);
  driver_.lab().dismiss_error();
  click("//##lesson/###choice 1");
  EXPECT_TRUE(driver_.lab().error().empty());
}

TEST_F(LessonStripTest, IsAnsweredPaintedAndLeft) {
  ASSERT_TRUE(run().runs());
  EXPECT_TRUE(run().covers("maps"));
  click("//##lesson/###choice 0");
  EXPECT_FALSE(run().done());
  EXPECT_TRUE(run().covers("maps"));
  click("//##lesson/###choice 1");
  EXPECT_TRUE(run().done());
  EXPECT_FALSE(run().covers("maps"));
  click("//##lesson/lesson next/###lesson next");
  EXPECT_EQ(run().place(), 1u);
  EXPECT_FALSE(run().done());
  driver_.run([](ImGuiTestContext* context) {
    convlens::testing::press(context, convlens::testing::stage_cell(context, 1, 1));
  });
  settle();
  EXPECT_TRUE(run().done());
  click("//##lesson/lesson back/###lesson back");
  EXPECT_EQ(run().place(), 0u);
  EXPECT_FALSE(run().done());
  click("//##lesson/lesson leave/###lesson leave");
  EXPECT_FALSE(run().runs());
  EXPECT_FALSE(driver_.lab().view().lesson);
}

TEST_F(LessonStripTest, ACurtainHidesAndAnAnswerLiftsIt) {
  const Image covered = driver_.picture();
  lab::Lab& lab = driver_.lab();
  ASSERT_TRUE(lab.commit(lab::SetWeights{0, {{0, 0, 0, 5.0f}}}));
  settle();
  convlens::testing::BenchDriver& driver = driver_;
  const Image still = driver.picture();
  // Right of the filter's column, below the strip, nothing tells of the change.
  EXPECT_EQ(convlens::testing::changed_pixels(covered, still, 1000, 1600), 0);
  run().answer(1);
  settle();
  EXPECT_GT(convlens::testing::changed_pixels(still, driver.picture(), 1000, 1600), 10000);
}

TEST_F(LessonStripTest, WhatMayNotBeUsedIsClosed) {
  run().answer(1);
  settle();
  click("//##lesson/lesson next/###lesson next");
  const lab::CropOrigin before = driver_.lab().document().sources[0].origin;
  driver_.run([](ImGuiTestContext* context) {
    convlens::testing::drag(context, ImVec2(120, 380), ImVec2(160, 420));
  });
  EXPECT_EQ(driver_.lab().document().sources[0].origin, before);
  EXPECT_TRUE(run().closes("input"));
}

TEST_F(LessonStripTest, AnotherLabLeavesItAndASessionGoesOnWithIt) {
  run().answer(1);
  lab::Lab& lab = driver_.lab();
  lab.view().lesson->step = 1;
  lab.view().lesson->begins = true;
  settle();
  ASSERT_EQ(run().place(), 1u);
  const lab::Document document = lab.document();
  lab::View kept = lab.view();
  lab::View other;
  lab.restore(lab::History(lab.document()), other);
  settle();
  EXPECT_FALSE(run().runs());
  lab.restore(lab::History(lab.document()), kept);
  settle();
  ASSERT_TRUE(run().runs());
  EXPECT_EQ(run().place(), 1u);
  EXPECT_EQ(lab.history().size(), 1u);  // nothing was set up anew
  EXPECT_EQ(lab.document(), document);
}

TEST_F(LessonStripTest, AFaultIsSaidAndTheLessonThatRunsStays) {
  const std::filesystem::path other = folder_ / "broken.md";
  std::ofstream(other) << "---\nlesson: 1\n---\n# T\n## S\nText.\n```goal\nnothing\n```\n";
  ASSERT_TRUE(driver_.gui().files().open(driver_.lab(), {other}));
  settle();
  ASSERT_TRUE(run().runs());
  EXPECT_EQ(run().lesson().title, "A small lesson");
  EXPECT_EQ(driver_.lab().error().english(),
            other.string() + ":8: character 1: there is nothing named \"nothing\"");
  EXPECT_EQ(driver_.lab().view().lesson->file, file().string());
}

TEST_F(LessonStripTest, APlaceThatIsGoneIsSaidOnce) {
  lab::View view;
  view.lesson = lab::LessonPlace{(folder_ / "gone.md").string(), 0, false};
  driver_.lab().restore(lab::History(driver_.lab().document()), view);
  settle();
  EXPECT_FALSE(run().runs());
  EXPECT_FALSE(driver_.lab().view().lesson);
  EXPECT_NE(driver_.lab().error().english().find("gone.md"), std::string::npos);
}

TEST(Lessons, ThoseThatTravelWithTheProgramAreWithoutFault) {
  for (const lab::Language language : {lab::Language::kEnglish, lab::Language::kKorean}) {
    for (const LessonEntry& entry : bundled_lessons(language)) {
      const auto faults = lesson_faults(entry.file);
      ASSERT_TRUE(faults) << faults.error().message;
      for (const Phrase& fault : *faults) ADD_FAILURE() << fault.english();
    }
  }
}

TEST(Lessons, PresetsAreCalledAsTheWindowCallsThem) {
  for (const auto& [preset, text] : ui::kPresetNames) {
    EXPECT_EQ(lab::preset_word(preset), text.english);
  }
}

}  // namespace
}  // namespace convlens::app

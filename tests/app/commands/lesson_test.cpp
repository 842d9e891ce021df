// The command lesson, and pictures of lessons.
#include <string>

#include "../program.h"

namespace convlens::app::testing {
namespace {

const std::string kGood =
    "---\nlesson: 1\n---\n# T\n## One\n```set\nbench: notebook\n```\nText.\n"
    "```goal\nsum(filter) == 0\n```\n## Two\nMore.\n";

class LessonCommand : public Program {};

TEST_F(LessonCommand, SaysNothingOfAGoodLesson) {
  put("good.md", kGood);
  EXPECT_EQ(run_well({"lesson", "check", "good.md"}).out, "");
}

TEST_F(LessonCommand, SaysEveryFaultInALineOfItsOwn) {
  put("bad.md", "---\nlesson: 1\n---\n# T\n## One\n```goal\n1 <\n```\n## Two\n");
  put("good.md", kGood);
  const Outcome checked = run({"lesson", "check", "bad.md", "good.md"});
  EXPECT_EQ(checked.status, 1);
  EXPECT_EQ(checked.out,
            "bad.md:5: this step says nothing: a paragraph expected\n"
            "bad.md:7: character 4: a value was expected\n"
            "bad.md:9: this step says nothing: a paragraph expected\n");
  EXPECT_EQ(checked.err, "convlens: bad.md: a lesson without faults was expected, see above\n");
}

TEST_F(LessonCommand, GoesThroughTheSteps) {
  const auto fault = [&](const std::string& step) {
    put("bad.md", "---\nlesson: 1\n---\n# T\n## One\n" + step);
    return run({"lesson", "check", "bad.md"}).out;
  };
  EXPECT_EQ(fault("Text.\n```goal\nsum(filter) == 21\n```\n"),
            "bad.md:7: the goal is reached before anything was done\n");
  EXPECT_EQ(fault("Text.\n```goal\nsum(filter(7)) == 0\n```\n"),
            "bad.md:7: the goal cannot be judged: filter 7 was asked for, 0 to 1 expected\n");
  EXPECT_EQ(fault("Text.\n```goal\n1 / (filters - 2) > 3\n```\n"),
            "bad.md:7: the goal cannot be judged: 1 is divided by 0\n");
  EXPECT_EQ(fault("Text.\n\n- [x] ![](map(5,0))\n- [ ] a\n"),
            "bad.md:8: there is no map(5, 0) then\n");
  EXPECT_EQ(fault("```set\nbench: convlens1.nonsense\n```\nText.\n"),
            "bad.md:6: the bench in words is cut short or damaged: copy all of it again\n");
}

TEST_F(LessonCommand, RefusesWhatIsNoText) {
  put("bad.md", std::string("\0\1\2", 3));
  expect_refusal(1, {"lesson", "check", "bad.md"}, "bad.md: ", {});
  expect_refusal(1, {"lesson", "check", "gone.md"}, "gone.md: ", {});
  expect_refusal(2, {"lesson"}, "subcommand is required", {});
}

TEST_F(LessonCommand, APictureOfAStepIsTheSameEachTime) {
  run_well({"screenshot", "--lesson", "6", "--step", "2", "-o", "a.png", "--size", "1280x720"});
  run_well({"screenshot", "--lesson", "6", "--step", "2", "-o", "b.png", "--size", "1280x720"});
  EXPECT_EQ(content("a.png"), content("b.png"));
  run_well({"screenshot", "-o", "c.png", "--size", "1280x720"});
  EXPECT_NE(content("a.png"), content("c.png"));
  run_well({"screenshot", "--lesson", "6", "--step", "2", "--presenter", "--lang", "ko", "-o",
            "d.png", "--size", "1280x720"});
  EXPECT_NE(content("a.png"), content("d.png"));
}

TEST_F(LessonCommand, APictureOfALessonThatIsNotThereIsRefused) {
  expect_refusal(1, {"screenshot", "--lesson", "99", "-o", "a.png"},
                 "there is no lesson 99: 1 to 13 expected", {"a.png"});
  expect_refusal(1, {"screenshot", "--lesson", "1", "--step", "99", "-o", "a.png"},
                 "lesson 1 has 7 steps, step 99 was asked for", {"a.png"});
  expect_refusal(2, {"screenshot", "--step", "2", "-o", "a.png"}, "--lesson", {"a.png"});
  put("bad.md", "---\nlesson: 9\n---\n");
  expect_refusal(1, {"screenshot", "bad.md", "-o", "a.png"},
                 "bad.md:2: this lesson is of version 9, this program knows 1", {"a.png"});
  put("good.md", kGood);
  expect_refusal(1, {"screenshot", "good.md", "bad.md", "-o", "a.png"},
                 "good.md: a lesson is opened by itself", {"a.png"});
}

}  // namespace
}  // namespace convlens::app::testing

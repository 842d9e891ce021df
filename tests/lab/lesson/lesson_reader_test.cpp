// A lesson's file: what is read of it, and that every fault has its line and its sentence.
#include "lab/lesson/lesson_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace convlens::lab {
namespace {

const std::string kHeader = "---\nlesson: 1\nnumber: 4\nlanguage: ko\nminutes: 5\n---\n";
const std::string kTop = kHeader + "# Title\n\n";

std::vector<std::string> faults(const std::string& text) {
  std::vector<std::string> said;
  for (const LessonFault& fault : read_lesson(text).faults) {
    said.push_back(std::to_string(fault.line) + ": " + fault.what.english());
  }
  return said;
}

std::string first_fault(const std::string& text) {
  const auto said = faults(text);
  return said.empty() ? "none" : said.front();
}

TEST(LessonReader, ReadsAllThatALessonMayHold) {
  const ReadLesson read = read_lesson(kTop + R"(## One *step*
```set
bench: notebook
filter: 1
preset: All zero
curtain: maps, sum
only: filter
point: filter,sum
pinned: {"row": 3, "column": 5}
```
What is **this**, and `that`?
The same line.

Another.

- [ ] ![](map(0,1)) First

  Because not.
- [x] Second **one**
  > Because.

```python
x = 1
y = 2
```
```goal
sum(filter) == 0
```
```hint 5
Look *here*.
```
```hint
And there.
```
```notes
Speak.
```

---
Now it is.

## Two
Words.
)");
  ASSERT_TRUE(read.faults.empty()) << read.faults.front().what.english();
  const Lesson& lesson = read.lesson;
  EXPECT_EQ(lesson.title, "Title");
  EXPECT_EQ(lesson.number, 4);
  EXPECT_EQ(lesson.minutes, 5);
  EXPECT_EQ(lesson.language, Language::kKorean);
  ASSERT_EQ(lesson.steps.size(), 2u);
  const Step& step = lesson.steps[0];
  EXPECT_EQ(step.title, "One step");
  EXPECT_EQ(step.line, 9);
  EXPECT_EQ(step.setup.bench_words, "notebook");
  EXPECT_EQ(step.setup.preset, Preset::kZero);
  EXPECT_EQ(step.setup.curtain, (PartNames{"maps", "sum"}));
  EXPECT_EQ(step.setup.only, PartNames{"filter"});
  EXPECT_EQ(step.setup.point, (PartNames{"filter", "sum"}));
  EXPECT_EQ(step.setup.view.dump(), R"({"filter":1,"pinned":{"column":5,"row":3}})");
  ASSERT_EQ(step.text.size(), 3u);  // two paragraphs and a line of code
  const std::vector<TextRun> runs{
      {"What is "}, {"this", true}, {", and "}, {"that", false, true}, {"? The same line."}};
  EXPECT_EQ(step.text[0].runs, runs);
  EXPECT_TRUE(step.text[2].code);
  EXPECT_EQ(step.text[2].runs.front().text, "x = 1\ny = 2\n");
  ASSERT_EQ(step.question.choices.size(), 2u);
  EXPECT_EQ(step.question.choices[0].map, MapId::mine(0, 1));
  EXPECT_EQ(step.question.choices[0].reply[0].runs[0].text, "Because not.");
  EXPECT_FALSE(step.question.choices[0].right);
  EXPECT_TRUE(step.question.choices[1].right);
  EXPECT_EQ(step.question.choices[1].text[1], (TextRun{"one", true}));
  EXPECT_EQ(step.question.choices[1].reply[0].runs[0].text, "Because.");
  ASSERT_TRUE(step.goal);
  EXPECT_EQ(step.hints.size(), 2u);
  EXPECT_EQ(step.hints[0].after_s, 5);
  EXPECT_EQ(step.hints[1].after_s, 20);
  EXPECT_EQ(step.notes.size(), 1u);
  ASSERT_EQ(step.after.size(), 1u);
  EXPECT_EQ(step.after[0].runs[0].text, "Now it is.");
  EXPECT_FALSE(lesson.steps[1].asks());
}

TEST(LessonReader, EveryFaultHasItsLine) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "1: a line \"---\" was expected, and a header behind it"},
      {"# Title\n", "1: a line \"---\" was expected, and a header behind it"},
      {"---\nlesson: 1\n", "1: the line \"---\" that ends the header is missing"},
      {"---\nnumber: 1\n---\n# T\n## S\nText.\n", "1: the header has no \"lesson: 1\""},
      {"---\nlesson: 2\n---\n", "2: this lesson is of version 2, this program knows 1"},
      {"---\nlesson: x\n---\n# T\n## S\nText.\n", "2: lesson: a whole number was expected"},
      {"---\nlesson: 1\nauthor: me\n---\n# T\n## S\nText.\n",
       "3: \"author\" is not known in a header: lesson, number, minutes, language expected"},
      {"---\nlesson: 1\nlanguage: fr\n---\n# T\n## S\nText.\n", "3: language: en or ko expected"},
      {kHeader + "## S\nText.\n", "7: a title was expected: \"# ...\""},
      {kTop, "7: at least one step was expected: \"## ...\""},
      {kTop + "Text.\n", "7: at least one step was expected: \"## ...\""},
      {kTop + "## S\n", "9: this step says nothing: a paragraph expected"},
      {kTop + "## S\nText.\n# Again\n", "11: a lesson has one title"},
      {kTop + "## S\nText.\n### Deep\n",
       "11: \"#\" for the lesson and \"##\" for a step are the headings that are known"},
      {kTop + "## S\nA <b>word</b>.\n", "10: HTML is not known in a lesson"},
      {kTop + "## S\nA [word](file).\n", "10: a link cannot be followed in a lesson"},
      {kTop + "## S\n![](map(0,1)) A picture.\n", "10: a picture stands in a choice alone"},
      {kTop + "## S\nText.\n```hint\nA.\n\n- b\n```\n```goal\n1 > 2\n```\n",
       "14: paragraphs and code alone are known here"},
      {kTop + "## S\nText.\n\n- [x] a\n  - b\n- [ ] c\n",
       "13: paragraphs and code alone are known here"},
      {kTop + "## S\nText.\n\n<div>x</div>\n",
       "12: headings, paragraphs, choices, code and \"---\" alone are known in a lesson"},
      {kTop + "## S\nText.\n```gaol\n1 < 2\n```\n",
       "11: \"gaol\" is not known behind a fence: set, goal, draw, hint, notes, python expected"},
      {kTop + "## S\nText.\n```goal\nsum(filter) = 0\n```\n",
       "12: character 13: an operator or the end was expected"},
      {kTop + "## S\nText.\n```goal\n1 < 2\n```\n```goal\n1 < 2\n```\n",
       "14: a step has one goal; \"and\" joins several conditions"},
      {kTop + "## S\nText.\n```set\nbench: notebook\nworkspcae: network\n```\n",
       "13: \"workspcae\" is not known in a setting"},
      {kTop + "## S\nText.\n```set\ntheme: dark\n```\n", "12: \"theme\" is not known in a setting"},
      {kTop + "## S\nText.\n```set\nnonsense\n```\n",
       "12: a name, a colon and a value were expected"},
      {kTop + "## S\nText.\n```set\npreset: Sobel\n```\n", "12: \"Sobel\" is no preset"},
      {kTop + "## S\nText.\n```set\ncurtain: map, screen\n```\n- [ ] a\n- [x] b\n",
       "12: \"screen\" is no part of the window"},
      {kTop + "## S\nText.\n```set\npoint: filter, canvas stamp, knob\n```\n",
       "12: \"knob\" is neither a part of the window nor a control"},
      {kTop + "## S\nText.\n```set\ncanvas: blue\n```\n",
       "12: \"blue\" is no canvas: black, white, impulse, step, line"},
      {kTop + "## S\nText.\n```set\nnetwork: vgg.keras\n```\n",
       "12: \"vgg.keras\" is not known: fashion_mnist.keras, cifar10.keras expected"},
      {kTop + "## S\nText.\n```set\nitem: -1\n```\n",
       "12: \"-1\" is no number of an item: 0 or more expected"},
      {kTop + "## S\nText.\n```set\ncurtain: maps\n```\n",
       "11: a curtain is lifted by an answer or a drawing, this step asks for neither"},
      {kTop + "## S\nText.\n```draw\nfilter\n```\n",
       "12: map(PICTURE, FILTER) with two numbers was expected"},
      {kTop + "## S\nText.\n```draw\nmap(0,\n```\n", "12: character "},
      {kTop + "## S\nText.\n```draw\nmap(0, 0)\n```\n```draw\nmap(0, 1)\n```\n",
       "14: a step has one map to be drawn"},
      {kTop + "## S\nText.\n```set\nfilter: 0\nfilter: 1\n```\n",
       "13: \"filter\" was set above already: once in a step expected"},
      {kTop + "## S\nText.\n```set\nfilter: 0\n```\n```set\nfilter: 1\n```\n",
       "14: a step is set once"},
      {kTop + "## S\nText.\n```set\nrange: 2 1\n```\n",
       "12: \"2 1\" is no range: two numbers expected, the smaller one first"},
      {kTop + "## S\nText.\n---\nMore.\n", "11: an empty line is missing before this one"},
      {kTop + "## S\n" + std::string(501, 'x') + "\n",
       "9: what this step says is as wide as 501 letters, at most 500 expected"},
      {kTop + "## S\nText.\n```goal\nsumm(filter) > 0\n```\n```hint\nx\n```\n\n---\nA.\n", "12: "},
      {kTop + "## S\nText.\n\n- a\n- b\n", "12: none of these choices is right"},
      {kTop + "## S\nText.\n\n- [ ] a\n- [ ] b\n",
       "12: none of these choices is right: \"[x]\" expected"},
      {kTop + "## S\nText.\n\n- [x] a\n", "12: two choices were expected at least"},
      {kTop + "## S\nText.\n\n- [x] ![](filter) a\n- [ ] b\n",
       "12: map(PICTURE, FILTER) with two numbers was expected"},
      {kTop + "## S\nText.\n```hint soon\nx\n```\n```goal\n1 > 2\n```\n",
       "11: hint: seconds from 0 to 3600 expected"},
      {kTop + "## S\nText.\n```hint 9\nx\n```\n```hint 8\nx\n```\n```goal\n1 > 2\n```\n",
       "14: this hint comes before the one above it"},
      {kTop + "## S\nText.\n```hint\nx\n```\n",
       "9: this step has a hint, and no goal that it helps to reach"},
      {kTop + "## S\nText.\n\n---\nAfter.\n",
       "9: this step has a \"---\", and nothing that has to be done before it"},
      {kTop + "## S\nText.\n\n- [x] a\n- [ ] b\n\n---\nA.\n\n---\nB.\n",
       "18: this step has its \"---\" already"},
  };
  for (const auto& [text, sentence] : cases) {
    const auto said = faults(text);
    const bool found = std::any_of(said.begin(), said.end(), [&](const std::string& one) {
      return one.starts_with(sentence);
    });
    EXPECT_TRUE(found) << text << "\nexpected " << sentence << "\nfound "
                       << (said.empty() ? "nothing" : said.front());
  }
}

TEST(LessonReader, FaultsComeInTheOrderOfTheirLinesAndNotWithoutEnd) {
  const auto several = faults(kTop + "## A\n## B\nText.\n```goal\n1 <\n```\n## C\n");
  ASSERT_EQ(several.size(), 3u);
  EXPECT_EQ(several[0].substr(0, 2), "9:");
  EXPECT_EQ(several[1].substr(0, 3), "13:");
  EXPECT_EQ(several[2].substr(0, 3), "15:");
  std::string many = kTop;
  for (int i = 0; i < 200; ++i) many += "## S\n";
  EXPECT_EQ(faults(many).size(), kMostFaults);
}

TEST(LessonReader, ThousandsOfStepsAreRefusedByTheirNumber) {
  std::string many = kTop;
  for (std::size_t i = 0; i <= kMostSteps; ++i) many += "## S\n\nText.\n\n";
  EXPECT_NE(first_fault(many).find("at most 500 steps are known"), std::string::npos);
  EXPECT_NE(first_fault(std::string(kMostLessonBytes + 1, '#')).find("at most 262144 expected"),
            std::string::npos);
}

// Whatever a file holds, it is read in a moment or refused.
TEST(LessonReader, NestedBracketsAndQuotesTakeNoTime) {
  for (const char* part : {"[", "*a ", "`", "> ", "- ", "![", "<", "_a_ ", "a](", "**", "\\"}) {
    std::string text = kTop + "## S\n\n";
    while (text.size() + 8 < kMostLessonBytes) text += part;
    read_lesson(text);
  }
}

}  // namespace
}  // namespace convlens::lab

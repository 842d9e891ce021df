#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"
#include "fuzz/damage/damage_lines.h"
#include "lab/lab.h"
#include "lab/lesson/lesson_reader.h"
#include "lab/lesson/lesson_run.h"

// Lessons, as somebody may have written them, gone through from step to step.
namespace convlens::fuzz {
namespace {

constexpr const char* kSmall = R"(---
lesson: 1
number: 3
language: en
---
# Title
## One
```set
filter: 1
preset: Laplacian
curtain: maps, sum
only: filter
pinned: {"row": 3, "column": 5}
brush: {"value": "-1", "tool": "paint"}
ranges: {"shared": true}
weights: untrained
item: 3
```
What **is** `this`?

- [ ] ![](map(0,1)) A
  > No.
- [x] B

```goal
sum(filter) < before(sum(filter)) / 2 and not (count(map, -1, 1) > 3 or padding == "valid")
```
```hint 5
Look.
```
---
After.
## Two
Text.
```goal
at(crop, 1, 2, 0) * like(map(0), map(1)) >= apart(filter(0), filter(1)) or view("filter") == "0"
```
## Three
```set
range: -1 2.5
curtain: maps
```
Draw it.
```draw
map(1, 0)
```
)";

lab::Document small_document() {
  Image image{12, 14, std::vector<std::uint8_t>(std::size_t{12} * 14 * 3, 90)};
  const auto picture =
      std::make_shared<const lab::Picture>(lab::Picture{"one", std::move(image), {}, {}, {}, {}});
  lab::Document document = lab::notebook_document({picture, picture});
  document.crop_size = {6, 7};
  for (lab::Source& source : document.sources) source.origin = {1, 2};
  return document;
}

std::vector<Bytes> lessons(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  all.push_back(to_bytes(kSmall));
  return all;
}

// A word or mark of the goals' language or of Markdown, in place of what stood there or beside it.
void change(std::string& text, Random& random) {
  static const std::vector<std::string> kWords{"(",
                                               ")",
                                               "before(",
                                               "filter",
                                               "map(0, 1)",
                                               "at(map, 0, 0)",
                                               "sum(crop)",
                                               " and ",
                                               " or ",
                                               "not ",
                                               " == ",
                                               " < ",
                                               "/ 0",
                                               "-",
                                               "\"a\"",
                                               "\"",
                                               "1e9",
                                               "0.5.5",
                                               "99999999",
                                               "view(\"layer\")",
                                               "prediction",
                                               "```",
                                               "```goal",
                                               "```set",
                                               "```draw\nmap(0, 1)\n```\n",
                                               "range: 0 1\n",
                                               "\n## S\n",
                                               "\n---\n",
                                               "- [x] a\n",
                                               "- [ ] ",
                                               "![](",
                                               "**",
                                               "<b>",
                                               "[a](b)",
                                               "> ",
                                               "\n```\n",
                                               "lesson: 2",
                                               "item: ",
                                               "weights: trained\n",
                                               "plane: red\n",
                                               "layer: 7\n",
                                               "source: 1\n",
                                               "preset: Box blur\n",
                                               std::string(70, '('),
                                               std::string(300, '-'),
                                               "\xFF",
                                               std::string("\0", 1)};
  const std::size_t place = below(random, text.size() + 1);
  const std::size_t length = one_in(random, 2) ? 0 : below(random, 8);
  text.replace(place, length, any_of(random, kWords));
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  if (one_in(random, 4)) return damage_bytes(seed, other, random);
  if (one_in(random, 3)) return damage_lines(seed, other, random);
  std::string text = to_text(seed);
  for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) change(text, random);
  return to_bytes(text);
}

void go_through(const lab::Lesson& lesson) {
  lab::Lab lab(small_document());
  lab::LessonRun run;
  const auto shared = std::make_shared<const lab::Lesson>(lesson);
  const std::size_t steps = std::min<std::size_t>(lesson.steps.size(), 4);
  for (std::size_t step = 0; step < steps; ++step) {
    const Status begun = run.begin(lab, shared, step, 0.0);
    if (!begun) {
      must_be_sentence(begun.error().message);
      continue;
    }
    run.follow(lab, 100.0);
    if (!run.trouble().empty()) must_be_sentence(run.trouble().english());
    for (std::size_t i = 0; i < run.step().question.choices.size(); ++i) run.answer(i);
    if (lab::SketchPad* const pad = run.pad()) {
      pad->draw({1, 1}, {9, 30}, 1.0f);
      if (const Status lifted = run.lift(lab); !lifted) {
        must_be_sentence(lifted.error().message);
        continue;
      }
      must_be(std::abs(run.likeness()) <= 1.0, "a cosine", std::to_string(run.likeness()));
    }
    must_be(run.answered(), "an answer that is right", "");
    must_be(!run.step().guesses() || !run.take_events().empty(), "what was answered is told", "");
  }
}

}  // namespace

const Target& target() {
  static const Target kTarget{lessons, {}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const lab::ReadLesson read =
      lab::read_lesson(std::string(reinterpret_cast<const char*>(data), size));
  for (const lab::LessonFault& fault : read.faults) {
    fuzz::must_be_sentence(fault.what.english());
    fuzz::must_be(fault.line >= 1, "a line of the file", std::to_string(fault.line));
  }
  fuzz::count(read.faults.empty() ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  if (read.faults.empty()) fuzz::go_through(read.lesson);
  return 0;
}

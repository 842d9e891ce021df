#include "lab/lesson/lesson_reader.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/printable.h"
#include "lab/lesson/markdown.h"
#include "lab/lesson/setup_reader.h"
#include "lab/lesson/words.h"

namespace convlens::lab {
namespace {

constexpr std::string_view kRight = "[x]";
constexpr std::string_view kWrong = "[ ]";
constexpr double kUsualHint_s = 20;
constexpr double kLongestHint_s = 3600;
constexpr std::size_t kMostChoices = 8;
constexpr std::size_t kMostWidth = 500;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::optional<int> number_of(const std::string& text) {
  const bool digits =
      !text.empty() && text.size() < 7 && text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::optional(std::stoi(text)) : std::nullopt;
}

class Reader {
 public:
  ReadLesson read(const std::string& text) {
    if (text.size() > kMostLessonBytes) {
      say(1, phrase("{} bytes, at most {} expected", text.size(), kMostLessonBytes));
      return std::move(read_);
    }
    lines_ = lines_of(text);
    const std::string body = header(lines_);
    if (!newer_) read_body(body);
    std::stable_sort(read_.faults.begin(), read_.faults.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return std::move(read_);
  }

 private:
  Lesson& lesson() { return read_.lesson; }

  void say(int line, Phrase what) {
    if (read_.faults.size() < kMostFaults) read_.faults.push_back({line, std::move(what)});
  }

  // Of what was parsed so many lines below the file's beginning.
  SayOdd sayer_of_odd(int below) {
    return [this, below](int line, const Phrase& what) { say(below + line, what); };
  }

  SayFault sayer() {
    return [this](int line, Phrase what) { say(line, std::move(what)); };
  }

  // What follows it.
  std::string header(const std::vector<std::string>& lines) {
    if (lines.empty() || trimmed(lines.front()) != "---") {
      say(1, phrase("a line \"---\" was expected, and a header behind it"));
      return {};
    }
    std::size_t at = 1;
    for (; at < lines.size() && trimmed(lines[at]) != "---"; ++at) {
      header_line(lines[at], static_cast<int>(at) + 1);
    }
    if (at == lines.size()) say(1, phrase("the line \"---\" that ends the header is missing"));
    if (!has_version_) say(1, phrase("the header has no \"lesson: {}\"", kLessonVersion));
    body_begins_ = static_cast<int>(at) + 1;
    std::string body;
    for (++at; at < lines.size(); ++at) body += lines[at] + "\n";
    return body;
  }

  void header_line(const std::string& line, int number) {
    if (trimmed(line).empty()) return;
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string key = trimmed(line.substr(0, colon));
    const std::string value = trimmed(line.substr(std::min(colon + 1, line.size())));
    if (key == "language") return language(value, number);
    if (key != "lesson" && key != "number" && key != "minutes") {
      return say(number, phrase("\"{}\" is not known in a header: lesson, number, minutes, "
                                "language expected",
                                printable(key)));
    }
    const auto count = number_of(value);
    if (!count) return say(number, phrase("{}: a whole number was expected", key));
    if (key == "lesson") return version(*count, number);
    (key == "number" ? lesson().number : lesson().minutes) = *count;
  }

  void version(int version, int number) {
    has_version_ = true;
    newer_ = version > kLessonVersion;
    if (newer_) {
      say(number,
          phrase("this lesson is of version {}, this program knows {}", version, kLessonVersion));
    }
  }

  void language(const std::string& code, int number) {
    if (code == "en") {
      lesson().language = Language::kEnglish;
    } else if (code == "ko") {
      lesson().language = Language::kKorean;
    } else {
      say(number, phrase("language: en or ko expected"));
    }
  }

  int line_of(cmark_node* node) const { return body_begins_ + cmark_node_get_start_line(node); }

  void read_body(const std::string& body) {
    const Markdown document = parse_markdown(body);
    for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr;
         node = cmark_node_next(node)) {
      take(node);
    }
    if (lesson().title.empty()) say(body_begins_ + 1, phrase("a title was expected: \"# ...\""));
    if (lesson().steps.empty()) {
      say(body_begins_ + 1, phrase("at least one step was expected: \"## ...\""));
    }
    for (const Step& step : lesson().steps) check(step);
  }

  void take(cmark_node* node) {
    const int line = line_of(node);
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) return heading(node, line);
    if (lesson().steps.empty()) {
      if (!said_early_) say(line, phrase("a step was expected before this: \"## ...\""));
      said_early_ = true;
      return;
    }
    Step& step = lesson().steps.back();
    switch (type) {
      case CMARK_NODE_PARAGRAPH:
        add_paragraphs(node, after_ ? step.after : step.text, sayer_of_odd(body_begins_));
        break;
      case CMARK_NODE_THEMATIC_BREAK:
        if (after_) say(line, phrase("this step has its \"---\" already"));
        after_ = true;
        break;
      case CMARK_NODE_CODE_BLOCK:
        code(node, line, step);
        break;
      case CMARK_NODE_LIST:
        question(node, line, step);
        break;
      default:
        say(line, phrase("headings, paragraphs, choices, code and \"---\" alone are known in a "
                         "lesson"));
    }
  }

  // A line of text and "---" under it are a heading of Markdown, too: hardly what was meant.
  bool is_underlined(cmark_node* node, int line) {
    auto at = static_cast<std::size_t>(line - 1);
    if (at >= lines_.size() || trimmed(lines_[at]).starts_with("#")) return false;
    while (at + 1 < lines_.size() && trimmed(lines_[at]).find_first_not_of("-=") == 0) ++at;
    say(static_cast<int>(at) + 1, phrase("an empty line is missing before this one"));
    Step* step = lesson().steps.empty() ? nullptr : &lesson().steps.back();
    if (step != nullptr) step->text.push_back({runs_of(node, sayer_of_odd(body_begins_)), false});
    return true;
  }

  void heading(cmark_node* node, int line) {
    if (is_underlined(node, line)) return;
    const int level = cmark_node_get_heading_level(node);
    std::string title = plain(runs_of(node, sayer_of_odd(body_begins_)));
    if (title.empty()) say(line, phrase("this heading is empty"));
    if (level == 1) {
      if (!lesson().title.empty()) say(line, phrase("a lesson has one title"));
      lesson().title = std::move(title);
    } else if (level == 2) {
      if (lesson().steps.size() == kMostSteps) {
        if (!said_many_) say(line, phrase("at most {} steps are known", kMostSteps));
        said_many_ = true;
      } else {
        Step& step = lesson().steps.emplace_back();
        step.title = std::move(title);
        step.line = line;
      }
      after_ = false;
    } else {
      say(line,
          phrase("\"#\" for the lesson and \"##\" for a step are the headings that are known"));
    }
  }

  // What stands behind the fence says what a block is: "goal", "hint 30".
  void code(cmark_node* node, int line, Step& step) {
    const std::string info = trimmed(cmark_node_get_fence_info(node));
    const std::string text = cmark_node_get_literal(node);
    if (info == "python") {
      add_paragraphs(node, after_ ? step.after : step.text, sayer_of_odd(body_begins_));
    } else if (info == "set") {
      settings(text, line, step);
    } else if (info == "goal") {
      goal(text, line, step);
    } else if (info == "draw") {
      sketch(text, line, step);
    } else if (info == "notes") {
      append(step.notes, text, line);
    } else if (info == "hint" || info.starts_with("hint ")) {
      hint(info.substr(4), text, line, step);
    } else {
      say(line, phrase("\"{}\" is not known behind a fence: set, goal, draw, hint, notes, "
                       "python expected",
                       printable(info)));
    }
  }

  void settings(const std::string& text, int line, Step& step) {
    if (step.setup.line != 0) return say(line, phrase("a step is set once"));
    step.setup.line = line;
    std::set<std::string> said;
    for (const std::string& one : lines_of(text)) {
      ++line;
      if (!trimmed(one).empty()) read_setting(one, line, step.setup, said, sayer());
    }
  }

  void goal(const std::string& text, int line, Step& step) {
    if (step.goal)
      return say(line, phrase("a step has one goal; \"and\" joins several conditions"));
    auto condition = goals::Formula::parse(trimmed(text), goals::Type::kTruth);
    if (!condition) {
      faulty_goals_.insert(step.line);
      return say(line + 1, condition.error());
    }
    step.goal = LessonGoal{*std::move(condition), line};
  }

  void sketch(const std::string& text, int line, Step& step) {
    if (step.sketch) return say(line, phrase("a step has one map to be drawn"));
    if (const auto map = named_map(trimmed(text), line + 1)) step.sketch = Sketch{*map, line};
  }

  void append(Paragraphs& paragraphs, const std::string& text, int line) {
    const Markdown inner = parse_markdown(text);
    add_paragraphs(inner.get(), paragraphs, sayer_of_odd(line));
  }

  void hint(const std::string& seconds, const std::string& text, int line, Step& step) {
    const std::string wanted = trimmed(seconds);
    const auto after =
        wanted.empty() ? std::optional(static_cast<int>(kUsualHint_s)) : number_of(wanted);
    if (!after || *after > static_cast<int>(kLongestHint_s)) {
      return say(line,
                 phrase("hint: seconds from 0 to {} expected", static_cast<int>(kLongestHint_s)));
    }
    Hint one{static_cast<double>(*after), {}};
    append(one.text, text, line);
    if (!step.hints.empty() && step.hints.back().after_s > one.after_s) {
      return say(line, phrase("this hint comes before the one above it"));
    }
    step.hints.push_back(std::move(one));
  }

  void question(cmark_node* list, int line, Step& step) {
    if (!step.question.empty()) return say(line, phrase("a step has one question"));
    step.question.line = line;
    for (cmark_node* item = cmark_node_first_child(list); item != nullptr;
         item = cmark_node_next(item)) {
      choice(item, step.question);
    }
    const auto& choices = step.question.choices;
    const auto right = std::count_if(choices.begin(), choices.end(),
                                     [](const Choice& choice) { return choice.right; });
    if (choices.size() > kMostChoices) {
      say(line, phrase("{} choices, at most {} expected", choices.size(), kMostChoices));
    }
    if (choices.size() < 2) say(line, phrase("two choices were expected at least"));
    if (right == 0) say(line, phrase("none of these choices is right: \"[x]\" expected"));
  }

  // "[x] a text", or an image of a map; what follows is said to whoever chooses it.
  void choice(cmark_node* item, Question& question) {
    const int line = line_of(item);
    cmark_node* first = cmark_node_first_child(item);
    const bool has_text = first != nullptr && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
    if (!has_text) return say(line, phrase("a choice was expected: \"[ ] ...\" or \"[x] ...\""));
    Choice choice;
    choice.text = runs_of(first, sayer_of_odd(body_begins_));
    std::string start = choice.text.empty() ? std::string() : choice.text.front().text;
    choice.right = start.starts_with(kRight);
    if (!choice.right && !start.starts_with(kWrong)) {
      return say(line, phrase("a choice was expected: \"[ ] ...\" or \"[x] ...\""));
    }
    choice.text.front().text = trimmed(start.substr(kRight.size()));
    if (const std::string map = image_of(first); !map.empty()) choice.map = named_map(map, line);
    for (cmark_node* part = cmark_node_next(first); part != nullptr; part = cmark_node_next(part)) {
      add_paragraphs(part, choice.reply, sayer_of_odd(body_begins_));
    }
    question.choices.push_back(std::move(choice));
  }

  // "map(0, 1)"; nothing, and said why, where it is none.
  std::optional<MapId> named_map(const std::string& text, int line) {
    auto formula = goals::Formula::parse(text, goals::Type::kGrid);
    const auto map = formula ? formula->map_id() : std::nullopt;
    if (!formula) say(line, formula.error());
    if (formula && !map) say(line, phrase("map(PICTURE, FILTER) with two numbers was expected"));
    return map;
  }

  // The strip is no book: it leaves the window to what it speaks of.
  void check_lengths(const Step& step) {
    std::size_t choices = 0;
    for (const Choice& choice : step.question.choices) choices += width_of(plain(choice.text));
    const auto within = [&](std::size_t width, const Word& what) {
      if (width <= kMostWidth) return;
      say(step.line,
          phrase("{} is as wide as {} letters, at most {} expected", what, width, kMostWidth));
    };
    within(width_of(step.text), word("what this step says"));
    within(choices, word("what this step offers to choose from"));
    within(width_of(step.after), word("what this step says afterwards"));
  }

  static std::size_t width_of(const Paragraphs& paragraphs) {
    std::size_t width = 0;
    for (const Paragraph& one : paragraphs) width += one.code ? 0 : width_of(plain(one.runs));
    return width;
  }
  // Letters of three bytes and more, as Hangul's, are twice as wide as others.
  static std::size_t width_of(const std::string& text) {
    std::size_t width = 0;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xc0U) != 0x80U) width += byte >= 0xe0U ? 2 : 1;
    }
    return width;
  }

  void check(const Step& step) {
    if (step.text.empty()) say(step.line, phrase("this step says nothing: a paragraph expected"));
    check_lengths(step);
    if (faulty_goals_.contains(step.line)) return;
    if (!step.hints.empty() && !step.goal) {
      say(step.line, phrase("this step has a hint, and no goal that it helps to reach"));
    }
    if (!step.after.empty() && !step.asks()) {
      say(step.line, phrase("this step has a \"---\", and nothing that has to be done before it"));
    }
    if (!step.setup.curtain.empty() && !step.guesses()) {
      say(step.setup.line, phrase("a curtain is lifted by an answer or a drawing, this step asks "
                                  "for neither"));
    }
  }

  ReadLesson read_;
  int body_begins_ = 0;  // lines before it
  std::vector<std::string> lines_;
  std::set<int> faulty_goals_;  // lines of the steps whose they are
  bool has_version_ = false;
  bool newer_ = false;
  bool after_ = false;  // the step's "---"
  bool said_early_ = false;
  bool said_many_ = false;
};

}  // namespace

ReadLesson read_lesson(const std::string& text) { return Reader().read(text); }

}  // namespace convlens::lab

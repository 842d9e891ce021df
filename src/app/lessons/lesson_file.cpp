#include "app/lessons/lesson_file.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/session/link.h"
#include "core/files/shipped.h"
#include "lab/lesson/lesson_reader.h"
#include "lab/lesson/lesson_run.h"
#include "media/text_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using lab::Lesson;
using lab::Setup;

constexpr const char* kNotebook = "notebook";
constexpr const char* kFirstNetwork = "cifar10.keras";  // that a lab begins with

Phrase placed(const fs::path& file, const lab::LessonFault& fault) {
  return phrase("{}:{}: {}", file.string(), fault.line, fault.what);
}

Result<lab::ReadLesson> read_file(const fs::path& file) {
  TRY_ASSIGN(const auto text, media::read_text_lines(file, lab::kMostLessonBytes));
  std::string whole;
  for (const std::string& line : text.lines) whole += line + "\n";
  return lab::read_lesson(whole);
}

// Finds what the steps of a lesson name, each once.
class Resolver {
 public:
  explicit Resolver(const std::atomic<bool>* dropped) : dropped_(dropped) {}

  Status resolve(Setup& setup) {
    if (setup.bench_words) {
      TRY_ASSIGN(setup.bench, bench(*setup.bench_words));
    }
    if (setup.network_name) {
      TRY_ASSIGN(setup.network, network(*setup.network_name));
    }
    return {};
  }

  Result<std::shared_ptr<const lab::TrainedNetwork>> network(const std::string& name) {
    if (const auto known = networks_.find(name); known != networks_.end()) return known->second;
    TRY_ASSIGN(auto opened, open_network({bundled_network(name.c_str())}, std::nullopt, dropped_));
    networks_[name] = opened;
    return opened;
  }

  Result<std::shared_ptr<const lab::Document>> notebook() {
    if (notebook_) return notebook_;
    TRY_ASSIGN(auto document, open_document({}));
    notebook_ = std::make_shared<const lab::Document>(std::move(document));
    return notebook_;
  }

 private:
  Result<std::shared_ptr<const lab::Document>> bench(const std::string& words) {
    TRY_ASSIGN(auto sample, notebook());
    if (words == kNotebook) return sample;
    TRY_ASSIGN(auto linked, read_link(words, {}));
    if (!linked.missing.empty()) return fail(Error(linked.missing.front()));
    return std::move(linked.document);
  }

  const std::atomic<bool>* dropped_;
  std::shared_ptr<const lab::Document> notebook_;
  std::map<std::string, std::shared_ptr<const lab::TrainedNetwork>> networks_;
};

// Of the first step whose setting cannot be.
std::optional<lab::LessonFault> resolve(Lesson& lesson, Resolver& resolver) {
  for (lab::Step& step : lesson.steps) {
    const Status found = resolver.resolve(step.setup);
    if (!found) return lab::LessonFault{step.setup.line, found.error()};
  }
  return std::nullopt;
}

// Goes through the steps of a lesson, and looks at what each begins with.
class Walk {
 public:
  Walk(lab::Lab& lab, std::vector<lab::LessonFault>& faults) : lab_(lab), faults_(faults) {}

  void look_at(const lab::Step& step) {
    if (const Status set = lab::set_up(lab_, step.setup); !set) {
      say(step.setup.line, set.error());
      return;
    }
    if (const auto filter = step.setup.view.find("filter"); filter != step.setup.view.end()) {
      const std::size_t count = lab_.document().filters.size();
      if (lab_.view().filter >= count) {
        say(step.setup.line,
            phrase("filter {} was asked for, 0 to {} expected", lab_.view().filter, count - 1));
      }
    }
    for (const lab::Choice& choice : step.question.choices) {
      if (choice.map && lab_.map(*choice.map) == nullptr) {
        say(step.question.line,
            phrase("there is no map({}, {}) then", choice.map->source, choice.map->index));
      }
    }
    if (step.sketch && lab_.map(step.sketch->map) == nullptr) {
      say(step.sketch->line,
          phrase("there is no map({}, {}) then", step.sketch->map.source, step.sketch->map.index));
    }
    if (step.goal) look_at(*step.goal);
  }

 private:
  void look_at(const lab::LessonGoal& goal) {
    const auto holds = goal.condition.value(lab_, goal.condition.remember(lab_));
    if (!holds) return say(goal.line, phrase("the goal cannot be judged: {}", holds.error()));
    if (!std::get<bool>(*holds)) return;
    say(goal.line, phrase("the goal is reached before anything was done"));
  }

  void say(int line, Phrase what) { faults_.push_back({line, std::move(what)}); }

  lab::Lab& lab_;
  std::vector<lab::LessonFault>& faults_;
};

Status go_through(const Lesson& lesson, Resolver& resolver, std::vector<lab::LessonFault>& faults) {
  TRY_ASSIGN(const auto document, resolver.notebook());
  TRY_ASSIGN(const auto network, resolver.network(kFirstNetwork));
  lab::Lab lab(*document);
  lab.begin_with(network);
  Walk walk(lab, faults);
  for (const lab::Step& step : lesson.steps) walk.look_at(step);
  return {};
}

// "04-two-line-filters.ko.md" is number 4 in Korean.
std::optional<int> number_in(const std::string& name, const char* code) {
  if (!name.ends_with("." + std::string(code) + ".md")) return std::nullopt;
  int number = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

void add_lessons(std::map<int, LessonEntry>& found, const char* code) {
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(shipped_folder(Shipped::kLessons), error)) {
    const auto number = number_in(entry.path().filename().string(), code);
    if (!number || found.contains(*number)) continue;
    const auto read = read_file(entry.path());
    if (!read || !read->faults.empty()) continue;
    found[*number] = {entry.path(), *number, read->lesson.title, read->lesson.steps.size()};
  }
}

}  // namespace

std::vector<LessonEntry> bundled_lessons(lab::Language language) {
  std::map<int, LessonEntry> found;
  const bool korean = language == lab::Language::kKorean;
  if (korean) add_lessons(found, "ko");
  add_lessons(found, "en");
  std::vector<LessonEntry> lessons;
  for (auto& [number, entry] : found) lessons.push_back(std::move(entry));
  return lessons;
}

Result<lab::LessonPlace> bundled_lesson(int number, int step, lab::Language language) {
  const std::vector<LessonEntry> lessons = bundled_lessons(language);
  const auto found = std::find_if(lessons.begin(), lessons.end(),
                                  [number](const auto& lesson) { return lesson.number == number; });
  if (lessons.empty()) return fail("there are no lessons beside the program");
  if (found == lessons.end()) {
    return fail("there is no lesson {}: {} to {} expected", number, lessons.front().number,
                lessons.back().number);
  }
  const auto place = static_cast<std::size_t>(step - 1);
  if (place >= found->steps) {
    return fail("lesson {} has {} steps, step {} was asked for", number, found->steps, step);
  }
  return lab::LessonPlace{found->file.string(), place, true};
}

std::optional<lab::LessonPlace> linked_lesson(const LinkedLesson& linked, lab::Language language) {
  for (const LessonEntry& entry : bundled_lessons(language)) {
    const std::string name = entry.file.filename().string();
    const bool is_it = name.substr(0, name.find('.')) == linked.name;
    if (is_it && linked.step < entry.steps) {
      return lab::LessonPlace{entry.file.string(), linked.step, false};
    }
  }
  return std::nullopt;
}

Result<std::shared_ptr<const Lesson>> open_lesson(const fs::path& file,
                                                  const std::atomic<bool>* dropped) {
  TRY_ASSIGN(auto read, read_file(file));
  if (!read.faults.empty()) return fail(Error(placed(file, read.faults.front())));
  Resolver resolver(dropped);
  if (const auto fault = resolve(read.lesson, resolver)) return fail(Error(placed(file, *fault)));
  return std::make_shared<const Lesson>(std::move(read.lesson));
}

Result<std::vector<Phrase>> lesson_faults(const fs::path& file) {
  TRY_ASSIGN(auto read, read_file(file));
  std::vector<lab::LessonFault>& faults = read.faults;
  if (faults.empty()) {
    Resolver resolver(nullptr);
    if (auto fault = resolve(read.lesson, resolver)) {
      faults.push_back(*std::move(fault));
    } else {
      TRY(go_through(read.lesson, resolver, faults));
    }
  }
  std::vector<Phrase> said;
  for (const lab::LessonFault& fault : faults) said.push_back(placed(file, fault));
  return said;
}

}  // namespace convlens::app

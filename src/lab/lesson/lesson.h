#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/colormap.h"
#include "lab/document/presets.h"
#include "lab/document/trained_network.h"
#include "lab/goals/formula.h"
#include "lab/language.h"
#include "lab/map_id.h"

// A lesson as its file says it; .github/LESSONS.md tells how one is written.
namespace convlens::lab {

inline constexpr int kLessonVersion = 1;

// Some words of a line that look alike.
struct TextRun {
  std::string text;
  bool strong = false;
  bool code = false;

  friend bool operator==(const TextRun&, const TextRun&) = default;
};

// A paragraph; or lines of Python, where it is code.
struct Paragraph {
  std::vector<TextRun> runs;
  bool code = false;
};

using Paragraphs = std::vector<Paragraph>;

// What may be answered, and what is said to it then.
struct Choice {
  std::vector<TextRun> text;
  std::optional<MapId> map;  // shown before the text
  bool right = false;
  Paragraphs reply;
};

struct Question {
  std::vector<Choice> choices;
  int line = 0;

  bool empty() const { return choices.empty(); }
};

// A map that is to be drawn as one expects it, before it is seen.
struct Sketch {
  MapId map;
  int line = 0;
};

// Said once so many seconds have gone by without the goal.
struct Hint {
  double after_s = 0.0;
  Paragraphs text;
};

// What must hold, for the step to be done.
struct LessonGoal {
  goals::Formula condition;
  int line = 0;
};

// Parts of the window, by the names that lessons have for them.
using PartNames = std::vector<std::string>;

// How the lab is set when a step begins; what it does not say stays.
// A canvas of the crop's size on the bench.
struct CanvasSetting {
  Rgb paper{0, 0, 0};
  std::optional<StampKind> stamp;  // on black; else nothing is drawn on it

  friend bool operator==(const CanvasSetting&, const CanvasSetting&) = default;
};

struct Setup {
  std::optional<std::string> bench_words;   // "notebook", or a bench in words
  std::optional<std::string> network_name;  // of those that travel with the program
  // What the two stand for, once whoever opened the lesson has found it.
  std::shared_ptr<const Document> bench;
  std::shared_ptr<const TrainedNetwork> network;
  std::optional<Preset> preset;   // for the filter on the stage
  std::optional<bool> untrained;  // the network's weights, else as they were loaded
  std::optional<int> item;        // of its test set
  std::optional<CanvasSetting> canvas;
  std::optional<ValueRange> range;  // of the colours of all maps
  // What is looked at, in the words of a session's view.
  nlohmann::json view = nlohmann::json::object();
  PartNames curtain;  // what is covered until one has guessed
  PartNames only;     // what may be used; empty: everything
  PartNames point;    // what is pointed out
  int line = 0;
};

struct Step {
  std::string title;
  int line = 0;
  Setup setup;
  Paragraphs text;
  Question question;
  std::optional<Sketch> sketch;
  std::optional<LessonGoal> goal;
  std::vector<Hint> hints;  // in the order of their times
  Paragraphs notes;         // the speaker's
  Paragraphs after;         // said when the step is done

  // Before the curtain is lifted.
  bool guesses() const { return !question.empty() || sketch.has_value(); }
  bool asks() const { return guesses() || goal.has_value(); }
};

struct Lesson {
  std::string title;
  Language language = Language::kEnglish;
  int number = 0;  // its place among others; 0: none
  int minutes = 0;
  std::vector<Step> steps;  // at least one
};

// The names that `curtain`, `only` and `point` know.
// Controls that a step can point out, by the keys that the window finds them by.
inline constexpr std::array kLessonControls{
    "add picture",     "after relu",        "all tab",       "balance",  "border shown", "browse",
    "canvas clear",    "canvas draw",       "canvas stamp",  "channels", "fit",          "network",
    "numbers",         "one layer",         "paint trained", "pairs",    "shuffle",      "table",
    "trained weights", "untrained weights", "usual crop",    "valid",    "whole tab"};

inline constexpr std::array kLessonParts{"input",  "filter", "maps",       "sum",
                                         "layers", "map",    "prediction", "picture"};

}  // namespace convlens::lab

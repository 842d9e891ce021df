#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/history.h"
#include "lab/session/untrained_models.h"
#include "lab/view.h"

// A lab as text, so that it can be brought back: lines of JSON, each of which says what is new
// since the line before. A file that is saved has one line, a journal one a step.
namespace convlens::lab {

// What the lines name by its place instead of holding it. A network that could not be found is
// null: the steps come back without it. A test set likewise: they come back with the network's own.
struct SessionData {
  std::vector<std::shared_ptr<const Picture>> pictures;
  std::vector<std::shared_ptr<const TrainedNetwork>> networks;
  std::vector<std::shared_ptr<const InputArray>> arrays;
  std::vector<std::shared_ptr<const TestSet>> test_sets;
};

// The schema of the lines. One who meets a larger number refuses it; smaller ones are read for
// ever.
inline constexpr int kSessionVersion = 1;

// How a history came from the one that was told before: some of the oldest steps are forgotten, as
// many as `kept` of the next stayed, and others were added behind them.
struct HistoryChange {
  std::size_t forgotten = 0;
  std::size_t kept = 0;
  std::vector<HistoryStep> added;
  std::size_t position = 0;
};

// Remembers which steps have been told.
class HistoryWatch {
 public:
  HistoryChange change(const History& history);

 private:
  std::vector<std::uint64_t> told_;
};

// Tells changes. A value: what was told stays known.
class SessionWriter {
 public:
  // One line, without its end.
  std::string line(const HistoryChange& change, const View& view);
  // What the lines so far name; it only grows.
  const SessionData& data() const { return data_; }

 private:
  SessionData data_;
  std::vector<Filter> filters_;  // that stand in a line already, newest last
  UntrainedModels untrained_;
};

// Refuses a line that is none, or of a newer version.
Status check_session_version(std::string_view line);

struct Session {
  std::vector<HistoryStep> steps;  // at least one
  std::size_t position = 0;
  View view;
};

// Puts lines together again.
class SessionReader {
 public:
  // `data`: what the writer's was after that line, or more. Errors name the place within the line;
  // a line that is refused changes nothing.
  Status read(std::string_view line, const SessionData& data);
  // Nothing where no line was read.
  const Session* session() const { return steps() ? &session_ : nullptr; }

 private:
  bool steps() const { return !session_.steps.empty(); }

  Session session_;
  std::vector<Filter> filters_;
  UntrainedModels untrained_;
};

// The whole lab in one line, and what it names.
struct SessionText {
  std::string line;
  SessionData data;
};
SessionText session_text(const History& history, const View& view);
// Refused, too, where the shown document's maps cannot be computed.
Result<Session> read_session(std::string_view line, const SessionData& data);

}  // namespace convlens::lab

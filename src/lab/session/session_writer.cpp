#include <algorithm>
#include <utility>

#include "core/json.h"
#include "lab/session/document_json.h"
#include "lab/session/session.h"
#include "lab/session/view_json.h"

namespace convlens::lab {
using nlohmann::json;

HistoryChange HistoryWatch::change(const History& history) {
  const std::span<const HistoryStep> now = history.steps();
  HistoryChange change;
  // The oldest that is still there tells how many went before it.
  const auto first = std::find(told_.begin(), told_.end(), now.front().id);
  change.forgotten = static_cast<std::size_t>(first - told_.begin());
  const std::size_t left = told_.size() - change.forgotten;
  while (change.kept < std::min(left, now.size()) &&
         told_[change.forgotten + change.kept] == now[change.kept].id) {
    ++change.kept;
  }
  change.added.assign(now.begin() + static_cast<std::ptrdiff_t>(change.kept), now.end());
  change.position = history.position();
  told_.clear();
  for (const HistoryStep& step : now) told_.push_back(step.id);
  return change;
}

std::string SessionWriter::line(const HistoryChange& change, const View& view) {
  const std::size_t known = filters_.size();
  Places places(data_, filters_, untrained_);
  json steps = json::array();
  for (const HistoryStep& step : change.added) {
    steps.push_back({{"document", json_of(step.document, places)},
                     {"label", json_of(step.label)},
                     {"panel", kPanelNames[static_cast<std::size_t>(step.code.panel)]},
                     {"code", step.code.text}});
  }
  json filters = json::array();
  for (std::size_t i = known; i < filters_.size(); ++i) filters.push_back(json_of(filters_[i]));
  const json line{{kVersionKey, kSessionVersion},  {"filters", std::move(filters)},
                  {"forgotten", change.forgotten}, {"kept", change.kept},
                  {"steps", std::move(steps)},     {"position", change.position},
                  {"view", json_of(view)}};
  return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

SessionText session_text(const History& history, const View& view) {
  SessionWriter writer;
  std::string line = writer.line(HistoryWatch().change(history), view);
  return {std::move(line), writer.data()};
}

}  // namespace convlens::lab

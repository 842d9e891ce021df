#include <algorithm>
#include <utility>

#include "core/json.h"
#include "lab/session/document_json.h"
#include "lab/session/session.h"
#include "lab/session/view_json.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {
namespace {

using nlohmann::json;

Status check_version(const json& line) {
  const auto version = line.is_object() ? line.find(kVersionKey) : line.end();
  if (!line.is_object() || version == line.end() || !version->is_number_unsigned()) {
    return fail("this is no session of ConvLens: \"convlens_session\" with its version expected");
  }
  const auto number = version->get<std::uint64_t>();
  if (number >= 1 && number <= std::uint64_t{kSessionVersion}) return {};
  return fail("the session is of version {}, up to {} can be read: a newer ConvLens wrote it",
              number, int{kSessionVersion});
}

Result<HistoryStep> step_of(JsonFields fields, const SessionData& data,
                            const std::vector<Filter>& filters, UntrainedModels& untrained) {
  TRY_ASSIGN(auto document, document_of(fields.object("document"), data, filters, untrained));
  HistoryStep step{std::move(document),
                   fields.said("label"),
                   {fields.one_of<CodePanel>("panel", kPanelNames), fields.text("code", "")}};
  TRY(fields.error());
  return step;
}

}  // namespace

Status check_session_version(std::string_view line) {
  TRY_ASSIGN(const auto parsed, parse_json(line));
  return check_version(parsed);
}

Status SessionReader::read(std::string_view line, const SessionData& data) {
  TRY_ASSIGN(const auto parsed, parse_json(line));
  TRY(check_version(parsed));
  Status error;
  JsonFields fields(parsed, "the session", error);
  std::vector<Filter> filters = filters_;
  for (const JsonFields& one : fields.objects("filters")) filters.push_back(lab::filter_of(one));
  const std::size_t before = session_.steps.size();
  const std::size_t forgotten = fields.index("forgotten", before + 1, 0);
  const std::size_t kept = fields.index("kept", before - std::min(before, forgotten) + 1, 0);
  TRY(error);
  Session next;
  const auto first = session_.steps.begin() + static_cast<std::ptrdiff_t>(forgotten);
  next.steps.assign(first, first + static_cast<std::ptrdiff_t>(kept));
  for (const JsonFields& one : fields.objects("steps")) {
    TRY_ASSIGN(auto step, step_of(one, data, filters, untrained_));
    next.steps.push_back(std::move(step));
    if (next.steps.size() > History::kMaxSteps) {
      return fail("the session has more than {} steps", std::size_t{History::kMaxSteps});
    }
  }
  if (next.steps.empty()) fields.refuse("steps", phrase("a list of at least one step"));
  next.position = fields.index("position", next.steps.size());
  next.view = view_of(fields.object("view"));
  TRY(error);
  session_ = std::move(next);
  filters_ = std::move(filters);
  return {};
}

Result<Session> read_session(std::string_view line, const SessionData& data) {
  SessionReader reader;
  TRY(reader.read(line, data));
  const Session& session = *reader.session();
  TRY(Pipeline().update(session.steps[session.position].document));
  return session;
}

}  // namespace convlens::lab

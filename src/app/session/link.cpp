#include "app/session/link.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "app/session/session_data.h"
#include "app/session/start.h"
#include "core/base64.h"
#include "core/files/shipped.h"
#include "core/json.h"
#include "lab/lesson/lesson_reader.h"
#include "lab/session/json_fields.h"
#include "lab/session/session.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

using nlohmann::json;

// With the version of the packing; that of the content stands within.
constexpr std::string_view kMark = "convlens1.";
// Two filters of 15x15x3 random floats are 20 KB of text.
constexpr std::size_t kMostUnpacked = std::size_t{16} << 20;
// What of a view a link says.
constexpr std::array kLooks{"colormap", "ranges", "source", "filter"};

constexpr const char* kSession = "session";
constexpr const char* kPictures = "pictures";
constexpr const char* kLesson = "lesson";

std::vector<std::byte> packed(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::vector<std::byte> bytes(size);
  // Of memory that is large enough it can only succeed.
  compress2(reinterpret_cast<Bytef*>(bytes.data()), &size,
            reinterpret_cast<const Bytef*>(text.data()), text.size(), Z_BEST_COMPRESSION);
  bytes.resize(size);
  return bytes;
}

// zlib's own checksum tells what is damaged; a text larger than any bench is none.
std::optional<std::string> unpacked(std::span<const std::byte> bytes) {
  std::string text;
  for (std::size_t room = 1 << 14; room <= kMostUnpacked; room *= 4) {
    text.resize(room);
    uLongf size = room;
    const int done = uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                                reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    if (done == Z_OK) {
      text.resize(size);
      return text;
    }
    if (done != Z_BUF_ERROR) return std::nullopt;
  }
  return std::nullopt;
}

// What is sent of a session: one step, without words, and the looks.
json slimmed(const std::string& line) {
  json session = json::parse(line);
  json& step = session["steps"][0];
  step = {{"document", std::move(step["document"])}, {"panel", step["panel"]}};
  json looks = json::object();
  for (const char* look : kLooks) looks[look] = session["view"][look];
  session["view"] = std::move(looks);
  return session;
}

// Of a lesson that somebody wrote the receiver has no file.
std::optional<json> told_lesson(const lab::View& view) {
  if (!view.lesson) return std::nullopt;
  const fs::path file = fs::u8path(view.lesson->file);
  if (file.parent_path() != shipped_folder(Shipped::kLessons)) return std::nullopt;
  const std::string name = file.filename().string();
  return json{{"name", name.substr(0, name.find('.'))}, {"step", view.lesson->step}};
}

std::optional<LinkedLesson> lesson_of(lab::JsonFields& fields) {
  if (!fields.has(kLesson)) return std::nullopt;
  lab::JsonFields lesson = fields.object(kLesson);
  LinkedLesson linked{lesson.text("name"), lesson.index("step", lab::kMostSteps)};
  return linked;
}

Status check_whole(std::string_view text) {
  if (text.size() > kMark.size() && text.starts_with(kMark)) return {};
  return fail("this is no bench in words: \"{}\" and what follows it expected", kMark);
}

}  // namespace

bool is_link(std::string_view text) { return text.starts_with("convlens1"); }

std::string link_of(const lab::Document& document, const lab::View& view) {
  lab::Document bench = document;
  bench.network.reset();
  bench.filters_origin = {};
  const lab::SessionText text = lab::session_text(lab::History(std::move(bench)), view);
  json pictures = json::array();
  for (const auto& picture : text.data.pictures) pictures.push_back(told_briefly(*picture));
  json content{{kSession, slimmed(text.line)}, {kPictures, std::move(pictures)}};
  if (auto lesson = told_lesson(view)) content[kLesson] = *std::move(lesson);
  return std::string(kMark) +
         base64url(packed(content.dump(-1, ' ', false, json::error_handler_t::replace)));
}

Result<LinkedBench> read_link(std::string_view text,
                              std::span<const std::shared_ptr<const lab::Picture>> here) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  TRY(check_whole(text));
  const auto bytes = from_base64url(text.substr(kMark.size()));
  const auto content = bytes ? unpacked(*bytes) : std::nullopt;
  if (!content) return fail("the bench in words is cut short or damaged: copy all of it again");
  TRY_ASSIGN(const auto parsed, parse_json(*content));
  Status error;
  lab::JsonFields fields(parsed, "the bench in words", error);
  LinkedBench bench;
  lab::SessionData data;
  for (const lab::JsonFields& one : fields.objects(kPictures)) {
    TRY_ASSIGN(auto picture, known_picture(one, here, bench.missing));
    data.pictures.push_back(std::move(picture));
  }
  bench.lesson = lesson_of(fields);
  TRY(error);
  const json none = json::object();
  TRY_ASSIGN(
      auto session,
      lab::read_session((parsed.is_object() ? parsed.value(kSession, none) : none).dump(), data));
  bench.document = std::make_shared<const lab::Document>(std::move(session.steps.back().document));
  bench.view = std::move(session.view);
  return bench;
}

void take_looks(const LinkedBench& bench, lab::View& view) {
  view.colormap = bench.view.colormap;
  view.ranges = bench.view.ranges;
  view.source = bench.view.source;
  view.filter = bench.view.filter;
}

}  // namespace convlens::app

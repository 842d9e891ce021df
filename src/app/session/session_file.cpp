#include "app/session/session_file.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "app/files/file_kind.h"
#include "core/files/file.h"
#include "core/json.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A long history of a few strokes says nearly the same over and over.
constexpr ZipLimits kLimits{.max_entry_bytes = std::uint64_t{1} << 31, .max_ratio = 2000};
constexpr const char* kContents = "contents";
constexpr std::array kContentsNames{"inside", "named"};
constexpr std::size_t kMostText = std::size_t{1} << 28;

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

Result<std::string> text_of(const ZipArchive& archive, const char* entry) {
  TRY_ASSIGN(const auto bytes, archive.read(entry));
  if (bytes.size() > kMostText) return fail("{} is larger than {} bytes", entry, kMostText);
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<OpenedSession> read_archive(const ZipArchive& archive, FolderStore& unpacked) {
  if (!archive.contains(kSessionText) || !archive.contains(kSessionData)) {
    return fail("this is no session of ConvLens: {} and {} expected in it", kSessionText,
                kSessionData);
  }
  TRY_ASSIGN(const auto line, text_of(archive, kSessionText));
  TRY_ASSIGN(const auto text, text_of(archive, kSessionData));
  TRY(lab::check_session_version(line));
  TRY_ASSIGN(const auto told, parse_json(text));
  OpenedSession opened;
  Status error;
  opened.contents =
      lab::JsonFields(told, kSessionData, error)
          .one_of<SessionContents>(kContents, kContentsNames, SessionContents::kInside);
  TRY(error);
  lab::SessionData data;
  TRY(read_told(told, ArchiveSource(archive, unpacked), data, opened.missing));
  TRY_ASSIGN(auto session, lab::read_session(line, data));
  opened.session = std::move(session);
  return opened;
}

}  // namespace

Result<std::vector<Phrase>> save_session(const fs::path& path, const lab::History& history,
                                         const lab::View& view, SessionContents contents) {
  lab::View shown = view;
  shown.file = {};  // wherever it lies by then
  const lab::SessionText text = lab::session_text(history, shown);
  MembersSink store;
  ToldData told;
  TRY_ASSIGN(auto data, tell(text.data, told, contents, store));
  data[kContents] = kContentsNames[static_cast<std::size_t>(contents)];
  // Files may have names that are no UTF-8, which JSON has to be.
  const std::string named = data.dump(1, ' ', false, json::error_handler_t::replace);
  std::vector<ZipMember> members{{kSessionText, bytes_of(text.line), true},
                                 {kSessionData, bytes_of(named), true}};
  for (ZipMember& member : store.take()) members.push_back(std::move(member));
  TRY_ASSIGN(const auto bytes, zip_bytes(members, path.string()));
  TRY(write_file(path, bytes));
  return std::move(told.said);
}

Result<OpenedSession> open_session(const fs::path& path, const fs::path& unpacked) {
  TRY_ASSIGN(auto bytes, read_file(path));
  TRY_ASSIGN(const auto archive, ZipArchive::open(std::move(bytes), path.string(), kLimits));
  FolderStore folder(unpacked);
  auto opened = read_archive(archive, folder);
  if (!opened) return fail("{}: {}", path.string(), opened.error());
  return opened;
}

}  // namespace convlens::app

#include "core/files/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <new>
#include <utility>

#include "core/printable.h"

namespace convlens {
namespace {

// Why a name cannot stand in an archive; empty where it can.
Word objection_to(std::string_view name) {
  if (name.empty()) return word("has no name");
  const auto is_control = [](unsigned char c) { return c < ' ' || c == '\x7F'; };
  if (std::any_of(name.begin(), name.end(), is_control))
    return word("has control characters in it");
  if (name.find('\\') != std::string_view::npos) return word("has a backslash in it");
  if (name.front() == '/' || name.find(':') == 1) return word("is an absolute path");
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find('/', start), name.size());
    if (name.substr(start, end - start) == "..") return word("leads out of the archive");
    start = end + 1;
  }
  return {};
}

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

// The contents are read when the archive is closed, so they must last until then.
bool add_member(zip_t* archive, const ZipMember& member) {
  zip_source_t* source =
      zip_source_buffer(archive, member.content.data(), member.content.size(), 0);
  if (source == nullptr) return false;
  const std::int64_t index = zip_file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  // What differs from one writing to the next is the same always: the time is 1 January 1980.
  constexpr zip_uint16_t kFirstDay = 1U << 5 | 1U;
  const auto place = static_cast<zip_uint64_t>(index);
  return zip_file_set_dostime(archive, place, 0, kFirstDay, 0) == 0 &&
         zip_set_file_compression(archive, place, member.packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE,
                                  0) == 0;
}

// All that a source holds.
std::vector<std::byte> content_of(zip_source_t* source) {
  zip_stat_t facts;
  zip_stat_init(&facts);
  if (zip_source_stat(source, &facts) != 0 || zip_source_open(source) != 0) return {};
  std::vector<std::byte> bytes(facts.size);
  const std::int64_t count = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (count != static_cast<std::int64_t>(bytes.size())) return {};
  return bytes;
}

}  // namespace

void ZipArchive::Discard::operator()(zip* archive) const { zip_discard(archive); }

ZipArchive::ZipArchive(std::vector<std::byte> bytes, std::string name)
    : bytes_(std::move(bytes)), name_(std::move(name)) {}

Result<ZipArchive> ZipArchive::open(std::vector<std::byte> bytes, std::string name,
                                    const ZipLimits& limits) {
  ZipArchive archive(std::move(bytes), std::move(name));
  // The library takes nothing at all for an archive without entries.
  if (archive.bytes_.empty())
    return fail("{}: the file is empty, expected a zip archive", archive.name_);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(archive.bytes_.data(), archive.bytes_.size(), 0, &error);
  // The source belongs to the archive once it is open, and to nobody where opening failed.
  if (source != nullptr) {
    archive.archive_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (archive.archive_ == nullptr) zip_source_free(source);
  }
  const bool same_name_twice = zip_error_code_zip(&error) == ZIP_ER_EXISTS;
  const std::string reason = printable(zip_error_strerror(&error));
  zip_error_fini(&error);
  if (archive.archive_ == nullptr && same_name_twice) {
    return fail("{}: the zip archive holds two entries of the same name", archive.name_);
  }
  if (archive.archive_ == nullptr) {
    return fail("{}: the zip archive is damaged or cut short ({})", archive.name_, reason);
  }
  TRY(archive.list_entries(limits));
  return archive;
}

Status ZipArchive::list_entries(const ZipLimits& limits) {
  const std::int64_t count = zip_get_num_entries(archive_.get(), 0);
  if (count > limits.max_entries) {
    return fail("{}: the zip archive has {} entries, at most {} are read", name_, count,
                limits.max_entries);
  }
  std::uint64_t left = limits.max_total_bytes;
  for (std::int64_t i = 0; i < count; ++i) {
    if (auto status = add_entry(static_cast<std::uint64_t>(i), limits); !status) return status;
    if (entries_.back().bytes > left) {
      return fail("{}: the zip archive's entries take more than {} bytes, at most so many are read",
                  name_, limits.max_total_bytes);
    }
    left -= entries_.back().bytes;
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return {};
}

Status ZipArchive::add_entry(std::uint64_t index, const ZipLimits& limits) {
  zip_stat_t facts;
  zip_stat_init(&facts);
  constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                   ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive_.get(), index, ZIP_FL_ENC_RAW, &facts) != 0 ||
      (facts.valid & kNeeded) != kNeeded) {
    return fail("{}: entry {} of the zip archive is damaged", name_, index);
  }
  const std::string shown = printable(facts.name);
  if (const auto objection = objection_to(facts.name); !objection.text.empty()) {
    return fail("{}: the zip entry \"{}\" {}", name_, shown, objection);
  }
  if (facts.encryption_method != ZIP_EM_NONE) {
    return fail("{}: the zip entry \"{}\" is encrypted", name_, shown);
  }
  if (facts.comp_method != ZIP_CM_STORE && facts.comp_method != ZIP_CM_DEFLATE) {
    return fail("{}: the zip entry \"{}\" is compressed by method {}, expected deflate or none",
                name_, shown, facts.comp_method);
  }
  if (facts.size > limits.max_entry_bytes) {
    return fail("{}: the zip entry \"{}\" takes {} bytes, at most {} are read", name_, shown,
                facts.size, limits.max_entry_bytes);
  }
  if (facts.size > limits.ratio_counts_from_bytes &&
      facts.size / std::max<std::uint64_t>(facts.comp_size, 1) >= limits.max_ratio) {
    return fail(
        "{}: the zip entry \"{}\" unpacks {} bytes to {}, at most {} times as many are read", name_,
        shown, facts.comp_size, facts.size, limits.max_ratio);
  }
  entries_.push_back({facts.name, index, facts.size});
  return {};
}

const ZipArchive::Entry* ZipArchive::find(std::string_view entry) const {
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), entry,
                       [](const Entry& e, std::string_view name) { return e.name < name; });
  return found != entries_.end() && found->name == entry ? &*found : nullptr;
}

std::vector<std::string> ZipArchive::names() const {
  std::vector<std::string> names(entries_.size());
  for (const Entry& entry : entries_) names[entry.index] = entry.name;
  return names;
}

bool ZipArchive::contains(std::string_view entry) const { return find(entry) != nullptr; }

Result<std::vector<std::byte>> ZipArchive::read(std::string_view entry) const {
  const Entry* found = find(entry);
  if (found == nullptr) {
    return fail("{}: the zip archive holds no \"{}\"", name_, printable(entry));
  }
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive_.get(), found->index, 0));
  const auto damaged = [&] {
    return fail("{}: the zip entry \"{}\" is damaged", name_, printable(found->name));
  };
  if (file == nullptr) return damaged();
  std::vector<std::byte> bytes;
  try {
    bytes.resize(found->bytes);
  } catch (const std::bad_alloc&) {
    return fail("{}: there is not enough memory for the zip entry \"{}\" of {} bytes", name_,
                printable(found->name), found->bytes);
  }
  std::size_t used = 0;
  while (used < bytes.size()) {
    const std::int64_t count = zip_fread(file.get(), bytes.data() + used, bytes.size() - used);
    if (count <= 0) return damaged();
    used += static_cast<std::size_t>(count);
  }
  // The end is met, and with it the checksum compared, only by reading past the last byte.
  std::byte more{};
  if (zip_fread(file.get(), &more, 1) != 0) return damaged();
  return bytes;
}

std::vector<std::string> zip_names(const std::filesystem::path& path) {
  const std::unique_ptr<zip_t, DiscardZip> archive(zip_open(path.c_str(), ZIP_RDONLY, nullptr));
  if (archive == nullptr) return {};
  const std::int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count > ZipLimits{}.max_entries) return {};
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    if (name != nullptr) names.emplace_back(name);
  }
  return names;
}

Result<std::vector<std::byte>> zip_bytes(std::span<const ZipMember> members,
                                         const std::string& name) {
  // The library makes no file at all where there is nothing in it.
  if (members.empty()) return fail("{}: a zip archive of no entries is not made", name);
  for (const ZipMember& member : members) {
    if (const auto objection = objection_to(member.name); !objection.text.empty()) {
      return fail("{}: the zip entry \"{}\" {}", name, printable(member.name), objection);
    }
  }
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, FreeSource> source(
      zip_source_buffer_create(nullptr, 0, 0, &error));
  std::unique_ptr<zip_t, DiscardZip> archive(
      source ? zip_open_from_source(source.get(), ZIP_CREATE | ZIP_TRUNCATE, &error) : nullptr);
  zip_error_fini(&error);
  const auto unmade = [&] { return fail("{}: the zip archive could not be made", name); };
  if (archive == nullptr) return unmade();
  zip_source_keep(source.get());  // for the archive, which frees it
  for (const ZipMember& member : members) {
    if (add_member(archive.get(), member)) continue;
    return fail("{}: the zip entry \"{}\" could not be added ({})", name, printable(member.name),
                printable(zip_strerror(archive.get())));
  }
  if (zip_close(archive.get()) != 0) return unmade();
  static_cast<void>(archive.release());  // closed
  std::vector<std::byte> bytes = content_of(source.get());
  if (bytes.empty()) return unmade();
  return bytes;
}

}  // namespace convlens

#include "loaders/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <utility>

#include "loaders/printable.h"

namespace convlens::loaders {
namespace {

// Why a name cannot stand in an archive; empty where it can.
std::string_view objection_to(std::string_view name) {
  if (name.empty()) return "has no name";
  const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; };
  if (std::any_of(name.begin(), name.end(), is_control)) return "has control characters in it";
  if (name.find('\\') != std::string_view::npos) return "has a backslash in it";
  if (name.front() == '/' || name.find(':') == 1) return "is an absolute path";
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find('/', start), name.size());
    if (name.substr(start, end - start) == "..") return "leads out of the archive";
    start = end + 1;
  }
  return {};
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
  if (auto status = archive.list_entries(limits); !status) return fail(status.error());
  return archive;
}

Status ZipArchive::list_entries(const ZipLimits& limits) {
  const std::int64_t count = zip_get_num_entries(archive_.get(), 0);
  if (count > limits.max_entries) {
    return fail("{}: the zip archive has {} entries, at most {} are read", name_, count,
                limits.max_entries);
  }
  for (std::int64_t i = 0; i < count; ++i) {
    if (auto status = add_entry(static_cast<std::uint64_t>(i), limits); !status) return status;
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
  if (const auto objection = objection_to(facts.name); !objection.empty()) {
    return fail("{}: the zip entry \"{}\" {}, which no model's has", name_, shown, objection);
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
    return fail("{}: the zip entry \"{}\" unpacks {} bytes to {}, too many to be a model", name_,
                shown, facts.comp_size, facts.size);
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

bool ZipArchive::contains(std::string_view entry) const { return find(entry) != nullptr; }

Result<std::vector<std::byte>> ZipArchive::read(std::string_view entry) const {
  const Entry* found = find(entry);
  if (found == nullptr) return fail("{}: the zip archive holds no \"{}\"", name_, entry);
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(archive_.get(), found->index, 0));
  const auto damaged = [&] {
    return fail("{}: the zip entry \"{}\" is damaged", name_, printable(found->name));
  };
  if (file == nullptr) return damaged();
  std::vector<std::byte> bytes(found->bytes);
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

}  // namespace convlens::loaders

#include "media/formats/tiff_file.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>

#include "core/printable.h"

namespace convlens::media {
namespace {

// Far more than a directory needs; a picture's samples are not libtiff's to reserve.
constexpr tmsize_t kMostAtOnce = tmsize_t{1} << 31U;

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

tmsize_t write_nothing(thandle_t /*source*/, void* /*bytes*/, tmsize_t /*size*/) { return 0; }
int close_nothing(thandle_t /*source*/) { return 0; }

}  // namespace

Result<TiffFile> TiffFile::open(ByteView bytes) {
  TiffFile file;
  file.source_->bytes = bytes;
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMostAtOnce);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep, file.source_.get());
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), keep_warning, file.source_.get());
  // "m": the bytes are not mapped into memory, as they are there.
  file.tiff_.reset(TIFFClientOpenExt("file", "rm", file.source_.get(), read, write_nothing, seek,
                                     close_nothing, size, nullptr, nullptr, options.get()));
  if (!file.tiff_) {
    return fail("the file's first directory cannot be read ({}), a whole TIFF was expected",
                file.error());
  }
  return file;
}

std::uint16_t TiffFile::small(std::uint32_t tag, std::uint16_t otherwise) const {
  std::uint16_t value = 0;
  return TIFFGetFieldDefaulted(tiff(), tag, &value) == 1 ? value : otherwise;
}

std::uint32_t TiffFile::large(std::uint32_t tag, std::uint32_t otherwise) const {
  std::uint32_t value = 0;
  return TIFFGetFieldDefaulted(tiff(), tag, &value) == 1 ? value : otherwise;
}

std::string TiffFile::error() const { return printable(source_->error); }

tmsize_t TiffFile::read(thandle_t source, void* out, tmsize_t size) {
  auto& from = *static_cast<Source*>(source);
  const ByteView part = from.bytes.part(static_cast<std::size_t>(from.place),
                                        static_cast<std::size_t>(std::max<tmsize_t>(size, 0)));
  std::copy(part.bytes().begin(), part.bytes().end(), static_cast<std::byte*>(out));
  from.place += part.size();
  return static_cast<tmsize_t>(part.size());
}

toff_t TiffFile::seek(thandle_t source, toff_t offset, int from) {
  auto& bytes = *static_cast<Source*>(source);
  if (from == SEEK_CUR) offset += bytes.place;
  if (from == SEEK_END) offset += bytes.bytes.size();
  bytes.place = offset;
  return offset;
}

toff_t TiffFile::size(thandle_t source) { return static_cast<Source*>(source)->bytes.size(); }

int TiffFile::keep(TIFF* /*tiff*/, void* source, const char* /*module*/, const char* format,
                   va_list values) {
  std::string& error = static_cast<Source*>(source)->error;
  if (!error.empty()) return 1;
  std::array<char, 256> text{};
  const int length = std::vsnprintf(text.data(), text.size(), format, values);
  error.assign(text.data(),
               length < 0 ? 0 : std::min(static_cast<std::size_t>(length), text.size() - 1));
  while (!error.empty() && (error.back() == '.' || error.back() == '\n')) error.pop_back();
  if (error.empty()) error.push_back('?');
  return 1;  // and nobody else is told
}

int TiffFile::keep_warning(TIFF* tiff, void* source, const char* module, const char* format,
                           va_list values) {
  if (!static_cast<Source*>(source)->minds_warnings) return 1;
  return keep(tiff, source, module, format, values);
}

}  // namespace convlens::media

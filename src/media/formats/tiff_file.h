#pragma once

#include <tiffio.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "media/formats/byte_view.h"

namespace convlens::media {

// A TIFF file within bytes that outlive it, at its first directory, read by libtiff, which says
// nothing by itself.
class TiffFile {
 public:
  static Result<TiffFile> open(ByteView bytes);

  TIFF* tiff() const { return tiff_.get(); }

  // A field that has one number of 16 or 32 bits; `otherwise` where the file lacks it and TIFF 6.0
  // has no default.
  std::uint16_t small(std::uint32_t tag, std::uint16_t otherwise = 0) const;
  std::uint32_t large(std::uint32_t tag, std::uint32_t otherwise = 0) const;

  // Errors from now on count, and warnings where they are minded: what libtiff warns of in
  // directories does no harm mostly, but where it decodes it fills up what is missing and only
  // warns.
  void watch(bool mind_warnings) {
    source_->error.clear();
    source_->minds_warnings = mind_warnings;
  }
  // The first error's words, on one line; empty where there was none.
  std::string error() const;

 private:
  struct Source {
    ByteView bytes{{}};
    std::uint64_t place = 0;
    bool minds_warnings = false;
    std::string error;
  };
  struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  };

  static tmsize_t read(thandle_t source, void* out, tmsize_t size);
  static toff_t seek(thandle_t source, toff_t offset, int from);
  static toff_t size(thandle_t source);
  static int keep(TIFF* tiff, void* source, const char* module, const char* format, va_list values);
  static int keep_warning(TIFF* tiff, void* source, const char* module, const char* format,
                          va_list values);

  std::unique_ptr<Source> source_ = std::make_unique<Source>();
  std::unique_ptr<TIFF, Close> tiff_;
};

}  // namespace convlens::media

#include "media/text_file.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "core/files/file.h"
#include "core/printable.h"

namespace convlens::media {
namespace {

struct Encoding {
  const char* name;
  std::string_view mark;  // U+FEFF in it, which the file begins with
};

// The longer marks first: UTF-32's begins as UTF-16's.
constexpr std::array<Encoding, 5> kMarked{{{"UTF-8", "\xef\xbb\xbf"},
                                           {"UTF-32LE", std::string_view("\xff\xfe\0\0", 4)},
                                           {"UTF-32BE", std::string_view("\0\0\xfe\xff", 4)},
                                           {"UTF-16LE", "\xff\xfe"},
                                           {"UTF-16BE", "\xfe\xff"}}};

// In UTF-8; nothing where the text is not of this encoding.
std::optional<std::string> converted(std::string_view text, const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the value by which POSIX says that it failed
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string in(text);
  std::string out(in.size() * 3 + 1, '\0');  // two bytes become three at most
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  const bool done = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!done || left > 0) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.emplace_back(text.substr(0, end));
    const bool two = text.substr(end).starts_with("\r\n");
    text.remove_prefix(std::min(end + (two ? 2 : 1), text.size()));
  }
  return lines;
}

bool is_text(std::string line) {
  std::replace(line.begin(), line.end(), '\t', ' ');
  return is_printable(line);
}

// Nothing where a line has what no text has.
std::optional<std::vector<std::string>> lines_of(std::string_view text, const char* encoding) {
  const auto utf8 = converted(text, encoding);
  if (!utf8) return std::nullopt;
  auto lines = split(*utf8);
  if (!std::all_of(lines.begin(), lines.end(), is_text)) return std::nullopt;
  return lines;
}

std::optional<TextLines> read_lines(std::string_view text) {
  const auto* marked = std::find_if(kMarked.begin(), kMarked.end(), [&](const Encoding& encoding) {
    return text.starts_with(encoding.mark);
  });
  std::string_view encoding = "UTF-8";
  std::optional<std::vector<std::string>> lines;
  if (marked != kMarked.end()) {
    encoding = marked->name;
    lines = lines_of(text.substr(marked->mark.size()), marked->name);
  } else if (lines = lines_of(text, "UTF-8"); !lines) {
    encoding = "CP949";
    lines = lines_of(text, "CP949");
  }
  if (!lines) return std::nullopt;
  TextLines read{*std::move(lines), {}};
  if (encoding != "UTF-8") read.conversions.push_back(phrase("{} brought to UTF-8", encoding));
  return read;
}

}  // namespace

Result<TextLines> read_text_lines(const std::filesystem::path& file, std::size_t max_bytes) {
  TRY_ASSIGN(const auto bytes, read_file(file, max_bytes));
  auto read = read_lines({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!read) {
    return fail(
        "{}: not text that can be read, UTF-8, CP949 or, with a byte order mark, UTF-16 expected",
        file.string());
  }
  return *std::move(read);
}

}  // namespace convlens::media

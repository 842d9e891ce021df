#include "media/clipboard_picture.h"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace convlens::media {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 30;
constexpr std::size_t kChunk = 65'536;

// What programs offer a picture as, the most faithful first.
constexpr std::array<std::string_view, 5> kTypes{"image/png", "image/tiff", "image/bmp",
                                                 "image/webp", "image/jpeg"};

struct Answer {
  std::vector<std::byte> bytes;
  int status = 0;  // 0: all of it came
};

// What the clipboard's owner answers for a type, through xclip: the protocol that lies behind it,
// with pictures in parts, is another program's well-tried work, and one that hangs can be ended.
Answer ask_clipboard(std::string_view type) {
  std::string command = "timeout 5 xclip -selection clipboard -out -target ";
  command.append(type).append(" 2>/dev/null");
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {{}, -1};
  Answer answer;
  std::size_t count = 0;
  do {
    answer.bytes.resize(answer.bytes.size() + kChunk);
    count = std::fread(answer.bytes.data() + answer.bytes.size() - kChunk, 1, kChunk, pipe);
    answer.bytes.resize(answer.bytes.size() - kChunk + count);
  } while (count > 0 && answer.bytes.size() < kMaxBytes);
  const int status = pclose(pipe);
  answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return answer;
}

bool has_line(std::string_view text, std::string_view line) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.substr(at, end - at) == line) return true;
    at = end + 1;
  }
  return false;
}

constexpr int kNotFound = 127;  // the shell's status where there is no such program
constexpr int kTimedOut = 124;  // of timeout

}  // namespace

Result<std::vector<std::byte>> picture_on_clipboard() {
  const Answer targets = ask_clipboard("TARGETS");
  if (targets.status == kNotFound) {
    return fail("a copied picture is read with the program xclip, which is not installed");
  }
  const std::string_view types(reinterpret_cast<const char*>(targets.bytes.data()),
                               targets.bytes.size());
  for (const std::string_view type : kTypes) {
    if (!has_line(types, type)) continue;
    Answer picture = ask_clipboard(type);
    if (picture.status == kTimedOut) {
      return fail("the program that the picture was copied in does not answer");
    }
    if (picture.status != 0) return fail("the copied picture ended before it was whole");
    return std::move(picture.bytes);
  }
  return {};
}

}  // namespace convlens::media

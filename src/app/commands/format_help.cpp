#include "app/commands/format_help.h"

#include <fmt/core.h>

#include <string_view>

#include "loaders/common/network_format.h"
#include "media/formats/picture_header.h"

namespace convlens::app {
namespace {

// "PNG (.png), JPEG (.jpg .jpeg)"; the endings of a format stand beside each other.
template <typename Endings>
std::string listed(const Endings& endings) {
  std::string text;
  std::string_view before;
  for (const auto& known : endings) {
    if (known.name == before) {
      text += fmt::format(" {}", known.ending);
      continue;
    }
    text += fmt::format("{}{} ({}", before.empty() ? "" : "), ", known.name, known.ending);
    before = known.name;
  }
  return text + ")";
}

}  // namespace

std::string format_help() {
  return fmt::format(
      "Files are told by what they hold and, where that does not tell, by their names:\n"
      "  pictures   {}\n"
      "  networks   {}\n"
      "  arrays     NumPy (.npy .npz)\n"
      "  data sets  idx, as MNIST comes in, packed by gzip or not\n"
      "  classes    a name a line (.txt)\n"
      "  sessions   saved by the window (.convlens), or a bench in words that it copied",
      listed(media::picture_endings()), listed(loaders::network_endings()));
}

}  // namespace convlens::app

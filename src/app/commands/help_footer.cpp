#include "app/commands/help_footer.h"

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
      "File formats:\n"
      "  pictures   {}\n"
      "  networks   {}\n"
      "  arrays     NumPy (.npy .npz)\n"
      "  data sets  idx, as MNIST comes in, packed by gzip or not\n"
      "  test sets  for a network in the window: idx, CIFAR's batches, .npz of x_test and y_test,\n"
      "             .npy with labels beside, a folder with a subfolder of pictures for each class\n"
      "  classes    a name a line (.txt)\n"
      "  sessions   saved by the window (.convlens), or a bench in words that it copied\n"
      "What a file is, is told by what it holds and, where that does not tell, by its name.",
      listed(media::picture_endings()), listed(loaders::network_endings()));
}

std::string program_help() {
  return format_help() +
         "\n\n"
         "Files:\n"
         "  ~/.config/convlens        theme, language, sizes and arrangement, as last chosen\n"
         "  ~/.local/state/convlens   what every window holds, kept all the time\n"
         "  ~/.cache/convlens         what sessions hold, unpacked\n"
         "\n"
         "Environment:\n"
         "  XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME\n"
         "                        folders in the place of ~/.config, ~/.local/state, ~/.cache\n"
         "  XDG_PICTURES_DIR      where the window saves pictures; ~/Pictures unless told\n"
         "  CONVLENS_FONTS        the folder of the fonts; those of Debian's packages unless told\n"
         "  CONVLENS_PHOTOGRAPHS  the folder of china.jpg and flower.jpg; the program's own unless "
         "told\n"
         "  CONVLENS_SAMPLES      the folder of the sample pictures and their list, samples.txt; "
         "the\n"
         "                        program's own unless told\n"
         "\n"
         "Exit status:\n"
         "  0   the work is done\n"
         "  1   an input or the work failed: one line on stderr says what was wrong and what was\n"
         "      expected, and every file is as it was\n"
         "  2   the command line is wrong";
}

}  // namespace convlens::app

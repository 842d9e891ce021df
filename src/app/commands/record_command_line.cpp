#include "app/commands/record_command_line.h"

#include <array>
#include <csignal>
#include <filesystem>
#include <system_error>

#include "app/commands/looks_options.h"
#include "app/commands/progress_bar.h"
#include "app/options/cli_options.h"
#include "app/options/frame_options.h"
#include "media/recording/recording.h"

namespace convlens::app {
namespace {

constexpr int kMostFps = 120;

// Set by the signals that ask a program to end, so that nothing stays of what was being recorded.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int /*signal*/) { stop_asked = 1; }

// "out.mp4: 1600x900, 474 frames, 15.80 s, 1.2 MB"
std::string told(const std::string& output, const Recorded& recorded) {
  std::error_code unknown;
  const auto bytes = static_cast<double>(std::filesystem::file_size(output, unknown));
  return fmt::format("{}: {}x{}, {} frames, {:.2f} s, {:.2f} MB", output, recorded.width,
                     recorded.height, recorded.frames,
                     static_cast<double>(recorded.frames) / recorded.fps, bytes / 1e6);
}

}  // namespace

RecordCommandLine::RecordCommandLine(CLI::App& app)
    : command_(app.add_subcommand(
          "record", "replay a session into a GIF, an MP4 or a WebM, without a window")) {
  add_file(command_, "-o,--output", output_, "the .gif, .mp4 or .webm to write")->required();
  add_choice<ui::RecordedPart>(command_, "--what", options_.part,
                               {{"window", ui::RecordedPart::kWindow},
                                {"maps", ui::RecordedPart::kMaps},
                                {"stage", ui::RecordedPart::kStage},
                                {"cell", ui::RecordedPart::kCell}},
                               "what of the window is seen; all of it unless told");
  add_choice<ReplayKind>(
      command_, "--of", options_.replay,
      {{"history", ReplayKind::kHistory},
       {"sweep", ReplayKind::kSweep},
       {"morph", ReplayKind::kMorph},
       {"epochs", ReplayKind::kEpochs},
       {"video", ReplayKind::kVideo}},
      "the steps of a session; the cell's way over its map; the network from its trained weights "
      "to "
      "those of the session and back; its first layer's weights over the training; a video, from "
      "its beginning to its end. The history where there is one, else the video or the sweep, "
      "unless told");
  add_frames(command_, options_.frames);
  add_picture_options(command_, options_);
  command_
      ->add_option("--fps", options_.fps, "frames a second, 20 in a GIF and 30 else unless told")
      ->check(CLI::Range(1, kMostFps));
  add_files(command_, "FILE", files_,
            "a session, or pictures, videos, a network, a .npy or .npz of filters");
}

std::string RecordCommandLine::objection() const {
  const auto format = media::recording_format(output_);
  if (!format) {
    return fmt::format("--output {}: a name that ends in .gif, .mp4 or .webm expected", output_);
  }
  const int most = media::most_fps(*format);
  if (options_.fps.value_or(1) <= most) return {};
  return fmt::format("--fps {}: a GIF shows at most {} frames a second", *options_.fps, most);
}

std::optional<int> RecordCommandLine::run(bool verbose) {
  if (!command_->parsed()) return std::nullopt;
  if (const std::string wrong = objection(); !wrong.empty()) {
    say_wrong(wrong + "; see convlens --help");
    return kWrongCommandLine;
  }
  auto start = open_start({files_.begin(), files_.end()});
  if (!start) return report(start.error());
  if (!files_.empty()) options_.opened = files_.front();
  std::signal(SIGINT, &ask_to_stop);
  std::signal(SIGTERM, &ask_to_stop);
  Result<Recorded> recorded;
  double took_s = 0.0;
  {
    ProgressBar bar("recording " + output_);
    recorded = record(*std::move(start), options_, output_, [&bar](double share) {
      bar.show(share);
      return stop_asked == 0;
    });
    took_s = bar.elapsed_s();
  }
  if (!recorded) return report(recorded.error());
  fmt::print("{}\n", told(output_, *recorded));
  if (verbose) fmt::print(stderr, "convlens: {}: recorded in {:.2f} s\n", output_, took_s);
  return kDone;
}

}  // namespace convlens::app

#include "app/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/commands/bench_command_line.h"
#include "app/commands/conv_command.h"
#include "app/commands/export_command_line.h"
#include "app/commands/figure_command_line.h"
#include "app/commands/help_footer.h"
#include "app/commands/lesson_command_line.h"
#include "app/commands/looks_options.h"
#include "app/commands/model_command_line.h"
#include "app/commands/record_command_line.h"
#include "app/commands/screenshot.h"
#include "app/commands/version.h"
#include "app/desktop/desktop_window.h"
#include "app/files/verbose.h"
#include "app/options/cli_options.h"
#include "app/options/frame_options.h"
#include "app/options/preparation_options.h"
#include "app/session/start.h"
#include "loaders/readers.h"
#include "media/picture_file.h"
#include "ui/shell/interface_scale.h"

namespace convlens::app {
namespace {

constexpr int kMaxStep = 1 << 20;

// "3" or "3,2".
void add_steps(CLI::App* app, const std::string& name, std::optional<Steps>& chosen,
               const char* help) {
  app->add_option_function<std::string>(
         name,
         [name, &chosen](const std::string& text) {
           const auto steps = parse_steps(text, kMaxStep);
           if (!steps) {
             throw CLI::ValidationError(
                 fmt::format("{} {}: one whole number from 1 to {} or two with a comma between "
                             "them expected",
                             name, text, kMaxStep));
           }
           chosen = steps;
         },
         help)
      ->type_name("N[,N]");
}

void add_verbose(CLI::App* app, bool& verbose) {
  app->add_flag("--verbose", verbose, "say on stderr what was done");
}

struct ScreenshotArguments {
  ScreenshotOptions options;
  std::string output;
  std::vector<std::string> files;
};

CLI::App* add_screenshot(CLI::App& app, ScreenshotArguments& arguments) {
  CLI::App* command = app.add_subcommand("screenshot", "draw the lab into a PNG, without a window");
  add_file(command, "-o,--output", arguments.output, "the PNG to write")->required();
  add_picture_options(command, arguments.options);
  add_lesson(command, arguments.options);
  add_files(command, "FILE", arguments.files,
            "pictures or arrays, a network, a .npy or .npz of filters, or a session");
  return command;
}

int run_screenshot(const ScreenshotArguments& arguments) {
  auto start = open_start({arguments.files.begin(), arguments.files.end()});
  if (start) start = with_lesson(*std::move(start), arguments.options);
  if (!start) return report(start.error());
  auto image = render_screenshot(*std::move(start), arguments.options);
  if (!image) return report(image.error());
  return finish(media::write_png(arguments.output, *image));
}

// Options of the window, which commands do not have.
constexpr std::array kWindowOptions{"--scale",     "--theme",  "--lang",         "--workspace",
                                    "--fresh",     "--lesson", "--from-desktop", "--step",
                                    "--presenter", "--engine", "--threads"};

struct LabArguments {
  WindowChoices choices;
  bool from_desktop = false;
  std::vector<std::string> files;
};

void add_lab(CLI::App& app, LabArguments& arguments) {
  add_files(
      &app, "FILE", arguments.files,
      "pictures or arrays to show, a trained network, a .npy or .npz of filters (height, width, "
      "channels, count), or a session (.convlens)");
  app.add_option("--scale", arguments.choices.scale,
                 "of the window's texts and controls; as last chosen unless told")
      ->check(scale_check(ui::kInterfaceScales.front(), ui::kInterfaceScales.back()));
  app.add_flag("--fresh", arguments.choices.fresh, "without the session that was left");
  add_choice<lab::ConvEngine>(&app, "--engine", arguments.choices.engine,
                              {{"auto", lab::ConvEngine::kProcessor},
                               {"simd", lab::ConvEngine::kProcessor},
                               {"gpu", lab::ConvEngine::kGpu}},
                              "that computes my maps; as last chosen unless told");
  app.add_option("--threads", arguments.choices.threads,
                 "that convolutions may use; as last chosen unless told")
      ->check(CLI::Range(1, 1024));
  app.add_flag("--from-desktop", arguments.from_desktop,
               "what cannot be opened is said in the window, which opens all the same");
  add_looks(
      &app, arguments.choices,
      {"of the window; as last chosen unless told", "of the window; as last chosen unless told",
       "that the window opens on; bench unless told"});
  add_lesson(&app, arguments.choices);
}

struct ConvArguments {
  ConvCommand command;
  std::string input;
  std::string filters;
  std::string bias;
  std::string output;
};

CLI::App* add_conv(CLI::App& app, ConvArguments& arguments) {
  ConvCommand& command = arguments.command;
  CLI::App* sub = app.add_subcommand("conv", "convolve a picture or an array, maps into a .npy");
  add_file(sub, "--input", arguments.input,
           "a picture, a video, a .npy or .npz of (H,W), (H,W,C) or (N,H,W,C), or a session's "
           "crops")
      ->required();
  add_file(
      sub, "--filters", arguments.filters,
      "a .npy or .npz of filters, HWIO, or a session's, applied as there; two line filters unless "
      "told");
  add_file(sub, "--bias", arguments.bias, "a .npy or .npz of one value a filter");
  ConvChoices& choices = command.choices;
  add_steps(sub, "--stride", choices.stride, "rows, columns; 1, or the session's, unless told");
  add_steps(sub, "--dilation", choices.dilation, "rows, columns; 1, or the session's, unless told");
  add_choice<conv::Padding>(sub, "--padding", choices.padding,
                            {{"same", conv::Padding::kSame}, {"valid", conv::Padding::kValid}},
                            "same, or the session's, unless told");
  add_choice<conv::Activation>(
      sub, "--activation", choices.activation,
      {{"none", conv::Activation::kNone}, {"relu", conv::Activation::kRelu}},
      "none, or the session's, unless told");
  add_choice<ConvEngine>(sub, "--engine", command.engine,
                         {{"auto", ConvEngine::kAuto},
                          {"reference", ConvEngine::kReference},
                          {"simd", ConvEngine::kSimd},
                          {"gpu", ConvEngine::kGpu}},
                         "auto unless told");
  sub->add_option("--threads", command.threads, "as many as cores unless told")
      ->check(CLI::Range(1, 1024));
  add_strategy(sub, command.strategy);
  sub->add_flag("--raw", command.raw, "8- and 16-bit data as they are, not scaled to 0..1");
  add_preparation(sub, command.preparation);
  add_frames(sub, command.frames);
  add_file(sub, "-o,--output", arguments.output, "the .npy to write")->required();
  return sub;
}

int run_conv_command(ConvArguments& arguments) {
  ConvCommand& command = arguments.command;
  command.input = arguments.input;
  command.output = arguments.output;
  if (!arguments.filters.empty()) command.filters = arguments.filters;
  if (!arguments.bias.empty()) command.bias = arguments.bias;
  auto said = run_conv(command);
  if (!said) return report(said.error());
  fmt::print("{}\n", *said);
  return kDone;
}

// A bare word that names no file was meant as a command.
bool looks_like_command(const std::string& text) {
  std::error_code error;
  return text.find_first_of("./\\") == std::string::npos && !std::filesystem::exists(text, error);
}

int run_lab(const LabArguments& arguments, bool verbose) {
  const std::vector<std::string>& files = arguments.files;
  if (!files.empty() && !arguments.from_desktop && looks_like_command(files.front())) {
    say_wrong(fmt::format("{}: neither a command nor a file; see convlens --help", files.front()));
    return kWrongCommandLine;
  }
  std::optional<Start> opened;
  std::vector<Phrase> said;
  if (!files.empty()) {
    auto start = open_start({files.begin(), files.end()});
    if (start) {
      opened = *std::move(start);
    } else if (arguments.from_desktop) {
      said.push_back(std::move(start.error().phrase));
    } else {
      return report(start.error());
    }
  }
  return finish(run_desktop(std::move(opened), arguments.choices, std::move(said), verbose));
}

int parse_and_run(int argc, char** argv) {
  CLI::App app{"ConvLens, a real-time lab for convolution. Without a command, opens the lab."};
  app.name("convlens");
  app.set_version_flag("--version", std::string("convlens ") + kVersion);
  app.require_subcommand(0, 1);
  LabArguments lab;
  bool verbose = false;
  ScreenshotArguments screenshot;
  ConvArguments conv;
  add_lab(app, lab);
  const CLI::App* screenshot_command = add_screenshot(app, screenshot);
  FigureCommandLine figure(app);
  RecordCommandLine record(app);
  const CLI::App* conv_command = add_conv(app, conv);
  ModelCommandLine models(app);
  ExportCommandLine taken(app);
  BenchCommandLine bench(app);
  LessonCommandLine lessons(app);
  add_verbose(&app, verbose);
  app.footer(program_help());
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  for (CLI::App* command : app.get_subcommands({})) {
    add_verbose(command, verbose);
    command->footer(format_help());
    command->group("Commands");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == kDone) return app.exit(error);  // --help and --version
    say_wrong(fmt::format("{}; see convlens --help", error.what()));
    return kWrongCommandLine;
  }
  for (const char* option : kWindowOptions) {
    if (app.get_subcommands().empty() || app.count(option) == 0) continue;
    say_wrong(fmt::format("{} before {} is an option of the window; see convlens --help", option,
                          app.get_subcommands().front()->get_name()));
    return kWrongCommandLine;
  }
  set_verbose(verbose);
  if (screenshot_command->parsed()) return run_screenshot(screenshot);
  if (const auto status = figure.run()) return *status;
  if (const auto status = record.run(verbose)) return *status;
  if (conv_command->parsed()) return run_conv_command(conv);
  if (const auto status = models.run()) return *status;
  if (const auto status = taken.run()) return *status;
  if (const auto status = bench.run()) return *status;
  if (const auto status = lessons.run()) return *status;
  return run_lab(lab, verbose);
}

// What was said has to have got there: a full disk behind stdout is a failure like any.
int said_whole(int status) {
  std::cout.flush();
  const bool whole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good();
  if (whole || status != kDone) return status;
  return report(Error(phrase("what was to be said could not be written to the standard output")));
}

}  // namespace

int run_command_line(int argc, char** argv) {
  if (const auto child = loaders::run_isolated_child(argc, argv, loaders::isolated_readers()))
    return *child;
  try {
    return said_whole(parse_and_run(argc, argv));
  } catch (const std::bad_alloc&) {
    return report(Error(phrase("there is not enough memory for this")));
  } catch (const std::exception& error) {
    return report(Error(phrase("{}", error.what())));
  }
}

}  // namespace convlens::app

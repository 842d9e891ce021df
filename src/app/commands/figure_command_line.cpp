#include "app/commands/figure_command_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string_view>
#include <system_error>

#include "app/figures/figure_file.h"
#include "app/figures/network_figure.h"
#include "app/options/cli_options.h"
#include "app/options/frame_options.h"
#include "app/options/preparation_options.h"

namespace convlens::app {
namespace {

void add_seed(CLI::App* app, std::uint64_t& seed) {
  app->add_option_function<std::string>(
         "--seed",
         [&seed](const std::string& text) {
           const auto value = whole_number(text);
           if (!value) {
             throw CLI::ValidationError(
                 fmt::format("--seed {}: a whole number from 0 to {} expected", text,
                             std::numeric_limits<std::uint64_t>::max()));
           }
           seed = *value;
         },
         "of untrained weights")
      ->type_name("N");
}

// "each", "layer" or "LO,HI"
void parse_range(const std::string& text, FigureOptions& options) {
  if (text == "each" || text == "layer") {
    options.range_mode = text == "each" ? RangeMode::kEach : RangeMode::kLayer;
    return;
  }
  const std::size_t comma = std::min(text.find(','), text.size());
  const auto lo = finite_number(text.substr(0, comma));
  const auto hi = finite_number(text.substr(std::min(comma + 1, text.size())));
  if (!lo || !hi || !(*lo < *hi)) {
    throw CLI::ValidationError(
        fmt::format("--range {}: each, layer, or finite LO,HI with LO below HI expected", text));
  }
  options.range_mode = RangeMode::kFixed;
  options.fixed_range = {*lo, *hi};
}

void parse_colormap(const std::string& text, FigureOptions& options) {
  const auto map = colormap_named(text);
  if (!map) {
    throw CLI::ValidationError(
        fmt::format("--cmap {}: viridis, binary, gray, magma, cividis or signed expected", text));
  }
  options.colormap = *map;
}

// Whatever their names say of folders and links.
bool same_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  std::error_code error;
  const auto first = std::filesystem::weakly_canonical(std::filesystem::absolute(a), error);
  const auto second = std::filesystem::weakly_canonical(std::filesystem::absolute(b), error);
  return a == b || (!error && first == second);
}

// An option that only some figures use.
struct FigureOption {
  const char* name;
  bool (*is_of)(std::string_view figure);
  const char* figures;  // those that use it
};

constexpr const char* kOfPictures = "sample-images, crops and feature-maps";
constexpr const char* kOfNetworks = "the figures of a network";
constexpr const char* kOfInputs = "input and maps";
constexpr const char* kOfFrames = "sample-images, crops, feature-maps, input and maps";
constexpr const char* kOfCells = "the figures of several pictures";
constexpr const char* kOfValues = "feature-maps, weights, untrained-weights, input and maps";

bool is_of_pictures(std::string_view figure) { return !is_network_figure(figure); }
bool takes_frames(std::string_view figure) {
  return is_of_pictures(figure) || takes_network_input(std::string(figure));
}
bool is_of_my_filters(std::string_view figure) { return figure == "feature-maps"; }
bool is_of_cells(std::string_view figure) {
  return figure.find("histogram") == std::string_view::npos;
}
// Whether it draws values in colours of their own, not pictures or bars.
bool is_of_values(std::string_view figure) {
  return is_of_cells(figure) && figure != "sample-images" && figure != "crops";
}
bool is_of_layer(std::string_view figure) { return is_network_figure(figure) && figure != "input"; }

constexpr std::array kFigureOptions{
    FigureOption{"--image", is_of_pictures, kOfPictures},
    FigureOption{"--frame", takes_frames, kOfFrames},
    FigureOption{"--frames", takes_frames, kOfFrames},
    FigureOption{"--filters", is_of_my_filters, "feature-maps"},
    FigureOption{"--cmap", is_of_values, kOfValues},
    FigureOption{"--range", is_of_values, kOfValues},
    FigureOption{"--cols", is_of_cells, kOfCells},
    FigureOption{"--model", is_network_figure, kOfNetworks},
    FigureOption{"--prototxt", is_network_figure, kOfNetworks},
    FigureOption{"--layer", is_of_layer, "maps and the figures of weights"},
    FigureOption{"--input", takes_network_input, kOfInputs},
    FigureOption{"--index", takes_network_input, kOfInputs},
    FigureOption{"--raw", takes_network_input, kOfInputs},
    FigureOption{"--seed", is_untrained_figure, "untrained-weights and untrained-histogram"}};

// The first option that was given to a figure which does not use it; null where all are used.
const FigureOption* unused_option(const CLI::App& command, std::string_view figure) {
  const auto* found =
      std::find_if(kFigureOptions.begin(), kFigureOptions.end(), [&](const FigureOption& option) {
        return command.count(option.name) > 0 && !option.is_of(figure);
      });
  return found == kFigureOptions.end() ? nullptr : found;
}

}  // namespace

FigureCommandLine::FigureCommandLine(CLI::App& app)
    : command_(
          app.add_subcommand("figure", "draw one of the notebook's figures: PNG, SVG or PDF")) {
  command_->add_option("NAME", options_.name, "which figure")
      ->required()
      ->check(
          CLI::IsMember({"sample-images", "crops", "feature-maps", "weights", "weights-histogram",
                         "untrained-weights", "untrained-histogram", "input", "maps"}));
  add_file(command_, "-o,--output", output_,
           "the file to write: .svg, .pdf, else a PNG; 200 of a PNG's "
           "pixels are an inch of the others")
      ->required();
  add_files(command_, "--image", images_,
            "a picture or a video, repeat for more rows; or a session, with its crops")
      ->allow_extra_args(false);
  add_file(command_, "--filters", filters_,
           "a .npy or .npz of filters (height, width, 3, count), or a session's");
  add_looks();
  add_network();
}

void FigureCommandLine::add_looks() {
  command_
      ->add_option_function<std::string>(
          "--cmap", [this](const std::string& text) { parse_colormap(text, options_); },
          "viridis, binary, gray, magma, cividis or signed")
      ->type_name("NAME");
  command_
      ->add_option_function<std::string>(
          "--range", [this](const std::string& text) { parse_range(text, options_); },
          "what the colours span: each, layer or LO,HI")
      ->type_name("RANGE");
  command_->add_option("--cols", options_.columns, "cells in a row")->check(CLI::Range(1, 4096));
  add_file(command_, "--cells", cells_,
           "a JSON file that says where each map stands, in pixels of the "
           "PNG: the units of the SVG, 0.36 points each in the PDF");
}

void FigureCommandLine::add_network() {
  add_file(command_, "--model", model_,
           "a trained network; the bundled one of Fashion-MNIST unless told");
  add_structure(command_, structure_);
  command_->add_option("--layer", options_.layer,
                       "name or number; the first convolution unless told");
  add_file(command_, "--input", input_,
           "what the network sees; Fashion-MNIST's test images unless told");
  command_->add_option("--index", options_.index, "which item of the input, from 0")
      ->check(CLI::Range(0, 1 << 30));
  command_->add_flag("--raw", options_.raw, "8- and 16-bit input as it is, not scaled to 0..1");
  add_preparation(command_, options_.preparation);
  add_frames(command_, options_.frames);
  add_seed(command_, options_.seed);
}

std::string FigureCommandLine::objection() const {
  if (same_file(cells_, output_)) return "--cells and --output name the same file";
  if (const FigureOption* unused = unused_option(*command_, options_.name)) {
    return fmt::format("figure {}: {} is an option of {} alone", options_.name, unused->name,
                       unused->figures);
  }
  if (options_.preparation != PreparationChoices{} && !takes_network_input(options_.name)) {
    return fmt::format(
        "figure {}: --crop, --resize, --order, --scale, --mean and --std prepare "
        "a network's input, which only input and maps have",
        options_.name);
  }
  if (options_.frames.is_range() && is_network_figure(options_.name)) {
    return fmt::format("figure {}: one --frame expected, a network sees one picture",
                       options_.name);
  }
  return {};
}

std::optional<int> FigureCommandLine::run() {
  if (!command_->parsed()) return std::nullopt;
  if (const std::string wrong = objection(); !wrong.empty()) {
    say_wrong(wrong + "; see convlens --help");
    return kWrongCommandLine;
  }
  options_.images.assign(images_.begin(), images_.end());
  if (!filters_.empty()) options_.filters = filters_;
  options_.model = {model_, structure_};
  if (!input_.empty()) options_.input = input_;
  auto figure = render_figure(options_);
  if (!figure) return report(figure.error());
  std::optional<std::filesystem::path> cells;
  if (!cells_.empty()) cells = cells_;
  const Status written = write_figure(*figure, output_, cells);
  if (written && !figure->said.empty()) fmt::print("{}\n", figure->said);
  return finish(written);
}

}  // namespace convlens::app

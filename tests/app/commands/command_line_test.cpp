#include <gtest/gtest.h>

#include <sstream>

#include "app/files.h"
#include "app/program.h"
#include "media/formats/picture_header.h"

namespace convlens::app {
namespace {

using CommandLine = testing::Program;

constexpr int kWrong = 2;

TEST_F(CommandLine, VersionIsSaid) {
  const auto outcome = run_well({"--version"});
  EXPECT_EQ(outcome.out.rfind("convlens ", 0), 0u) << outcome.out;
  EXPECT_NE(outcome.out.find_first_of("0123456789"), std::string::npos);
}

struct Help {
  std::vector<std::string> command;
  std::vector<std::string> options;
};

const std::vector<Help>& helps() {
  static const std::vector<Help> all{
      {{},
       {"--help", "--version", "--verbose", "--scale", "--theme", "--lang", "--workspace",
        "--fresh", "--from-desktop", "--lesson", "--step", "--presenter", "--engine", "--threads"}},
      {{"screenshot"},
       {"--help", "--verbose", "--output", "--size", "--scale", "--theme", "--lang", "--workspace",
        "--lesson", "--step", "--presenter"}},
      {{"figure"}, {"--help",  "--verbose", "--output", "--image", "--filters",  "--cmap",
                    "--range", "--cols",    "--cells",  "--model", "--prototxt", "--layer",
                    "--input", "--index",   "--seed",   "--crop",  "--resize",   "--order",
                    "--scale", "--mean",    "--std",    "--raw",   "--frame",    "--frames"}},
      {{"model"}, {"--help", "--verbose", "--prototxt", "--json"}},
      {{"weights"}, {"--help", "--verbose", "--prototxt", "--layer", "--output"}},
      {{"activations"},
       {"--help", "--verbose", "--prototxt", "--input", "--raw", "--index", "--layer",
        "--labels-file", "--output", "--crop", "--resize", "--order", "--scale", "--mean", "--std",
        "--frame", "--frames"}},
      {{"evaluate"},
       {"--help", "--verbose", "--prototxt", "--input", "--raw", "--labels", "--threads", "--crop",
        "--resize", "--order", "--scale", "--mean", "--std"}},
      {{"bench"}, {"--help", "--verbose", "--json", "--quick", "--strategy", "--plot"}},
      {{"conv"}, {"--help",     "--verbose", "--input",      "--filters", "--bias",    "--stride",
                  "--dilation", "--padding", "--activation", "--engine",  "--threads", "--raw",
                  "--output",   "--crop",    "--strategy",   "--resize",  "--order",   "--scale",
                  "--mean",     "--std",     "--frame",      "--frames"}},
  };
  return all;
}

// Column at which the help's explanations start.
constexpr std::size_t kExplanation = 30;

TEST_F(CommandLine, HelpExplainsEveryOption) {
  for (const Help& help : helps()) {
    std::vector<std::string> words = help.command;
    words.push_back("--help");
    SCOPED_TRACE(words.front());
    const auto outcome = run_well(words);
    for (const std::string& option : help.options) {
      EXPECT_NE(outcome.out.find(option), std::string::npos) << option;
    }
    std::istringstream lines(outcome.out);
    std::string line;
    std::size_t explained = 0;
    while (std::getline(lines, line)) {
      if (line.rfind("  -", 0) != 0) continue;
      const std::string option = line;
      // The explanation of a long option stands on the line below it.
      if (line.size() <= kExplanation || line[kExplanation - 1] != ' ') std::getline(lines, line);
      ASSERT_GT(line.size(), kExplanation) << option;
      EXPECT_NE(line.find_first_not_of(' ', kExplanation), std::string::npos) << option;
      ++explained;
    }
    EXPECT_EQ(explained, help.options.size());
  }
}

TEST_F(CommandLine, HelpNamesEveryCommand) {
  const auto outcome = run_well({"--help"});
  for (const char* command :
       {"screenshot", "figure", "conv", "model", "weights", "activations", "evaluate"}) {
    EXPECT_NE(outcome.out.find(command), std::string::npos) << command;
  }
}

// Each ending that kind_of_name() and the readers know, by their own tables.
TEST_F(CommandLine, HelpNamesEveryFormat) {
  for (const Help& help : helps()) {
    std::vector<std::string> words = help.command;
    words.push_back("--help");
    const std::string said = run_well(words).out;
    for (const media::PictureEnding& known : media::picture_endings()) {
      EXPECT_NE(said.find(known.ending), std::string::npos) << words.front() << known.ending;
      EXPECT_NE(said.find(known.name), std::string::npos) << words.front() << known.name;
    }
    for (const char* known :
         {"Keras (.keras .h5 .hdf5)", "ONNX (.onnx)",
          "Caffe (.caffemodel .caffemodel.h5 .prototxt)", "NumPy (.npy .npz)", "idx"}) {
      EXPECT_NE(said.find(known), std::string::npos) << words.front() << known;
    }
  }
}

// What is refused names the same formats as the help.
TEST_F(CommandLine, RefusedPicturesAreToldWhatOpens) {
  put("a.png", std::string("\0\0\0\x18", 4) + "ftypavif and more");
  const auto outcome = run({"conv", "--input", "a.png", "-o", "b.npy"});
  EXPECT_EQ(outcome.status, 1);
  for (const media::PictureEnding& known : media::picture_endings()) {
    EXPECT_NE(outcome.err.find(known.name), std::string::npos) << known.name;
  }
}

TEST_F(CommandLine, UnknownWordsAreWrong) {
  expect_refusal(kWrong, {"paint"}, "paint: neither a command nor a file", {});
  expect_refusal(kWrong, {"--paint"}, "--paint", {});
  expect_refusal(kWrong, {"screenshot", "-o", "a.png", "--paint"}, "--paint", {"a.png"});
  expect_refusal(kWrong, {"figure", "paint", "-o", "a.png"}, "paint", {"a.png"});
  expect_refusal(kWrong, {"figure", "crops", "more", "-o", "a.png"}, "more", {"a.png"});
  expect_refusal(kWrong, {"conv", "--input", "a.npy", "-o", "b.npy", "more"}, "more", {"b.npy"});
}

TEST_F(CommandLine, MissingArgumentsAreWrong) {
  expect_refusal(kWrong, {"screenshot"}, "--output", {});
  expect_refusal(kWrong, {"figure", "crops"}, "--output", {});
  expect_refusal(kWrong, {"figure", "-o", "a.png"}, "NAME", {"a.png"});
  expect_refusal(kWrong, {"conv", "-o", "a.npy"}, "--input", {"a.npy"});
  expect_refusal(kWrong, {"conv", "--input"}, "--input", {});
  for (const char* option : {"--input", "--filters", "--bias", "--output"}) {
    expect_refusal(kWrong, {"conv", "--input", "a.npy", "-o", "b.npy", option, ""},
                   "the name of a file expected", {"b.npy"});
  }
}

TEST_F(CommandLine, ImpossibleSizesAreWrong) {
  for (const char* size :
       {"", "x", "800", "800x", "x600", "0x600", "800x0", "-800x600", "800x-600", "+800x600",
        " 800x600", "800x600 ", "800x600x1", "800X600", "16385x1", "1x16385", "8e2x600",
        "99999999999999999999x1", "4294968096x4294967896"}) {
    expect_refusal(kWrong, {"screenshot", "-o", "a.png", "--size", size},
                   "WIDTHxHEIGHT expected, each from 1 to 16384", {"a.png"});
  }
  for (const char* scale : {"0", "0.2", "8.1", "-1", "nan", "inf", "two", ""}) {
    expect_refusal(kWrong, {"screenshot", "-o", "a.png", "--scale", scale}, "--scale", {"a.png"});
  }
}

TEST_F(CommandLine, OptionsOfTheWindow) {
  for (const char* scale : {"0.7", "3.1", "nan", "", "big"}) {
    expect_refusal(kWrong, {"--scale", scale}, "--scale", {});
  }
  expect_refusal(kWrong, {"--theme", "blue"}, "light|dark expected", {});
  expect_refusal(kWrong, {"--workspace", "desk"}, "bench|network expected", {});
  expect_refusal(kWrong, {"--lang", "ko", "screenshot", "-o", "a.png"},
                 "--lang before screenshot is an option of the window", {"a.png"});
}

TEST_F(CommandLine, WrongValuesAreWrong) {
  const std::vector<std::vector<std::string>> screenshots{
      {"--theme", "blue"}, {"--theme", "1"}, {"--lang", "fr"}, {"--lang", ""}};
  for (const auto& values : screenshots) {
    expect_refusal(kWrong, {"screenshot", "-o", "a.png", values[0], values[1]}, values[0],
                   {"a.png"});
  }
  const std::vector<std::vector<std::string>> figures{
      {"--cmap", "jet"},    {"--range", "all"},     {"--range", "1"},
      {"--range", "1,1"},   {"--range", "2,1"},     {"--range", "nan,1"},
      {"--range", "0,inf"}, {"--range", "0,1,2"},   {"--range", "0,1 "},
      {"--range", " 0,1"},  {"--range", "0x0,0x1"}, {"--range", "1e39,2e39"},
      {"--range", ","},     {"--range", ""},        {"--seed", "-1"},
      {"--seed", "1.5"},    {"--seed", ""},         {"--seed", "18446744073709551616"},
      {"--index", "-1"},    {"--index", "x"},       {"--cols", "0"},
      {"--cols", "-1"},     {"--cols", "4097"},     {"--cols", "1.5"}};
  for (const auto& values : figures) {
    expect_refusal(kWrong, {"figure", "crops", "-o", "a.png", values[0], values[1]}, values[0],
                   {"a.png"});
  }
  const std::vector<std::vector<std::string>> convs{
      {"--stride", "0"},       {"--stride", "1,0"},
      {"--stride", "1,2,3"},   {"--stride", "-1"},
      {"--stride", "1.5"},     {"--stride", "2,"},
      {"--stride", ",2"},      {"--stride", ""},
      {"--stride", "1048577"}, {"--stride", "99999999999999999999"},
      {"--stride", "2, 2"},    {"--dilation", ","},
      {"--dilation", "0"},     {"--dilation", "x"},
      {"--padding", "full"},   {"--padding", "0"},
      {"--activation", "elu"}, {"--activation", "1"},
      {"--engine", "fast"},    {"--engine", "2"},
      {"--threads", "0"},      {"--threads", "1025"},
      {"--threads", "two"}};
  for (const auto& values : convs) {
    expect_refusal(kWrong, {"conv", "--input", "a.npy", "-o", "b.npy", values[0], values[1]},
                   values[0], {"b.npy"});
  }
}

TEST_F(CommandLine, NothingIsCreatedWhereItIsWrong) {
  expect_refusal(kWrong, {"screenshot", "-o", "a.png", "--size", "0x0"}, "--size", {});
  expect_refusal(kWrong, {"figure", "crops", "-o", "a.png", "--cells", "b", "--cols", "0"},
                 "--cols", {});
  expect_refusal(
      kWrong,
      {"conv", "--input", testing::photograph_file("china.jpg"), "-o", "b.npy", "--stride", "0"},
      "--stride", {});
}

TEST_F(CommandLine, AFigureRefusesTheOptionsOfOthers) {
  const std::vector<std::vector<std::string>> wrong{{"sample-images", "--model", "a.keras"},
                                                    {"crops", "--layer", "conv1"},
                                                    {"feature-maps", "--input", "a.png"},
                                                    {"feature-maps", "--index", "0"},
                                                    {"crops", "--raw"},
                                                    {"crops", "--seed", "1"},
                                                    {"weights", "--image", "a.png"},
                                                    {"maps", "--filters", "a.npy"},
                                                    {"crops", "--filters", "a.npy"},
                                                    {"crops", "--cmap", "gray"},
                                                    {"sample-images", "--range", "0,1"},
                                                    {"weights-histogram", "--cmap", "gray"},
                                                    {"untrained-histogram", "--range", "0,1"},
                                                    {"weights-histogram", "--cols", "2"},
                                                    {"weights", "--input", "a.png"},
                                                    {"weights-histogram", "--index", "2"},
                                                    {"untrained-weights", "--raw"},
                                                    {"weights", "--seed", "1"},
                                                    {"maps", "--seed", "1"},
                                                    {"input", "--layer", "conv1"}};
  for (const auto& words : wrong) {
    std::vector<std::string> arguments{"figure", "-o", "a.png"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    expect_refusal(kWrong, arguments, "figure " + words[0] + ": " + words[1] + " is an option of",
                   {"a.png"});
  }
}

TEST_F(CommandLine, CellsAndPictureInOneFileAreWrong) {
  expect_refusal(kWrong, {"figure", "crops", "-o", "a", "--cells", "a"}, "--cells", {"a"});
  // The same by another name.
  for (const std::string& name : {std::string("./a"), at("a").string(), std::string("b/../a")}) {
    expect_refusal(kWrong, {"figure", "crops", "-o", "a", "--cells", name}, "--cells", {"a"});
    expect_refusal(kWrong, {"figure", "crops", "-o", name, "--cells", "a"}, "--cells", {});
  }
  std::filesystem::create_symlink("a", at("link"));
  expect_refusal(kWrong, {"figure", "crops", "-o", "a", "--cells", "link"}, "--cells", {"a"});
}

}  // namespace
}  // namespace convlens::app

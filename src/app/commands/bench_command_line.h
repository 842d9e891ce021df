#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "conv/conv2d.h"

namespace convlens::app {

struct BenchChoices {
  bool json = false;
  bool quick = false;
  conv::Strategy strategy = conv::Strategy::kAuto;
  std::filesystem::path plot;  // empty: none
};

// --strategy, of every command that convolves.
void add_strategy(CLI::App* command, conv::Strategy& strategy);

// The command bench: how fast this machine convolves. Must live until it is parsed and run.
class BenchCommandLine {
 public:
  explicit BenchCommandLine(CLI::App& app);
  BenchCommandLine(const BenchCommandLine&) = delete;
  BenchCommandLine& operator=(const BenchCommandLine&) = delete;

  // Its exit status where it was parsed; nothing where it was another command.
  std::optional<int> run();

 private:
  const CLI::App* command_;
  BenchChoices choices_;
  std::string plot_;
};

}  // namespace convlens::app

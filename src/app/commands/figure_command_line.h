#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/figures/figure.h"

namespace convlens::app {

// The options of the command that draws figures. Must live until they are parsed and run.
class FigureCommandLine {
 public:
  explicit FigureCommandLine(CLI::App& app);
  FigureCommandLine(const FigureCommandLine&) = delete;
  FigureCommandLine& operator=(const FigureCommandLine&) = delete;

  // Runs the command where it was parsed; its exit status. Nothing where it was another one.
  std::optional<int> run();

 private:
  void add_looks();
  void add_network();
  // What is wrong with options that are right one by one; empty where nothing is.
  std::string objection() const;

  CLI::App* command_;
  FigureOptions options_;
  std::vector<std::string> images_;
  std::string filters_;
  std::string output_;
  std::string cells_;
  std::string model_;
  std::string structure_;
  std::string input_;
};

}  // namespace convlens::app

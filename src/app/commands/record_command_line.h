#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/record.h"

namespace convlens::app {

// The options of the command that records. Must live until they are parsed and run.
class RecordCommandLine {
 public:
  explicit RecordCommandLine(CLI::App& app);
  RecordCommandLine(const RecordCommandLine&) = delete;
  RecordCommandLine& operator=(const RecordCommandLine&) = delete;

  // Runs the command where it was parsed; its exit status. Nothing where it was another one.
  std::optional<int> run(bool verbose);

 private:
  // What is wrong with options that are right one by one; empty where nothing is.
  std::string objection() const;

  CLI::App* command_;
  RecordOptions options_;
  std::vector<std::string> files_;
  std::string output_;
};

}  // namespace convlens::app

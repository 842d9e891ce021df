#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace convlens::app {

// The command export: what the window saves of a lab, told by the output's ending. Must live until
// it is parsed and run.
class ExportCommandLine {
 public:
  explicit ExportCommandLine(CLI::App& app);
  ExportCommandLine(const ExportCommandLine&) = delete;
  ExportCommandLine& operator=(const ExportCommandLine&) = delete;

  // Its exit status where it was parsed; nothing where it was another command.
  std::optional<int> run();

 private:
  const CLI::App* command_;
  std::vector<std::string> files_;
  std::string output_;
};

}  // namespace convlens::app

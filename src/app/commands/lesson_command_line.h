#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace convlens::app {

// The command lesson, for those who write them. Must live until it is parsed and run.
class LessonCommandLine {
 public:
  explicit LessonCommandLine(CLI::App& app);
  LessonCommandLine(const LessonCommandLine&) = delete;
  LessonCommandLine& operator=(const LessonCommandLine&) = delete;

  // Its exit status where it was parsed; nothing where it was another command.
  std::optional<int> run();

 private:
  const CLI::App* check_;
  const CLI::App* answers_;
  std::vector<std::string> files_;
};

}  // namespace convlens::app

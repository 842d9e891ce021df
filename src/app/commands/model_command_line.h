#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/model_commands.h"

namespace convlens::app {

// The options of the commands about networks: model, weights, activations, evaluate.
// Must live until they are parsed and run.
class ModelCommandLine {
 public:
  explicit ModelCommandLine(CLI::App& app);
  ModelCommandLine(const ModelCommandLine&) = delete;
  ModelCommandLine& operator=(const ModelCommandLine&) = delete;

  // Runs the one that was parsed; its exit status. Nothing where it was another command.
  std::optional<int> run();

 private:
  CLI::App* add(CLI::App& app, const char* name, const char* help);
  void add_input(CLI::App* command);

  const CLI::App* model_;
  const CLI::App* weights_;
  const CLI::App* activations_;
  const CLI::App* evaluate_;

  std::string file_;
  std::string structure_;
  bool json_ = false;
  std::string layer_;
  std::vector<std::string> layers_;
  std::string output_;
  std::string input_;
  int index_ = 0;
  bool raw_ = false;
  PreparationChoices preparation_;
  FrameChoice frames_;
  std::string labels_;
  std::string class_names_;
  int threads_ = 0;
};

}  // namespace convlens::app

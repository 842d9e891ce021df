#include "app/commands/export_command_line.h"

#include "app/options/cli_options.h"
#include "app/session/start.h"
#include "app/taken/taken.h"

namespace convlens::app {
namespace {

// What was written, a line each.
Result<std::string> exported(const std::vector<std::string>& files, const std::string& output) {
  TRY_ASSIGN(const auto start, open_start({files.begin(), files.end()}));
  TRY_ASSIGN(const auto written, take_along(start.history.current(), output));
  std::string said;
  for (const auto& file : written) said += (said.empty() ? "" : "\n") + file.string();
  return said;
}

}  // namespace

ExportCommandLine::ExportCommandLine(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "export", "write a bench as a Python script, its maps as numbers, its network as .keras");
  add_files(command, "FILE", files_,
            "pictures or arrays, a network, a .npy or .npz of filters, or a session");
  add_file(command, "-o,--output", output_, kTakenHelp)->required();
  command_ = command;
}

std::optional<int> ExportCommandLine::run() {
  if (!command_->parsed()) return std::nullopt;
  return finish(exported(files_, output_));
}

}  // namespace convlens::app

#include "app/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace convlens::app::testing {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> environment_with(const Environment& changes) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (changes.count(text.substr(0, text.find('='))) == 0) variables.push_back(text);
  }
  for (const auto& [name, value] : changes) {
    if (value) variables.push_back(name + "=" + *value);
  }
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void open(int descriptor, const std::filesystem::path& path, int flags) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, path.c_str(), flags, 0600);
  }
  void enter(const std::filesystem::path& folder) {
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

}  // namespace

Outcome Program::run(const std::vector<std::string>& arguments, const Environment& changes) const {
  return run_into(streams_ / "out", arguments, changes);
}

Outcome Program::run_into(const std::filesystem::path& out,
                          const std::vector<std::string>& arguments,
                          const Environment& changes) const {
  std::vector<std::string> words{CONVLENS_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment_with(changes);
  FileActions actions;
  actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  actions.open(STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC);
  actions.open(STDERR_FILENO, streams_ / "err", O_WRONLY | O_CREAT | O_TRUNC);
  actions.enter(folder_.path());

  pid_t child = 0;
  const int error = posix_spawn(&child, CONVLENS_PROGRAM, actions.get(), nullptr,
                                pointers(words).data(), pointers(variables).data());
  if (error != 0) throw std::runtime_error("the program could not be started");
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("the program was lost");
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          out == streams_ / "out" ? text_of(out) : std::string(), text_of(streams_ / "err")};
}

Outcome Program::run_well(const std::vector<std::string>& arguments,
                          const Environment& changes) const {
  Outcome outcome = run(arguments, changes);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  return outcome;
}

void Program::expect_refusal(int status, const std::vector<std::string>& arguments,
                             const std::string& sentence, const std::vector<std::string>& existing,
                             const Environment& changes) const {
  std::string line;
  for (const std::string& argument : arguments) line += argument + ' ';
  SCOPED_TRACE(line);
  for (const std::string& output : existing) put(output, "what was there before");
  const auto before = snapshot();
  const Outcome outcome = run(arguments, changes);
  EXPECT_EQ(outcome.status, status);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err.rfind("convlens: ", 0), 0u) << outcome.err;
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  EXPECT_TRUE(!outcome.err.empty() && outcome.err.back() == '\n') << outcome.err;
  EXPECT_NE(outcome.err.find(sentence), std::string::npos) << outcome.err;
  EXPECT_EQ(snapshot(), before);
  for (const std::string& output : existing) std::filesystem::remove(at(output));
}

std::string Program::content(const std::string& name) const {
  EXPECT_TRUE(std::filesystem::is_regular_file(at(name))) << name;
  return text_of(at(name));
}

void Program::put(const std::string& name, const std::string& content) const {
  std::ofstream(at(name), std::ios::binary) << content;
}

std::map<std::string, std::string> Program::snapshot() const {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    files[entry.path().string()] = entry.is_regular_file() ? text_of(entry.path()) : "";
  }
  return files;
}

}  // namespace convlens::app::testing

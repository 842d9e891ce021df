#include "ui/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

// POSIX has it in no header.
extern char** environ;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

namespace convlens::app::testing {
pid_t start_child(const std::string& suite, const std::vector<std::string>& before) {
  std::vector<std::string> all = before;
  all.push_back(std::filesystem::read_symlink("/proc/self/exe").string());
  all.push_back("--gtest_filter=" + suite + ".*");
  all.emplace_back("--gtest_also_run_disabled_tests");
  std::vector<char*> words;
  for (std::string& word : all) words.push_back(word.data());
  words.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  EXPECT_EQ(posix_spawnp(&child, words.front(), &quiet, nullptr, words.data(), environ), 0);
  posix_spawn_file_actions_destroy(&quiet);
  return child;
}

int end_of(pid_t child) {
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<std::string> with_fault(const std::string& call, const std::string& fault, int number) {
  const std::string inject = fmt::format("inject={}:{}:when={}", call, fault, number);
  return {"strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=" + call, "-e", inject};
}

bool faults_can_be_made() { return std::system("strace -qqq -o /dev/null true 2>/dev/null") == 0; }

}  // namespace convlens::app::testing

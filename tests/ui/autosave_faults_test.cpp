// The autosave's process ends before any of the calls by which it changes the disk, or any of them
// fails once.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "app/session/autosave.h"
#include "core/temporary_folder.h"
#include "ui/steps_child.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using testing::expect_steps;
using testing::number_of;
using testing::StepsChild;

// All by which what is on a disk becomes otherwise, once it is open.
constexpr const char* kCalls =
    "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,unlinkat,mkdir,"
    "mkdirat,utimensat";

// What strace does to the `number`th of them that a thread makes.
std::vector<std::string> strace(const std::string& fault, int number) {
  return {"strace",
          "-f",
          "-qqq",
          "-o",
          "/dev/null",
          "-e",
          std::string("trace=") + kCalls,
          "-e",
          fmt::format("inject={}:{}:when={}", kCalls, fault, number)};
}

bool is_strace_there() { return std::system("strace -qqq -o /dev/null true 2>/dev/null") == 0; }

// CONVLENS_FAULTS: up to which call; all that four steps take are about thirty.
int most_calls() {
  const char* asked = std::getenv("CONVLENS_FAULTS");
  return asked == nullptr ? 12 : std::atoi(asked);
}

class AutosaveFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!is_strace_there()) GTEST_SKIP() << "strace, which makes the faults, is not there";
  }
  // What comes back: nothing of it damaged, no step missing among them.
  static std::optional<Start> left(const fs::path& folder) {
    Autosave autosave(folder);
    std::vector<Phrase> said;
    auto start = autosave.bring_back(said);
    EXPECT_TRUE(said.empty()) << said.front().english();
    if (start) expect_steps(start->history, number_of(start->history.document(0)));
    return start;
  }
};

TEST_F(AutosaveFaults, KilledBeforeAnyCallItHasWhatItSaidWasKept) {
  const TemporaryFolder grown;
  for (int number = 1; number <= most_calls(); ++number) {
    // In a folder where nothing is yet, and in one where all the others left something.
    const TemporaryFolder empty;
    for (const fs::path& folder : {empty.path(), grown.path()}) {
      SCOPED_TRACE(fmt::format("call {} in {}", number, folder.string()));
      const StepsChild steps(folder);
      int status = 0;
      ASSERT_GT(waitpid(steps.start(strace("signal=KILL", number)), &status, 0), 0);
      ASSERT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "no fault was met";
      const int told = steps.last_told();
      const auto start = left(folder);
      if (!start) {
        EXPECT_EQ(told, 0);
        continue;
      }
      EXPECT_GE(number_of(start->history.current()), told);
      EXPECT_LE(number_of(start->history.current()), told + 2);
    }
  }
}

TEST_F(AutosaveFaults, WhereAnyCallFailsOnceAllIsKeptInTheEnd) {
  constexpr int kSteps = 3;
  for (const char* error : {"error=ENOSPC", "error=EIO"}) {
    for (int number = 1; number <= most_calls(); ++number) {
      SCOPED_TRACE(fmt::format("{} in call {}", error, number));
      const TemporaryFolder folder;
      const StepsChild steps(folder.path(), kSteps);
      int status = 0;
      ASSERT_GT(waitpid(steps.start(strace(error, number)), &status, 0), 0);
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
      const auto start = left(folder.path());
      ASSERT_TRUE(start.has_value());
      EXPECT_EQ(number_of(start->history.current()), kSteps);
      EXPECT_EQ(start->history.size(), std::size_t{kSteps} + 1);
    }
  }
}

}  // namespace
}  // namespace convlens::app

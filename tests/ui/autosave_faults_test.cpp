// The autosave's process ends before any of the calls by which it changes the disk, or any of them
// fails once.
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/session/autosave.h"
#include "core/temporary_folder.h"
#include "ui/child.h"
#include "ui/steps_child.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using testing::end_of;
using testing::expect_steps;
using testing::kChangingCalls;
using testing::number_of;
using testing::StepsChild;
using testing::with_fault;

constexpr int kSteps = 4;

// Up to which call of each kind; four steps take less than twelve of any. CONVLENS_FAULTS: all.
int most_calls() { return std::getenv("CONVLENS_FAULTS") == nullptr ? 2 : 12; }
std::vector<const char*> errors() {
  if (std::getenv("CONVLENS_FAULTS") == nullptr) return {"error=ENOSPC"};
  return {"error=ENOSPC", "error=EIO", "error=EROFS"};
}

class AutosaveFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::faults_can_be_made())
      GTEST_SKIP() << "strace, which makes the faults, is not there";
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
  int kills = 0;
  for (const char* call : kChangingCalls) {
    for (int number = 1; number <= most_calls(); ++number) {
      // In a folder where nothing is yet, and in one where all the others left something.
      const TemporaryFolder empty;
      int ends = 0;
      for (const fs::path& folder : {empty.path(), grown.path()}) {
        SCOPED_TRACE(fmt::format("{} {} in {}", call, number, folder.string()));
        const StepsChild steps(folder, kSteps);
        ends += end_of(steps.start(with_fault(call, "signal=KILL", number))) == 0 ? 1 : 0;
        const int told = steps.last_told();
        const auto start = left(folder);
        if (!start) {
          EXPECT_EQ(told, 0);
          continue;
        }
        EXPECT_GE(number_of(start->history.current()), told);
        EXPECT_LE(number_of(start->history.current()), told + 2);
      }
      kills += 2 - ends;
      if (ends == 2) break;  // neither makes so many
    }
  }
  EXPECT_GE(kills, 8) << "it writes, syncs and renames";
}

TEST_F(AutosaveFaults, WhereAnyCallFailsOnceAllIsKeptInTheEnd) {
  for (const char* error : errors()) {
    for (const char* call : kChangingCalls) {
      for (int number = 1; number <= most_calls(); ++number) {
        SCOPED_TRACE(fmt::format("{} in {} {}", error, call, number));
        const TemporaryFolder folder;
        const StepsChild steps(folder.path(), kSteps);
        EXPECT_EQ(end_of(steps.start(with_fault(call, error, number))), 0);
        const auto start = left(folder.path());
        ASSERT_TRUE(start.has_value());
        EXPECT_EQ(number_of(start->history.current()), kSteps);
        EXPECT_EQ(start->history.size(), std::size_t{kSteps} + 1);
      }
    }
  }
}

}  // namespace
}  // namespace convlens::app

// A session is saved over an older one, and the process ends before any of the calls that change
// the disk, or any of them fails.
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <thread>

#include "app/open/open_files.h"
#include "app/session/session_file.h"
#include "core/temporary_folder.h"
#include "lab/lab.h"
#include "ui/child.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using testing::end_of;
using testing::start_child;
using testing::with_fault;

constexpr const char* kFolder = "CONVLENS_SAVE_FOLDER";
fs::path file_in(const fs::path& folder) { return folder / "lab.convlens"; }

bool saved(const fs::path& folder, int steps) {
  lab::Lab lab(*open_document({}));
  for (int i = 1; i < steps; ++i) lab.commit(lab::SetBias{0, static_cast<float>(i)});
  return save_session(file_in(folder), lab.history(), lab.view(), SessionContents::kInside)
      .has_value();
}

TEST(SaveChild, DISABLED_SavesThreeSteps) {
  const char* folder = std::getenv(kFolder);
  ASSERT_NE(folder, nullptr);
  // On a thread of its own: calls are counted by thread, and this one prints.
  std::thread([folder] { EXPECT_TRUE(saved(folder, 3)); }).join();
}

class SaveFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::faults_can_be_made()) {
      GTEST_SKIP() << "strace, which makes the faults, is not there";
    }
    ASSERT_TRUE(saved(folder_.path(), 1));
    ::setenv(kFolder, folder_.path().c_str(), 1);
  }
  ~SaveFaults() override { ::unsetenv(kFolder); }

  std::size_t steps() const {
    const auto opened = open_session(file_in(folder_.path()), folder_ / "cache");
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? opened->session.steps.size() : 0;
  }

  // Saves anew with a fault in the first, then the second and so on call of each kind, as long as
  // there is one, and looks at what it left; how many there were.
  int for_each_call(const std::string& fault, const std::function<void()>& look) {
    int faults = 0;
    for (const char* call : testing::kChangingCalls) {
      for (int number = 1;; ++number) {
        SCOPED_TRACE(fmt::format("{} in {} {}", fault, call, number));
        EXPECT_TRUE(saved(folder_.path(), 1));
        if (end_of(start_child("SaveChild", with_fault(call, fault, number))) == 0) break;
        ++faults;
        look();
      }
    }
    return faults;
  }

  TemporaryFolder folder_;
};

TEST_F(SaveFaults, KilledBeforeAnyCallTheFileIsTheOldOneOrTheNew) {
  const int kills = for_each_call("signal=KILL", [this] {
    const std::size_t found = steps();
    EXPECT_TRUE(found == 1 || found == 3) << found;
  });
  EXPECT_GE(kills, 2) << "it writes and renames";
  EXPECT_EQ(steps(), 3u);
}

TEST_F(SaveFaults, WhereAnyCallFailsTheOldFileIsWholeAndAlone) {
  for (const char* error : {"error=ENOSPC", "error=EIO", "error=EROFS"}) {
    const int refusals = for_each_call(error, [this] {
      EXPECT_EQ(steps(), 1u);
      EXPECT_EQ(folder_.entry_count(), 1);
    });
    EXPECT_GE(refusals, 2) << "it writes and renames";
  }
}

}  // namespace
}  // namespace convlens::app

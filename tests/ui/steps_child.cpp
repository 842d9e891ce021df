#include "ui/steps_child.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/open/open_files.h"
#include "app/session/autosave.h"
#include "ui/child.h"

namespace convlens::app::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kFolder = "CONVLENS_STEPS_FOLDER";
constexpr const char* kSteps = "CONVLENS_STEPS";

bool wait_until_kept(Autosave& autosave, std::chrono::seconds at_most) {
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (!autosave.is_kept() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(200us);
  }
  return autosave.is_kept();
}

TEST(StepsChild, DISABLED_TakesSteps) {
  const char* folder = std::getenv(kFolder);
  const char* steps = std::getenv(kSteps);
  ASSERT_NE(folder, nullptr);
  ASSERT_NE(steps, nullptr);
  const int count = std::atoi(steps);
  Autosave autosave{fs::path(folder)};
  std::vector<Phrase> said;
  auto start = autosave.bring_back(said);
  lab::Lab lab(*open_document({}));
  if (start) lab.restore(start->history, *start->view);
  autosave.begin(lab);
  std::ofstream told(fs::path(folder) / "told", std::ios::app);
  const int first = number_of(lab.document()) + 1;
  for (int step = first; count == 0 || step < first + count; ++step) {
    lab.commit(numbered(step));
    autosave.follow(lab, step);
    wait_until_kept(autosave, 1s);
    told << step << std::endl;  // all that was taken a second ago, or is kept already
  }
  EXPECT_TRUE(wait_until_kept(autosave, 30s));
}

}  // namespace

lab::Command numbered(int step) { return lab::SetBias{0, static_cast<float>(step)}; }

int number_of(const lab::Document& document) {
  return static_cast<int>(document.filters.front().bias);
}

void expect_steps(const lab::History& history, int from) {
  for (std::size_t i = 0; i < history.size(); ++i) {
    EXPECT_EQ(number_of(history.document(i)), from + static_cast<int>(i));
  }
}

StepsChild::StepsChild(const fs::path& folder, int steps) : folder_(folder) {
  ::setenv(kFolder, folder.c_str(), 1);
  ::setenv(kSteps, std::to_string(steps).c_str(), 1);
}

StepsChild::~StepsChild() {
  ::unsetenv(kFolder);
  ::unsetenv(kSteps);
}

pid_t StepsChild::start(const std::vector<std::string>& before) const {
  return start_child("StepsChild", before);
}

int StepsChild::last_told() const {
  std::ifstream told(folder_ / "told");
  int last = 0;
  for (int step = 0; told >> step;) last = step;
  return last;
}

}  // namespace convlens::app::testing

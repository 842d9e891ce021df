#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "lab/lab.h"

// A lab whose steps are numbered, in a process of its own that can be killed.
namespace convlens::app::testing {

lab::Command numbered(int step);
// The number of the step that the document is after.
int number_of(const lab::Document& document);
void expect_steps(const lab::History& history, int from);

// This program again, going on with the lab that a folder's autosave keeps, and saying in the file
// "told" there which step is due to be kept. While it lives, the environment says so.
class StepsChild {
 public:
  // `steps`: how many it takes before it ends well; 0: without end.
  explicit StepsChild(const std::filesystem::path& folder, int steps = 0);
  ~StepsChild();
  StepsChild(const StepsChild&) = delete;
  StepsChild& operator=(const StepsChild&) = delete;

  // `before`: a program that starts it, and its words.
  pid_t start(const std::vector<std::string>& before = {}) const;
  int last_told() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace convlens::app::testing

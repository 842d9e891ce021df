#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/temporary_folder.h"

namespace convlens::app::testing {

// Variables that the program is to see otherwise than the test does; none: not set at all.
using Environment = std::map<std::string, std::optional<std::string>>;

struct Outcome {
  int status = -1;  // 128 + signal where one ended the program, as a shell says it
  std::string out;
  std::string err;
};

// The real program, each test in an empty folder of its own, which is the program's working folder:
// so names without a folder are both short in messages and away from everybody else.
class Program : public ::testing::Test {
 protected:
  Outcome run(const std::vector<std::string>& arguments, const Environment& changes = {}) const;
  // The same with another stdout.
  Outcome run_into(const std::filesystem::path& out, const std::vector<std::string>& arguments,
                   const Environment& changes = {}) const;

  // Runs and expects status 0 and a silent stderr.
  Outcome run_well(const std::vector<std::string>& arguments,
                   const Environment& changes = {}) const;

  // Expects `status`, one line "convlens: ..." holding `sentence` on stderr, nothing on stdout, and
  // no file below the folder changed, new or gone, those of `existing` among them, which are put
  // there for this run.
  void expect_refusal(int status, const std::vector<std::string>& arguments,
                      const std::string& sentence, const std::vector<std::string>& existing,
                      const Environment& changes = {}) const;

  std::filesystem::path at(const std::string& name) const { return folder_ / name; }
  std::string content(const std::string& name) const;
  void put(const std::string& name, const std::string& content) const;

 private:
  // Every entry below the folder with its content.
  std::map<std::string, std::string> snapshot() const;

  TemporaryFolder folder_;
  TemporaryFolder streams_;  // where stdout and stderr go
};

}  // namespace convlens::app::testing

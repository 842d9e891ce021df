#pragma once

#include <chrono>
#include <string>

namespace convlens::app {

// How far a command is, on stderr, once it has taken a second; nothing where stderr is no terminal.
// The line is gone at the end.
class ProgressBar {
 public:
  explicit ProgressBar(std::string doing);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

  void show(double share);
  double elapsed_s() const;

 private:
  std::string doing_;
  bool terminal_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  int percent_ = -1;  // that stands there
};

}  // namespace convlens::app

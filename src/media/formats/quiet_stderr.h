#pragma once

namespace convlens::media {

// While it lives, what anybody in the process writes to stderr is dropped. For third-party decoders
// that print their findings there, whereas this program says one sentence. Where stderr is closed
// or cannot be redirected it does nothing.
class QuietStderr {
 public:
  QuietStderr();
  ~QuietStderr();
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
  int kept_;  // file descriptor of the true stderr; below 0 where there is none
};

}  // namespace convlens::media

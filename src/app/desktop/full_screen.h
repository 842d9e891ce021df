#pragma once

struct GLFWwindow;

namespace convlens::app {

// The window over the whole of the screen that it stands on, while a lecture is given, and then
// back where it was.
class FullScreen {
 public:
  // Main thread, after a frame.
  void follow(GLFWwindow* window, bool wanted);

 private:
  struct Place {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
  };

  bool shown_ = false;
  Place before_;
};

}  // namespace convlens::app

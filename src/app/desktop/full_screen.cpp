#include "app/desktop/full_screen.h"

#include <GLFW/glfw3.h>

#include <span>

namespace convlens::app {
namespace {

// The monitor that a point of the desktop is on; the first where it is on none.
GLFWmonitor* monitor_at(int x, int y) {
  int count = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  if (monitors == nullptr) return nullptr;
  for (GLFWmonitor* monitor : std::span(monitors, static_cast<std::size_t>(count))) {
    const GLFWvidmode* mode = glfwGetVideoMode(monitor);
    if (mode == nullptr) continue;
    int left = 0;
    int top = 0;
    glfwGetMonitorPos(monitor, &left, &top);
    const bool on_it = x >= left && y >= top && x < left + mode->width && y < top + mode->height;
    if (on_it) return monitor;
  }
  return monitors[0];
}

}  // namespace

void FullScreen::follow(GLFWwindow* window, bool wanted) {
  if (wanted == shown_) return;
  if (!wanted) {
    shown_ = false;
    glfwSetWindowMonitor(window, nullptr, before_.x, before_.y, before_.width, before_.height,
                         GLFW_DONT_CARE);
    return;
  }
  Place now;
  glfwGetWindowPos(window, &now.x, &now.y);
  glfwGetWindowSize(window, &now.width, &now.height);
  GLFWmonitor* monitor = monitor_at(now.x + now.width / 2, now.y + now.height / 2);
  const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
  shown_ = true;
  before_ = now;
  if (mode == nullptr) return;  // large within its window all the same
  glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

}  // namespace convlens::app

#include "app/desktop/window_icon.h"

#define GLFW_INCLUDE_NONE  // glad declares OpenGL
#include <GLFW/glfw3.h>

#include <utility>
#include <vector>

#include "core/files/shipped.h"
#include "media/icon.h"

namespace convlens::app {

void set_icon(GLFWwindow* window) {
  std::vector<media::Icon> icons;
  for (const char* size : {"16x16", "32x32", "48x48", "128x128"}) {
    auto icon = media::read_icon(shipped_folder(Shipped::kIcons) / size / "apps/convlens.png");
    if (icon) icons.push_back(*std::move(icon));
  }
  std::vector<GLFWimage> images;
  images.reserve(icons.size());
  for (media::Icon& icon : icons) images.push_back({icon.width, icon.height, icon.rgba.data()});
  glfwSetWindowIcon(window, static_cast<int>(images.size()), images.data());
}

}  // namespace convlens::app

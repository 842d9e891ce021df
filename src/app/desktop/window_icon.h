#pragma once

struct GLFWwindow;

namespace convlens::app {

// Gives the window the icon that the desktop shows for the program, in the sizes that window
// managers choose from. A window without one is no worse: what cannot be read is left out.
void set_icon(GLFWwindow* window);

}  // namespace convlens::app

#pragma once

namespace convlens::app {

// The whole program: 0 done, 1 the input or the work failed, 2 the command line is wrong.
int run_command_line(int argc, char** argv);

}  // namespace convlens::app

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lab/lesson/lesson.h"

namespace convlens::lab {

// Says what is wrong with a line of a lesson.
using SayFault = std::function<void(int line, Phrase what)>;

// One word of a setting block, "workspace: network", into the setup.
void read_setting(const std::string& line, int number, Setup& setup, const SayFault& say);

}  // namespace convlens::lab

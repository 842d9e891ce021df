#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "lab/lesson/lesson.h"

namespace convlens::lab {

// Says what is wrong with a line of a lesson.
using SayFault = std::function<void(int line, Phrase what)>;

// One word of a setting block, "workspace: network", into the setup. `said`: the words of the block
// so far.
void read_setting(const std::string& line, int number, Setup& setup, std::set<std::string>& said,
                  const SayFault& say);

}  // namespace convlens::lab

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/printable.h"  // how the window draws names from outside

namespace convlens::lab {

// The name, or the next number of it where one of `taken` is called so: "edge" becomes "edge 2",
// "pasted 1" the number behind the largest of "pasted 1", "pasted 2", ...
std::string unused_name(const std::string& name, const std::vector<std::string_view>& taken);

}  // namespace convlens::lab

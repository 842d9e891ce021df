#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace convlens::app {

struct TidyLimits {
  std::size_t states = 20;  // the newest stay, and those that a window has
  std::chrono::seconds age = std::chrono::hours(24);  // of what no state names before it goes
};

// Takes away states that nobody came back to, and what lies in the store that none of those left
// names. Any number of windows may be at work meanwhile: what one of them has just kept, or found
// kept, stays. What was set aside stays, too. `folder`: state_folder().
void tidy_states(const std::filesystem::path& folder, const TidyLimits& limits = {});

}  // namespace convlens::app

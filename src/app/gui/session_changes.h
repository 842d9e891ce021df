#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/lab.h"

namespace convlens::app {

// Sees whether a lab has taken steps since its session file was written or opened, and says so in
// the view's SessionFile, which only who writes or opens one sets back.
class SessionChanges {
 public:
  void follow(lab::Lab& lab);

 private:
  struct Seen {
    std::uint64_t restorals = 0;
    std::uint64_t changes = 0;
    std::string path;
  };

  std::optional<Seen> seen_;
};

}  // namespace convlens::app

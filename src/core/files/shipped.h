#pragma once

#include <filesystem>

namespace convlens {

// What travels with the program, a folder each.
enum class Shipped {
  kModels,
  kPhotographs,
  kSamples,
  kLessons,
  kIcons,     // SIZExSIZE/apps/convlens.png, as desktops have them
  kPrograms,  // the engine
};

// Where it is: in the installed tree that the running program stands in, wherever that was moved to
// (cmake/Install.cmake), else in the folders that it was built in. Nobody has looked whether it is
// there.
std::filesystem::path shipped_folder(Shipped what);

}  // namespace convlens

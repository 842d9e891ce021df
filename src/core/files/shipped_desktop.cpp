#include <array>
#include <system_error>

#include "core/files/shipped.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

// Empty where the system does not tell.
fs::path executable_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path{} : program.parent_path();
}

// By Shipped, from the program's folder: PREFIX/bin, and build/PRESET.
constexpr std::array kInstalled{"../share/convlens/models",  "../share/convlens/photographs",
                                "../share/convlens/samples", "../share/convlens/lessons",
                                "../share/icons/hicolor",    "../libexec/convlens"};
constexpr std::array kBuilt{"../../assets/models",        "../third_party/photographs",
                            "../third_party/samples",     "../../assets/lessons",
                            "../../assets/icons/hicolor", "."};

}  // namespace

fs::path shipped_folder(Shipped what) {
  const fs::path folder = executable_folder();
  const auto place = static_cast<std::size_t>(what);
  std::error_code error;
  const bool installed = fs::is_directory(folder / kInstalled.front(), error);
  return (folder / (installed ? kInstalled[place] : kBuilt[place])).lexically_normal();
}

}  // namespace convlens

#include "core/files/executable.h"

#include <system_error>

namespace convlens {

std::filesystem::path executable_folder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path{} : program.parent_path();
}

}  // namespace convlens

#include "app/files/origin.h"

#include <system_error>
#include <utility>

#include "core/files/sha256.h"

namespace convlens::app {

lab::Origin origin_of(const std::filesystem::path& path, std::string member) {
  std::error_code error;
  return {std::filesystem::absolute(path, error).string(), std::move(member), file_sha256(path)};
}

}  // namespace convlens::app

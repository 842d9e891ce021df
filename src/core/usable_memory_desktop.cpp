#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "core/usable_memory.h"

namespace convlens {
namespace {

std::size_t memory_of_machine() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long bytes = sysconf(_SC_PAGESIZE);
  constexpr std::size_t kUnknown = std::size_t{4} << 30;
  return pages > 0 && bytes > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(bytes)
                                : kUnknown;
}

// ulimit -v
std::size_t limit_of_process() {
  rlimit limit{};
  const bool is_set = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return is_set ? static_cast<std::size_t>(limit.rlim_cur) : SIZE_MAX;
}

// Of a container. Where there is none the file is missing, or says "max", which is no number.
std::size_t limit_of_container() {
  std::ifstream file("/sys/fs/cgroup/memory.max");
  std::size_t limit = 0;
  return file >> limit ? limit : SIZE_MAX;
}

}  // namespace

std::size_t usable_memory() {
  static const std::size_t bytes =
      std::min({memory_of_machine(), limit_of_process(), limit_of_container()});
  return bytes;
}

}  // namespace convlens

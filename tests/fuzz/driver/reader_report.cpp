#include "fuzz/driver/reader_report.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>

namespace convlens::fuzz {
namespace {

constexpr std::array<std::string_view, 8> kParsers{
    "libhdf5", "libzip.", "libz.", "libaec", "libsz", "libonnx", "libopencv", "libprotobuf"};

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "#1 0x7f12 in name (/usr/lib/libx.so+0x34)" -> "/usr/lib/libx.so"
std::string module_of(const std::string& line) {
  const std::size_t start = line.rfind('(');
  const std::size_t end = line.find("+0x", start == std::string::npos ? 0 : start);
  if (start == std::string::npos || end == std::string::npos) return {};
  return line.substr(start + 1, end - start - 1);
}

// glibc's abort: "malloc(): unaligned tcache chunk detected", "double free or corruption (out)".
bool is_heap_abort(std::string_view report) {
  constexpr std::array<std::string_view, 8> kBeginnings{"malloc(): ",
                                                        "free(): ",
                                                        "realloc(): ",
                                                        "malloc_consolidate(): ",
                                                        "munmap_chunk(): ",
                                                        "double free or ",
                                                        "corrupted size vs. prev",
                                                        "corrupted double-linked"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [report](std::string_view begin) { return report.starts_with(begin); });
}

}  // namespace

ReportKind classify_report(const std::string& report) {
  if (report.empty()) return ReportKind::kNone;
  if (is_heap_abort(report)) return ReportKind::kHeapDamaged;
  for (const char* words : {"exceeds maximum supported size", "out of memory", "out-of-memory"}) {
    if (holds(report, words)) return ReportKind::kOutOfMemory;
  }
  // The undefined-behaviour sanitizer watches own code alone.
  if (holds(report, "runtime error:")) return ReportKind::kOwnCode;
  std::error_code ignored;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", ignored).string();
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t number = line.find_first_not_of(' ');
    if (number == std::string::npos || line[number] != '#') continue;
    const std::string module = module_of(line);
    // Where the sanitizer gives names, it gives no modules.
    if (module == program || holds(line, "convlens::")) return ReportKind::kOwnCode;
    const auto is_in_module = [&module](std::string_view name) { return holds(module, name); };
    if (std::any_of(kParsers.begin(), kParsers.end(), is_in_module)) return ReportKind::kLibrary;
  }
  return ReportKind::kOwnCode;
}

}  // namespace convlens::fuzz

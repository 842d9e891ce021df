#pragma once

#include <string>

namespace convlens::fuzz {

// What a reader's process has written to stderr: nothing, the report of a sanitizer, or the C
// library's word on its heap.
enum class ReportKind {
  kNone,
  kHeapDamaged,  // the C library found it; by whom, only a sanitizer can tell
  kOutOfMemory,  // more than the reader may have
  kLibrary,      // found where a parser of others was at work
  kOwnCode,      // found in the project's own code, or at a place that is not known
};

// Told by the first entry of the stack that is neither the sanitizer's nor of the general
// libraries: own code is all in this program.
ReportKind classify_report(const std::string& report);

}  // namespace convlens::fuzz

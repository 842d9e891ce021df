#pragma once

#include <sys/types.h>

#include <array>
#include <string>
#include <vector>

// A test of this program, run by the program again, as a process of its own that may be killed, or
// whose calls of the system are made to fail. Such a test is disabled, so that nobody else runs it.
namespace convlens::app::testing {

// Runs the disabled tests of a suite. `before`: a program that starts it, and its words.
pid_t start_child(const std::string& suite, const std::vector<std::string>& before = {});
// Waits for it; its exit status, or -1 where a signal ended it.
int end_of(pid_t child);

// All calls by which what is on a disk becomes otherwise, once it is open.
inline constexpr std::array kChangingCalls{
    "write",     "pwrite64", "fsync",    "fdatasync", "rename",  "renameat", "renameat2",
    "ftruncate", "unlink",   "unlinkat", "mkdir",     "mkdirat", "utimensat"};
// The words of strace that let a `fault` ("signal=KILL", "error=ENOSPC") meet the `number`th of
// these calls that a thread makes.
std::vector<std::string> with_fault(const std::string& call, const std::string& fault, int number);
bool faults_can_be_made();

}  // namespace convlens::app::testing

// What the sanitizers' runtimes, where there are any, ask the program for when it starts.
// ASAN_OPTIONS and UBSAN_OPTIONS in the environment come after and overrule it.
//
// Stacks name modules and places, not functions: reader_report.cpp reads them, and finding names
// takes a tenth of a second for each of thousands of crashes within libraries. To see names, run
// the target on the one input with ASAN_OPTIONS=symbolize=1.

extern "C" {
const char* __asan_default_options();
const char* __ubsan_default_options();

const char* __asan_default_options() {
  return "symbolize=0:allocator_may_return_null=1:max_allocation_size_mb=1024:"
         "quarantine_size_mb=16:malloc_context_size=10:detect_stack_use_after_return=0";
}
const char* __ubsan_default_options() { return "print_stacktrace=1"; }
}

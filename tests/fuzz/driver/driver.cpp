#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

#include "core/temporary_folder.h"
#include "fuzz/driver/target.h"

// Runs a target without libFuzzer:
//   fuzz_NAME [--runs N] [--seed S] [--seconds T] [--keep OUTCOME] [FILE...]
// First the good inputs as they are, then N damaged ones. Input i depends on S and i alone, so that
// a run can be repeated. All work, that of making the good inputs too, is done by a process that
// this one watches and that may have threads of its own: where it dies, leaks or makes no progress,
// its input is kept in the file fuzz_NAME-SEED-RUN.input, and the exit status is 1. `fuzz_NAME
// --runs 0 FILE` runs a kept input. --keep "reader died" keeps the inputs that came to that, too.
namespace convlens::fuzz {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxInput = std::size_t{1} << 23;
constexpr auto kPatience = std::chrono::seconds(180);  // for one input, on a busy machine
constexpr int kMaxFailures = 10;
// What the process may grow by after a tenth of the runs: caches fill, leaks do not end.
constexpr std::uint64_t kMaxGrowthBytes = std::uint64_t{96} << 20;

struct Options {
  std::string program;
  std::uint64_t runs = 1000;
  std::uint64_t seed = 1;
  std::uint64_t seconds = 0;        // 0: as long as it takes
  std::optional<std::size_t> keep;  // an outcome
  std::vector<fs::path> files;
};

// What the two processes share.
struct Progress {
  std::atomic<std::uint64_t> runs;  // in all, once the good inputs are made
  std::atomic<std::uint64_t> next;  // the run that is on, or comes
  std::atomic<std::uint64_t> finished;
  std::uint64_t size;  // of the input
  std::byte input[kMaxInput];
  OutcomeCounts counts;
};

[[noreturn]] void usage(const std::string& wrong) {
  std::fprintf(stderr,
               "%s\nusage: [--runs N] [--seed S] [--seconds T] [--keep OUTCOME] [FILE...]\n",
               wrong.c_str());
  std::exit(2);
}

std::uint64_t number(const std::string& option, const char* text) {
  std::uint64_t value = 0;
  const char* end = text == nullptr ? text : text + std::strlen(text);
  if (text == nullptr || std::from_chars(text, end, value).ptr != end || text == end) {
    usage(option + " should be followed by a whole number");
  }
  return value;
}

std::size_t outcome(const char* name) {
  const auto* found = name == nullptr ? kOutcomeNames.end()
                                      : std::find(kOutcomeNames.begin(), kOutcomeNames.end(), name);
  if (found == kOutcomeNames.end()) usage("--keep should be followed by an outcome");
  return static_cast<std::size_t>(found - kOutcomeNames.begin());
}

Options options_of(int argc, char** argv) {
  Options options;
  options.program = fs::path(argv[0]).filename().string();
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&] { return number(word, argv[++i]); };
    if (word == "--runs") {
      options.runs = value();
    } else if (word == "--seed") {
      options.seed = value();
    } else if (word == "--seconds") {
      options.seconds = value();
    } else if (word == "--keep") {
      options.keep = outcome(argv[++i]);
    } else if (word.substr(0, 2) == "--") {
      usage(word + " is none of the options");
    } else {
      options.files.emplace_back(word);
    }
  }
  return options;
}

std::vector<fs::path> default_files() {
  std::vector<fs::path> files;
  for (const char* folder : {"golden", "fuzz"}) {
    const fs::path below = fs::path(CONVLENS_TEST_DIR) / folder;
    for (const auto& entry : fs::recursive_directory_iterator(below)) {
      const std::string name = entry.path().filename().string();
      for (const std::string& ending : target().endings) {
        const bool ends_so = name.size() >= ending.size() &&
                             name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
        if (ends_so && entry.is_regular_file()) files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Bytes input_of(std::uint64_t run, const std::vector<Bytes>& seeds, std::uint64_t seed) {
  if (run < seeds.size()) return seeds[run];
  Random random(seed * 1'000'003 + run);
  const Bytes& first = any_of(random, seeds);
  Bytes input = target().damage(first, any_of(random, seeds), random);
  if (input.size() > kMaxInput) input.resize(kMaxInput);
  return input;
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t pages = 0;
  file >> pages >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// The name of the file that the input of the current run is in from now on.
std::string keep_input(const Progress& progress, const Options& options) {
  std::string name = options.program + "-" + std::to_string(options.seed) + "-" +
                     std::to_string(progress.next) + ".input";
  std::ofstream file(name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(progress.input),
             static_cast<std::streamsize>(progress.size));
  return name;
}

// Whether any of the good inputs was found to be one.
bool any_good(const Progress& progress) {
  const auto count = [&](Outcome outcome) {
    return progress.counts[static_cast<std::size_t>(outcome)].load();
  };
  return count(Outcome::kAccepted) + count(Outcome::kComputed) > 0;
}

// The process that does the work; its exit status.
int work(Progress& progress, const Options& options, std::optional<Clock::time_point> end) {
  const auto seeds = target().seeds(options.files.empty() ? default_files() : options.files);
  if (seeds.empty()) usage("there is no file to start from");
  const std::uint64_t runs = seeds.size() + options.runs;
  progress.runs = runs;
  const std::uint64_t start = progress.next;
  std::uint64_t resident = 0;
  for (std::uint64_t run = start; run < runs && !(end && Clock::now() > *end); ++run) {
    progress.next = run;
    progress.size = 0;
    const Bytes input = input_of(run, seeds, options.seed);
    std::copy(input.begin(), input.end(), progress.input);
    progress.size = input.size();
    const std::uint64_t kept = options.keep ? progress.counts[*options.keep].load() : 0;
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    if (options.keep && progress.counts[*options.keep] > kept) keep_input(progress, options);
    const bool all_seeds = ++progress.finished == seeds.size() && options.runs > 0;
    must_be(!all_seeds || any_good(progress), "a good input", "none");
    if (run - start == (runs - start) / 10) resident = resident_bytes();
  }
  progress.next = runs;
  progress.size = 0;
  const std::uint64_t now = resident_bytes();
  const std::uint64_t grown = resident == 0 || now < resident ? 0 : now - resident;
  must_be(grown <= kMaxGrowthBytes, "no growth of memory", std::to_string(grown) + " bytes more");
  return 0;
}

// Waits for the worker; how it failed, or nothing.
std::string watch(pid_t worker, const Progress& progress) {
  std::uint64_t run = progress.next;
  auto since = Clock::now();
  int status = 0;
  while (waitpid(worker, &status, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (progress.next != run) {
      run = progress.next;
      since = Clock::now();
    } else if (Clock::now() - since > kPatience) {
      kill(worker, SIGABRT);
      waitpid(worker, &status, 0);
      return "it made no progress";
    }
  }
  if (WIFSIGNALED(status)) return std::string("it died: ") + strsignal(WTERMSIG(status));
  if (WEXITSTATUS(status) == 0) return {};
  return "it ended with the status " + std::to_string(WEXITSTATUS(status));
}

void print(const Progress& progress, const Options& options, double seconds) {
  std::printf("%s: %llu inputs in %.1f s, seed %llu\n", options.program.c_str(),
              static_cast<unsigned long long>(progress.finished.load()), seconds,
              static_cast<unsigned long long>(options.seed));
  for (std::size_t i = 0; i < kOutcomeNames.size(); ++i) {
    const auto count = static_cast<unsigned long long>(progress.counts[i].load());
    if (count > 0) std::printf("  %8llu %s\n", count, std::string(kOutcomeNames[i]).c_str());
  }
}

int run(const Options& options) {
  void* shared =
      mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) usage("there is no memory to share");
  Progress& progress = *new (shared) Progress{};
  count_into(progress.counts);
  // Whatever a process leaves behind when it dies lies in here.
  const TemporaryFolder folder;
  setenv("TMPDIR", folder.path().c_str(), 1);
  const auto start = Clock::now();
  std::optional<Clock::time_point> end;
  if (options.seconds > 0) end = start + std::chrono::seconds(options.seconds);
  int failures = 0;
  for (bool again = true; again;) {
    std::fflush(stdout);
    const pid_t worker = fork();
    if (worker == 0) std::exit(work(progress, options, end));
    if (worker < 0) usage("no process could be started");
    const std::string what = watch(worker, progress);
    if (what.empty()) break;
    // Without good inputs there is nothing to go on with; it has said why.
    if (progress.runs == 0) return 2;
    again = progress.next < progress.runs;
    std::fprintf(stderr, "%s: run %llu failed, %s; its input is in %s\n", options.program.c_str(),
                 static_cast<unsigned long long>(progress.next), what.c_str(),
                 keep_input(progress, options).c_str());
    if (++failures == kMaxFailures) break;
    ++progress.next;
  }
  print(progress, options, std::chrono::duration<double>(Clock::now() - start).count());
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace convlens::fuzz

int main(int argc, char** argv) {
  return convlens::fuzz::run(convlens::fuzz::options_of(argc, argv));
}

#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <thread>
#include <vector>

#include "loaders/files/caffe_file.h"
#include "loaders/files/keras_file.h"
#include "loaders/files/onnx_file.h"
#include "loaders/isolation/isolated.h"

// This program is also the child that reads files: with the program's own reader, and with readers
// that fail in the ways that a parser can.
namespace convlens::loaders {
namespace {

Result<ModelArchive> crash(const std::filesystem::path&) {
  // Past the sanitizers' handlers too, as a crash within a library would be seen.
  signal(SIGSEGV, SIG_DFL);
  raise(SIGSEGV);
  return ModelArchive{};
}

Result<ModelArchive> hang(const std::filesystem::path&) {
  std::this_thread::sleep_for(std::chrono::hours(1));
  return ModelArchive{};
}

Result<ModelArchive> hang_busily(const std::filesystem::path&) {
  for (std::atomic<int> i = 0;; ++i) {
  }
}

Result<ModelArchive> exhaust_memory(const std::filesystem::path&) {
  std::vector<std::vector<std::byte>> memory;
  for (;;) memory.emplace_back(std::size_t{1} << 26);
}

Result<ModelArchive> leave(const std::filesystem::path&) { _exit(7); }

Result<ModelArchive> throw_exception(const std::filesystem::path&) {
  throw std::runtime_error("a parser's own words");
}

// More than a file of a few bytes may hand back.
Result<ModelArchive> answer_too_much(const std::filesystem::path&) {
  ModelArchive archive;
  archive.groups.push_back({"group", {}});
  archive.groups[0].weights.push_back({"weight", Tensor(Shape{1 << 26})});
  return archive;
}

Result<ModelArchive> answer_garbage(const std::filesystem::path&) {
  constexpr int kPipe = 3;
  const std::vector<char> bytes(100'000, 'x');
  _exit(write(kPipe, bytes.data(), bytes.size()) > 0 ? 0 : 1);
}

constexpr IsolatedReader kReaders[] = {
    {"keras", read_keras_file},
    {"onnx", read_onnx_file},
    {kOnnxFiles, read_onnx_files},
    {"caffe", read_caffe_file},
    {"crash", crash},
    {"hang", hang},
    {"hang-busily", hang_busily},
    {"exhaust", exhaust_memory},
    {"leave", leave},
    {"throw", throw_exception},
    {"too-much", answer_too_much},
    {"garbage", answer_garbage},
};

}  // namespace
}  // namespace convlens::loaders

int main(int argc, char** argv) {
  if (const auto status =
          convlens::loaders::run_isolated_child(argc, argv, convlens::loaders::kReaders)) {
    return *status;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

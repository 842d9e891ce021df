#include "loaders/engine/engine.h"

#include <chrono>
#include <system_error>
#include <utility>

#include "core/files/shipped.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

// One value, or one network, at a time.
constexpr std::chrono::seconds kTimeout{60};
constexpr std::size_t kMaxReply = std::size_t{1} << 32;

Word ending(const ChildEnd& end) {
  switch (end.kind) {
    case ChildEnd::Kind::kTimedOut:
      return word("it took longer than a minute");
    case ChildEnd::Kind::kSignal:
      return word(signal_name(end.code));
    case ChildEnd::Kind::kExit:
      break;
  }
  return word(fmt::format("exit status {}", end.code));
}

}  // namespace

Status Engine::start() {
  const fs::path program = shipped_folder(Shipped::kPrograms) / kEngineProgram;
  std::error_code error;
  if (!fs::is_regular_file(program, error)) {
    return fail("this build of ConvLens has no engine for what is not its own");
  }
  const auto format = format_ == EngineFormat::kOnnx ? kOnnxArgument : kTensorFlowArgument;
  auto child = ChildProcess::converse({program.string(), network_.string(), std::string(format)});
  if (!child) return fail(child.error());
  child_.emplace(*std::move(child));
  return {};
}

Result<ModelArchive> Engine::ask(Question question) {
  const std::scoped_lock lock(mutex_);
  if (!child_) TRY(start());
  child_->allow(kTimeout);
  send_archive(to_archive(std::move(question)),
               [this](std::span<const std::byte> bytes) { return child_->write(bytes); });
  // Where nothing could be sent, nothing will come, either.
  auto received = receive_archive(
      [this](std::span<std::byte> bytes) { return child_->read(bytes); }, kMaxReply);
  if (received.complete) return std::move(received.archive);
  const ChildEnd end = child_->wait();
  child_.reset();
  return fail("the engine has ended ({})", ending(end));
}

Result<ModelArchive> Engine::graph() { return ask({Ask::kGraph, "", {}, {}}); }

Result<EngineAnswer> Engine::shape(const std::string& output, std::vector<Given> given) {
  TRY_ASSIGN(const auto archive, ask({Ask::kShape, output, std::move(given), {}}));
  return to_answer(archive);
}

Result<Tensor> Engine::run(const std::string& output, std::vector<Given> given,
                           std::vector<Tensor> values) {
  TRY_ASSIGN(auto archive, ask({Ask::kRun, output, std::move(given), std::move(values)}));
  if (archive.groups.size() != 1 || archive.groups[0].weights.size() != 1) {
    return fail("the engine's answer cannot be understood");
  }
  return std::move(archive.groups[0].weights[0].values);
}

}  // namespace convlens::loaders

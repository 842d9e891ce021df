#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/engine/question.h"
#include "loaders/isolation/child_process.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// A network in the hands of a program that knows more of networks than nn does: asked for the
// values that nn cannot compute, and for the nodes of formats that have no reader here. It is
// started by the first question, stays as long as this object, and is started anew where it has
// crashed. Safe to use from several threads; questions wait for each other. Errors name no file.
class Engine {
 public:
  explicit Engine(std::filesystem::path network) : network_(std::move(network)) {}

  // The nodes, as an archive of ArchiveFormat::kGraph; for networks of TensorFlow.
  Result<ModelArchive> graph();
  // What `output` hangs on, of what may be given, and its shape then; an error where the engine
  // does not know how to compute it.
  Result<EngineAnswer> shape(const std::string& output, std::vector<Given> given);
  // The value of `output` at these, one for each name that shape() has found to be needed.
  Result<Tensor> run(const std::string& output, std::vector<Given> given,
                     std::vector<Tensor> values);

 private:
  Result<ModelArchive> ask(Question question);
  Status start();

  std::filesystem::path network_;
  std::mutex mutex_;
  std::optional<ChildProcess> child_;
};

}  // namespace convlens::loaders

#include "fuzz/driver/isolated_target.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/printable.h"
#include "core/temporary_folder.h"
#include "fuzz/driver/reader_process.h"
#include "fuzz/driver/reader_report.h"
#include "loaders/graph/graph_model.h"
#include "loaders/keras/keras_model.h"

namespace convlens::fuzz {
namespace {

// A file that is written over and over. Not one in memory alone: HDF5 wants a path that leads
// there.
class ScratchFile {
 public:
  explicit ScratchFile(const std::filesystem::path& path)
      : path_(path.string()), descriptor_(open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    must_be(descriptor_ >= 0, "a file to write to", path_);
  }
  ~ScratchFile() { close(descriptor_); }
  ScratchFile(const ScratchFile&) = delete;

  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

  void assign(std::span<const std::byte> bytes) {
    const bool emptied = ftruncate(descriptor_, 0) == 0 && lseek(descriptor_, 0, SEEK_SET) == 0;
    must_be(emptied, "a file to write to", path_);
    while (!bytes.empty()) {
      const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
      must_be(count > 0, "room for a file", path_);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
  }
  std::string content() const {
    constexpr std::size_t kMost = std::size_t{1} << 16;
    std::string text(kMost, '\0');
    const ssize_t count = pread(descriptor_, text.data(), text.size(), 0);
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
  }

 private:
  std::string path_;
  int descriptor_;
};

// A death that may be.
Outcome outcome_of(const loaders::ChildEnd& death, const std::string& report) {
  if (death.kind == loaders::ChildEnd::Kind::kTimedOut || death.code == SIGPROF) {
    return Outcome::kReaderTimedOut;
  }
  const ReportKind kind = classify_report(report);
  must_be(kind != ReportKind::kOwnCode, "no fault in the project's own code", report);
  if (kind == ReportKind::kOutOfMemory) return Outcome::kReaderOutOfRoom;
  must_be(kind == ReportKind::kLibrary || death.kind == loaders::ChildEnd::Kind::kSignal,
          "a reader that ends by a signal or a report", std::to_string(death.code));
  return Outcome::kReaderDied;
}

// ---- Results

constexpr std::int64_t kAnyExtent = 8;  // of axes whose extent the network does not tell
constexpr std::size_t kMaxElements = std::size_t{1} << 14;
constexpr std::size_t kMaxParameters = std::size_t{1} << 18;

Result<Shape> whole(const nn::PartialShape& shape) {
  nn::PartialShape known = shape;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (!shape.is_known(axis)) known = known.with(axis, axis == 0 ? 1 : kAnyExtent);
  }
  return known.complete();
}

bool is_small(const Result<Shape>& shape) {
  return shape && shape->element_count() <= kMaxElements;
}

// Whether every value within the network is small, at inputs of these shapes.
bool is_small(const nn::Model& model, const std::vector<Shape>& inputs) {
  if (model.parameter_count() > kMaxParameters) return false;
  std::vector<nn::PartialShape> shapes;
  for (const nn::ModelNode& node : model.nodes()) {
    if (node.inputs.empty()) {
      const auto input = std::find(model.inputs().begin(), model.inputs().end(), node.value);
      if (input == model.inputs().end()) return false;
      shapes.emplace_back(inputs[static_cast<std::size_t>(input - model.inputs().begin())]);
      continue;
    }
    std::vector<nn::PartialShape> arguments;
    for (const int input : node.inputs)
      arguments.push_back(shapes[static_cast<std::size_t>(input)]);
    const auto shape = node.layer->output_shape(arguments);
    // What does not fit is a sentence soon.
    if (!shape) return true;
    if (!is_small(shape->complete())) return false;
    shapes.push_back(*shape);
  }
  return true;
}

Tensor some_values(const Shape& shape) {
  Tensor values(shape);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values.data()[i] = static_cast<float>(i % 7) / 4.0f - 0.5f;
  }
  return values;
}

Outcome compute(const nn::Model& model) {
  std::vector<Shape> shapes;
  for (const nn::Symbolic& input : model.inputs()) {
    const auto shape = whole(input.shape());
    if (!is_small(shape)) return Outcome::kAccepted;
    shapes.push_back(*shape);
  }
  if (!is_small(model, shapes)) return Outcome::kAccepted;
  std::vector<Tensor> inputs;
  inputs.reserve(shapes.size());
  for (const Shape& shape : shapes) inputs.push_back(some_values(shape));
  const std::vector<TensorView> views(inputs.begin(), inputs.end());
  nn::ComputeOptions options;
  options.threads = 1;
  const auto outputs = model.compute(views, options);
  if (outputs) return Outcome::kComputed;
  must_be_sentence(outputs.error().message);
  return Outcome::kNotComputed;
}

}  // namespace

void build_and_compute(loaders::ModelArchive archive) {
  const auto check = [](const auto& built) {
    if (!built) {
      must_be_sentence(built.error().message);
      return count(Outcome::kNotBuilt);
    }
    for (const Phrase& note : built->notes) must_be_sentence(note.english());
    for (const nn::SummaryRow& row : built->model.summary()) {
      must_be(!row.name.empty() && is_printable(row.name), "a name to show", row.name);
    }
    count(compute(built->model));
  };
  if (archive.format == loaders::ArchiveFormat::kGraph) {
    check(loaders::build_graph_model(std::move(archive)));
  } else {
    check(loaders::build_keras_model(std::move(archive)));
  }
}

void read_isolated(const IsolatedInput& input) {
  static const TemporaryFolder folder;
  static ScratchFile file(folder / "model.bin");
  static ScratchFile report(folder / "report");
  file.assign(input.file);
  if (!input.prototxt.empty()) {
    static ScratchFile prototxt(folder / "model.prototxt");
    prototxt.assign(input.prototxt);
  }
  auto reply = read_in_process(input.kind, input.readers, file.path(), report.descriptor(),
                               input.files_a_process);
  if (!reply.archive) {
    const std::string& message = reply.archive.error().message;
    // The file beside it is named where that is the damaged one.
    const bool is_beside = message.rfind((folder / "model.prototxt").string(), 0) == 0;
    must_be_sentence(message, is_beside ? (folder / "model.prototxt").string() : file.path());
    return count(reply.death ? outcome_of(*reply.death, report.content()) : Outcome::kRefused);
  }
  if (input.prepare != nullptr) input.prepare(*reply.archive);
  build_and_compute(*std::move(reply.archive));
}

}  // namespace convlens::fuzz

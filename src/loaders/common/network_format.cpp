#include "loaders/common/network_format.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/zip_archive.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCaffeWeights = ".caffemodel";
constexpr std::string_view kCaffeHdf5 = ".caffemodel.h5";
constexpr std::array kEndings{NetworkEnding{NetworkFormat::kKeras, "Keras", ".keras"},
                              NetworkEnding{NetworkFormat::kKeras, "Keras", ".h5"},
                              NetworkEnding{NetworkFormat::kKeras, "Keras", ".hdf5"},
                              NetworkEnding{NetworkFormat::kOnnx, "ONNX", ".onnx"},
                              NetworkEnding{NetworkFormat::kCaffe, "Caffe", kCaffeWeights},
                              NetworkEnding{NetworkFormat::kCaffe, "Caffe", kCaffeHdf5},
                              NetworkEnding{NetworkFormat::kCaffe, "Caffe", ".prototxt"},
                              NetworkEnding{NetworkFormat::kTensorFlow, "TensorFlow", ".tflite"},
                              NetworkEnding{NetworkFormat::kTensorFlow, "TensorFlow", ".pb"}};

constexpr std::string_view kHdf5Signature = "\x89HDF\r\n\x1A\n";
constexpr std::string_view kZipSignature = "PK\x03\x04";

// The first bytes, as many as the signatures have.
std::string start_of(const fs::path& path) {
  const std::vector<std::byte> bytes = read_start(path, kHdf5Signature.size());
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool begins_as_tensorflow_lite(std::string_view start) {
  return start.size() == 8 && start.ends_with("TFL3");
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

// A field of a protobuf message: its number and how its value is written.
struct Field {
  std::uint64_t number = 0;
  std::uint64_t wire = 0;

  friend bool operator==(const Field&, const Field&) = default;
};
constexpr std::uint64_t kVarint = 0;
constexpr std::uint64_t kBytes = 2;

// onnx.proto, ModelProto: version of the format, producer, its version, domain, version of the
// model, text, graph, operators' versions, metadata, training, functions, devices.
constexpr std::array kOnnxFields{Field{1, kVarint}, Field{2, kBytes},  Field{3, kBytes},
                                 Field{4, kBytes},  Field{5, kVarint}, Field{6, kBytes},
                                 Field{7, kBytes},  Field{8, kBytes},  Field{14, kBytes},
                                 Field{20, kBytes}, Field{25, kBytes}, Field{26, kBytes}};
constexpr Field kOnnxGraph{7, kBytes};

// caffe.proto, NetParameter: name, old layers, inputs, their extents, backward, state, debugging,
// their shapes, layers.
constexpr std::array kCaffeFields{Field{1, kBytes},  Field{2, kBytes},  Field{3, kBytes},
                                  Field{4, kVarint}, Field{5, kVarint}, Field{6, kBytes},
                                  Field{7, kVarint}, Field{8, kBytes},  Field{100, kBytes}};
constexpr Field kCaffeLayer{100, kBytes};
constexpr Field kCaffeOldLayer{2, kBytes};

std::optional<std::uint64_t> read_varint(std::istream& stream) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const int byte = stream.get();
    if (byte == std::istream::traits_type::eof()) return std::nullopt;
    value |= (static_cast<std::uint64_t>(byte) & 0x7FU) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

// The fields of the message that a file is, met from one to the next up to the file's very end;
// none where that is not how it goes. Values are stepped over.
std::vector<Field> message_fields(const fs::path& path) {
  constexpr std::size_t kMostFields = std::size_t{1} << 16;
  std::error_code error;
  const std::uint64_t size = fs::file_size(path, error);
  std::ifstream stream(path, std::ios::binary);
  if (error || !stream) return {};
  std::vector<Field> fields;
  std::uint64_t at = 0;
  while (at < size) {
    const auto tag = read_varint(stream);
    const auto value = tag ? read_varint(stream) : std::nullopt;
    if (!value || fields.size() == kMostFields) return {};
    fields.push_back({*tag >> 3U, *tag & 7U});
    at = static_cast<std::uint64_t>(stream.tellg());
    if (fields.back().wire == kVarint) continue;
    if (fields.back().wire != kBytes || *value > size - at) return {};
    at += *value;
    stream.seekg(static_cast<std::streamoff>(at));
  }
  return fields;
}

std::optional<NetworkFormat> protobuf_format(const fs::path& path) {
  const std::vector<Field> fields = message_fields(path);
  const auto has = [&](const Field& field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  const auto are_all_of = [&](const auto& known) {
    return std::all_of(fields.begin(), fields.end(), [&](const Field& field) {
      return std::find(known.begin(), known.end(), field) != known.end();
    });
  };
  if (has(kOnnxGraph) && are_all_of(kOnnxFields)) return NetworkFormat::kOnnx;
  const bool has_layers = has(kCaffeLayer) || has(kCaffeOldLayer);
  if (has_layers && are_all_of(kCaffeFields)) return NetworkFormat::kCaffe;
  return std::nullopt;
}

// The files in the same folder that end so.
std::vector<fs::path> files_beside(const fs::path& path, std::string_view ending) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (has_ending(entry->path(), ending))
      files.push_back(path.parent_path() / entry->path().filename());
  }
  return files;
}

}  // namespace

std::optional<NetworkFormat> network_format_by_content(const fs::path& path) {
  // A folder that TensorFlow has written.
  if (is_file(path / "saved_model.pb")) return NetworkFormat::kTensorFlow;
  const std::string start = start_of(path);
  if (start.empty()) return std::nullopt;
  if (start == kHdf5Signature) {
    const bool is_caffe = network_format_by_name(path) == NetworkFormat::kCaffe;
    return is_caffe ? NetworkFormat::kCaffe : NetworkFormat::kKeras;
  }
  if (begins_as_tensorflow_lite(start)) return NetworkFormat::kTensorFlow;
  if (!start.starts_with(kZipSignature)) return protobuf_format(path);
  const std::vector<std::string> names = zip_names(path);
  const bool tells_layers = std::find(names.begin(), names.end(), "config.json") != names.end();
  return tells_layers ? std::optional(NetworkFormat::kKeras) : std::nullopt;
}

std::optional<NetworkFormat> network_format_by_name(const fs::path& path) {
  const NetworkEnding* longest = nullptr;
  for (const NetworkEnding& known : kEndings) {
    if (!has_ending(path, known.ending)) continue;
    if (longest == nullptr || longest->ending.size() < known.ending.size()) longest = &known;
  }
  return longest == nullptr ? std::nullopt : std::optional(longest->format);
}

std::span<const NetworkEnding> network_endings() { return kEndings; }

std::optional<NetworkFormat> network_format(const fs::path& path) {
  const auto told = network_format_by_content(path);
  return told ? told : network_format_by_name(path);
}

bool is_hdf5(const fs::path& path) { return start_of(path) == kHdf5Signature; }

bool is_tensorflow_lite(const fs::path& path) { return begins_as_tensorflow_lite(start_of(path)); }

fs::path weights_file(const fs::path& path) {
  if (!has_ending(path, ".prototxt")) return path;
  for (const std::string_view ending : {kCaffeWeights, kCaffeHdf5}) {
    fs::path named = beside(path, ending);
    if (is_file(named)) return named;
  }
  std::vector<fs::path> others = files_beside(path, kCaffeWeights);
  const std::vector<fs::path> in_hdf5 = files_beside(path, kCaffeHdf5);
  others.insert(others.end(), in_hdf5.begin(), in_hdf5.end());
  return others.size() == 1 ? others.front() : beside(path, kCaffeWeights);
}

Result<fs::path> structure_file(const fs::path& weights) {
  const bool has_two_endings = has_ending(weights, kCaffeHdf5);
  const fs::path named =
      beside(has_two_endings ? weights.parent_path() / weights.stem() : weights, ".prototxt");
  const fs::path deployed = weights.parent_path() / "deploy.prototxt";
  if (is_file(named)) return named;
  if (is_file(deployed)) return deployed;
  const std::vector<fs::path> others = files_beside(weights, ".prototxt");
  if (others.size() == 1) return others.front();
  return fail(
      "{}: the file holds weights only, expected {} beside it, which tells the layers; {} of other"
      " names are there",
      weights.string(), named.filename().string(), others.size());
}

}  // namespace convlens::loaders

#include "loaders/files/caffe_hdf5.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <system_error>

#include "loaders/files/hdf5_file.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using google::protobuf::io::CodedOutputStream;

// caffe.proto: NetParameter, LayerParameter, BlobProto, BlobShape.
constexpr std::uint32_t kLayer = 100;
constexpr std::uint32_t kLayerName = 1;
constexpr std::uint32_t kLayerBlob = 7;
constexpr std::uint32_t kBlobData = 5;
constexpr std::uint32_t kBlobShape = 7;
constexpr std::uint32_t kShapeExtent = 1;

// A field of bytes: text, packed numbers, a message.
std::string field(std::uint32_t number, const std::string& content) {
  constexpr std::uint32_t kLengthDelimited = 2;
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    CodedOutputStream coded(&stream);
    coded.WriteTag(number << 3U | kLengthDelimited);
    coded.WriteVarint64(content.size());
    coded.WriteString(content);
  }
  return bytes;
}

std::string blob_of(const Tensor& tensor) {
  std::string extents;
  std::string values;
  {
    google::protobuf::io::StringOutputStream extent_stream(&extents);
    google::protobuf::io::StringOutputStream value_stream(&values);
    CodedOutputStream coded_extents(&extent_stream);
    CodedOutputStream coded_values(&value_stream);
    for (const std::int64_t extent : tensor.shape().extents()) {
      coded_extents.WriteVarint64(static_cast<std::uint64_t>(extent));
    }
    for (const float value : tensor.values()) {
      std::uint32_t bits = 0;
      static_assert(sizeof bits == sizeof value);
      std::memcpy(&bits, &value, sizeof bits);
      coded_values.WriteLittleEndian32(bits);
    }
  }
  return field(kBlobShape, field(kShapeExtent, extents)) + field(kBlobData, values);
}

// The message of one layer; blobs are numbered from 0.
Result<std::string> layer_of(const Hdf5Group& data, const std::string& name) {
  std::string layer = field(kLayerName, name);
  if (!data.has(name)) return layer;
  TRY_ASSIGN(const auto blobs, data.group(name));
  for (int i = 0; blobs.has(std::to_string(i)); ++i) {
    TRY_ASSIGN(const auto values, blobs.dataset(std::to_string(i)));
    layer += field(kLayerBlob, blob_of(values));
  }
  return layer;
}

Result<std::string> message_of(const Hdf5File& file, const std::vector<std::string>& layers) {
  constexpr std::size_t kMostBytes = std::numeric_limits<std::int32_t>::max();
  TRY_ASSIGN(const auto root, file.root());
  if (!root.has("data")) {
    return fail(
        "the HDF5 file has no group \"data\", in which Caffe keeps the weights of its layers");
  }
  TRY_ASSIGN(const auto data, root.group("data"));
  std::string message;
  for (const std::string& name : layers) {
    TRY_ASSIGN(const auto layer, layer_of(data, name));
    // Protobuf reads no longer ones.
    if (layer.size() > kMostBytes - message.size()) {
      return fail("the weights take more than {} bytes, at most those are read", kMostBytes);
    }
    message += field(kLayer, layer);
  }
  return message;
}

}  // namespace

Result<std::string> caffe_message_of_hdf5(const fs::path& path,
                                          const std::vector<std::string>& layers) {
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(path, error);
  if (error) return fail("{}: the file cannot be read ({})", path.string(), word(error.message()));
  // Values that HDF5 has packed grow when they are read.
  constexpr std::size_t kSpare = std::size_t{1} << 26;
  TRY_ASSIGN(const auto file, Hdf5File::open(path, kSpare + 4 * bytes));
  auto message = message_of(file, layers);
  if (!message) return fail("{}: {}", path.string(), message.error());
  return message;
}

}  // namespace convlens::loaders

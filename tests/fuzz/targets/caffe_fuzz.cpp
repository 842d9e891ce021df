#include <algorithm>
#include <string_view>

#include "core/files/file.h"
#include "core/temporary_folder.h"
#include "fuzz/damage/damage_hdf5.h"
#include "fuzz/damage/damage_json.h"
#include "fuzz/damage/damage_lines.h"
#include "fuzz/damage/damage_protobuf.h"
#include "fuzz/driver/isolated_target.h"
#include "loaders/caffe_files.h"
#include "loaders/caffe_hdf5_file.h"

// Caffe's two files, from there to the network's results. An input is the .prototxt, a zero, and
// the .caffemodel.
namespace convlens::fuzz {
namespace {

using loaders::testing::CaffeFiles;
using loaders::testing::layer;
using loaders::testing::make_caffe;

struct Pair {
  Bytes prototxt;
  Bytes weights;
};

Pair divided(std::span<const std::byte> bytes) {
  const auto zero = std::find(bytes.begin(), bytes.end(), std::byte{0});
  return {{bytes.begin(), zero}, {zero == bytes.end() ? zero : zero + 1, bytes.end()}};
}

Bytes together(Pair pair) {
  Bytes bytes = std::move(pair.prototxt);
  std::replace(bytes.begin(), bytes.end(), std::byte{0}, std::byte{1});
  bytes.push_back(std::byte{0});
  bytes.insert(bytes.end(), pair.weights.begin(), pair.weights.end());
  return bytes;
}

// Small networks of the layers that are known.
std::vector<CaffeFiles> small_networks() {
  return {
      make_caffe(2,
                 layer("conv", "Convolution", "data",
                       "convolution_param { num_output: 3 kernel_size: 3 }") +
                     layer("norm", "BatchNorm", "conv", "batch_norm_param { eps: 0.01 }", "conv") +
                     layer("scale", "Scale", "conv", "scale_param { bias_term: true }", "conv") +
                     layer("relu", "ReLU", "conv", "relu_param { negative_slope: 0.1 }", "conv") +
                     layer("slopes", "PReLU", "conv", "", "conv") +
                     layer("side", "Sigmoid", "conv") + layer("other", "TanH", "conv") +
                     layer("join", "Concat", "side other conv") +
                     layer("sum", "Eltwise", "join join") + layer("soft", "Softmax", "sum"),
                 {{"conv", "Convolution", {{3, 2, 3, 3}, {3}}},
                  {"norm", "BatchNorm", {{3}, {3}, {1}}, 0.5f},
                  {"scale", "Scale", {{3}, {3}}},
                  {"slopes", "PReLU", {{3}}}}),
      make_caffe(
          4,
          layer("a", "Convolution", "data",
                "convolution_param { num_output: 6 kernel_size: 3 pad: 1 stride: 2 group: 2 }") +
              layer("pool", "Pooling", "a",
                    "pooling_param { pool: MAX kernel_size: 3 stride: 2 }") +
              layer("b", "Deconvolution", "pool",
                    "convolution_param { num_output: 2 kernel_size: 4 stride: 2 pad: 1 }") +
              layer("mean", "Pooling", "b", "pooling_param { pool: AVE global_pooling: true }") +
              layer("fc", "InnerProduct", "mean", "inner_product_param { num_output: 3 }") +
              layer("prob", "Softmax", "fc"),
          {{"a", "Convolution", {{6, 2, 3, 3}, {6}}},
           {"b", "Deconvolution", {{6, 2, 4, 4}, {2}}},
           {"fc", "InnerProduct", {{3, 2}, {3}}}}),
  };
}

// A network whose weights are in HDF5.
CaffeFiles network_in_hdf5() {
  const CaffeFiles plain = make_caffe(
      2,
      layer("conv", "Convolution", "data", "convolution_param { num_output: 3 kernel_size: 1 }") +
          layer("soft", "Softmax", "conv"),
      {});
  const TemporaryFolder folder;
  const auto file = folder / "net.caffemodel.h5";
  loaders::testing::write_caffe_hdf5(
      file, {{"conv", 0, {3, 2, 1, 1}, {1, 2, 3, 4, 5, 6}}, {"conv", 1, {3}, {0.5f, -1, 10}}});
  const Bytes bytes = *read_file(file);
  return {plain.prototxt, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

bool is_hdf5(const Bytes& bytes) {
  constexpr std::string_view kSignature = "\x89HDF";
  return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())
      .starts_with(kSignature);
}

// From such files as this program keeps; where there are none, its own.
std::vector<Bytes> networks(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  if (!all.empty()) return all;
  std::vector<CaffeFiles> own = small_networks();
  own.push_back(network_in_hdf5());
  for (const CaffeFiles& network : own) {
    // A line each, as people write them and damage_lines() takes them.
    std::string lines;
    for (const char c : network.prototxt) {
      lines += c;
      if (c == '{' || c == '}') lines += '\n';
    }
    all.push_back(together({to_bytes(lines), to_bytes(network.weights)}));
  }
  return all;
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  Pair pair = divided(seed);
  const Pair second = divided(other);
  const std::size_t what = below(random, 5);
  if (what != 0) pair.prototxt = damage_lines(pair.prototxt, second.prototxt, random);
  if (what <= 2 && is_hdf5(pair.weights)) {
    const Bytes& other_weights = is_hdf5(second.weights) ? second.weights : pair.weights;
    pair.weights = damage_hdf5(pair.weights, other_weights, random);
  } else if (what <= 2) {
    pair.weights = damage_protobuf(pair.weights, second.weights, random);
  }
  return together(std::move(pair));
}

}  // namespace

const Target& target() {
  static const Target kTarget{networks, {".caffe-pair"}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens::fuzz;
  const Pair pair = divided(std::as_bytes(std::span(data, size)));
  // A file that is empty is one, too.
  const Bytes nothing{std::byte{'\n'}};
  read_isolated({.kind = "caffe",
                 .file = pair.weights,
                 .prototxt = pair.prototxt.empty() ? nothing : pair.prototxt});
  return 0;
}

#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

// Small Caffe networks, written here.
namespace convlens::loaders::testing {

// ---- Protobuf's wire format, as far as a .caffemodel needs it

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80U; value >>= 7U) bytes += static_cast<char>((value & 0x7FU) | 0x80U);
  return bytes + static_cast<char>(value);
}

inline std::string field(int number, const std::string& content) {
  std::string bytes = varint(static_cast<std::uint64_t>(number) << 3U | 2U);
  return bytes.append(varint(content.size())).append(content);
}

// A BlobProto of random values.
inline std::string blob(const std::vector<int>& shape, std::mt19937& random, float low = -0.5f) {
  std::uniform_real_distribution<float> values(low, 0.5f + (low > 0.0f ? 1.0f : 0.0f));
  std::string extents;
  std::size_t count = 1;
  for (const int extent : shape) {
    extents += varint(static_cast<std::uint64_t>(extent));
    count *= static_cast<std::size_t>(extent);
  }
  std::string data(count * sizeof(float), '\0');
  for (std::size_t i = 0; i < count; ++i) {
    const float value = values(random);
    std::memcpy(data.data() + i * sizeof(float), &value, sizeof(float));
  }
  return field(7, field(1, extents)) + field(5, data);
}

struct CaffeWeights {
  std::string layer;
  std::string type;
  std::vector<std::vector<int>> shapes;
  float low = -0.5f;
};

inline std::string layer(const std::string& name, const std::string& type,
                         const std::string& bottoms, const std::string& settings = "",
                         const std::string& top = "") {
  std::string text = "layer { name: \"" + name + "\" type: \"" + type + "\" ";
  std::size_t start = 0;
  while (start < bottoms.size()) {
    const std::size_t end = std::min(bottoms.find(' ', start), bottoms.size());
    text += "bottom: \"" + bottoms.substr(start, end - start) + "\" ";
    start = end + 1;
  }
  return text + "top: \"" + (top.empty() ? name : top) + "\" " + settings + " }\n";
}

struct CaffeFiles {
  std::string prototxt;
  std::string weights;  // .caffemodel
};

// An input (1, channels, 9, 8), these layers, and their weights.
inline CaffeFiles make_caffe(int channels, const std::string& layers,
                             const std::vector<CaffeWeights>& all) {
  std::mt19937 random(31);
  std::string net = field(1, "net");
  for (const CaffeWeights& weights : all) {
    std::string bytes = field(1, weights.layer) + field(2, weights.type);
    for (const auto& shape : weights.shapes) bytes += field(7, blob(shape, random, weights.low));
    net += field(100, bytes);
  }
  return {"name: \"net\"\ninput: \"data\"\ninput_dim: 1\ninput_dim: " + std::to_string(channels) +
              "\ninput_dim: 9\ninput_dim: 8\n" + layers,
          net};
}

}  // namespace convlens::loaders::testing

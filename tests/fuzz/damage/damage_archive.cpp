#include "fuzz/damage/damage_archive.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"
#include "loaders/readers.h"

namespace convlens::fuzz {
namespace {

using loaders::ModelArchive;
using loaders::NamedTensor;
using loaders::WeightGroup;

// The same number of values under another shape, or values of another shape.
Tensor reshaped(const Tensor& values, Random& random) {
  std::vector<std::int64_t> extents(values.shape().extents().begin(),
                                    values.shape().extents().end());
  constexpr std::int64_t kExtents[]{0, 1, 2, 3, 7, 64};
  switch (below(random, 4)) {
    case 0:
      std::shuffle(extents.begin(), extents.end(), random);
      break;
    case 1:
      if (extents.size() < Shape::kMaxRank) extents.push_back(1);
      break;
    case 2:
      if (!extents.empty()) extents.pop_back();
      break;
    default:
      if (!extents.empty()) extents[below(random, extents.size())] = any_of(random, kExtents);
  }
  constexpr std::size_t kMaxElements = std::size_t{1} << 20;
  const auto shape = Shape::checked(extents);
  if (!shape || shape->element_count() > kMaxElements) return values.clone();
  Tensor other(*shape);
  std::copy_n(values.data(), std::min(values.size(), other.size()), other.data());
  return other;
}

void change_values(Tensor& values, Random& random) {
  constexpr float kOdd[]{0.0f, -0.0f, 1e38f, -1e38f, 1e-45f, INFINITY, NAN};
  for (float& value : values.values()) {
    if (one_in(random, 16)) value = any_of(random, kOdd);
  }
}

void change_group(WeightGroup& group, const WeightGroup& other, Random& random) {
  if (group.weights.empty() || one_in(random, 6)) {
    group.path = one_in(random, 2) ? other.path : group.path + "_1";
    return;
  }
  const std::size_t place = below(random, group.weights.size());
  NamedTensor& weight = group.weights[place];
  switch (below(random, 5)) {
    case 0:
      group.weights.erase(group.weights.begin() + static_cast<std::ptrdiff_t>(place));
      break;
    case 1:
      group.weights.push_back({weight.name, weight.values.clone()});
      break;
    case 2:
      std::swap(weight, group.weights[below(random, group.weights.size())]);
      break;
    case 3:
      change_values(weight.values, random);
      break;
    default:
      weight.values = reshaped(weight.values, random);
  }
}

void change(ModelArchive& archive, ModelArchive& other, Random& random) {
  const std::size_t what = below(random, 12);
  auto& groups = archive.groups;
  if (what < 7 || groups.empty()) {
    archive.architecture = damage_json(archive.architecture, random);
  } else if (what < 10) {
    change_group(any_of(random, groups), any_of(random, groups), random);
  } else if (what == 10) {
    archive.format = static_cast<loaders::ArchiveFormat>(below(random, 5));
    constexpr const char* kVersions[]{"", "1.2.2", "2.13.1", "3.4.1", "-1", "99999999999", "\n"};
    archive.facts["keras_version"] = any_of(random, kVersions);
    archive.facts["backend"] = one_in(random, 2) ? "theano" : "tensorflow";
  } else if (one_in(random, 2)) {
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(below(random, groups.size())));
  } else {
    std::swap(groups, other.groups);
  }
}

}  // namespace

Bytes sent(const Result<ModelArchive>& archive) {
  Bytes bytes;
  send_archive(archive, [&bytes](std::span<const std::byte> more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return true;
  });
  return bytes;
}

loaders::ReceivedArchive received(std::span<const std::byte> bytes) {
  return loaders::receive_archive(
      [bytes](std::span<std::byte> wanted) mutable {
        if (wanted.size() > bytes.size()) return false;
        std::memcpy(wanted.data(), bytes.data(), wanted.size());
        bytes = bytes.subspan(wanted.size());
        return true;
      },
      loaders::IsolationLimits{}.reply_bytes);
}

std::vector<Bytes> sent_archives(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all;
  for (const auto& file : files) {
    for (const loaders::IsolatedReader& reader : loaders::isolated_readers()) {
      const auto archive = reader.read(file);
      if (archive) all.push_back(sent(archive));
    }
  }
  return all;
}

Bytes damage_archive(const Bytes& seed, const Bytes& other, Random& random) {
  auto archive = received(seed);
  auto second = received(other);
  if (!archive.archive || !second.archive) return damage_bytes(seed, other, random);
  for (std::size_t changes = 1 + below(random, 2); changes > 0; --changes) {
    change(*archive.archive, *second.archive, random);
  }
  return sent(archive.archive);
}

}  // namespace convlens::fuzz

#include "lab/stages/map_copies.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "conv/thread_pool.h"
#include "core/statistics.h"

namespace convlens::lab {
namespace {

// Calls work(first, count) for parts of a map that together are all of it, and gives the range of
// all that it returns.
template <typename Work>
ValueRange range_of_parts(std::size_t size, const Work& work) {
  constexpr std::size_t kPart = std::size_t{1} << 15;  // floats, which stay in the cache meanwhile
  constexpr std::size_t kMostParts = 64;
  constexpr float kNone = std::numeric_limits<float>::infinity();  // is passed over
  const std::size_t parts = std::clamp<std::size_t>(size / kPart, 1, kMostParts);
  std::array<float, 2 * kMostParts> ends{};
  conv::ThreadPool& pool = conv::ThreadPool::shared();
  pool.run(pool.thread_count(), static_cast<std::int64_t>(parts), [&](int, std::int64_t i) {
    const auto part = static_cast<std::size_t>(i);
    const std::size_t first = part * size / parts;
    const std::span<const float> values = work(first, (part + 1) * size / parts - first);
    const ValueRange range = finite_range(values);
    // Zeros are also what is said where nothing is finite.
    const bool any =
        range != ValueRange{} ||
        std::any_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
    ends[2 * part] = any ? range.lo : kNone;
    ends[2 * part + 1] = any ? range.hi : kNone;
  });
  return finite_range(std::span(ends).first(2 * parts));
}

}  // namespace

ValueRange range_of_map(std::span<const float> map) {
  return range_of_parts(map.size(), [map](std::size_t first, std::size_t count) {
    return map.subspan(first, count);
  });
}

ValueRange copied_map(std::span<const float> from, std::span<float> to) {
  return range_of_parts(from.size(), [from, to](std::size_t first, std::size_t count) {
    const auto part = from.subspan(first, count);
    std::copy(part.begin(), part.end(), to.begin() + static_cast<std::ptrdiff_t>(first));
    return part;
  });
}

}  // namespace convlens::lab

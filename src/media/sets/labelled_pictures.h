#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/shape.h"

namespace convlens::media {

// Pictures of one size, each of a known class: what every format of a data set is read into.
struct LabelledPictures {
  std::string name;  // of the file or folder
  Shape shape;       // (N, H, W, C)
  std::vector<std::uint8_t> pixels;
  std::vector<int> labels;                    // (N,), from 0 on
  std::vector<std::string> class_names = {};  // what they stand for; may be none
  std::vector<Phrase> notes = {};             // what was done to them, as "from 0 to 1, times 255"
};

// The most that one data set may take, in bytes.
inline constexpr std::size_t kMostSetBytes = std::size_t{1} << 30;

// Whether there are pictures at all, and as many labels as pictures. `name` is what the sentence
// calls the data.
Status check_counts(std::int64_t pictures, std::int64_t labels, std::string_view name);

// One picture that is stored channel by channel, (C, H, W), as (H, W, C).
void interleave(std::span<const std::uint8_t> planes, std::size_t channels, std::uint8_t* pixels);

}  // namespace convlens::media

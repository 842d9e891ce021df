#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "core/tensor.h"

namespace convlens::conv {

// Memory for n values of a plain type, on a 64-byte boundary, that grows and is kept. What it holds
// is lost when it grows.
template <typename T>
class Buffer {
 public:
  // Throws std::bad_alloc.
  T* reserve(std::int64_t count) {
    const auto needed = static_cast<std::size_t>(count);
    if (needed > capacity_) {
      data_.reset();
      capacity_ = 0;
      data_.reset(static_cast<T*>(::operator new[](needed * sizeof(T), kAlignment)));
      capacity_ = needed;
    }
    return data_.get();
  }

 private:
  static constexpr std::align_val_t kAlignment{Tensor::kAlignment};
  struct Delete {
    void operator()(T* data) const { ::operator delete[](data, kAlignment); }
  };
  std::unique_ptr<T[], Delete> data_;
  std::size_t capacity_ = 0;
};

// A part of a kernel (KH, KW, C).
struct KernelBox {
  std::int64_t first_row = 0;
  std::int64_t rows = 0;
  std::int64_t first_column = 0;
  std::int64_t columns = 0;
  std::int64_t first_channel = 0;
  std::int64_t channels = 0;

  std::int64_t row_taps() const { return columns * channels; }
  std::int64_t taps() const { return rows * row_taps(); }
  friend bool operator==(const KernelBox&, const KernelBox&) = default;
};

// Filters beside each other that are computed together, with one part of the kernel.
struct FilterGroup {
  std::int64_t first = 0;
  std::int64_t filters = 0;
  KernelBox box;
  int log2_rows = 0;  // so many output rows at a time
};

// What one calling thread's convolutions need beside their arguments. The thread pool's workers use
// their share of the caller's, so that a call allocates only what no earlier call of this thread
// has needed.
struct Workspace {
  Buffer<float> weights;
  Buffer<float> bias;
  Buffer<std::int64_t> taps;
  Buffer<float> rows;
  Buffer<std::int64_t> row_tags;
  Buffer<const float*> pointers;
  Buffer<FilterGroup> groups;
};

// The input rows that one thread's outputs look at, padded and rearranged, each made once: padded
// row i stands at i mod `rows`. A strip of outputs finds the rows that the one above it has made.
class RowRing {
 public:
  // What `tags` has to hold: for each place the padded row that stands there, and last the image.
  static std::int64_t tag_count(std::int64_t rows) { return rows + 1; }
  static void forget(std::int64_t* tags, std::int64_t rows) { tags[rows] = -1; }

  RowRing(float* data, std::int64_t pitch, std::int64_t* tags, std::int64_t rows,
          std::int64_t image)
      : data_(data), pitch_(pitch), tags_(tags), rows_(rows) {
    if (tags_[rows_] == image) return;
    std::fill_n(tags_, rows_, std::int64_t{-1});
    tags_[rows_] = image;
  }

  // make(to) is called where the row is not there yet.
  template <typename Make>
  const float* row(std::int64_t padded_row, const Make& make) {
    const std::int64_t place = place_of(padded_row);
    float* const to = data_ + place * pitch_;
    if (tags_[place] != padded_row) {
      make(to);
      tags_[place] = padded_row;
    }
    return to;
  }

 private:
  // padded_row mod rows_, counted on from the row asked for before: a division for each row is
  // noticeable in small pictures.
  std::int64_t place_of(std::int64_t padded_row) {
    const std::int64_t step = padded_row - last_row_;
    last_row_ = padded_row;
    if (step <= -rows_ || step >= rows_) {
      last_place_ = padded_row % rows_;
    } else {
      last_place_ += step;
      if (last_place_ < 0) last_place_ += rows_;
      if (last_place_ >= rows_) last_place_ -= rows_;
    }
    return last_place_;
  }

  float* data_;
  std::int64_t pitch_;  // floats
  std::int64_t* tags_;
  std::int64_t rows_;
  std::int64_t last_row_ = 0;
  std::int64_t last_place_ = 0;
};

// A row pitch in floats that holds `count`: whole cache lines and an odd number of them, so that
// neighbouring rows do not compete for the same few places of the cache.
inline std::int64_t odd_lines(std::int64_t count) {
  constexpr std::int64_t kLine = Tensor::kAlignment / sizeof(float);
  return ((count + kLine - 1) / kLine | 1) * kLine;
}

}  // namespace convlens::conv

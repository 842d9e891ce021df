#pragma once

#include <cstdint>
#include <string_view>

namespace convlens::conv {

// The inner loops of the SIMD engine, once for every instruction set, behind one table of function
// pointers. Two ways to fill a vector's lanes:
//   planar   lanes are neighbouring columns of one map; best where there are few filters;
//   packed   lanes are filters of one pixel; best where there are many.
// Both sum the products of an output element into one accumulator, with one fused multiply-add each
// where the machine has it, in the kernel's own order (KH, KW, C), and add the bias last. So an
// element has the same bits whichever of them computes it, together with whatever else.

// A block of planar outputs: FB filters x R rows x V vectors of columns.
struct PlanarTile {
  // Where output column 0 of the block's first output row meets its input under each tap, (KH, KW
  // C); the block's further output rows begin `row_step` taps later each, and the last one's taps
  // are the table's last: (KH KW C + (R-1) row_step).
  const float* const* taps = nullptr;
  std::int64_t tap_count = 0;  // KH KW C
  std::int64_t row_step = 0;
  const float* weights = nullptr;  // (KH, KW C, FB)
  const float* bias = nullptr;     // (FB)
  bool relu = false;
  std::int64_t column = 0;  // of the first output
  std::int64_t valid = 0;   // columns to write; those that are left of V vectors are not
  float* output = nullptr;  // of the first row, filter and column
  std::int64_t row_pitch = 0;
  std::int64_t filter_pitch = 0;
  std::int64_t pixel_pitch = 0;  // 1 for planar output, F for NHWC
};

// A block of packed outputs: P neighbouring pixels x V vectors of filters.
struct PackedTile {
  const float* const* rows = nullptr;  // (KH) starts of NHWC input rows, at the first pixel
  std::int64_t kernel_rows = 0;
  // Within a row, the taps lie in `runs` runs of `run_length` neighbouring floats.
  std::int64_t runs = 0;
  std::int64_t run_length = 0;
  std::int64_t run_pitch = 0;
  std::int64_t pixel_step = 0;     // floats from a pixel's first tap to the next pixel's
  std::int64_t offset = 0;         // floats from a row's start to the first pixel's first tap
  const float* weights = nullptr;  // (KH, KW C), those of a tap's filters beside each other
  std::int64_t weight_pitch = 0;   // floats from one tap's to the next
  const float* bias = nullptr;     // of the first filter
  // Filters from the first vector's first to the last vector's: those between, lanes apart. At most
  // (V - 1) lanes, and less where the last vector repeats some of the one before it, so that it
  // ends with the last filter.
  std::int64_t last_vector = 0;
  bool relu = false;
  std::int64_t valid_filters = 0;
  float* output = nullptr;
  std::int64_t pixel_pitch = 0;
  std::int64_t filter_pitch = 0;  // 1 for NHWC output, OH OW for planar
};

struct SimdKernels {
  static constexpr int kMaxPlanarFilters = 4;
  static constexpr int kMaxPlanarVectors = 6;
  static constexpr int kMaxPackedVectors = 4;
  static constexpr int kMaxPackedPixels = 12;
  static constexpr int kMaxLanes = 16;

  using Planar = void (*)(const PlanarTile&);
  using Packed = void (*)(const PackedTile&);
  using Deinterleave = void (*)(const float* pixels, std::int64_t count, std::int64_t channels,
                                float* planes, std::int64_t plane_pitch);

  std::string_view name;
  int lanes = 0;
  // [filters - 1][log2(rows)][vectors - 1]; null where the sums do not fit the registers.
  Planar planar[kMaxPlanarFilters][3][kMaxPlanarVectors] = {};
  // [vectors - 1][pixels - 1]; null likewise.
  Packed packed[kMaxPackedVectors][kMaxPackedPixels] = {};
  // (count, channels) to (channels, count), planes plane_pitch apart.
  Deinterleave deinterleave = nullptr;
  // to += by * from
  void (*add_scaled)(const float* from, float by, float* to, std::int64_t count) = nullptr;
  // Whether none of them is NaN or infinite.
  bool (*all_finite)(const float* values, std::int64_t count) = nullptr;
  // So many rounds of independent multiply-adds in registers alone, for measuring. Returns the
  // number of operations, two each; the result (lanes) is written so that the work is done.
  std::int64_t (*multiply_adds)(std::int64_t rounds, float* result) = nullptr;
};

// The best table for this machine, or for the targets that a test has set.
const SimdKernels& simd_kernels();

}  // namespace convlens::conv

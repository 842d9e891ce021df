#include <algorithm>
#include <atomic>
#include <cassert>

#include "conv/filter_groups.h"
#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

struct PlanarPlan {
  const Problem& problem;
  const SimdKernels& kernels;
  std::span<const FilterGroup> groups;
  bool cropped = false;  // some group leaves out a part of the kernel

  RowSharing sharing;
  int log2_rows = 0;      // output rows of a block, of which groups compute so many at a time
  std::int64_t most = 0;  // vectors of columns that every group has registers for

  // An input row becomes (C, phases, plane_pitch): the columns of one channel that outputs meet
  // with one remainder of column / stride, so that neighbouring outputs read neighbouring floats.
  std::int64_t phases = 0;
  bool all_phases = false;  // every remainder is met, and phase i is remainder i
  std::int64_t plane_pitch = 0;
  std::int64_t row_pitch = 0;
  std::int64_t ring_rows = 0;
  std::int64_t block_rows = 0;  // input rows that a block looks at
  std::int64_t table_size = 0;

  Strips strips{};
  const std::int64_t* taps = nullptr;       // (KW C)
  const std::int64_t* phase_of = nullptr;   // (phases), the remainders
  const float* weights = nullptr;           // in groups, each its box (KH, KW C, FB)
  const float* bias = nullptr;              // (F)
  float* rows = nullptr;                    // (threads, ring_rows and a spare one, row_pitch)
  std::int64_t* row_tags = nullptr;         // (threads, tags of a ring)
  const float** tap_tables = nullptr;       // (threads, table_size): rows, then their taps
  std::atomic<bool>* not_finite = nullptr;  // set where an input is found that is not

  // What a row holds; behind it, to the next one, stands anything.
  std::int64_t row_floats() const { return problem.geometry.channels * phases * plane_pitch; }
  // Output rows of a block, those between its rows that are computed beside them among them.
  std::int64_t block() const { return sharing.distance << log2_rows; }
  // Kernel rows that so many output rows together meet beyond those of one.
  std::int64_t shared_rows(int log2) const {
    return ((std::int64_t{1} << log2) - 1) * sharing.step;
  }
};

void plan_taps(PlanarPlan& plan, Workspace& workspace) {
  const Geometry& g = plan.problem.geometry;
  const Axis& columns = g.columns;
  std::int64_t* taps = workspace.taps.reserve(columns.kernel * (g.channels + 1));
  std::int64_t* phase_of = taps + columns.kernel * g.channels;
  const auto remainder = [&](std::int64_t kw) { return kw * columns.dilation % columns.stride; };
  for (std::int64_t kw = 0; kw < columns.kernel; ++kw) {
    std::int64_t* const end = phase_of + plan.phases;
    if (std::find(phase_of, end, remainder(kw)) == end) phase_of[plan.phases++] = remainder(kw);
  }

  plan.all_phases =
      plan.phases == columns.stride && std::is_sorted(phase_of, phase_of + plan.phases);

  const std::int64_t last_quotient = (columns.kernel - 1) * columns.dilation / columns.stride;
  const std::int64_t vectors = ceil_divide(columns.output, plan.kernels.lanes);
  plan.plane_pitch = odd_lines(vectors * plan.kernels.lanes + last_quotient);
  plan.row_pitch = odd_lines(plan.row_floats());
  for (std::int64_t kw = 0; kw < columns.kernel; ++kw) {
    const std::int64_t phase =
        std::find(phase_of, phase_of + plan.phases, remainder(kw)) - phase_of;
    for (std::int64_t c = 0; c < g.channels; ++c) {
      taps[kw * g.channels + c] =
          (c * plan.phases + phase) * plan.plane_pitch + kw * columns.dilation / columns.stride;
    }
  }
  plan.taps = taps;
  plan.phase_of = phase_of;
}

void pack_weights(PlanarPlan& plan, Workspace& workspace) {
  const Geometry& g = plan.problem.geometry;
  float* weights = workspace.weights.reserve(g.taps() * g.filters);
  float* bias = workspace.bias.reserve(g.filters);
  float* to = weights;
  for (const FilterGroup& group : plan.groups) {
    const KernelBox& box = group.box;
    for (std::int64_t row = 0; row < box.rows; ++row) {
      for (std::int64_t column = 0; column < box.columns; ++column) {
        const std::int64_t cell =
            (box.first_row + row) * g.columns.kernel + box.first_column + column;
        const float* from =
            plan.problem.kernel + (cell * g.channels + box.first_channel) * g.filters + group.first;
        for (std::int64_t channel = 0; channel < box.channels; ++channel, from += g.filters) {
          to = std::copy_n(from, group.filters, to);  // (KH, KW C, F) to (KH, KW C, FB)
        }
      }
    }
  }
  for (std::int64_t f = 0; f < g.filters; ++f) {
    bias[f] = plan.problem.bias == nullptr ? 0.0f : plan.problem.bias[f];
  }
  plan.weights = weights;
  plan.bias = bias;
}

void take_groups(PlanarPlan& plan) {
  const KernelBox whole = whole_kernel(plan.problem.geometry);
  plan.most = SimdKernels::kMaxPlanarVectors;
  for (const FilterGroup& group : plan.groups) {
    plan.cropped = plan.cropped || group.box != whole;
    plan.log2_rows = std::max(plan.log2_rows, group.log2_rows);
    plan.most = std::min(plan.most, most_vectors(plan.kernels, group));
  }
}

PlanarPlan make_plan(const Problem& problem, const SimdKernels& kernels,
                     std::span<const FilterGroup> groups, int threads, Workspace& workspace) {
  const Geometry& g = problem.geometry;
  PlanarPlan plan{
      .problem = problem, .kernels = kernels, .groups = groups, .sharing = RowSharing(g.rows)};
  take_groups(plan);
  plan_taps(plan, workspace);
  pack_weights(plan, workspace);

  const std::int64_t block = plan.block();
  const std::int64_t extent = (g.rows.kernel - 1) * g.rows.dilation + 1;
  plan.ring_rows = (block - 1) * g.rows.stride + extent;
  plan.block_rows = g.rows.kernel + plan.shared_rows(plan.log2_rows);
  plan.table_size = plan.block_rows * (g.columns.kernel * g.channels + 1);
  plan.strips = Strips::cut(g, threads, block);
  plan.rows = workspace.rows.reserve(threads * (plan.ring_rows + 1) * plan.row_pitch);
  const std::int64_t tags = RowRing::tag_count(plan.ring_rows);
  plan.row_tags = workspace.row_tags.reserve(threads * tags);
  for (int slot = 0; slot < threads; ++slot) {
    RowRing::forget(plan.row_tags + slot * tags, plan.ring_rows);
  }
  plan.tap_tables = workspace.pointers.reserve(threads * plan.table_size);
  return plan;
}

// Place i of a plane holds input column `first` + i * stride, or zero where there is no such
// column: the places [begin, end) that are columns.
struct Places {
  std::int64_t begin = 0;
  std::int64_t end = 0;

  Places(std::int64_t first, std::int64_t stride, std::int64_t columns, std::int64_t places) {
    begin = std::min(first < 0 ? ceil_divide(-first, stride) : 0, places);
    const std::int64_t past = first < columns ? ceil_divide(columns - first, stride) : 0;
    end = std::clamp(past, begin, places);
  }
};

void zero_ends(float* plane, const Places& places, std::int64_t pitch) {
  std::fill_n(plane, places.begin, 0.0f);
  std::fill(plane + places.end, plane + pitch, 0.0f);
}

// (W, C) to (C, pitch), `pad_before` zeros in front of each plane.
void make_planes(const PlanarPlan& plan, const float* from, std::int64_t pitch, float* to) {
  const Geometry& g = plan.problem.geometry;
  const Places places(-g.columns.pad_before, 1, g.columns.input, pitch);
  for (std::int64_t c = 0; c < g.channels; ++c) zero_ends(to + c * pitch, places, pitch);
  plan.kernels.deinterleave(from + (places.begin - g.columns.pad_before) * g.channels,
                            places.end - places.begin, g.channels, to + places.begin, pitch);
}

// One input row (W, C), or zeros where it lies in the padding, to (C, phases, plane_pitch).
// `spare` is room for another row.
void rearrange_row(const PlanarPlan& plan, std::int64_t image, std::int64_t padded_row, float* to,
                   float* spare) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t row = padded_row - g.rows.pad_before;
  if (row < 0 || row >= g.rows.input) {
    std::fill_n(to, plan.row_pitch, 0.0f);
    return;
  }
  const std::int64_t stride = g.columns.stride;
  const float* from =
      plan.problem.input + (image * g.rows.input + row) * g.columns.input * g.channels;
  if (stride == 1) {
    make_planes(plan, from, plan.plane_pitch, to);
    return;
  }
  const std::int64_t channel_pitch = plan.phases * plan.plane_pitch;
  if (plan.all_phases) {
    // To split a plane by phases is to deinterleave it once more.
    make_planes(plan, from, channel_pitch, spare);
    for (std::int64_t c = 0; c < g.channels; ++c) {
      plan.kernels.deinterleave(spare + c * channel_pitch, plan.plane_pitch, stride,
                                to + c * channel_pitch, plan.plane_pitch);
    }
    return;
  }
  for (std::int64_t phase = 0; phase < plan.phases; ++phase, to += plan.plane_pitch) {
    const std::int64_t first = plan.phase_of[phase] - g.columns.pad_before;
    const Places places(first, stride, g.columns.input, plan.plane_pitch);
    const float* pixels = from + (first + places.begin * stride) * g.channels;
    for (std::int64_t c = 0; c < g.channels; ++c) {
      zero_ends(to + c * channel_pitch, places, plan.plane_pitch);
    }
    for (std::int64_t i = places.begin; i < places.end; ++i, pixels += stride * g.channels) {
      for (std::int64_t c = 0; c < g.channels; ++c) to[c * channel_pitch + i] = pixels[c];
    }
  }
}

// The same; and whether it is finite, where that counts.
void make_row(const PlanarPlan& plan, std::int64_t image, std::int64_t padded_row, float* to,
              float* spare) {
  rearrange_row(plan, image, padded_row, to, spare);
  if (plan.not_finite == nullptr || plan.kernels.all_finite(to, plan.row_floats())) return;
  plan.not_finite->store(true, std::memory_order_relaxed);
}

// Input that will be rearranged soon. Fetching it while the machine multiplies hides most of the
// time that rearranging it would wait for memory.
struct Ahead {
  const float* begin = nullptr;
  std::int64_t count = 0;

  // The i-th of `shares` equal shares.
  void fetch(std::int64_t i, std::int64_t shares) const {
    constexpr std::int64_t kLine = Tensor::kAlignment / sizeof(float);
    const float* const end = begin + count * (i + 1) / shares;
    for (const float* at = begin + count * i / shares; at < end; at += kLine) {
      __builtin_prefetch(at, 0, 2);
    }
  }
};

// The input rows that the outputs from `output_row` on are the first to look at, for a block.
Ahead rows_ahead(const PlanarPlan& plan, std::int64_t image, std::int64_t output_row) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t width = g.columns.input * g.channels;
  const std::int64_t extent = (g.rows.kernel - 1) * g.rows.dilation + 1;
  const std::int64_t last = output_row * g.rows.stride + extent - 1 - g.rows.pad_before;
  const std::int64_t begin = std::clamp<std::int64_t>(last, 0, g.rows.input);
  const std::int64_t count = plan.block() * g.rows.stride;
  const std::int64_t end = std::min(begin + count, g.rows.input);
  return {plan.problem.input + (image * g.rows.input + begin) * width, (end - begin) * width};
}

// Where the taps of one group's output rows stand, and for which rows and which group that was
// made: groups that have one part of the kernel share it.
class TapTable {
 public:
  TapTable(const PlanarPlan& plan, const float* const* rows, const float** taps)
      : plan_(plan), rows_(rows), taps_(taps) {}

  // Of the group's output rows that begin `first` rows of the block later than it.
  const float* const* of(const FilterGroup& group, std::int64_t first) {
    if (box_ == group.box && first_ == first && log2_ == group.log2_rows) return taps_;
    box_ = group.box;
    first_ = first;
    log2_ = group.log2_rows;
    const std::int64_t channels = plan_.problem.geometry.channels;
    const std::int64_t begin = first * plan_.sharing.step + box_.first_row;
    const std::int64_t end = begin + box_.rows + plan_.shared_rows(log2_);
    const float** to = taps_;
    for (std::int64_t row = begin; row < end; ++row) {
      for (std::int64_t column = 0; column < box_.columns; ++column) {
        const std::int64_t* const offsets =
            plan_.taps + (box_.first_column + column) * channels + box_.first_channel;
        for (std::int64_t c = 0; c < box_.channels; ++c) *to++ = rows_[row] + offsets[c];
      }
    }
    return taps_;
  }

 private:
  const PlanarPlan& plan_;
  const float* const* rows_;
  const float** taps_;
  KernelBox box_;  // of none at first
  std::int64_t first_ = 0;
  int log2_ = 0;
};

// What is left to say of a tile once its group is known.
PlanarTile tile_of(const PlanarPlan& plan) {
  const Geometry& g = plan.problem.geometry;
  const bool planar = plan.problem.layout == OutputLayout::kPlanar;
  PlanarTile tile;
  tile.relu = plan.problem.activation == Activation::kRelu;
  tile.pixel_pitch = planar ? 1 : g.filters;
  tile.filter_pitch = planar ? g.rows.output * g.columns.output : 1;
  tile.row_pitch = plan.sharing.distance * g.columns.output * tile.pixel_pitch;
  return tile;
}

// 1 << log2_rows output rows, `distance` apart, of all filters. `rows`: the input rows that they
// meet; `taps`: room for a table.
void run_block(const PlanarPlan& plan, const float* const* rows, const float** taps,
               std::int64_t image, std::int64_t output_row, int log2_rows, const Ahead& ahead) {
  const Geometry& g = plan.problem.geometry;
  PlanarTile tile = tile_of(plan);
  float* const image_output =
      plan.problem.output + image * g.rows.output * g.columns.output * g.filters;
  const std::int64_t lanes = plan.kernels.lanes;
  const std::int64_t vectors = ceil_divide(g.columns.output, lanes);
  const std::int64_t tiles = ceil_divide(vectors, plan.most);
  TapTable table(plan, rows, taps);
  for (std::int64_t i = 0; i < tiles; ++i) {
    const std::int64_t first_vector = i * vectors / tiles;
    const std::int64_t count = (i + 1) * vectors / tiles - first_vector;
    tile.column = first_vector * lanes;
    tile.valid = std::min(count * lanes, g.columns.output - tile.column);
    ahead.fetch(i, tiles);
    const float* weights = plan.weights;
    for (FilterGroup group : plan.groups) {
      group.log2_rows = std::min(group.log2_rows, log2_rows);
      tile.tap_count = group.box.taps();
      tile.row_step = plan.sharing.step * group.box.row_taps();
      tile.weights = weights;
      tile.bias = plan.bias + group.first;
      weights += group.box.taps() * group.filters;
      const auto kernel = plan.kernels.planar[group.filters - 1][group.log2_rows][count - 1];
      const std::int64_t together = std::int64_t{1} << group.log2_rows;
      for (std::int64_t row = 0; row < std::int64_t{1} << log2_rows; row += together) {
        tile.taps = table.of(group, row);
        const std::int64_t at = output_row + row * plan.sharing.distance;
        tile.output = image_output + group.first * tile.filter_pitch +
                      (at * g.columns.output + tile.column) * tile.pixel_pitch;
        kernel(tile);
      }
    }
  }
  const std::int64_t row = g.columns.output * g.filters;
  for (std::int64_t i = 0; i < std::int64_t{1} << log2_rows; ++i) {
    plan.problem.finish_pixels(image_output + (output_row + i * plan.sharing.distance) * row, row);
  }
}

void run_strip(const PlanarPlan& plan, int slot, std::int64_t strip) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t image = strip / plan.strips.per_image;
  const std::int64_t begin = strip % plan.strips.per_image * plan.strips.rows;
  const std::int64_t end = std::min(begin + plan.strips.rows, g.rows.output);
  float* const kept = plan.rows + slot * (plan.ring_rows + 1) * plan.row_pitch;
  float* const spare = kept + plan.ring_rows * plan.row_pitch;
  RowRing ring(kept, plan.row_pitch, plan.row_tags + slot * RowRing::tag_count(plan.ring_rows),
               plan.ring_rows, image);
  const float** rows = plan.tap_tables + slot * plan.table_size;
  const float** taps = rows + plan.block_rows;

  for (std::int64_t output_row = begin; output_row < end;) {
    int log2_rows = plan.log2_rows;
    while (log2_rows > 0 && output_row + (plan.sharing.distance << log2_rows) > end) --log2_rows;
    const std::int64_t sub_blocks = log2_rows == 0 ? 1 : plan.sharing.distance;
    const Ahead ahead = rows_ahead(plan, image, output_row + (sub_blocks << log2_rows));
    for (std::int64_t sub = 0; sub < sub_blocks; ++sub) {
      for (std::int64_t i = 0; i < g.rows.kernel + plan.shared_rows(log2_rows); ++i) {
        const std::int64_t padded = (output_row + sub) * g.rows.stride + i * g.rows.dilation;
        rows[i] = ring.row(padded, [&](float* to) { make_row(plan, image, padded, to, spare); });
      }
      const bool last = sub + 1 == sub_blocks;
      run_block(plan, rows, taps, image, output_row + sub, log2_rows, last ? ahead : Ahead{});
    }
    output_row += sub_blocks << log2_rows;
  }
}

}  // namespace

std::int64_t most_vectors(const SimdKernels& kernels, const FilterGroup& group) {
  const auto& of_group = kernels.planar[group.filters - 1][group.log2_rows];
  std::int64_t most = SimdKernels::kMaxPlanarVectors;
  while (of_group[most - 1] == nullptr) --most;
  return most;
}

double planar_speed(const Problem& problem, const SimdKernels& kernels,
                    std::span<const FilterGroup> groups) {
  const Geometry& g = problem.geometry;
  const FilterGroup& largest = groups.front();
  const std::int64_t vectors = ceil_divide(g.columns.output, kernels.lanes);
  const std::int64_t tiles = ceil_divide(vectors, most_vectors(kernels, largest));
  const std::int64_t sums = largest.filters * ceil_divide(vectors, tiles) << largest.log2_rows;
  // NHWC output of several groups is stored in pieces: some four multiply-adds' time a vector.
  const auto taps = static_cast<double>(g.taps());
  const bool pieces = problem.layout == OutputLayout::kNhwc && groups.size() > 1;
  const double scattered = pieces ? 4.0 : 0.0;
  return share_of(g.columns.output, vectors * kernels.lanes) * busy(sums) * taps /
         (taps + scattered);
}

bool conv2d_planar(const Problem& problem, const SimdKernels& kernels,
                   std::span<const FilterGroup> groups, ThreadPool& pool, int threads,
                   Workspace& workspace) {
  PlanarPlan plan = make_plan(problem, kernels, groups, threads, workspace);
  std::atomic<bool> not_finite{false};
  if (plan.cropped) plan.not_finite = &not_finite;
  pool.run(threads, plan.strips.per_image * problem.geometry.batch,
           [&plan](int slot, std::int64_t strip) { run_strip(plan, slot, strip); });
  return !not_finite;
}

}  // namespace convlens::conv

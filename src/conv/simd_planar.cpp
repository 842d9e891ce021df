#include <cassert>
#include <numeric>

#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

struct PlanarPlan {
  const Problem& problem;
  const SimdKernels& kernels;
  std::int64_t filter_groups = 0;

  // Output rows are computed log2_rows ? 2 or 4 : 1 at a time, `row_distance` apart, so that their
  // kernels meet the same input rows, `row_step` kernel rows later for each.
  int log2_rows = 0;
  std::int64_t row_distance = 1;
  std::int64_t row_step = 0;

  // An input row becomes (C, phases, plane_pitch): the columns of one channel that outputs meet
  // with one remainder of column / stride, so that neighbouring outputs read neighbouring floats.
  std::int64_t phases = 0;
  bool all_phases = false;  // every remainder is met, and phase i is remainder i
  std::int64_t plane_pitch = 0;
  std::int64_t row_pitch = 0;
  std::int64_t ring_rows = 0;
  std::int64_t table_size = 0;

  Strips strips{};
  const std::int64_t* taps = nullptr;      // (KW C)
  const std::int64_t* phase_of = nullptr;  // (phases), the remainders
  const float* weights = nullptr;          // (F) in groups, each (KH, KW C, FB)
  const float* bias = nullptr;             // (F)
  float* rows = nullptr;                   // (threads, ring_rows and a spare one, row_pitch)
  std::int64_t* row_tags = nullptr;        // (threads, tags of a ring)
  const float** tap_tables = nullptr;      // (threads, table_size)

  // Filters before group g: the first F mod groups groups hold one more than the others.
  std::int64_t first_filter(std::int64_t g) const {
    const std::int64_t filters = problem.geometry.filters;
    return g * (filters / filter_groups) + std::min(g, filters % filter_groups);
  }
  std::int64_t largest_group() const {
    return ceil_divide(problem.geometry.filters, filter_groups);
  }
};

// How many output rows to hold in registers. Few filters leave room for more rows.
void choose_rows(PlanarPlan& plan) {
  constexpr std::int64_t kMaxDistance = 8;  // keeps the ring of rows within the cache
  const Axis& rows = plan.problem.geometry.rows;
  const std::int64_t distance = rows.dilation / std::gcd(rows.dilation, rows.stride);
  const std::int64_t step = distance * rows.stride / rows.dilation;
  if (distance > kMaxDistance) return;
  const auto group = static_cast<std::size_t>(plan.largest_group() - 1);
  for (const int log2 : {2, 1}) {
    const std::int64_t count = std::int64_t{1} << log2;
    const bool shares = rows.kernel > (count - 1) * step;
    if (shares && rows.output >= count * distance &&
        plan.kernels.planar[group][log2][1] != nullptr) {
      plan.log2_rows = log2;
      plan.row_distance = distance;
      plan.row_step = step;
      return;
    }
  }
}

// The most vectors of columns whose sums fit the registers.
std::int64_t most_vectors(const PlanarPlan& plan, int log2_rows) {
  const auto& kernels = plan.kernels.planar[plan.largest_group() - 1][log2_rows];
  std::int64_t most = SimdKernels::kMaxPlanarVectors;
  while (kernels[most - 1] == nullptr) --most;
  return most;
}

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
  plan.row_pitch = odd_lines(g.channels * plan.phases * plan.plane_pitch);
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
  for (std::int64_t group = 0; group < plan.filter_groups; ++group) {
    const std::int64_t begin = plan.first_filter(group);
    const std::int64_t end = plan.first_filter(group + 1);
    for (std::int64_t tap = 0; tap < g.taps(); ++tap) {  // (KH, KW C, F) to (KH, KW C, FB)
      to = std::copy(plan.problem.kernel + tap * g.filters + begin,
                     plan.problem.kernel + tap * g.filters + end, to);
    }
  }
  for (std::int64_t f = 0; f < g.filters; ++f) {
    bias[f] = plan.problem.bias == nullptr ? 0.0f : plan.problem.bias[f];
  }
  plan.weights = weights;
  plan.bias = bias;
}

PlanarPlan make_plan(const Problem& problem, const SimdKernels& kernels, int threads,
                     Workspace& workspace) {
  const Geometry& g = problem.geometry;
  PlanarPlan plan{problem, kernels};
  plan.filter_groups = ceil_divide(g.filters, SimdKernels::kMaxPlanarFilters);
  choose_rows(plan);
  plan_taps(plan, workspace);
  pack_weights(plan, workspace);

  const std::int64_t block = plan.row_distance << plan.log2_rows;
  const std::int64_t extent = (g.rows.kernel - 1) * g.rows.dilation + 1;
  plan.ring_rows = (block - 1) * g.rows.stride + extent;
  const std::int64_t shared = ((std::int64_t{1} << plan.log2_rows) - 1) * plan.row_step;
  plan.table_size = (g.rows.kernel + shared) * g.columns.kernel * g.channels;
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
void make_row(const PlanarPlan& plan, std::int64_t image, std::int64_t padded_row, float* to,
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
  const std::int64_t count = (plan.row_distance << plan.log2_rows) * g.rows.stride;
  const std::int64_t end = std::min(begin + count, g.rows.input);
  return {plan.problem.input + (image * g.rows.input + begin) * width, (end - begin) * width};
}

// 1 << log2_rows output rows, row_distance apart, of all filters.
void run_block(const PlanarPlan& plan, const float* const* taps, std::int64_t image,
               std::int64_t output_row, int log2_rows, const Ahead& ahead) {
  const Geometry& g = plan.problem.geometry;
  const bool planar = plan.problem.layout == OutputLayout::kPlanar;
  const std::int64_t map = g.rows.output * g.columns.output;
  PlanarTile tile;
  tile.taps = taps;
  tile.tap_count = g.taps();
  tile.row_step = plan.row_step * g.columns.kernel * g.channels;
  tile.relu = plan.problem.activation == Activation::kRelu;
  tile.pixel_pitch = planar ? 1 : g.filters;
  tile.filter_pitch = planar ? map : 1;
  tile.row_pitch = plan.row_distance * g.columns.output * tile.pixel_pitch;
  float* const image_output = plan.problem.output + image * map * g.filters;

  const std::int64_t lanes = plan.kernels.lanes;
  const std::int64_t vectors = ceil_divide(g.columns.output, lanes);
  const auto& kernels = plan.kernels.planar;
  const std::int64_t most = most_vectors(plan, log2_rows);
  const std::int64_t tiles = ceil_divide(vectors, most);
  for (std::int64_t i = 0; i < tiles; ++i) {
    const std::int64_t first_vector = i * vectors / tiles;
    const std::int64_t count = (i + 1) * vectors / tiles - first_vector;
    tile.column = first_vector * lanes;
    tile.valid = std::min(count * lanes, g.columns.output - tile.column);
    ahead.fetch(i, tiles);
    for (std::int64_t group = 0; group < plan.filter_groups; ++group) {
      const std::int64_t filter = plan.first_filter(group);
      const std::int64_t filters = plan.first_filter(group + 1) - filter;
      tile.weights = plan.weights + filter * g.taps();
      tile.bias = plan.bias + filter;
      tile.output = image_output + filter * tile.filter_pitch +
                    (output_row * g.columns.output + tile.column) * tile.pixel_pitch;
      kernels[filters - 1][log2_rows][count - 1](tile);
    }
  }
}

void point_taps(const float* row, const std::int64_t* offsets, std::int64_t count,
                const float** taps) {
  for (std::int64_t tap = 0; tap < count; ++tap) taps[tap] = row + offsets[tap];
}

void run_strip(const PlanarPlan& plan, int slot, std::int64_t strip) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t image = strip / plan.strips.per_image;
  const std::int64_t begin = strip % plan.strips.per_image * plan.strips.rows;
  const std::int64_t end = std::min(begin + plan.strips.rows, g.rows.output);
  float* const rows = plan.rows + slot * (plan.ring_rows + 1) * plan.row_pitch;
  float* const spare = rows + plan.ring_rows * plan.row_pitch;
  RowRing ring(rows, plan.row_pitch, plan.row_tags + slot * RowRing::tag_count(plan.ring_rows),
               plan.ring_rows, image);
  const float** taps = plan.tap_tables + slot * plan.table_size;
  const std::int64_t row_taps = g.columns.kernel * g.channels;

  for (std::int64_t output_row = begin; output_row < end;) {
    int log2_rows = plan.log2_rows;
    while (log2_rows > 0 && output_row + (plan.row_distance << log2_rows) > end) --log2_rows;
    const std::int64_t shared = ((std::int64_t{1} << log2_rows) - 1) * plan.row_step;
    const std::int64_t sub_blocks = log2_rows == 0 ? 1 : plan.row_distance;
    const Ahead ahead = rows_ahead(plan, image, output_row + (sub_blocks << log2_rows));
    for (std::int64_t sub = 0; sub < sub_blocks; ++sub) {
      for (std::int64_t i = 0; i < g.rows.kernel + shared; ++i) {
        const std::int64_t padded = (output_row + sub) * g.rows.stride + i * g.rows.dilation;
        const float* row =
            ring.row(padded, [&](float* to) { make_row(plan, image, padded, to, spare); });
        point_taps(row, plan.taps, row_taps, taps + i * row_taps);
      }
      const bool last = sub + 1 == sub_blocks;
      run_block(plan, taps, image, output_row + sub, log2_rows, last ? ahead : Ahead{});
    }
    output_row += sub_blocks << log2_rows;
  }
}

}  // namespace

double planar_speed(const Problem& problem, const SimdKernels& kernels) {
  const Geometry& g = problem.geometry;
  PlanarPlan plan{problem, kernels};
  plan.filter_groups = ceil_divide(g.filters, SimdKernels::kMaxPlanarFilters);
  choose_rows(plan);
  const std::int64_t vectors = ceil_divide(g.columns.output, kernels.lanes);
  const std::int64_t tiles = ceil_divide(vectors, most_vectors(plan, plan.log2_rows));
  const std::int64_t sums = plan.largest_group() * ceil_divide(vectors, tiles) << plan.log2_rows;
  // NHWC output of several groups is stored in pieces: some four multiply-adds' time a vector.
  const auto taps = static_cast<double>(g.taps());
  const bool pieces = problem.layout == OutputLayout::kNhwc && plan.filter_groups > 1;
  const double scattered = pieces ? 4.0 : 0.0;
  return share_of(g.columns.output, vectors * kernels.lanes) * busy(sums) * taps /
         (taps + scattered);
}

void conv2d_planar(const Problem& problem, const SimdKernels& kernels, ThreadPool& pool,
                   int threads, Workspace& workspace) {
  const PlanarPlan plan = make_plan(problem, kernels, threads, workspace);
  pool.run(threads, plan.strips.per_image * problem.geometry.batch,
           [&plan](int slot, std::int64_t strip) { run_strip(plan, slot, strip); });
}

}  // namespace convlens::conv

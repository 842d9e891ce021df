#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

struct PackedPlan {
  const Problem& problem;
  const SimdKernels& kernels;
  std::int64_t vectors = 0;  // of filters, the last one filled with zeros
  std::int64_t groups = 0;   // of vectors
  bool direct = false;       // rows need no padding and are read where they are
  std::int64_t row_pitch = 0;
  std::int64_t ring_rows = 0;
  Strips strips{};
  std::int64_t group_parts = 1;  // a strip's groups are dealt out in so many parts

  const float* weights = nullptr;        // (groups), each (KH, KW C, V lanes)
  const float* bias = nullptr;           // (vectors lanes)
  float* rows = nullptr;                 // (threads, ring_rows, row_pitch), rows as (W, C)
  std::int64_t* row_tags = nullptr;      // (threads, tags of a ring)
  const float** row_pointers = nullptr;  // (threads, KH)

  std::int64_t first_vector(std::int64_t group) const { return group * vectors / groups; }
};

// The most pixels whose sums fit the registers beside so many vectors of filters.
std::int64_t most_pixels(const SimdKernels& kernels, std::int64_t vectors) {
  std::int64_t most = SimdKernels::kMaxPackedPixels;
  while (kernels.packed[vectors - 1][most - 1] == nullptr) --most;
  return most;
}

// The most vectors of filters to compute together: each input value that is loaded should serve
// several, and so should each weight.
std::int64_t most_vectors(const SimdKernels& kernels) {
  constexpr std::int64_t kFewestPixels = 4;
  std::int64_t most = SimdKernels::kMaxPackedVectors;
  while (most_pixels(kernels, most) < kFewestPixels) --most;
  return most;
}

void pack_weights(PackedPlan& plan, Workspace& workspace) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t lanes = plan.kernels.lanes;
  float* bias = workspace.bias.reserve(plan.vectors * lanes);
  std::fill_n(bias, plan.vectors * lanes, 0.0f);
  if (plan.problem.bias != nullptr) std::copy_n(plan.problem.bias, g.filters, bias);
  plan.bias = bias;

  const auto address = reinterpret_cast<std::uintptr_t>(plan.problem.kernel);
  if (plan.groups == 1 && g.filters % lanes == 0 && address % Tensor::kAlignment == 0) {
    plan.weights = plan.problem.kernel;  // is packed already
    return;
  }
  float* weights = workspace.weights.reserve(g.taps() * plan.vectors * lanes);
  plan.weights = weights;
  float* to = weights;
  for (std::int64_t group = 0; group < plan.groups; ++group) {
    const std::int64_t begin = plan.first_vector(group) * lanes;
    const std::int64_t end = plan.first_vector(group + 1) * lanes;
    const std::int64_t filters_end = std::min(end, g.filters);
    for (std::int64_t tap = 0; tap < g.taps(); ++tap) {  // (KH, KW C, F) to (KH, KW C, V lanes)
      const float* from = plan.problem.kernel + tap * g.filters;
      to = std::copy(from + begin, from + filters_end, to);
      to = std::fill_n(to, end - filters_end, 0.0f);
    }
  }
}

PackedPlan make_plan(const Problem& problem, const SimdKernels& kernels, int threads,
                     Workspace& workspace) {
  const Geometry& g = problem.geometry;
  PackedPlan plan{problem, kernels};
  plan.vectors = ceil_divide(g.filters, kernels.lanes);
  plan.groups = ceil_divide(plan.vectors, most_vectors(kernels));
  pack_weights(plan, workspace);

  plan.direct = g.columns.pad_before == 0 && g.columns.span() <= g.columns.input;
  const std::int64_t extent = (g.rows.kernel - 1) * g.rows.dilation + 1;
  plan.row_pitch = odd_lines(g.columns.span() * g.channels);
  plan.ring_rows = extent;
  plan.strips = Strips::cut(g, threads, 1);
  plan.group_parts = std::clamp<std::int64_t>(ceil_divide(threads, plan.strips.per_image * g.batch),
                                              1, plan.groups);
  plan.rows = workspace.rows.reserve(threads * plan.ring_rows * plan.row_pitch);
  const std::int64_t tags = RowRing::tag_count(plan.ring_rows);
  plan.row_tags = workspace.row_tags.reserve(threads * tags);
  for (int slot = 0; slot < threads; ++slot) {
    RowRing::forget(plan.row_tags + slot * tags, plan.ring_rows);
  }
  plan.row_pointers = workspace.pointers.reserve(threads * g.rows.kernel);
  return plan;
}

bool is_padding(const Axis& rows, std::int64_t padded_row) {
  return padded_row < rows.pad_before || padded_row >= rows.pad_before + rows.input;
}

// (W, C)
const float* input_row(const Problem& problem, std::int64_t image, std::int64_t padded_row) {
  const Geometry& g = problem.geometry;
  const std::int64_t row = padded_row - g.rows.pad_before;
  return problem.input + (image * g.rows.input + row) * g.columns.input * g.channels;
}

// One input row with the padding to its left and right, (row_pitch) floats.
void make_row(const PackedPlan& plan, std::int64_t image, std::int64_t padded_row, float* to) {
  const Geometry& g = plan.problem.geometry;
  float* const end = to + plan.row_pitch;
  if (!is_padding(g.rows, padded_row)) {
    const std::int64_t width = g.columns.input * g.channels;
    to = std::fill_n(to, g.columns.pad_before * g.channels, 0.0f);
    to = std::copy_n(input_row(plan.problem, image, padded_row),
                     std::min<std::int64_t>(width, end - to), to);
  }
  std::fill(to, end, 0.0f);
}

// One output row of one group of filters.
void run_row(const PackedPlan& plan, const float* const* rows, std::int64_t image,
             std::int64_t output_row, std::int64_t group) {
  const Geometry& g = plan.problem.geometry;
  const bool planar = plan.problem.layout == OutputLayout::kPlanar;
  const std::int64_t map = g.rows.output * g.columns.output;
  const std::int64_t lanes = plan.kernels.lanes;
  const std::int64_t vectors = plan.first_vector(group + 1) - plan.first_vector(group);
  const std::int64_t filter = plan.first_vector(group) * lanes;
  const bool dense = g.columns.dilation == 1;

  PackedTile tile;
  tile.rows = rows;
  tile.kernel_rows = g.rows.kernel;
  tile.runs = dense ? 1 : g.columns.kernel;
  tile.run_length = dense ? g.columns.kernel * g.channels : g.channels;
  tile.run_pitch = g.columns.dilation * g.channels;
  tile.pixel_step = g.columns.stride * g.channels;
  tile.weights = plan.weights + filter * g.taps();
  tile.bias = plan.bias + filter;
  tile.relu = plan.problem.activation == Activation::kRelu;
  tile.valid_filters = g.filters - filter;
  tile.pixel_pitch = planar ? 1 : g.filters;
  tile.filter_pitch = planar ? map : 1;
  float* const output = plan.problem.output + image * map * g.filters + filter * tile.filter_pitch +
                        output_row * g.columns.output * tile.pixel_pitch;

  const std::int64_t most = most_pixels(plan.kernels, vectors);
  const std::int64_t tiles = ceil_divide(g.columns.output, most);
  for (std::int64_t i = 0; i < tiles; ++i) {
    const std::int64_t column = i * g.columns.output / tiles;
    const std::int64_t pixels = (i + 1) * g.columns.output / tiles - column;
    tile.offset = column * tile.pixel_step;
    tile.output = output + column * tile.pixel_pitch;
    plan.kernels.packed[vectors - 1][pixels - 1](tile);
  }
}

void run_part(const PackedPlan& plan, int slot, std::int64_t part) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t strip = part / plan.group_parts;
  const std::int64_t group_part = part % plan.group_parts;
  const std::int64_t image = strip / plan.strips.per_image;
  const std::int64_t begin = strip % plan.strips.per_image * plan.strips.rows;
  const std::int64_t end = std::min(begin + plan.strips.rows, g.rows.output);
  RowRing ring(plan.rows + slot * plan.ring_rows * plan.row_pitch, plan.row_pitch,
               plan.row_tags + slot * RowRing::tag_count(plan.ring_rows), plan.ring_rows, image);
  const float** rows = plan.row_pointers + slot * g.rows.kernel;

  for (std::int64_t output_row = begin; output_row < end; ++output_row) {
    for (std::int64_t kh = 0; kh < g.rows.kernel; ++kh) {
      const std::int64_t padded = output_row * g.rows.stride + kh * g.rows.dilation;
      rows[kh] = plan.direct && !is_padding(g.rows, padded)
                     ? input_row(plan.problem, image, padded)
                     : ring.row(padded, [&](float* to) { make_row(plan, image, padded, to); });
    }
    const std::int64_t last_group = (group_part + 1) * plan.groups / plan.group_parts;
    for (std::int64_t group = group_part * plan.groups / plan.group_parts; group < last_group;
         ++group) {
      run_row(plan, rows, image, output_row, group);
    }
  }
}

}  // namespace

double packed_speed(const Problem& problem, const SimdKernels& kernels) {
  const Geometry& g = problem.geometry;
  const std::int64_t vectors = ceil_divide(g.filters, kernels.lanes);
  const std::int64_t groups = ceil_divide(vectors, most_vectors(kernels));
  const std::int64_t together = ceil_divide(vectors, groups);
  const std::int64_t most = most_pixels(kernels, together);
  const std::int64_t tiles = ceil_divide(g.columns.output, most);
  const std::int64_t pixels = ceil_divide(g.columns.output, tiles);
  // Planar output is stored value by value: some two multiply-adds' time each.
  const auto taps = static_cast<double>(g.taps());
  const double scattered = problem.layout == OutputLayout::kPlanar ? 2.0 * kernels.lanes : 0.0;
  return share_of(g.filters, vectors * kernels.lanes) * busy(together * pixels) * taps /
         (taps + scattered);
}

void conv2d_packed(const Problem& problem, const SimdKernels& kernels, ThreadPool& pool,
                   int threads, Workspace& workspace) {
  const PackedPlan plan = make_plan(problem, kernels, threads, workspace);
  pool.run(threads, plan.strips.per_image * problem.geometry.batch * plan.group_parts,
           [&plan](int slot, std::int64_t part) { run_part(plan, slot, part); });
}

}  // namespace convlens::conv

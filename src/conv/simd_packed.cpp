#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

struct PackedPlan {
  const Problem& problem;
  const SimdKernels& kernels;
  std::int64_t vectors = 0;  // of filters
  std::int64_t groups = 0;   // of vectors
  bool in_place = false;     // the kernel is read where it is
  bool direct = false;       // rows need no padding and are read where they are
  bool skips_rows = false;   // those of the kernel that meet nothing but padding
  std::int64_t row_pitch = 0;
  std::int64_t ring_rows = 0;
  Strips strips{};
  std::int64_t group_parts = 1;  // a strip's groups are dealt out in so many parts

  const float* weights = nullptr;        // the kernel, or (groups), each (KH, KW C, V lanes)
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

// Whether to read the kernel (taps, F) as it stands. That saves a pass over it, and leaves to each
// thread's cache what it had there for the call before. Filters that do not fill their last vector
// take one that begins earlier. Where many pixels meet it, it is better packed: a vector that
// crosses cache lines, and rows so far apart that they compete for the same few places of a cache,
// cost something at each of them.
bool reads_in_place(const Geometry& g, std::int64_t lanes, std::int64_t groups,
                    const float* kernel) {
  constexpr std::int64_t kFewPixels = 256;
  constexpr std::int64_t kNear = 256;  // floats
  if (g.filters < lanes) return false;
  if (g.batch * g.rows.output * g.columns.output <= kFewPixels) return true;
  const auto address = reinterpret_cast<std::uintptr_t>(kernel);
  const bool aligned = g.filters % lanes == 0 && address % Tensor::kAlignment == 0;
  return aligned && (groups == 1 || g.filters <= kNear);
}

void pack_weights(PackedPlan& plan, Workspace& workspace) {
  const Geometry& g = plan.problem.geometry;
  const std::int64_t lanes = plan.kernels.lanes;
  float* bias = workspace.bias.reserve(plan.vectors * lanes);
  std::fill_n(bias, plan.vectors * lanes, 0.0f);
  if (plan.problem.bias != nullptr) std::copy_n(plan.problem.bias, g.filters, bias);
  plan.bias = bias;

  plan.in_place = reads_in_place(g, lanes, plan.groups, plan.problem.kernel);
  if (plan.in_place) {
    plan.weights = plan.problem.kernel;
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

// Into how many parts to deal out the groups of a strip. A kernel that does not fit a core's cache
// is best read once, one group after the other over all rows; and where it is larger than the
// input, threads rather share that, so that each has only its filters' weights to hold.
std::int64_t parts_of_groups(const PackedPlan& plan, int threads) {
  constexpr std::int64_t kCached = std::int64_t{1} << 16;  // floats
  const Geometry& g = plan.problem.geometry;
  const std::int64_t weights = g.taps() * g.filters;
  const std::int64_t inputs = g.batch * g.rows.input * g.columns.input * g.channels;
  const std::int64_t strips = plan.strips.per_image * g.batch;
  if (weights > kCached && g.rows.output > 1) return plan.groups;
  const bool by_filters = plan.groups >= threads && weights > inputs;
  const std::int64_t wanted = by_filters ? threads : ceil_divide(threads, strips);
  return std::clamp<std::int64_t>(wanted, 1, plan.groups);
}

bool is_padding(const Axis& rows, std::int64_t padded_row) {
  return padded_row < rows.pad_before || padded_row >= rows.pad_before + rows.input;
}

// Whether to leave out products with padding above and below the picture: of weights that are
// finite they are 0, and change no sum. To see that costs about what four products a weight do.
bool skips_rows(const Problem& problem, const SimdKernels& kernels) {
  constexpr std::int64_t kLooked = 4;
  const Geometry& g = problem.geometry;
  std::int64_t skipped = 0;  // kernel rows, of all output rows
  for (std::int64_t row = 0; row < g.rows.output; ++row) {
    for (std::int64_t kh = 0; kh < g.rows.kernel; ++kh) {
      if (is_padding(g.rows, row * g.rows.stride + kh * g.rows.dilation)) ++skipped;
    }
  }
  const std::int64_t for_each_weight = skipped * g.columns.output * g.batch / g.rows.kernel;
  return for_each_weight > kLooked && kernels.all_finite(problem.kernel, g.taps() * g.filters);
}

PackedPlan make_plan(const Problem& problem, const SimdKernels& kernels, int threads,
                     Workspace& workspace) {
  const Geometry& g = problem.geometry;
  PackedPlan plan{problem, kernels};
  plan.vectors = ceil_divide(g.filters, kernels.lanes);
  plan.groups = ceil_divide(plan.vectors, most_vectors(kernels));
  pack_weights(plan, workspace);

  plan.skips_rows = skips_rows(problem, kernels);
  plan.direct = g.columns.pad_before == 0 && g.columns.span() <= g.columns.input;
  const std::int64_t extent = (g.rows.kernel - 1) * g.rows.dilation + 1;
  plan.row_pitch = odd_lines(g.columns.span() * g.channels);
  plan.ring_rows = extent;
  plan.strips = Strips::cut(g, threads, 1);
  plan.group_parts = parts_of_groups(plan, threads);
  plan.rows = workspace.rows.reserve(threads * plan.ring_rows * plan.row_pitch);
  const std::int64_t tags = RowRing::tag_count(plan.ring_rows);
  plan.row_tags = workspace.row_tags.reserve(threads * tags);
  for (int slot = 0; slot < threads; ++slot) {
    RowRing::forget(plan.row_tags + slot * tags, plan.ring_rows);
  }
  plan.row_pointers = workspace.pointers.reserve(threads * g.rows.kernel);
  return plan;
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

// Kernel rows [first, end).
struct KernelRows {
  std::int64_t first = 0;
  std::int64_t end = 0;
};

// Those that an output row needs, at least one.
KernelRows kernel_rows(const PackedPlan& plan, std::int64_t output_row) {
  const Axis& rows = plan.problem.geometry.rows;
  const auto padding = [&](std::int64_t kh) {
    return is_padding(rows, output_row * rows.stride + kh * rows.dilation);
  };
  KernelRows needed{0, rows.kernel};
  if (!plan.skips_rows) return needed;
  while (needed.first + 1 < needed.end && padding(needed.first)) ++needed.first;
  while (needed.first + 1 < needed.end && padding(needed.end - 1)) --needed.end;
  return needed;
}

// One output row of one group of filters. `rows`: the input rows that these kernel rows meet.
void run_row(const PackedPlan& plan, const float* const* rows, const KernelRows& kernel_rows,
             std::int64_t image, std::int64_t output_row, std::int64_t group) {
  const Geometry& g = plan.problem.geometry;
  const bool planar = plan.problem.layout == OutputLayout::kPlanar;
  const std::int64_t map = g.rows.output * g.columns.output;
  const std::int64_t lanes = plan.kernels.lanes;
  const std::int64_t vectors = plan.first_vector(group + 1) - plan.first_vector(group);
  const std::int64_t filter = plan.first_vector(group) * lanes;
  const std::int64_t filters = std::min(vectors * lanes, g.filters - filter);
  const bool dense = g.columns.dilation == 1;

  PackedTile tile;
  tile.rows = rows;
  tile.kernel_rows = kernel_rows.end - kernel_rows.first;
  tile.runs = dense ? 1 : g.columns.kernel;
  tile.run_length = dense ? g.columns.kernel * g.channels : g.channels;
  tile.run_pitch = g.columns.dilation * g.channels;
  tile.pixel_step = g.columns.stride * g.channels;
  tile.weight_pitch = plan.in_place ? g.filters : vectors * lanes;
  tile.weights = plan.weights + filter * (plan.in_place ? 1 : g.taps()) +
                 kernel_rows.first * g.columns.kernel * g.channels * tile.weight_pitch;
  tile.bias = plan.bias + filter;
  tile.last_vector = plan.in_place ? filters - lanes : (vectors - 1) * lanes;
  tile.relu = plan.problem.activation == Activation::kRelu;
  tile.valid_filters = filters;
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
  const std::int64_t strips = plan.strips.per_image * g.batch;
  const std::int64_t strip = part % strips;
  const std::int64_t group_part = part / strips;
  const std::int64_t image = strip / plan.strips.per_image;
  const std::int64_t begin = strip % plan.strips.per_image * plan.strips.rows;
  const std::int64_t end = std::min(begin + plan.strips.rows, g.rows.output);
  RowRing ring(plan.rows + slot * plan.ring_rows * plan.row_pitch, plan.row_pitch,
               plan.row_tags + slot * RowRing::tag_count(plan.ring_rows), plan.ring_rows, image);
  const float** rows = plan.row_pointers + slot * g.rows.kernel;

  for (std::int64_t output_row = begin; output_row < end; ++output_row) {
    const KernelRows needed = kernel_rows(plan, output_row);
    for (std::int64_t kh = needed.first; kh < needed.end; ++kh) {
      const std::int64_t padded = output_row * g.rows.stride + kh * g.rows.dilation;
      rows[kh - needed.first] =
          plan.direct && !is_padding(g.rows, padded)
              ? input_row(plan.problem, image, padded)
              : ring.row(padded, [&](float* to) { make_row(plan, image, padded, to); });
    }
    const std::int64_t last_group = (group_part + 1) * plan.groups / plan.group_parts;
    for (std::int64_t group = group_part * plan.groups / plan.group_parts; group < last_group;
         ++group) {
      run_row(plan, rows, needed, image, output_row, group);
    }
    if (plan.group_parts > 1) continue;  // another thread has the other filters
    const std::int64_t row = g.columns.output * g.filters;
    plan.problem.finish_pixels(plan.problem.output + (image * g.rows.output + output_row) * row,
                               row);
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
  if (plan.group_parts == 1) return;
  const Geometry& g = problem.geometry;
  const std::int64_t row = g.columns.output * g.filters;
  pool.run(threads, g.batch * g.rows.output, [&problem, row](int, std::int64_t i) {
    problem.finish_pixels(problem.output + i * row, row);
  });
}

}  // namespace convlens::conv

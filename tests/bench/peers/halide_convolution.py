"""A convolution in Halide with a schedule by hand, compiled for the machine it runs on.

Both forms copy a strip of rows with its zeros around it, which stays in the cache, and hold a block
of results in registers over all products.
"""

import halide as hl
import numpy as np

LANES = 16  # floats of a vector
STRIP_ROWS = 16


def padded(source, axes):
    """The picture with zeros around it; `axes` has None for the axis of the channels."""
    everywhere = hl.Range()
    bounds = [everywhere if size is None else hl.Range(0, size) for size in axes]
    return hl.BoundaryConditions.constant_exterior(source, hl.f32(0.0), bounds)


def strip_rows(rows):
    """Of the strips that threads share out: at least four of a small picture, rows in pairs."""
    return max(2, min(STRIP_ROWS, rows // 4 // 2 * 2))


def planar(problem):
    """(C, H, W) to (F, OH, OW): two rows of all filters, vectors of neighbours of a row."""
    x, y, f, c, inner_x, inner_y, strip = map(hl.Var, "x y f c inner_x inner_y strip".split())
    source = hl.ImageParam(hl.Float(32), 3, "source")
    weights = hl.ImageParam(hl.Float(32), 4, "weights")
    (top, _), (left, _) = problem.pads
    zeros_around = padded(source, [problem.width, problem.height, None])
    picture, sums, maps = hl.Func("picture"), hl.Func("sums"), hl.Func("maps")
    picture[x, y, c] = zeros_around[x - left, y - top, c]
    tap = hl.RDom([(0, problem.kernel_width), (0, problem.kernel_height), (0, problem.channels)])
    sums[x, y, f] = hl.f32(0.0)
    sums[x, y, f] += (picture[x * problem.stride + tap.x, y * problem.stride + tap.y, tap.z] *
                      weights[tap.x, tap.y, tap.z, f])
    maps[x, y, f] = sums[x, y, f]

    vectors = 4 if problem.filters == 1 else 2
    rows, columns = problem.output_size
    maps.bound(x, 0, columns).bound(y, 0, rows).bound(f, 0, problem.filters)
    maps.split(y, strip, y, strip_rows(rows)).parallel(strip)
    maps.split(y, y, inner_y, 2).split(x, x, inner_x, vectors * LANES)
    maps.reorder(inner_x, inner_y, f, x, y, strip)
    maps.vectorize(inner_x, LANES).unroll(inner_x).unroll(inner_y).unroll(f)
    picture.compute_at(maps, strip).vectorize(x, LANES)
    sums.compute_at(maps, x).vectorize(x, LANES).unroll(x).unroll(y).unroll(f)
    sums.update().reorder(x, y, f, tap.x, tap.y, tap.z)
    sums.update().vectorize(x, LANES).unroll(x).unroll(y).unroll(f).unroll(tap.x)
    return maps, source, weights


def interleaved(problem):
    """(H, W, C) to (OH, OW, F): eight pixels, vectors of the filters."""
    x, y, f, c, inner_x, inner_f, strip = map(hl.Var, "x y f c inner_x inner_f strip".split())
    source = hl.ImageParam(hl.Float(32), 3, "source")
    weights = hl.ImageParam(hl.Float(32), 4, "weights")
    (top, _), (left, _) = problem.pads
    zeros_around = padded(source, [None, problem.width, problem.height])
    picture, sums, maps = hl.Func("picture"), hl.Func("sums"), hl.Func("maps")
    picture[c, x, y] = zeros_around[c, x - left, y - top]
    tap = hl.RDom([(0, problem.channels), (0, problem.kernel_width), (0, problem.kernel_height)])
    sums[f, x, y] = hl.f32(0.0)
    sums[f, x, y] += (picture[tap.x, x * problem.stride + tap.y, y * problem.stride + tap.z] *
                      weights[f, tap.x, tap.y, tap.z])
    maps[f, x, y] = sums[f, x, y]

    vectors = 3 if problem.filters % (3 * LANES) == 0 else 2
    rows, columns = problem.output_size
    maps.bound(f, 0, problem.filters).bound(x, 0, columns).bound(y, 0, rows)
    maps.split(y, strip, y, strip_rows(rows)).parallel(strip)
    maps.split(f, f, inner_f, vectors * LANES).split(x, x, inner_x, min(8, columns))
    maps.reorder(inner_f, inner_x, x, y, f, strip)
    maps.vectorize(inner_f, LANES).unroll(inner_f).unroll(inner_x)
    picture.compute_at(maps, strip)
    if problem.channels % LANES == 0:
        picture.vectorize(c, LANES)
    sums.compute_at(maps, x).vectorize(f, LANES).unroll(f).unroll(x)
    sums.update().reorder(f, x, tap.x, tap.y, tap.z)
    sums.update().vectorize(f, LANES).unroll(f).unroll(x)
    return maps, source, weights


def compiled(problem, picture, kernel):
    """A call that convolves (H, W, C) with (KH, KW, C, F), and where it leaves the result."""
    rows, columns = problem.output_size
    if problem.many_filters:
        maps, *parameters = interleaved(problem)
        result = np.empty((rows, columns, problem.filters), np.float32)
    else:
        maps, *parameters = planar(problem)
        picture, kernel = picture.transpose(2, 0, 1), kernel.transpose(3, 2, 0, 1)
        result = np.empty((problem.filters, rows, columns), np.float32)
    target = hl.get_jit_target_from_environment()
    arrays = [np.ascontiguousarray(picture), np.ascontiguousarray(kernel), result]
    buffers = [hl.Buffer(array) for array in arrays]
    function = maps.compile_to_callable(parameters, target)

    def call():
        function(*buffers)
        return result

    return call

"""The kinds of nodes that sweep_onnx.py draws: each appends one node or a few behind the value that it
is given, or raises NotAllowed where its operator has no place there."""

import numpy as np
from onnx import TensorProto


class NotAllowed(Exception):
    pass


KINDS = []


def kind(weight=1):
    def register(function):
        KINDS.extend([function] * weight)
        return function

    return register


def need(condition):
    if not condition:
        raise NotAllowed


def pick(n, *choices):
    return choices[int(n.rng.integers(len(choices)))]


def maybe(n, **attributes):
    """Each attribute there or not."""
    return {key: value for key, value in attributes.items() if n.rng.random() < 0.6}


def some_axis(n, rank, first=1):
    need(rank > first)
    axis = int(n.rng.integers(first, rank))
    return axis - rank if n.rng.random() < 0.3 and n.opset >= 11 else axis


UNARY = dict.fromkeys("""Abs Neg Sqrt Log Floor Ceil Reciprocal Relu Sigmoid Tanh Exp Softplus Softsign
    Identity Sin Cos Tan Atan Asin Acos Dropout""".split(), 7)  # from which version on
UNARY.update(dict.fromkeys("Sign Erf Sinh Cosh Asinh Acosh Atanh".split(), 9))
UNARY.update({"Round": 11, "HardSwish": 14, "Mish": 18})
BEFORE = {  # what brings values to where the function has any
    "Sqrt": "Abs", "Log": "Softplus", "Asin": "Tanh", "Acos": "Tanh", "Atanh": "Tanh", "Acosh": "Cosh",
    "Reciprocal": "Softplus", "Tan": "Tanh",
}


@kind(6)
def unary(n, x):
    op = pick(n, *UNARY)
    need(n.opset >= UNARY[op])
    n.node(op, [n.node(BEFORE[op], [x]) if op in BEFORE else x])


@kind(3)
def unary_with_constants(n, x):
    number = lambda low, high: float(np.float32(n.rng.uniform(low, high)))
    op, first, attributes = pick(
        n, ("HardSigmoid", 6, {"alpha": number(0.1, 0.6), "beta": number(0.1, 0.9)}),
        ("HardSigmoid", 6, {"alpha": 1 / 6}), ("Elu", 6, {"alpha": number(0.2, 2)}),
        ("Selu", 6, {"alpha": number(1, 2), "gamma": number(1, 2)}),
        ("LeakyRelu", 6, {"alpha": number(0, 0.5)}), ("ThresholdedRelu", 10, {"alpha": number(0, 1)}),
        ("Celu", 12, {"alpha": number(0.3, 2)}), ("Shrink", 9, {"lambd": number(0, 1), "bias": number(0, 1)}),
        ("Gelu", 20, {"approximate": pick(n, "none", "tanh")}))
    need(n.opset >= first)
    n.node(op, [x], **maybe(n, **attributes))


@kind()
def clip(n, x):
    low, high = np.sort(n.rng.normal(0, 1, 2)).astype(np.float32)
    if n.opset < 11:
        n.node("Clip", [x], **maybe(n, min=float(low), max=float(high)))
    else:
        n.node("Clip", [x, pick(n, "", n.array(low)), pick(n, "", n.array(high))])


@kind()
def cast(n, x):
    n.node("Cast", [x], to=pick(n, TensorProto.FLOAT16, TensorProto.DOUBLE))
    n.node("Cast", [n.last], to=TensorProto.FLOAT)


@kind()
def prelu(n, x):
    shape = n.shape(x)
    need(len(shape) == 4)
    slopes = pick(n, [1], [shape[1], 1, 1], [1, shape[1], 1, 1], [shape[3]], shape[1:])
    n.node("PRelu", [x, n.floats(*slopes, scale=0.3)])


def constant_beside(n, shape):
    kept = shape[1:] if n.rng.random() < 0.7 else shape
    kept = kept[int(n.rng.integers(len(kept))):]
    return n.floats(*[extent if n.rng.random() < 0.6 else 1 for extent in kept])


@kind(4)
def with_constant(n, x):
    op = pick(n, "Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean")
    need(n.opset >= 8)
    constant = constant_beside(n, n.shape(x))
    if op == "Div":
        x = n.node("Softplus", [x])
    inputs = [constant, x] if n.rng.random() < 0.4 else [x, constant]
    n.node(op, inputs)


@kind()
def power(n, x):
    exponent = n.array(np.float32(pick(n, 2, 3, 0.5, -1)))
    n.node("Pow", [n.node("Softplus", [x]), exponent])


@kind(3)
def with_another(n, x):
    others = [name for name, value in n.values.items()
              if value.ndim == n.values[x].ndim and name != x]
    need(others)
    op = pick(n, "Add", "Sub", "Mul", "Max", "Concat")
    other = pick(n, *others)
    inputs = [x, other] if n.rng.random() < 0.5 else [other, x]
    if op == "Concat":
        n.node(op, inputs, axis=some_axis(n, len(n.shape(x))))
    else:
        n.node(op, inputs)


@kind(2)
def folded_constants(n, x):
    a, b = n.floats(n.shape(x)[-1]), n.floats(1, scale=0.5)
    c = n.node(pick(n, "Add", "Mul", "Sub"), [a, b])
    c = n.node(pick(n, "Neg", "Abs", "Exp", "Sigmoid"), [c])
    if n.opset >= 13:
        c = n.node("Unsqueeze", [c, n.integers([0])])
    n.node("Mul", [x, c])


@kind(2)
def softmax(n, x):
    n.node(pick(n, "Softmax", "LogSoftmax"), [x], **maybe(n, axis=some_axis(n, len(n.shape(x)))))


@kind(2)
def split(n, x):
    rank = len(n.shape(x))
    axis = some_axis(n, rank)
    extent = n.shape(x)[axis]
    need(extent >= 2)
    if n.rng.random() < 0.5 or n.opset >= 18:
        first = int(n.rng.integers(1, extent))
        sizes = [first, extent - first]
        if n.opset < 13:
            parts = n.node("Split", [x], outputs=2, axis=axis, split=sizes)
        else:
            parts = n.node("Split", [x, n.integers(sizes)], outputs=2, axis=axis)
    elif n.opset >= 18:
        parts = n.node("Split", [x], outputs=2, axis=axis, num_outputs=2)
    else:
        parts = n.node("Split", [x], outputs=2, axis=axis)
    n.node(pick(n, "Relu", "Neg"), [pick(n, *parts)])
    if n.rng.random() < 0.5:
        n.node("Concat", [n.last, parts[1], parts[0]], axis=axis)


def window(n, size):
    """Attributes of a window of this size."""
    found = maybe(n, strides=[int(s) for s in n.rng.integers(1, 4, 2)])
    if n.rng.random() < 0.4:
        found["auto_pad"] = pick(n, "SAME_UPPER", "SAME_LOWER", "VALID")
    elif n.rng.random() < 0.7:
        found["pads"] = [int(n.rng.integers(0, size[i % 2])) for i in range(4)]
    return found


@kind(4)
def conv(n, x):
    need(len(n.shape(x)) == 4)
    channels = n.shape(x)[1]
    group = pick(n, 1, 1, *[g for g in (2, 3, channels) if channels % g == 0])
    filters = group * int(n.rng.integers(1, 4))
    size = [int(s) for s in n.rng.integers(1, 4, 2)]
    inputs = [x, n.floats(filters, channels // group, *size, scale=0.4)] + pick(n, [], [n.floats(filters)])
    n.node("Conv", inputs, **window(n, size), **maybe(n, kernel_shape=size, dilations=[1, 2]),
           **({"group": group} if group > 1 else {}))


@kind(3)
def conv_transpose(n, x):
    need(len(n.shape(x)) == 4)
    channels = n.shape(x)[1]
    group = pick(n, 1, 1, *[g for g in (2, 3, channels) if channels % g == 0])
    filters = int(n.rng.integers(1, 4))
    size = [int(s) for s in n.rng.integers(1, 4, 2)]
    inputs = [x, n.floats(channels, filters, *size, scale=0.4)] + pick(n, [], [n.floats(filters * group)])
    extra = maybe(n, kernel_shape=size, dilations=[2, 1], output_padding=[1, 0])
    n.node("ConvTranspose", inputs, **window(n, size), **extra,
           **({"group": group} if group > 1 else {}))


@kind(4)
def pool(n, x):
    need(len(n.shape(x)) == 4)
    op = pick(n, "MaxPool", "AveragePool", "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool",
              "GlobalLpPool")
    if op.startswith("Global"):
        return n.node(op, [x])
    size = [int(s) for s in n.rng.integers(1, 4, 2)]
    extra = {}
    if n.opset >= 10:
        extra.update(maybe(n, ceil_mode=1))
    if op == "AveragePool":
        extra.update(maybe(n, count_include_pad=1))
    if (op == "MaxPool" and n.opset >= 10) or n.opset >= 19:
        extra.update(maybe(n, dilations=[int(d) for d in n.rng.integers(1, 3, 2)]))
    return n.node(op, [x], kernel_shape=size, **window(n, size), **extra)


@kind(3)
def reduce(n, x):
    rank = len(n.shape(x))
    op = pick(n, "Mean", "Sum", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSumExp")
    axes = sorted({some_axis(n, rank) for _ in range(int(n.rng.integers(1, rank + 1)))})
    need(len({axis % rank for axis in axes}) == len(axes))
    keep = maybe(n, keepdims=int(n.rng.integers(0, 2)))
    if n.opset >= (13 if op == "Sum" else 18):
        n.node(f"Reduce{op}", [x, n.integers(axes)], **keep)
    else:
        n.node(f"Reduce{op}", [x], axes=axes, **keep)


@kind(3)
def normalization(n, x):
    shape = n.shape(x)
    need(len(shape) > 2)
    channels = shape[1]
    choice = pick(n, "batch", "instance", "group", "layer", "lrn")
    number = float(np.float32(n.rng.uniform(1e-5, 0.5)))
    if choice == "batch":
        variance = n.array(n.rng.uniform(0.5, 2, channels).astype(np.float32))
        n.node("BatchNormalization", [x, n.floats(channels), n.floats(channels), n.floats(channels), variance],
               **maybe(n, epsilon=number))
    elif choice == "instance":
        n.node("InstanceNormalization", [x, n.floats(channels), n.floats(channels)], **maybe(n, epsilon=number))
    elif choice == "group":
        groups = pick(n, *[g for g in (1, 2, 3, channels) if channels % g == 0])
        need(n.opset >= 18)
        count = channels if n.opset >= 21 else groups
        n.node("GroupNormalization", [x, n.floats(count), n.floats(count)], num_groups=groups,
               **maybe(n, epsilon=number))
    elif choice == "layer":
        need(n.opset >= 17)
        axis = int(n.rng.integers(1, len(shape)))
        inputs = [x, n.floats(*shape[axis:])] + pick(n, [], [n.floats(*shape[axis:])])
        n.node("LayerNormalization", inputs, axis=pick(n, axis, axis - len(shape)), **maybe(n, epsilon=number))
    else:
        need(len(shape) == 4)
        n.node("LRN", [x], size=int(n.rng.choice([1, 3, 5])),
               **maybe(n, alpha=number, beta=0.6, bias=float(np.float32(1 + number))))


@kind(3)
def resize(n, x):
    shape = n.shape(x)
    need(len(shape) == 4)
    scales = [1.0, 1.0] + [float(s) for s in n.rng.choice([1, 2, 3, 0.5, 1.5, 0.7], 2)]
    mode = pick(n, "nearest", "linear")
    if n.opset < 9:
        need(min(scales) >= 1)
        n.node("Upsample", [x], scales=scales, mode=mode)
    elif n.opset < 11:
        op = "Upsample" if n.opset == 9 else "Resize"
        need(op == "Resize" or min(scales) >= 1)
        n.node(op, [x, n.array(np.float32(scales))], mode=mode)
    else:
        sizes = [shape[0], shape[1]] + [int(s) for s in n.rng.integers(1, 12, 2)]
        given = pick(n, [n.array(np.float32(scales))], ["", n.integers(sizes)])
        modes = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"]
        modes += ["tf_half_pixel_for_nn"] if n.opset < 13 else []
        modes += ["half_pixel_symmetric"] if n.opset >= 19 else []
        rounding = pick(n, "round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
        n.node("Resize", [x, ""] + given, mode=mode,
               **maybe(n, coordinate_transformation_mode=pick(n, *modes), nearest_mode=rounding))


@kind(3)
def pad(n, x):
    rank = len(n.shape(x))
    mode = pick(n, "constant", "constant", "reflect", "edge")
    low = -1 if mode == "constant" and n.rng.random() < 0.4 else 0
    pads = [0 if axis % rank == 0 else int(n.rng.integers(low, 3)) for axis in range(2 * rank)]
    value = np.float32(pick(n, 0, 1.5, -2))
    if n.opset < 11:
        n.node("Pad", [x], pads=pads, mode=mode, **maybe(n, value=float(value)))
    elif n.opset >= 18 and n.rng.random() < 0.5:
        axes = [rank - 1, -2] if rank > 2 else [1]
        n.node("Pad", [x, n.integers([1, 2][:len(axes)] * 2), n.array(value), n.integers(axes)], mode=mode)
    else:
        n.node("Pad", [x, n.integers(pads)] + pick(n, [], [n.array(value)]), mode=mode)


@kind(3)
def part(n, x):
    shape = n.shape(x)
    axes = sorted({int(n.rng.integers(1, len(shape))) for _ in range(2)})
    starts = [int(n.rng.integers(-shape[axis], shape[axis])) for axis in axes]
    steps = [int(n.rng.choice([1, 1, 2, -1, -2])) if n.opset >= 10 else 1 for _ in axes]
    ends = [pick(n, 2**31 - 1, shape[axis] - 1, -1) if step > 0 else pick(n, -2**31, 0)
            for axis, step in zip(axes, steps)]
    if n.opset < 10:
        n.node("Slice", [x], starts=starts, ends=ends, axes=axes)
    else:
        n.node("Slice", [x, n.integers(starts), n.integers(ends), n.integers(axes), n.integers(steps)])


@kind(2)
def gather(n, x):
    shape = n.shape(x)
    axis = some_axis(n, len(shape))
    places = [int(p) for p in n.rng.integers(0, shape[axis], 3)]
    if n.rng.random() < 0.4:
        n.node("Gather", [x, n.array(np.int64(places[0]))], axis=axis)
    else:
        n.node("Gather", [x, n.integers(places)], axis=axis)


@kind(2)
def repeat(n, x):
    shape = n.shape(x)
    if n.opset < 8 or n.rng.random() < 0.5:
        n.node("Tile", [x, n.integers([1] + [int(r) for r in n.rng.integers(1, 3, len(shape) - 1)])])
    else:
        target = shape[:1] + [extent if extent != 1 else int(n.rng.integers(1, 4)) for extent in shape[1:]]
        n.node("Expand", [x, n.integers(target[int(n.rng.integers(0, 2)):])])


@kind(2)
def depth(n, x):
    shape = n.shape(x)
    need(len(shape) == 4)
    if shape[1] % 4 == 0 and n.rng.random() < 0.7:
        mode = maybe(n, mode=pick(n, "DCR", "CRD")) if n.opset >= 11 else {}
        n.node("DepthToSpace", [x], blocksize=2, **mode)
    else:
        need(shape[2] % 2 == 0 and shape[3] % 2 == 0)
        n.node("SpaceToDepth", [x], blocksize=2)


@kind(2)
def transpose(n, x):
    rank = len(n.shape(x))
    order = [0] + [int(axis) for axis in 1 + n.rng.permutation(rank - 1)]
    n.node("Transpose", [x], perm=order)


@kind(3)
def reshape(n, x):
    shape = n.shape(x)
    choice = pick(n, "flatten", "flat", "join", "divide", "squeeze", "unsqueeze", "view")
    if choice == "flatten":
        n.node("Flatten", [x])
    elif choice == "flat":
        n.node("Reshape", [x, n.integers([0, -1])])
    elif choice == "join":
        need(len(shape) > 2)
        extra = {"allowzero": 1} if n.opset >= 14 and n.rng.random() < 0.5 else {}
        n.node("Reshape", [x, n.integers([1] + shape[1:-2] + [shape[-2] * shape[-1]])], **extra)
    elif choice == "divide":
        need(len(shape) < 5 and shape[1] % 2 == 0)
        n.node("Reshape", [x, n.integers([1, 2, shape[1] // 2] + shape[2:])])
    elif choice == "view":
        size = n.node("Gather", [n.node("Shape", [x]), n.array(np.int64(0))], axis=0)
        axes = n.integers([0])
        size = n.node("Unsqueeze", [size, axes]) if n.opset >= 13 else n.node("Unsqueeze", [size], axes=[0])
        n.node("Reshape", [x, n.node("Concat", [size, n.integers([-1])], axis=0)])
    else:
        axis = some_axis(n, len(shape))
        need(choice == "unsqueeze" or shape[axis] == 1)
        op = choice.capitalize()
        n.node(op, [x, n.integers([axis])]) if n.opset >= 13 else n.node(op, [x], axes=[axis])


@kind(2)
def dense(n, x):
    shape = n.shape(x)
    units = int(n.rng.integers(1, 6))
    if len(shape) == 2 and n.rng.random() < 0.6:
        transposed = int(n.rng.integers(0, 2))
        kernel = n.floats(*([units, shape[1]] if transposed else [shape[1], units]), scale=0.3)
        inputs = [x, kernel] + pick(n, [], [n.floats(units)], [n.floats(1, units)])
        need(n.opset >= 11 or len(inputs) == 3)
        n.node("Gemm", inputs, transB=transposed, **maybe(n, alpha=0.5, beta=2.0))
    else:
        n.node("MatMul", [x, n.floats(shape[-1], units, scale=0.3)])

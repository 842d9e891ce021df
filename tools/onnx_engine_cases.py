"""Cases of make_onnx_cases.py: operators that ConvLens leaves to its engine, and packed numbers."""

import numpy as np

FOREIGN = ["recurrent", "attention", "largest", "sampled", "chosen"]


def define_all(case):
    define_foreign(case)
    define_packed(case)


def define_foreign(case):
    @case(2, 3, 8, 6, declared=["batch", 3, 8, 6])
    def recurrent(n):
        """Rows of a picture, one after the other, as readers of text have them."""
        y = n.node("Relu", [n.conv("picture", 3, 4, (3, 3), pads=[1, 1, 1, 1])])
        y = n.node("Transpose", [y], perm=[2, 0, 1, 3])
        y = n.node("Reshape", [y, n.array(np.array([0, 0, -1], np.int64))])
        y = n.node("LSTM", [y, n.weights(1, 20, 24), n.weights(1, 20, 5)], node_name="lstm",
                   outputs=2, hidden_size=5)[1]
        y = n.node("Squeeze", [y, n.array(np.array([0], np.int64))])
        return n.node("Softmax", [n.dense(y, 5, 3)], axis=1)

    @case(1, 2, 4, 5)
    def attention(n):
        """Every pixel against every other."""
        y = n.conv("picture", 2, 4, (1, 1))
        y = n.node("Einsum", [y, y], node_name="against", equation="nchw,ncij->nhwij")
        y = n.node("ReduceMean", [y], axes=[3, 4], keepdims=0)
        return n.node("Sigmoid", [y])

    @case(1, 2, 6, 5)
    def largest(n):
        y = n.node("Relu", [n.conv("picture", 2, 3, (3, 3))])
        y = n.node("Flatten", [y])
        y = n.node("TopK", [y, n.array(np.array([4], np.int64))], outputs=2, axis=1)
        return [n.node("Neg", [y[0]]), n.node("Cast", [y[1]], to=1)]

    @case(2, 3, 5, 6, opset=16, declared=["batch", 3, 5, 6])
    def sampled(n):
        y = n.conv("picture", 3, 3, (3, 3), pads=[1, 1, 1, 1])
        grid = n.node("Transpose", [n.node("Tanh", [n.conv(y, 3, 2, (1, 1))])], perm=[0, 2, 3, 1])
        y = n.node("GridSample", [y, grid], mode="bilinear", padding_mode="zeros")
        return n.node("Relu", [y])

    @case(1, 3, 6, 7)
    def chosen(n):
        y = n.conv("picture", 3, 4, (3, 3))
        z = n.node("Greater", [y, n.array(np.array(0.1, np.float32))])
        y = n.node("Where", [z, y, n.node("CumSum", [y, n.array(np.array(2, np.int64))])])
        return n.conv(y, 4, 2, (2, 2))


def packed_weights(n, shape, scale, axis=None):
    values = n.array(n.rng.integers(-127, 128, shape).astype(np.int8))
    count = 1 if axis is None else shape[axis]
    scales = n.array((scale * n.rng.uniform(0.5, 1, count)).astype(np.float32))
    points = n.array(np.zeros(count, np.int8))
    return values, scales, points


def packing(n, scale, point, kind=np.uint8):
    return n.array(np.array(scale, np.float32)), n.array(np.array(point, kind))


def define_packed(case):
    @case(1, 2, 6, 7, any_size=True, opset=19, packed=True)
    def packed_and_back(n):
        """QuantizeLinear and DequantizeLinear around plain operators, as exporters of today do."""
        first = packing(n, 0.02, 100)
        second = packing(n, 0.05, 3, np.int8)
        y = n.node("QuantizeLinear", ["picture", *first])
        y = n.node("DequantizeLinear", [y, *first])
        kernel = n.node("DequantizeLinear", [*packed_weights(n, (4, 2, 3, 3), 0.01, 0)], axis=0)
        bias = n.array(n.rng.integers(-900, 900, 4).astype(np.int32))
        bias = n.node("DequantizeLinear", [bias, n.array(np.array(2e-4, np.float32))])
        y = n.node("Relu", [n.node("Conv", [y, kernel, bias], pads=[1, 1, 1, 1])])
        y = n.node("QuantizeLinear", [y, *second])
        y = n.node("DequantizeLinear", [y, *second])
        return n.node("MaxPool", [y], kernel_shape=[2, 2])

    @case(1, 2, 6, 7, opset=19, packed=True)
    def packed_operators(n):
        """QLinearConv and its like."""
        first, second, third = packing(n, 0.02, 100), packing(n, 0.06, 120), packing(n, 0.1, 90)
        y = n.node("QuantizeLinear", ["picture", *first])
        bias = n.array(n.rng.integers(-900, 900, 4).astype(np.int32))
        y = n.node("QLinearConv", [y, *first, *packed_weights(n, (4, 2, 3, 3), 0.01, 0), *second,
                                   bias], node_name="conv", pads=[1, 1, 1, 1])
        y = n.node("Flatten", [y])
        y = n.node("QLinearMatMul", [y, *second, *packed_weights(n, (168, 5), 0.004), *third])
        return n.node("DequantizeLinear", [y, *third])

    @case(1, 2, 5, 6, any_size=True, opset=19, packed=True)
    def whole_numbers(n):
        scale, point = packing(n, 0.02, 100)
        y = n.node("QuantizeLinear", ["picture", scale, point])
        kernel = n.array(n.rng.integers(0, 256, (3, 2, 3, 3)).astype(np.uint8))
        y = n.node("ConvInteger", [y, kernel, point, n.array(np.array(128, np.uint8))])
        y = n.node("Cast", [y], to=1)
        return n.node("Mul", [y, n.array(np.array(1e-4, np.float32))])

    @case(1, 3, 6, 6, any_size=True, tolerance=2e-3)
    def half(n):
        """Weights and arithmetic in 16 bits, the picture and the answer in 32."""
        kernel = n.array(n.rng.normal(0, 0.3, (4, 3, 3, 3)).astype(np.float16))
        y = n.node("Cast", ["picture"], to=10)
        y = n.node("Relu", [n.node("Conv", [y, kernel])])
        return n.node("Cast", [y], to=1)

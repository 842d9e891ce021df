"""The cases of make_onnx_cases.py that are about single operators, in several versions of them, and about
what files consist of beside nodes."""

import numpy as np
import onnx
from onnx import TensorProto, helper

SAFE = {"Sqrt": "Abs", "Log": "Softplus", "Reciprocal": "Softplus", "Asin": "Tanh", "Acos": "Tanh",
        "Atanh": "Tanh", "Acosh": "Cosh"}
UNARY = ["Abs", "Neg", "Sqrt", "Log", "Floor", "Ceil", "Round", "Sign", "Reciprocal", "Erf", "Sin", "Cos",
         "Tan", "Atan", "Asin", "Acos", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "Mish"]
TO_THE_END = 2**31 - 1


def integers(n, *values):
    return n.array(np.int64(values))


def joined(n, values):
    return n.node("Concat", values, axis=1)


def define_functions(case):
    @case(1, 2, 3, 4, opset=18, any_size=True)
    def unary(n):
        return joined(n, [n.node(op, [n.node(SAFE[op], ["picture"]) if op in SAFE else "picture"])
                          for op in UNARY])

    @case(1, 2, 3, 4, opset=20, any_size=True)
    def functions(n):
        settings = [("Gelu", {"approximate": "tanh"}), ("Gelu", {}), ("HardSigmoid", {"alpha": 0.3, "beta": 0.4}),
                    ("HardSigmoid", {}), ("HardSigmoid", {"alpha": 1 / 6}), ("Celu", {"alpha": 0.7}),
                    ("Selu", {"alpha": 1.2, "gamma": 0.8}), ("Selu", {}), ("Shrink", {"lambd": 0.4, "bias": 0.2}),
                    ("Elu", {"alpha": 0.3}), ("ThresholdedRelu", {"alpha": 0.5}), ("HardSwish", {})]
        return joined(n, [n.node(op, ["picture"], **attributes) for op, attributes in settings])

    @case(1, 3, 2, 4, any_size=True)
    def powers(n):
        y = n.node("Add", [n.node("Abs", ["picture"]), n.array(np.float32(0.5))])
        z = n.node("Pow", [y, n.array(np.float32([[[0.5]], [[-1]], [[2]]]))])
        return joined(n, [n.node("Pow", ["picture", n.array(np.int64(3))]), z,
                          n.node("Pow", [n.array(np.float32(2)), y]), n.node("Pow", [y, "picture"])])

    @case(1, 2, 3, 4, opset=11, any_size=True)
    def softmax_old(n):
        return joined(n, [n.node(op, ["picture"], axis=axis) for op in ("Softmax", "LogSoftmax")
                          for axis in (1, 2, 3, -2)] + [n.node("Softmax", ["picture"])])

    @case(1, 2, 3, 4, any_size=True)
    def softmax_new(n):
        return joined(n, [n.node(op, ["picture"], axis=axis) for op in ("Softmax", "LogSoftmax")
                          for axis in (1, 2, 3, -2)])

    @case(1, 2, 3, 4, any_size=True)
    def casts(n):
        half = n.node("Cast", ["picture"], to=TensorProto.FLOAT16)
        double = n.node("Cast", ["picture"], to=TensorProto.DOUBLE)
        return joined(n, [n.node("Cast", [value], to=TensorProto.FLOAT) for value in (half, double)])

    @case(1, 3, 4, 3)
    def slopes(n):
        shapes = [(1,), (3, 1, 1), (1, 3, 1, 1), (3, 4, 3), (4, 1), (3,)]
        return joined(n, [n.node("PRelu", ["picture", n.weights(*shape)]) for shape in shapes])

    @case(1, 3, 4, 3)
    def repeated_constants(n):
        shapes = [(3,), (4, 1), (3, 1, 1), (1, 3, 4, 3), (4, 3)]
        values = [n.node("Mul", ["picture", n.weights(*shape)]) for shape in shapes]
        pooled = n.node("GlobalMaxPool", ["picture"])
        return joined(n, values + [n.node("Add", [pooled, n.weights(3, 4, 3)])])


def define_places(case):
    @case(1, 7, 4, 5, opset=11)
    def split_attribute(n):
        a, b, c = n.node("Split", ["picture"], outputs=3, axis=1, split=[2, 1, 4])
        d, e = n.node("Split", ["picture"], outputs=2, axis=2)
        return [a, joined(n, [c, b]), joined(n, [e, d])]

    @case(1, 7, 4, 5, opset=18)
    def split_input(n):
        a, b = n.node("Split", ["picture", integers(n, 1, 4)], outputs=2, axis=-1)
        c, d, e = n.node("Split", ["picture"], outputs=3, axis=1, num_outputs=3)
        return [n.node("Relu", [b]), a, joined(n, [e, d, c])]

    @case(1, 8, 2, 4, any_size=True)
    def depths(n):
        y = n.node("DepthToSpace", ["picture"], blocksize=2)
        z = n.node("DepthToSpace", ["picture"], blocksize=2, mode="CRD")
        return n.node("SpaceToDepth", [joined(n, [y, z])], blocksize=2)

    @case(1, 2, 4, 5, opset=10, any_size=True)
    def pads_old(n):
        pads = [0, 0, 2, 1, 0, 0, 1, 3]
        ends = [n.node("Pad", ["picture"], pads=pads, mode=mode) for mode in ("reflect", "edge")]
        return joined(n, ends + [n.node("Pad", ["picture"], pads=pads, value=1.5)])

    @case(1, 2, 4, 5, opset=18, any_size=True)
    def pads_new(n):
        a = n.node("Pad", ["picture", integers(n, 1, 0, -1, 2), n.array(np.float32(-2)), integers(n, -1, 2)])
        b = n.node("Pad", ["picture", integers(n, 0, 1, 0, 0, 0, 2, 0, 0), n.array(np.float32(3))])
        c = n.node("Pad", ["picture", integers(n, 0, -1, 0, -1, 0, 0, 0, 0)])
        return [a, b, c]

    @case(1, 2, 4, 5, opset=10, any_size=True)
    def padded_by_infinity(n):
        y = n.node("Pad", ["picture"], pads=[0, 0, 1, 1, 0, 0, 1, 1], value=float("-inf"))
        return n.node("MaxPool", [y], kernel_shape=[3, 3])

    @case(1, 3, 7, 8, any_size=True)
    def slices(n):
        a = n.node("Slice", ["picture", integers(n, -1, 1), integers(n, -TO_THE_END, TO_THE_END),
                             integers(n, 2, 3), integers(n, -2, 3)])
        b = n.node("Slice", ["picture", integers(n, -2), integers(n, TO_THE_END), integers(n, 1)])
        c = n.node("Gather", ["picture", integers(n, 2, 0, -1)], axis=1)
        d = n.node("Gather", ["picture", n.array(np.int64(1))], axis=2)
        return [a, b, c, d]

    @case(1, 2, 1, 3)
    def repetitions(n):
        y = n.node("Tile", ["picture", integers(n, 1, 2, 3, 1)])
        return [y, n.node("Expand", ["picture", integers(n, 2, 4, 1)])]


def define_pictures(case):
    @case(1, 4, 5, 4, any_size=True)
    def transposed_groups(n):
        y = n.node("ConvTranspose", ["picture", n.weights(4, 3, 3, 2), n.weights(6)], group=2, strides=[2, 2],
                   pads=[1, 0, 0, 1], dilations=[1, 2])
        return n.node("ConvTranspose", [y, n.weights(6, 1, 2, 2)], group=6)

    @case(1, 2, 4, 5, any_size=True)
    def resized(n):
        def resize(scales, **attributes):
            return n.node("Resize", ["picture", "", n.array(np.float32([1, 1] + scales))], **attributes)

        modes = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"]
        linear = [resize([1.5, 0.6], mode="linear", coordinate_transformation_mode=mode) for mode in modes]
        nearest = [resize([1.5, 0.6], nearest_mode=rounding, coordinate_transformation_mode=mode)
                   for rounding in ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
                   for mode in modes]
        sizes = n.node("Resize", ["picture", "", "", integers(n, 1, 2, 7, 3)], mode="linear")
        return [joined(n, linear + nearest), sizes]

    @case(1, 2, 4, 5, opset=11, any_size=True)
    def resized_for_tensorflow(n):
        return n.node("Resize", ["picture", n.array(np.float32([])), n.array(np.float32([1, 1, 2, 0.5]))],
                      coordinate_transformation_mode="tf_half_pixel_for_nn", nearest_mode="floor")

    @case(1, 2, 4, 5, opset=10, any_size=True)
    def resized_early(n):
        scales = n.array(np.float32([1, 1, 1.5, 0.6]))
        return joined(n, [n.node("Resize", ["picture", scales], mode=mode) for mode in ("nearest", "linear")])

    @case(1, 2, 4, 5, opset=8, any_size=True)
    def upsampled(n):
        return joined(n, [n.node("Upsample", ["picture"], scales=[1.0, 1.0, 2.0, 1.5], mode=mode)
                          for mode in ("nearest", "linear")])

    @case(1, 4, 3, 5, opset=17, any_size=True)
    def normalized(n):
        y = n.node("InstanceNormalization", ["picture", n.weights(4), n.weights(4)], epsilon=0.1)
        z = n.node("LRN", ["picture"], size=3, alpha=0.2, beta=0.6, bias=1.5)
        return joined(n, [y, z, n.node("LRN", ["picture"], size=5)])

    @case(1, 4, 3, 5, opset=17)
    def normalized_layers(n):
        values = [n.node("LayerNormalization", ["picture", n.weights(*shape), n.weights(*shape)], axis=axis)
                  for axis, shape in ((1, (4, 3, 5)), (-2, (3, 5)), (-1, (5,)))]
        return joined(n, values + [n.node("LayerNormalization", ["picture", n.weights(5)], epsilon=0.2)])

    @case(1, 4, 3, 5, opset=18, any_size=True)
    def normalized_groups(n):
        return n.node("GroupNormalization", ["picture", n.weights(2), n.weights(2)], num_groups=2)

    @case(1, 4, 3, 5, opset=21, any_size=True)
    def normalized_groups_by_channel(n):
        return n.node("GroupNormalization", ["picture", n.weights(4), n.weights(4)], num_groups=2, epsilon=0.1)

    @case(1, 3, 4, 5, opset=11, any_size=True)
    def reduced_early(n):
        ops = ["Mean", "Sum", "Max", "Min", "L1", "L2", "SumSquare", "LogSumExp", "Prod"]
        flat = [n.node(f"Reduce{op}", ["picture"], axes=[1, 3], keepdims=0) for op in ops]
        kept = [n.node(f"Reduce{op}", ["picture"], axes=[-1]) for op in ops]
        return [n.node("Concat", flat, axis=1), joined(n, kept)]

    @case(1, 3, 4, 5, opset=18, any_size=True)
    def reduced(n):
        ops = ["Mean", "Sum", "Max", "Min"]
        flat = [n.node(f"Reduce{op}", ["picture", integers(n, 2)], keepdims=0) for op in ops]
        return [n.node("Concat", flat, axis=1), n.node("ReduceMax", ["picture", integers(n, 3, 2)], keepdims=0)]


def reversed_nodes(model):
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(reversed(nodes))


def with_a_function(model):
    """Every Selu becomes a call of a function of the model's own, which calls another."""
    opset = [helper.make_opsetid("", 18), helper.make_opsetid("local", 1)]
    slope = helper.make_node("LeakyRelu", ["x"], ["y"])
    attribute = onnx.AttributeProto(name="alpha", ref_attr_name="slope", type=onnx.AttributeProto.FLOAT)
    slope.attribute.append(attribute)
    inner = helper.make_function("local", "Inner", ["x"], ["y"], [slope], opset, ["slope"])
    call = helper.make_node("Inner", ["a"], ["t"], domain="local", name="call")
    call.attribute.append(onnx.AttributeProto(name="slope", ref_attr_name="s", type=onnx.AttributeProto.FLOAT))
    outer = helper.make_function("local", "Outer", ["a", "b"], ["c"],
                                 [call, helper.make_node("Mul", ["t", "b"], ["c"])], opset, [],
                                 [helper.make_attribute("s", 0.3)])
    model.functions.extend([inner, outer])
    model.opset_import.append(helper.make_opsetid("local", 1))
    for number, node in enumerate(n for n in model.graph.node if n.op_type == "Selu"):
        node.op_type, node.domain = "Outer", "local"
        node.input.append(node.input[0])
        if number > 0:
            node.attribute.append(helper.make_attribute("s", 0.1))


def define_files(case):
    @case(2, 3, 6, 5, opset=18, change=reversed_nodes, any_size=True)
    def out_of_order(n):
        y = n.node("Relu", [n.conv("picture", 3, 2, (3, 3))])
        return n.node("Add", [y, n.node("Neg", [y])])

    @case(1, 2, 3, 4, opset=18, before=with_a_function, any_size=True)
    def local_functions(n):
        return n.node("Relu", [n.node("Selu", [n.node("Selu", ["picture"])])])

    @case(1, 2, 6, 5, opset=18, external=True, any_size=True)
    def external(n):
        y = n.node("Conv", ["picture", n.weights(3, 2, 3, 3), n.weights(3)], pads=[1, 1, 1, 1])
        return n.node("Conv", [y, n.weights(2, 3, 2, 2)])

    @case(1, 2, 6, 5, opset=18)
    def pytorch(n):
        y = n.node("Conv", ["picture", n.weights(3, 2, 3, 3)], pads=[1, 1, 1, 1])
        variance = n.node("Abs", [n.weights(3)])
        factor = n.node("Div", [n.weights(3), n.node("Sqrt", [n.node("Add", [variance, n.array(np.float32(1))])])])
        factor = n.node("Reshape", [factor, integers(n, 1, -1, 1, 1)])
        y = n.node("Mul", [y, n.node("Concat", [factor], axis=1)])
        size = n.node("Cast", [n.node("Shape", [y], start=2)], to=TensorProto.FLOAT)
        size = n.node("Cast", [n.node("Floor", [n.node("Mul", [size, n.array(np.float32(1.5))])])],
                      to=TensorProto.INT64)
        front = n.node("Slice", [n.node("Shape", [y]), integers(n, 0), integers(n, 2), integers(n, 0)])
        y = n.node("Resize", [y, "", "", n.node("Concat", [front, size], axis=0)], mode="linear")
        fill = n.node("ConstantOfShape", [integers(n, 1)],
                      value=helper.make_tensor("fill", TensorProto.FLOAT, [1], [0.25]))
        y = n.node("Add", [y, n.node("Identity", [fill])])
        kernel = n.node("Transpose", [n.node("Unsqueeze", [n.weights(5, 189), integers(n, 0)])], perm=[0, 2, 1])
        kernel = n.node("Squeeze", [kernel, integers(n, 0)])
        y = n.node("Reshape", [y, integers(n, -1, 189)], allowzero=1)
        return n.node("MatMul", [y, kernel])

    @case(1, 6, 5, 1, channels_last=True)
    def tensorflow(n):
        y = n.node("Sub", ["picture", n.array(np.float32([0.5]))])
        y = n.node("Reshape", [y, integers(n, -1, 1, 6, 5)])
        y = n.conv(y, 1, 3, (3, 3), auto_pad="SAME_UPPER", strides=[2, 2])
        return n.node("Transpose", [y], perm=[0, 2, 3, 1])


def define_all(case):
    for define in (define_functions, define_places, define_pictures, define_files):
        define(case)

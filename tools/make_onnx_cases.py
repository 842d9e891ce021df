#!/usr/bin/env python3
"""Writes tests/golden/onnx_cases: small random ONNX models and what onnxruntime answers.

Run by hand, with onnx and onnxruntime installed: python3 tools/make_onnx_cases.py. Takes a few
seconds and gives the same bytes each time. No test runs this. The README in that folder says what
each file is.
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

import onnx_engine_cases
import onnx_operator_cases

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/onnx_cases"
CASES = {}


class Network:
    """A graph under construction; every method appends a node and gives the name of its value."""

    def __init__(self, name, shape, opset, declared):
        self.rng = np.random.default_rng(sum(name.encode()))
        self.name, self.shape, self.opset = name, shape, opset
        self.declared = declared if declared is not None else shape
        self.nodes, self.arrays = [], []

    def array(self, values):
        name = f"array{len(self.arrays)}"
        self.arrays.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def weights(self, *shape):
        fan_in = max(1, int(np.prod(shape[1:])))
        scale = min(0.5, fan_in**-0.5)
        return self.array(self.rng.normal(0, scale, shape).astype(np.float32))

    def node(self, op, inputs, node_name=None, outputs=1, **attributes):
        number = len(self.nodes)
        name = node_name if node_name is not None else f"{op.lower()}{number}"
        values = [f"value{number}_{i}" if i else f"value{number}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, values, name=name, **attributes))
        return values[0] if outputs == 1 else values

    def conv(self, x, channels, filters, size, bias=True, group=1, **attributes):
        kernel = self.weights(filters, channels // group, *size)
        inputs = [x, kernel] + ([self.weights(filters)] if bias else [])
        return self.node("Conv", inputs, group=group, kernel_shape=list(size), **attributes)

    def norm(self, x, channels):
        mean = self.array(self.rng.normal(0, 0.3, channels).astype(np.float32))
        variance = self.array(self.rng.uniform(0.5, 2, channels).astype(np.float32))
        return self.node("BatchNormalization", [x, self.weights(channels), self.weights(channels),
                                                mean, variance], epsilon=1e-3)

    def dense(self, x, inputs, units, **attributes):
        shape = (units, inputs) if attributes.get("transB") else (inputs, units)
        return self.node("Gemm", [x, self.weights(*shape), self.weights(units)], **attributes)

    def model(self, outputs):
        outputs = outputs if isinstance(outputs, list) else [outputs]
        graph = helper.make_graph(
            self.nodes, self.name,
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, self.declared)],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            self.arrays)
        return helper.make_model(graph, ir_version=8,
                                 opset_imports=[helper.make_opsetid("", self.opset)],
                                 producer_name="make_onnx_cases")


def case(*shape, opset=13, declared=None, channels_last=False, any_size=False, before=None, change=None,
         external=False, packed=False, tolerance=1e-5):
    """A builder of a network that takes one picture of this shape, the batch first.

    `before` changes the model that onnxruntime gets, `change` only the one that is written, in ways
    that onnxruntime refuses; `external`: the arrays lie in a file beside it; `packed`: the answer is
    that of ONNX's own reference, since onnxruntime's sums of bytes overflow on some processors."""

    def register(builder):
        CASES[builder.__name__] = {"shape": shape, "opset": opset, "declared": declared,
                                   "channels_last": channels_last, "any_size": any_size, "before": before,
                                   "change": change, "external": external, "packed": packed,
                                   "tolerance": tolerance, "builder": builder}
        return builder

    return register


def define_windows():
    @case(2, 3, 9, 8, any_size=True)
    def conv_pads(n):
        y = n.conv("picture", 3, 4, (3, 3), pads=[1, 1, 1, 1], strides=[2, 2])
        y = n.conv(y, 4, 3, (3, 2), pads=[0, 1, 2, 0])
        return n.conv(y, 3, 2, (1, 1), pads=[1, 1, 1, 1])

    @case(1, 4, 10, 9, any_size=True)
    def conv_groups(n):
        y = n.conv("picture", 4, 6, (3, 3), group=2, pads=[1, 1, 1, 1], dilations=[1, 2])
        y = n.conv(y, 6, 12, (3, 3), group=6, bias=False, pads=[2, 2, 2, 2], strides=[2, 1])
        return n.conv(y, 12, 12, (2, 3), group=12, pads=[0, 2, 1, 1])

    @case(1, 2, 8, 7)
    def conv_same_lower(n):
        y = n.conv("picture", 2, 3, (2, 3), auto_pad="SAME_LOWER", strides=[2, 2])
        return n.conv(y, 3, 2, (4, 2), auto_pad="SAME_UPPER", strides=[1, 1])

    @case(1, 2, 8, 9, any_size=True)
    def max_pools(n):
        y = n.node("MaxPool", ["picture"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
        z = n.node("MaxPool", ["picture"], kernel_shape=[3, 2], strides=[2, 3], ceil_mode=1)
        w = n.node("MaxPool", ["picture"], kernel_shape=[2, 3], dilations=[2, 2],
                   pads=[1, 2, 0, 1])
        return [y, z, w]

    @case(1, 2, 8, 9, any_size=True)
    def average_pools(n):
        y = n.node("AveragePool", ["picture"], kernel_shape=[3, 3], strides=[2, 2],
                   pads=[1, 1, 1, 1])
        z = n.node("AveragePool", ["picture"], kernel_shape=[3, 3], strides=[2, 2],
                   pads=[1, 0, 1, 2], count_include_pad=1)
        w = n.node("AveragePool", ["picture"], kernel_shape=[3, 2], strides=[2, 2], ceil_mode=1)
        return [y, z, w]

    @case(2, 3, 4, 5, any_size=True)
    def transposed(n):
        y = n.node("ConvTranspose", ["picture", n.weights(3, 4, 3, 3), n.weights(4)],
                   strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 0])
        return n.node("ConvTranspose", [y, n.weights(4, 2, 2, 4)], strides=[1, 3],
                      pads=[0, 2, 1, 0])


def define_networks():
    @case(2, 1, 12, 12, declared=["batch", 1, 12, 12])
    def classic(n):
        y = n.node("Relu", [n.conv("picture", 1, 4, (3, 3), pads=[1, 1, 1, 1])])
        y = n.node("MaxPool", [y], kernel_shape=[2, 2], strides=[2, 2])
        y = n.node("Relu", [n.conv(y, 4, 5, (3, 3))])
        y = n.node("Flatten", [y])
        y = n.node("Relu", [n.dense(y, 80, 6, transB=1)])
        y = n.node("Dropout", [y])
        return n.node("Softmax", [n.dense(y, 6, 3, alpha=0.5, beta=2.0)], axis=1)

    @case(1, 3, 9, 7, any_size=True)
    def residual(n):
        y = n.node("Relu", [n.norm(n.conv("picture", 3, 4, (3, 3), pads=[1, 1, 1, 1]), 4)])
        z = n.norm(n.conv(y, 4, 4, (3, 3), bias=False, pads=[1, 1, 1, 1]), 4)
        y = n.node("Relu", [n.node("Add", [z, y])])
        y = n.node("Concat", [y, n.conv(y, 4, 2, (1, 1))], axis=1)
        return n.node("GlobalAveragePool", [y])

    @case(1, 3, 8, 8, opset=11, any_size=True)
    def mobile(n):
        y = n.conv("picture", 3, 4, (3, 3), pads=[1, 1, 1, 1], strides=[2, 2])
        y = n.node("Clip", [y, n.array(np.float32(0)), n.array(np.float32(6))])
        s = n.node("GlobalAveragePool", [y])
        s = n.node("HardSigmoid", [n.conv(s, 4, 4, (1, 1))], alpha=1 / 6, beta=0.5)
        y = n.node("Mul", [y, s])
        y = n.node("PRelu", [n.conv(y, 4, 6, (1, 1)), n.weights(6, 1, 1)])
        y = n.node("ReduceMean", [y], axes=[2, 3], keepdims=0)
        y = n.node("MatMul", [y, n.weights(6, 3)])
        return n.node("Add", [y, n.weights(3)])

    @case(2, 6, 5, 4, declared=["batch", 6, 5, 4])
    def shuffle(n):
        y = n.node("Reshape", ["picture", n.array(np.int64([0, 2, 3, 5, 4]))])
        y = n.node("Transpose", [y], perm=[0, 2, 1, 3, 4])
        y = n.node("Reshape", [y, n.array(np.int64([-1, 6, 5, 4]))])
        return n.conv(y, 6, 3, (3, 3))

    @case(2, 7, 6, 3, channels_last=True, any_size=True)
    def turned(n):
        y = n.node("Transpose", ["picture"], perm=[0, 3, 1, 2])
        y = n.conv(y, 3, 4, (3, 3), pads=[1, 1, 1, 1])
        return n.node("Transpose", [y], perm=[0, 2, 3, 1])

    @case(2, 4, 5, 6, declared=["batch", 4, 5, 6])
    def view(n):
        y = n.conv("picture", 4, 3, (2, 2))
        size = n.node("Gather", [n.node("Shape", [y]), n.array(np.int64(0))], axis=0)
        size = n.node("Unsqueeze", [size, n.array(np.int64([0]))])
        shape = n.node("Concat", [size, n.array(np.int64([-1]))], axis=0)
        y = n.node("Reshape", [y, shape])
        kernel = n.node("Transpose", [n.weights(3, 60)], perm=[1, 0])
        return n.node("MatMul", [y, kernel])

    @case(1, 2, 4, 3)
    def constants(n):
        y = n.node("Div", ["picture", n.array(np.float32(1.7))])
        y = n.node("Sub", [n.weights(2, 1, 1), y])
        y = n.node("Add", [y, n.weights(1, 2, 4, 3)])
        a = n.node("Slice", [y, n.array(np.int64([1, 0])), n.array(np.int64([-1, 2])),
                             n.array(np.int64([2, 3]))])
        b = n.node("Exp", [a])
        return n.node("Concat", [n.node("Sub", [a, b]), n.node("Mul", [a, b])], axis=1)

    @case(1, 2, 3, 4, any_size=True)
    def enlarged(n):
        y = n.node("Resize", ["picture", "", n.array(np.float32([1, 1, 2, 3]))], mode="nearest",
                   coordinate_transformation_mode="asymmetric", nearest_mode="floor")
        z = n.node("Resize", ["picture", "", n.array(np.float32([1, 1, 2, 3]))], mode="linear",
                   coordinate_transformation_mode="half_pixel")
        y = n.node("Pad", [n.node("Add", [y, z]), n.array(np.int64([0, 0, 1, 0, 0, 0, 2, 3]))])
        return n.conv(y, 2, 2, (3, 3))

    @case(1, 3, 5, 5, any_size=True)
    def same_names(n):
        y = n.node("Relu", ["picture"], node_name="step")
        y = n.node("Tanh", [y], node_name="step")
        y = n.node("Sigmoid", [y], node_name="")
        return n.node("Elu", [y], node_name="", alpha=0.6)


def turn(array, is_last):
    """As the project holds pictures."""
    turns = array.ndim == 4 and not is_last
    return np.ascontiguousarray(array.transpose(0, 2, 3, 1) if turns else array)


def write_case(name, spec):
    network = Network(name, list(spec["shape"]), spec["opset"], spec["declared"])
    model = network.model(spec["builder"](network))
    if spec["before"]:
        spec["before"](model)
    picture = network.rng.uniform(-2, 2, spec["shape"]).astype(np.float32)
    # onnxruntime refuses two nodes of one name, which files have all the same.
    nameless = onnx.ModelProto.FromString(model.SerializeToString())
    for node in nameless.graph.node:
        node.name = ""
    if spec["packed"]:
        session = ReferenceEvaluator(nameless)
    else:
        session = onnxruntime.InferenceSession(nameless.SerializeToString())
    outputs = session.run(None, {"picture": picture})
    if spec["change"]:
        spec["change"](model)
    beside = {"save_as_external_data": True, "location": f"{name}.data", "size_threshold": 0}
    onnx.save(model, FOLDER / f"{name}.onnx", **(beside if spec["external"] else {}))
    np.save(FOLDER / f"{name}.input.npy", turn(picture, spec["channels_last"]))
    for i, output in enumerate(outputs):
        np.save(FOLDER / f"{name}.expected{i or ''}.npy", turn(output, spec["channels_last"]))
    return {"name": name, "outputs": len(outputs), "any_size": spec["any_size"],
            "foreign": name in onnx_engine_cases.FOREIGN, "tolerance": spec["tolerance"]}


def main():
    onnxruntime.set_default_logger_severity(3)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.*"):
        if old.name != "README.md":
            old.unlink()
    define_windows()
    define_networks()
    onnx_operator_cases.define_all(case)
    onnx_engine_cases.define_all(case)
    rows = [json.dumps(write_case(name, spec)) for name, spec in CASES.items()]
    (FOLDER / "cases.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")


if __name__ == "__main__":
    main()

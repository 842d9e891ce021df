"""A Keras model of the layers that the benchmarks use, as an ONNX model with NCHW tensors.

Written out from the weights, so that no converter stands between the peers. With `keep`, the value
of every layer is an output. The kernel of a dense layer after Flatten is put into the order in
which NCHW values are flattened, so that no transposition costs the peer time.
"""

import keras
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Writer:
    def __init__(self):
        self.nodes = []
        self.weights = []
        self.value = "input"
        self.values = {}  # name of a Keras tensor -> name of its value
        self.flattened = None  # (H, W, C) before Flatten, until the dense layer behind it
        self.kept = {}  # name of a layer's value -> names of its axes

    def weight(self, values):
        name = f"weight{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name))
        return name

    def node(self, kind, inputs, **attributes):
        result = f"value{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [result], **attributes))
        self.value = result

    def activate(self, layer):
        kind = layer.activation.__name__
        if kind == "relu":
            self.node("Relu", [self.value])
        elif kind == "softmax":
            self.node("Softmax", [self.value], axis=-1)
        elif kind != "linear":
            raise SystemExit(f"{layer.name}: the activation {kind} is not known here")

    def conv2d(self, layer):
        kernel = layer.kernel.numpy().transpose(3, 2, 0, 1)  # HWIO -> OIHW
        inputs = [self.value, self.weight(kernel)]
        if layer.use_bias:
            inputs.append(self.weight(layer.bias.numpy()))
        pad = "SAME_UPPER" if layer.padding == "same" else "VALID"
        self.node("Conv", inputs, auto_pad=pad, strides=list(layer.strides))
        self.activate(layer)

    def depthwise_conv2d(self, layer):
        kernel = layer.kernel.numpy()  # (KH, KW, C, 1)
        inputs = [self.value, self.weight(kernel.transpose(2, 3, 0, 1))]
        if layer.use_bias:
            inputs.append(self.weight(layer.bias.numpy()))
        pad = "SAME_UPPER" if layer.padding == "same" else "VALID"
        self.node("Conv", inputs, auto_pad=pad, strides=list(layer.strides),
                  group=kernel.shape[2])
        self.activate(layer)

    def zero_padding2d(self, layer):
        (top, bottom), (left, right) = layer.padding
        pads = numpy_helper.from_array(np.array([0, 0, top, left, 0, 0, bottom, right], np.int64),
                                       f"weight{len(self.weights)}")
        self.weights.append(pads)
        self.node("Pad", [self.value, pads.name])

    def concatenate(self, layer):
        self.node("Concat", [self.values[value.name] for value in layer.input], axis=1)

    def reshape(self, _layer):
        self.node("Flatten", [self.value])  # of (1, 1, C) alone

    def activation(self, layer):
        self.activate(layer)

    def max_pooling2d(self, layer):
        pad = "SAME_UPPER" if layer.padding == "same" else "VALID"
        self.node("MaxPool", [self.value], auto_pad=pad, kernel_shape=list(layer.pool_size),
                  strides=list(layer.strides))

    def batch_normalization(self, layer):
        parts = [layer.gamma, layer.beta, layer.moving_mean, layer.moving_variance]
        self.node("BatchNormalization", [self.value] + [self.weight(p.numpy()) for p in parts],
                  epsilon=layer.epsilon)

    def re_lu(self, layer):
        if layer.max_value is None:
            self.node("Relu", [self.value])
            return
        scalars = [self.weight(np.array(value)) for value in (0.0, layer.max_value)]
        self.node("Clip", [self.value, *scalars])

    def global_average_pooling2d(self, layer):
        self.node("GlobalAveragePool", [self.value])
        if not layer.keepdims:
            self.node("Flatten", [self.value])

    def flatten(self, layer):
        self.flattened = tuple(layer.input.shape[1:])
        self.node("Flatten", [self.value])

    def dropout(self, _layer):
        pass  # nothing in inference

    def dense(self, layer):
        kernel = layer.kernel.numpy()
        if self.flattened:
            units = kernel.shape[1]
            kernel = kernel.reshape(*self.flattened, units).transpose(2, 0, 1, 3)
            kernel = kernel.reshape(-1, units)
            self.flattened = None
        self.node("Gemm", [self.value, self.weight(kernel), self.weight(layer.bias.numpy())])
        self.activate(layer)


def method_of(layer):
    name = type(layer).__name__
    if name == "Reshape" and tuple(layer.input.shape[1:3]) != (1, 1):
        raise SystemExit(f"{layer.name}: only (1, 1, C) is reshaped here")
    known = {"Conv2D": "conv2d", "MaxPooling2D": "max_pooling2d", "ReLU": "re_lu",
             "BatchNormalization": "batch_normalization", "Flatten": "flatten",
             "GlobalAveragePooling2D": "global_average_pooling2d", "Dropout": "dropout",
             "Dense": "dense", "DepthwiseConv2D": "depthwise_conv2d",
             "ZeroPadding2D": "zero_padding2d", "Concatenate": "concatenate",
             "Reshape": "reshape", "Activation": "activation"}
    if name not in known:
        raise SystemExit(f"{layer.name}: layers of type {name} are not known here")
    return known[name]


def convert(model, keep):
    """The bytes of an ONNX model; its last output is the Keras model's."""
    writer = Writer()
    writer.values[model.inputs[0].name] = writer.value
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer":
            continue
        if not isinstance(model, keras.Sequential) and not isinstance(layer.input, list):
            writer.value = writer.values[layer.input.name]
        getattr(writer, method_of(layer))(layer)
        writer.values[layer.output.name] = writer.value
        rank = len(layer.output.shape)
        writer.kept[writer.value] = [f"{writer.value}_{axis}" for axis in range(rank)]
    channels = model.input_shape[-1]
    height, width = model.input_shape[1:3]
    shape = ["n", channels, height or "h", width or "w"]
    outputs = list(writer.kept.items())
    graph = helper.make_graph(
        writer.nodes, "network", [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, axes)
         for name, axes in (outputs if keep else outputs[-1:])],
        writer.weights)
    converted = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(converted)
    return converted.SerializeToString()

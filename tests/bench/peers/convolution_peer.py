"""Times one peer on single convolutions, in a process of its own: a peer's threads are set at its
start.

usage: convolution_peer.py PEER THREADS ROW...
A ROW is a problem under its name in conv_bench.cpp. Prints a JSON object: the peer's version, and
the row -> median milliseconds of a call.
"""

import importlib.metadata
import itertools
import json
import os
import re
import statistics
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np

MEASURE_S = 0.3
WARM_UP_S = 0.05
CALLS = 3  # at least
CROP = 8
TOLERANCE = 1e-3  # of sums of products of -1..1; a product that is missing shows


class Problem:
    """SAME and without a bias, as TensorFlow pads."""

    def __init__(self, row):
        numbers = re.fullmatch(r"(\d+)x(\d+)x(\d+)/(\d+)x(\d+)/F(\d+)/s(\d+)", row).groups()
        (self.height, self.width, self.channels, self.kernel_height, self.kernel_width,
         self.filters, self.stride) = map(int, numbers)
        # ConvLens' maps lie one after the other where they are few, and interleaved else.
        self.many_filters = self.filters > 4

    @property
    def output_size(self):
        return -(-self.height // self.stride), -(-self.width // self.stride)

    @property
    def pads(self):
        """Rows before and after the picture, then columns."""
        def around(size, kernel):
            total = max((-(-size // self.stride) - 1) * self.stride + kernel - size, 0)
            return total // 2, total - total // 2
        return around(self.height, self.kernel_height), around(self.width, self.kernel_width)

    def arrays(self):
        """A picture (H, W, C) and a kernel (KH, KW, C, F)."""
        random = np.random.default_rng(1)
        picture = random.random((self.height, self.width, self.channels), np.float32)
        kernel = random.random(
            (self.kernel_height, self.kernel_width, self.channels, self.filters), np.float32)
        return picture * 2 - 1, kernel * 2 - 1


def planes(picture):
    return np.ascontiguousarray(picture.transpose(2, 0, 1))[np.newaxis]


def filters_first(kernel):
    return np.ascontiguousarray(kernel.transpose(3, 2, 0, 1))


# A peer has two functions: start_ sets its threads and returns its version; _call prepares a
# problem and returns a call, and what makes (F, OH, OW) of the call's result.


def onnx_model(problem, kernel):
    from onnx import TensorProto, helper, numpy_helper

    (top, bottom), (left, right) = problem.pads
    node = helper.make_node("Conv", ["input", "kernel"], ["maps"],
                            pads=[top, left, bottom, right], strides=[problem.stride] * 2)
    shapes = {"input": (1, problem.channels, problem.height, problem.width),
              "maps": (1, problem.filters, *problem.output_size)}
    infos = {name: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
             for name, shape in shapes.items()}
    graph = helper.make_graph([node], "convolution", [infos["input"]], [infos["maps"]],
                              [numpy_helper.from_array(filters_first(kernel), "kernel")])
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()


def onnxruntime_call(problem, picture, kernel, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(onnx_model(problem, kernel), options,
                                           providers=["CPUExecutionProvider"])
    # Bound once: no call pays for a place for its result.
    source = onnxruntime.OrtValue.ortvalue_from_numpy(planes(picture))
    maps = onnxruntime.OrtValue.ortvalue_from_shape_and_type(
        [1, problem.filters, *problem.output_size], np.float32)
    binding = session.io_binding()
    binding.bind_ortvalue_input("input", source)
    binding.bind_ortvalue_output("maps", maps)
    return lambda: session.run_with_iobinding(binding), lambda _: maps.numpy()[0]


def tensorflow_call(problem, picture, kernel, _threads):
    import tensorflow as tf

    source, weights = tf.constant(picture[np.newaxis]), tf.constant(kernel)
    traced = tf.function(lambda batch: tf.nn.conv2d(batch, weights, problem.stride, "SAME"))
    return lambda: traced(source), lambda maps: maps.numpy()[0].transpose(2, 0, 1)


def dnn_call(problem, picture, kernel, _threads):
    import cv2

    net = cv2.dnn.readNetFromONNX(np.frombuffer(onnx_model(problem, kernel), np.uint8))
    net.setInput(planes(picture))
    return net.forward, lambda maps: maps[0]


def torch_call(problem, picture, kernel, _threads):
    import torch
    from torch.nn.functional import conv2d, pad

    (top, bottom), (left, right) = problem.pads

    def call_in(memory_format):
        source, weights = (torch.from_numpy(array).contiguous(memory_format=memory_format)
                           for array in (planes(picture), filters_first(kernel)))

        def call():
            with torch.no_grad():
                if top == bottom and left == right:
                    return conv2d(source, weights, stride=problem.stride, padding=(top, left))
                return conv2d(pad(source, (left, right, top, bottom)), weights,
                              stride=problem.stride)
        return call

    # Interleaved maps are what many filters are asked for elsewhere, too.
    formats = [torch.contiguous_format, torch.channels_last]
    calls = [call_in(memory_format) for memory_format in formats[:1 + problem.many_filters]]
    fastest = min(calls, key=lambda call: min(durations(call, WARM_UP_S, 2)))
    return fastest, lambda maps: maps[0].numpy()


def halide_call(problem, picture, kernel, _threads):
    import halide_convolution

    call = halide_convolution.compiled(problem, picture, kernel)
    return call, lambda maps: maps.transpose(2, 0, 1) if problem.many_filters else maps


def start_tensorflow(threads):
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    return tf.__version__


def start_onnxruntime(_threads):
    import onnx  # noqa: F401, writes the models
    import onnxruntime

    return onnxruntime.__version__


def start_dnn(threads):
    import cv2
    import onnx  # noqa: F401, writes the models

    cv2.setNumThreads(threads)
    return cv2.__version__


def start_torch(threads):
    import torch

    torch.set_num_threads(threads)
    return torch.__version__


def start_halide(threads):
    import halide  # noqa: F401, tells whether it is there

    os.environ["HL_NUM_THREADS"] = str(threads)  # read when the first call starts them

    return importlib.metadata.version("halide")


PEERS = {"onnxruntime": (start_onnxruntime, onnxruntime_call),
         "tensorflow": (start_tensorflow, tensorflow_call),
         "dnn": (start_dnn, dnn_call),
         "torch": (start_torch, torch_call),
         "halide": (start_halide, halide_call)}


def expected(problem, padded, kernel, rows, columns):
    """The crop of the maps, (F, rows, columns), in double precision."""
    stride = problem.stride
    window = padded[rows.start * stride:(rows.stop - 1) * stride + problem.kernel_height,
                    columns.start * stride:(columns.stop - 1) * stride + problem.kernel_width]
    patches = np.lib.stride_tricks.sliding_window_view(
        window.astype(np.float64), kernel.shape[:2], axis=(0, 1))[::stride, ::stride]
    return np.einsum("yxcij,ijcf->fyx", patches, kernel.astype(np.float64), optimize=True)


def crops(size):
    """At the start of an axis, in its middle and at its end."""
    return [slice(start, start + CROP) for start in (0, (size - CROP) // 2, size - CROP)]


def check(row, problem, picture, kernel, maps):
    """That the peer computes the same convolution."""
    if maps.shape != (problem.filters, *problem.output_size):
        raise SystemExit(f"{row}: the peer's maps are of shape {maps.shape}")
    padded = np.pad(picture, (*problem.pads, (0, 0)))
    for rows, columns in itertools.product(*map(crops, problem.output_size)):
        wrong = maps[:, rows, columns] - expected(problem, padded, kernel, rows, columns)
        if not np.abs(wrong).max() < TOLERANCE:
            raise SystemExit(f"{row}: the peer's result is not the convolution's")


def durations(call, seconds, calls):
    """Of at least so many calls, in milliseconds."""
    result = []
    end = time.perf_counter() + seconds
    while len(result) < calls or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        result.append((time.perf_counter() - start) * 1e3)
    return result


def main():
    peer, threads, *rows = sys.argv[1:]
    start, prepare = PEERS[peer]
    version = start(int(threads))
    medians = {}
    for row in rows:
        problem = Problem(row)
        picture, kernel = problem.arrays()
        call, maps = prepare(problem, picture, kernel, int(threads))
        check(row, problem, picture, kernel, maps(call()))
        durations(call, WARM_UP_S, 1)
        medians[row] = statistics.median(durations(call, MEASURE_S, CALLS))
    print(json.dumps({"version": version, "rows": medians}))


main()

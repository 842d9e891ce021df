#!/usr/bin/env python3
"""Draws ONNX networks at random and compares what convlens makes of them with onnxruntime.

usage: tools/sweep_onnx.py [--count N] [--seed N] [--convlens FILE] [--keep FOLDER]

Run by hand, with numpy, onnx and onnxruntime installed; no test runs this. Every network consists of
a few nodes of the kinds in sweep_onnx_nodes.py, with attributes, shapes and a version of the
operators that are drawn, too. It is right where each node's value is onnxruntime's within 3e-5 of
the largest, or where the file is refused by the name of a node. The exit status is 1 where any is
neither; --keep has those written to a folder.
"""
import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import sweep_onnx_nodes

TOLERANCE = 3e-5


class Network:
    """A graph under construction, and what onnxruntime has computed of it so far."""

    def __init__(self, rng):
        self.rng = rng
        self.opset = int(rng.integers(7, 22))
        shape = [1, int(rng.choice([1, 2, 3, 4, 6, 8])), *[int(n) for n in rng.integers(3, 9, 2)]]
        self.picture = rng.normal(0, 1.2, shape).astype(np.float32)
        # The file may leave the batch open, or height and width as well.
        self.declared = ["n", *shape[1:]] if rng.random() < 0.5 else shape
        if rng.random() < 0.25:
            self.declared = ["n", shape[1], "h", "w"]
        self.nodes, self.arrays, self.values = [], [], {"picture": self.picture}
        self.last = "picture"

    def array(self, values):
        """The name of a fixed array: of the file, or of a Constant."""
        name = f"array{len(self.arrays)}"
        self.arrays.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def floats(self, *shape, scale=1.0):
        return self.array(self.rng.normal(0, scale, shape).astype(np.float32))

    def integers(self, values):
        return self.array(np.array(values, np.int64))

    def node(self, op, inputs, outputs=1, **attributes):
        """Appends a node and takes its values from onnxruntime, which refuses what it does not
        allow."""
        number = len(self.nodes)
        names = [f"v{number}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, name=f"{op.lower()}{number}", **attributes))
        try:
            session = onnxruntime.InferenceSession(self.model(names).SerializeToString())
            with np.errstate(all="ignore"):
                results = session.run(None, {"picture": self.picture})
        except Exception as error:
            self.nodes.pop()
            raise sweep_onnx_nodes.NotAllowed(str(error)) from None
        self.values.update(zip(names, results))
        self.last = names[0]
        return names[0] if outputs == 1 else names

    def shape(self, name):
        return list(self.values[name].shape)

    def model(self, outputs, keeps_arrays=False):
        used = {name for node in self.nodes for name in node.input}
        arrays = [array for array in self.arrays if keeps_arrays or array.name in used]
        graph = helper.make_graph(
            self.nodes, "sweep",
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, self.declared)],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs], arrays)
        return helper.make_model(graph, ir_version=8,
                                 opset_imports=[helper.make_opsetid("", self.opset)])


def draw(seed):
    rng = np.random.default_rng(seed)
    network = Network(rng)
    wanted = int(rng.integers(1, 7))
    for _ in range(200):
        if len(network.nodes) >= wanted:
            break
        kind = sweep_onnx_nodes.KINDS[int(rng.integers(len(sweep_onnx_nodes.KINDS)))]
        before = len(network.nodes)
        last = network.last
        try:
            kind(network, last)
        except sweep_onnx_nodes.NotAllowed:
            del network.nodes[before:]
            network.last = last
            continue
        value = network.values[network.last]
        # What is not a number, too large or of no values tells nothing.
        with np.errstate(all="ignore"):
            fine = (value.dtype == np.float32 and 0 < value.size < 100_000 and value.ndim > 1
                    and np.isfinite(value).all() and np.abs(value).max() < 1e6)
        if not fine:
            del network.nodes[before:]
            network.last = last
    return network


def turned(array):
    return array.transpose(0, 2, 3, 1) if array.ndim == 4 else array


def distance(found, expected):
    if found.shape != expected.shape:
        return np.inf
    largest = max(float(np.abs(expected).max()), 1e-30)
    return float(np.abs(found.astype(np.float64) - expected).max()) / largest


def orders(network, expected):
    """A value as the project may hold it: its channels in front or behind, flattened of either."""
    yield expected
    yield turned(expected)
    if expected.ndim == 2:
        for value in network.values.values():
            if value.ndim == 4 and value.size == expected.size:
                pixels = expected.reshape(value.shape)
                yield turned(pixels).reshape(expected.shape)


def compare(network, folder):
    """The worst distance of any node's value, and that node; the values found by the layers' names."""
    found = {re.sub(r"^\d+_", "", file.stem): np.load(file) for file in folder.glob("*.npy")}
    worst, where, compared = 0.0, "", 0
    for node in network.nodes:
        if node.name not in found or node.output[0] not in network.values:
            continue
        compared += 1
        value = found[node.name]
        far = min(distance(value, order) for order in orders(network, network.values[node.output[0]]))
        if far > worst:
            worst, where = far, node.name
    return worst, where, compared


def as_taken(network, convlens, file):
    """The picture with its axes as convlens takes them: as they are where the file turns them first."""
    run = subprocess.run([convlens, "model", file], capture_output=True, text=True, check=False)
    shape = re.search(r"InputLayer +\(None, (\w+), (\w+), (\w+)\)", run.stdout)
    channels = network.picture.shape[1]
    is_first = shape and shape[1] == str(channels) and shape[3] != str(channels)
    return network.picture if is_first else turned(network.picture)


def outcome(network, convlens, folder):
    outputs = [network.last]
    onnx.save(network.model(outputs), folder / "net.onnx")
    np.save(folder / "picture.npy", as_taken(network, convlens, folder / "net.onnx"))
    shutil.rmtree(folder / "out", ignore_errors=True)
    run = subprocess.run([convlens, "activations", folder / "net.onnx", "--input", folder / "picture.npy",
                          "-o", folder / "out"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        named = any(f'"{node.name}"' in run.stderr for node in network.nodes)
        return ("refused" if named else "failed"), run.stderr.strip()
    worst, where, compared = compare(network, folder / "out")
    if worst > TOLERANCE:
        return "wrong", f"{where}: {worst:.2g}"
    if compared == 0:
        return "failed", "no layer bears a node's name"
    return "right", f"{worst:.2g}"


def described(network):
    def text(attribute):
        return f"{attribute.name}={helper.get_attribute_value(attribute)}"

    nodes = [f"{node.op_type}({', '.join(text(a) for a in node.attribute)})"
             f"->{network.shape(node.output[0])}" for node in network.nodes]
    return f"opset {network.opset} {list(network.picture.shape)} as {network.declared}: " + " ".join(nodes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--convlens", default="build/release/convlens")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    onnxruntime.set_default_logger_severity(4)
    counts, operators = collections.Counter(), collections.Counter()
    for seed in range(options.seed, options.seed + options.count):
        network = draw(seed)
        if not network.nodes:
            continue
        with tempfile.TemporaryDirectory() as folder:
            kind, reason = outcome(network, options.convlens, pathlib.Path(folder))
            if options.keep and kind in ("wrong", "failed"):
                shutil.copytree(folder, options.keep / str(seed), dirs_exist_ok=True)
        counts[kind] += 1
        operators.update(node.op_type for node in network.nodes)
        if kind != "right":
            reason = re.sub(r".*?net.onnx: ", "", reason)
            print(f"{seed} {kind}: {reason}\n  {described(network)}", flush=True)
    print(f"{len(operators)} operators in {sum(operators.values())} nodes;", dict(counts))
    return 1 if counts["wrong"] or counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())

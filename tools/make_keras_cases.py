#!/usr/bin/env python3
"""Writes tests/golden/keras_cases: small random models, an input each, and what Keras answers.

Run by hand, with tensorflow-cpu and keras 3 installed: python3 tools/make_keras_cases.py. Takes
about a minute and gives the same bytes each time. No test runs this. The README in that folder says
what each file is.
"""

import inspect
import io
import json
import os
import pathlib
import re
import tempfile
import zipfile

# Eigen's kernels alone, so that the results do not depend on the machine's oneDNN.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import absl.logging
import keras
import numpy as np
import tensorflow as tf

from keras_layer_cases import all_cases

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/keras_cases"
FIXED_TIME = (2026, 1, 1, 0, 0, 0)
# What a configuration may hold that changes no result.
DROPPED = {
    "activity_regularizer", "alpha_constraint", "alpha_initializer", "alpha_regularizer",
    "autocast", "batch_shape_in", "beta_constraint", "beta_initializer", "beta_regularizer",
    "bias_constraint", "bias_initializer", "bias_regularizer", "depthwise_constraint",
    "depthwise_initializer", "depthwise_regularizer", "dtype", "gamma_constraint",
    "gamma_initializer", "gamma_regularizer", "kernel_constraint", "kernel_initializer",
    "kernel_regularizer", "momentum", "moving_mean_initializer", "moving_variance_initializer",
    "noise_shape", "optional", "pointwise_constraint", "pointwise_initializer",
    "pointwise_regularizer", "quantization_config", "ragged", "rate", "renorm", "renorm_clipping",
    "renorm_momentum", "seed", "sparse", "synchronized", "trainable",
}


def on_channels_last(function):
    """TensorFlow's CPU kernels know NHWC alone; this turns NCHW round before and after."""
    signature = inspect.signature(function)

    def wrapped(*args, **kwargs):
        call = signature.bind(*args, **kwargs).arguments
        if call.get("data_format") != "channels_first":
            return function(**call)
        call["data_format"] = "channels_last"
        call["inputs"] = tf.transpose(call["inputs"], (0, 2, 3, 1))
        return tf.transpose(function(**call), (0, 3, 1, 2))

    return wrapped


def accept_channels_first():
    nn = keras.src.backend.nn
    for name in ("conv", "depthwise_conv", "separable_conv", "conv_transpose", "max_pool",
                 "average_pool"):
        setattr(nn, name, on_channels_last(getattr(nn, name)))


def build(name, spec):
    keras.backend.clear_session()
    if "layers" in spec:
        model = keras.Sequential([keras.Input(spec["shapes"][0]), *spec["layers"]()], name=name)
    else:
        inputs = [keras.Input(shape, name=f"input_{i}") for i, shape in enumerate(spec["shapes"])]
        model = keras.Model(inputs if len(inputs) > 1 else inputs[0], spec["builder"](*inputs),
                            name=name)
    rng = np.random.default_rng(sum(name.encode()))
    for weight in model.weights:
        if weight.name == "moving_variance":
            value = rng.uniform(0.5, 2.0, weight.shape)
        else:
            # No larger than keeps values the size of the input through a network.
            fan_in = max(1, int(np.prod(weight.shape[:-1])))
            value = rng.normal(0.0, min(0.5, fan_in**-0.5), weight.shape)
        weight.assign(value.astype(np.float32))
    shapes = [spec["given"]] if spec.get("given") else spec["shapes"]
    inputs = [rng.uniform(*spec["span"], (spec["batch"], *shape)).astype(np.float32)
              for shape in shapes]
    return model, inputs


def describe(model):
    """The graph as plain JSON, and all weights in one vector; nothing nested."""
    graph = model._functional if isinstance(model, keras.Sequential) else model
    in_graph = {id(node) for nodes in graph._nodes_by_depth.values() for node in nodes}
    calls_of = {layer.name: [node for node in layer._inbound_nodes if id(node) in in_graph]
                for layer in graph.layers}

    def place(tensor):
        """A tensor as the call it comes from: [layer, number of its call]."""
        history = tensor._keras_history
        node = history.operation._inbound_nodes[history.node_index]
        numbers = [id(call) for call in calls_of[history.operation.name]]
        return [history.operation.name, numbers.index(id(node))]

    table, values, offset = [], [], 0
    for layer in graph.layers:
        weights = []
        for weight in layer.weights:
            array = np.asarray(weight)
            weights.append({"name": weight.name, "shape": list(array.shape), "offset": offset})
            values.append(array.ravel())
            offset += array.size
        config = {key: value for key, value in layer.get_config().items()
                  if key not in DROPPED and not isinstance(value, dict)}
        calls = [[place(tensor) for tensor in node.input_tensors]
                 for node in calls_of[layer.name] if not node.is_input]
        table.append({"name": layer.name, "class": type(layer).__name__, "config": config,
                      "weights": weights, "calls": calls})
    description = {
        "sequential": isinstance(model, keras.Sequential),
        "inputs": [tensor._keras_history.operation.name for tensor in graph.inputs],
        "outputs": [place(tensor) for tensor in graph.outputs],
        "layer_names": [layer.name for layer in model.layers],
        "parameters": model.count_params(),
        "layers": table,
    }
    weights = np.concatenate(values) if values else np.zeros(0, np.float32)
    return description, weights.astype(np.float32)


def numbered(config):
    """Keras names shared objects by their address; here they are counted instead."""
    addresses = []

    def number(match):
        if match[2] not in addresses:
            addresses.append(match[2])
        return match[1] + str(addresses.index(match[2]) + 1)

    return re.sub(r'("shared_object_id": )(\d+)', number, config.decode()).encode()


def save_keras(model, path):
    """As model.save() writes it, less the times and addresses, so that the bytes are always the
    same."""
    with tempfile.TemporaryDirectory() as folder:
        saved = pathlib.Path(folder) / "model.keras"
        model.save(saved)
        result = io.BytesIO()
        # Keras stores; the larger ones are deflated, which a reader must know too.
        method = zipfile.ZIP_DEFLATED if saved.stat().st_size > 20_000 else zipfile.ZIP_STORED
        with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w", method) as target:
            for entry in source.infolist():
                content = source.read(entry)
                if entry.filename == "metadata.json":
                    metadata = json.loads(content)
                    metadata["date_saved"] = "2026-01-01@00:00:00"
                    content = json.dumps(metadata).encode()
                elif entry.filename == "config.json":
                    content = numbered(content)
                target.writestr(zipfile.ZipInfo(entry.filename, FIXED_TIME), content, method)
        path.write_bytes(result.getvalue())


def write_graph(description, path):
    """One layer a line, so that a change shows as the lines it touches."""
    head = json.dumps({key: value for key, value in description.items() if key != "layers"})
    layers = ",\n".join(json.dumps(layer) for layer in description["layers"])
    path.write_text(f'{head[:-1]}, "layers": [\n{layers}\n]}}\n')


def check_widths(model):
    """Where the width is the number of channels too, this Keras adds a bias along the width."""
    for layer in model.layers:
        config, shape = layer.get_config(), layer.output.shape
        if config.get("use_bias") and config.get("data_format") == "channels_first":
            assert shape[1] != shape[3], f"{model.name}: {layer.name} gives {shape}"


def write_case(name, spec):
    model, inputs = build(name, spec)
    check_widths(model)
    outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = [np.asarray(output) for output in tf.nest.flatten(outputs)]
    # The second input or output, where there is one, has a 1 in its name.
    for kind, arrays in (("input", inputs), ("expected", outputs)):
        for i, array in enumerate(arrays):
            np.save(FOLDER / f"{name}.{kind}{i or ''}.npy", array)
    save_keras(model, FOLDER / f"{name}.keras")
    if spec["h5"]:
        model.save(FOLDER / f"{name}.h5")
    has_graph = not name.startswith("first_") and name != "nested"
    if has_graph:
        description, weights = describe(model)
        write_graph(description, FOLDER / f"{name}.json")
        np.save(FOLDER / f"{name}.weights.npy", weights)
    return {"name": name, "inputs": len(inputs), "outputs": len(outputs), "h5": spec["h5"],
            "graph": has_graph, "channels_first": name.startswith("first_")}


def main():
    absl.logging.set_verbosity(absl.logging.ERROR)  # that .h5 is an old format is known
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.*"):
        if old.name != "README.md":
            old.unlink()
    accept_channels_first()
    rows = [write_case(name, spec) for name, spec in all_cases().items()]
    lines = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "cases.json").write_text(f"[\n{lines}\n]\n")
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"{len(rows)} cases, {sum(row['h5'] for row in rows)} also as .h5, {size / 1e6:.2f} MB; "
          f"TensorFlow {tf.__version__}, Keras {keras.__version__}, NumPy {np.__version__}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Files of many versions of Keras, and whether ConvLens computes every layer as that Keras did.

    PYTHON tools/sweep_keras.py make FOLDER        in a venv of tensorflow-cpu 2.3 to 2.21
    PYTHON tools/sweep_keras.py check FOLDER...    with numpy; says what differs, exits with 1 if any
    PYTHON tools/sweep_keras.py keep FOLDER...     with h5py; copies a few into tests/golden/keras_files

`make` writes NAME.keras where that Keras can and NAME.h5, NAME.input.npy, and NAME.expected.npz: the
value of every layer under the name that it has in the layer table ("base/conv", "relu#2"). Models
are Sequential and functional, with networks within them and BatchNormalization, not compiled,
compiled, and trained for a step.
"""

import argparse
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONVLENS = os.environ.get("CONVLENS", ROOT / "build/release/convlens")
# Relative to the largest value of the layer.
TOLERANCE = 3e-5


# ---- make: runs on Python 3.8 and every Keras since 2.4 -----------------------------------------


def import_keras():
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
    import tensorflow as tf

    try:
        import keras

        return tf, keras, keras.__version__
    except ImportError:  # TensorFlow 2.5 and before bring their own
        return tf, tf.keras, tf.keras.__version__


class Recorder:
    """The value of every call of every layer, by the name that it has in ConvLens' table."""

    def __init__(self, model):
        self.values = {}
        self.path = []
        self.seen = set()
        self.watch(model, is_whole=True)

    def watch(self, layer, is_whole=False):
        if id(layer) in self.seen:
            return
        self.seen.add(id(layer))
        inner = getattr(layer, "operations", None) or getattr(layer, "layers", None) or []
        for child in inner:
            self.watch(child)
        if is_whole or type(layer).__name__ == "InputLayer":
            return
        call = layer.call

        def recorded(*args, **kwargs):
            self.path.append(layer.name)
            result = call(*args, **kwargs)
            name = "/".join(self.path)
            self.path.pop()
            count = sum(key.split("#")[0] == name for key in self.values)
            if hasattr(result, "shape"):
                self.values[name if count == 0 else f"{name}#{count + 1}"] = np.asarray(result)
            return result

        layer.call = recorded


def recorded_values(model, inputs):
    recorder = Recorder(model)
    model(inputs, training=False)
    return {key: value.astype("float32") for key, value in recorder.values.items()}


def base_network(keras, name, size=12):
    kl = keras.layers
    x = inputs = keras.Input((size, size, 3))
    x = kl.Conv2D(4, 3, name="c1")(x)
    x = kl.BatchNormalization(name="n1")(x)
    x = kl.ReLU(name="r1")(x)
    return keras.Model(inputs, x, name=name)


def plain(keras):
    kl = keras.layers
    return keras.Sequential([
        keras.Input((12, 12, 3)), kl.Conv2D(4, 3, activation="relu"), kl.BatchNormalization(),
        kl.MaxPooling2D(), kl.Dropout(0.3), kl.Flatten(), kl.Dense(6, activation="relu"),
        kl.Dense(3, activation="softmax")])


def transfer(keras):
    kl = keras.layers
    base = base_network(keras, "base")
    base.compile("adam", "mse", metrics=["mae"])
    head = keras.Sequential([keras.Input((4,)), kl.Dense(5), kl.BatchNormalization(),
                             kl.Dense(3, activation="softmax")], name="head")
    return keras.Sequential([keras.Input((12, 12, 3)), base, kl.GlobalAveragePooling2D(), head])


def branches(keras):
    kl = keras.layers
    inputs = keras.Input((12, 12, 3))
    x = kl.Conv2D(4, 3, padding="same")(inputs)
    relu = kl.ReLU(name="again")
    y = relu(kl.BatchNormalization()(kl.Conv2D(4, 3, padding="same")(relu(x))))
    x = kl.Add()([x, y])
    x = kl.Concatenate()([x, kl.DepthwiseConv2D(3, padding="same")(y)])
    x = kl.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, kl.Dense(3, activation="softmax")(x))


def deep(keras):
    kl = keras.layers
    inner_inputs = keras.Input((12, 12, 3))
    base = base_network(keras, "base")
    x = kl.Conv2D(3, 1, name="c2")(base(inner_inputs))
    middle = keras.Model(inner_inputs, x, name="middle")
    inputs = keras.Input((12, 12, 3))
    x = kl.BatchNormalization()(middle(inputs))
    x = kl.Flatten()(x)
    return keras.Model(inputs, kl.Dense(3, activation="softmax")(x))


def operators(keras):
    """What is computed between layers: operators, and functions of Keras 3 or of TensorFlow."""
    import tensorflow as tf

    kl = keras.layers
    is_keras3 = keras.__name__ == "keras" and hasattr(keras, "ops")
    inputs = keras.Input((12, 12, 3))
    c = kl.Conv2D(3, 3, padding="same")(inputs)
    x = 1 - (c * 2 + inputs) / 255 - c
    x = x - 0.5
    x = x * np.array([1.0, -2.0, 0.5], "float32")
    if is_keras3:
        ops = keras.ops
        x = ops.concatenate([ops.relu(x), ops.sigmoid(x), ops.abs(x), ops.square(x)], axis=-1)
        x = ops.maximum(ops.exp(x), 0.1) / ops.sqrt(1.0 + ops.abs(x))
        x = ops.softmax(ops.reshape(ops.mean(x, axis=[1, 2], keepdims=True), (-1, 12)))
    else:
        x = tf.concat([tf.nn.relu(x), tf.math.sigmoid(x), tf.math.abs(x), tf.math.square(x)], -1)
        x = tf.math.maximum(tf.math.exp(x), 0.1) / tf.math.sqrt(1.0 + tf.math.abs(x))
        x = tf.nn.softmax(tf.reshape(tf.math.reduce_mean(x, [1, 2], keepdims=True), (-1, 12)))
    return keras.Model(inputs, kl.Dense(3)(x))


def normalized(keras):
    """The layers that normalise, as far as this Keras has them, and activations by name."""
    kl = keras.layers
    rng = np.random.default_rng(3)
    adapted = kl.Normalization()
    adapted.adapt(rng.random((20, 12, 12, 3)).astype("float32"))
    layers = [keras.Input((12, 12, 3)), adapted,
              kl.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0]),
              kl.Conv2D(4, 3, activation="hard_sigmoid"), kl.Rescaling(2.0, offset=-1.0),
              kl.LayerNormalization(), kl.LayerNormalization(axis=[1, 2, 3], scale=False)]
    for name, options in (("GroupNormalization", {"groups": 2}), ("UnitNormalization", {}),
                          ("RMSNormalization", {})):
        if hasattr(kl, name):
            layers.append(getattr(kl, name)(**options))
    layers += [kl.Conv2D(2, 3, activation="swish"), kl.GlobalAveragePooling2D(), kl.Dense(3)]
    return keras.Sequential(layers)


def own_class(keras):
    """A subclass of Sequential, whose layers the file lists."""

    class OwnNet(keras.Sequential):
        pass

    kl = keras.layers
    return OwnNet([keras.Input((12, 12, 3)), kl.Conv2D(4, 3), kl.ReLU(), kl.Flatten(), kl.Dense(3)])


def save_bfloat16(keras, folder):
    """A model whose weights have 16 bits, and the kernel as Keras reads it back."""
    layers = [keras.Input((12, 12, 3)), keras.layers.Conv2D(2, 3, dtype="bfloat16", name="conv")]
    keras.Sequential(layers).save(folder / "bfloat16.keras")
    model = keras.models.load_model(folder / "bfloat16.keras")
    kernel = keras.ops.convert_to_numpy(keras.ops.cast(model.get_layer("conv").kernel, "float32"))
    np.save(folder / "bfloat16.kernel.npy", kernel)


def make(folder):
    tf, keras, version = import_keras()
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    pictures = rng.random((2, 12, 12, 3)).astype("float32")
    labels = np.eye(3, dtype="float32")[[0, 2]]
    builders = [plain, transfer, branches, deep]
    if tuple(int(part) for part in version.split(".")[:2]) >= (2, 6):
        builders += [operators, normalized, own_class]
    for builder in builders:
        for state in ("bare", "compiled", "fitted"):
            keras.backend.clear_session()
            tf.random.set_seed(3)
            model = builder(keras)
            if state != "bare":
                model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
            if state == "fitted":
                model.fit(pictures, labels, epochs=3, verbose=0)
            name = folder / f"{builder.__name__}_{state}"
            major, minor = (int(part) for part in version.split(".")[:2])
            if major < 3 or builder is not operators:  # Keras 3 does not read them back from .h5
                model.save(f"{name}.h5")
            if (major, minor) >= (2, 12):
                model.save(f"{name}.keras")
            np.save(f"{name}.input.npy", pictures)
            np.savez(f"{name}.expected.npz", **recorded_values(model, pictures))
    if version.startswith("3"):
        save_bfloat16(keras, folder)
    print(f"{folder}: Keras {version}, TensorFlow {tf.__version__}, Python {sys.version.split()[0]}")


# ---- check ---------------------------------------------------------------------------------------


def table_rows(model_file):
    """The layer table's names by row, or what it says instead."""
    done = subprocess.run([CONVLENS, "model", model_file, "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        return None, done.stderr.strip()
    return [layer["name"] for layer in json.loads(done.stdout)["layers"]], ""


def faults_of(model_file, expected, inputs_file, index=0, tolerance=TOLERANCE):
    """What differs between the layers' values and those expected; sentences."""
    rows, error = table_rows(model_file)
    if rows is None:
        return [error]
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([CONVLENS, "activations", model_file, "--input", inputs_file, "--raw",
                               "--index", str(index), "-o", out], capture_output=True, text=True)
        if done.returncode != 0:
            return [done.stderr.strip()]
        found = {}
        for path in pathlib.Path(out).iterdir():
            found[rows[int(path.name.split("_")[0])]] = np.load(path)
    faults = []
    for name, values in expected.items():
        if name not in found:
            faults.append(f"{name} is not among the layers {', '.join(rows)}")
            continue
        wanted = values[index:index + 1]
        if found[name].size != wanted.size:
            faults.append(f"{name} is {found[name].shape}, expected {wanted.shape}")
            continue
        scale = max(float(np.abs(wanted).max()), 1e-30)
        difference = float(np.abs(found[name].reshape(wanted.shape) - wanted).max()) / scale
        if not difference <= tolerance:
            faults.append(f"{name} differs by {difference:.2g} of its largest value")
    return faults


def check(folders):
    files = layers = bad = 0
    for folder in folders:
        for model_file in sorted([*folder.glob("*.keras"), *folder.glob("*.h5")]):
            if model_file.stem == "bfloat16":
                continue
            with np.load(model_file.with_suffix(".expected.npz")) as arrays:
                expected = dict(arrays)
            faults = faults_of(model_file, expected, model_file.with_suffix(".input.npy"))
            files += 1
            layers += len(expected)
            bad += bool(faults)
            for fault in faults:
                print(f"{model_file}: {fault}")
    print(f"{files} files, {layers} layers, {bad} files with a difference")
    return 1 if bad else 0


# ---- keep ----------------------------------------------------------------------------------------


# By the folder's name; of the first of them also as if Windows had written it.
KEPT = {
    "tf215": ["transfer_fitted.keras", "branches_compiled.keras", "operators_bare.keras",
              "normalized_compiled.keras"],
    "tf213": ["transfer_fitted.keras"],
    "tf28": ["deep_fitted.h5", "normalized_bare.h5"],
    "tf221": ["transfer_fitted.keras", "deep_compiled.keras", "operators_bare.keras",
              "normalized_bare.keras", "own_class_bare.keras"],
}


def deflated(source, target, change=lambda weights: weights):
    """The archive in fewer bytes; `change` may write its weights anew."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as result:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "model.weights.h5":
                content = change(content)
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            result.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def with_backslashes(weights):
    """As Keras 2.12 to 2.15 wrote them on Windows: the path of a group is its name."""
    import h5py

    result = io.BytesIO()
    with h5py.File(io.BytesIO(weights), "r") as source, h5py.File(result, "w") as target:

        def copy(path, item):
            if path.rsplit("/")[-1] != "vars" or not isinstance(item, h5py.Group):
                return
            parent = path.rpartition("/")[0].replace("/", "\\")
            group = target.create_group(parent.encode()) if parent else target
            source.copy(item, group, "vars")

        source.visititems(copy)
    return result.getvalue()


def keep(folders):
    target = ROOT / "tests/golden/keras_files"
    target.mkdir(exist_ok=True)
    names = []

    def write(source, name, change=None):
        names.append(name + source.suffix)
        if source.suffix == ".h5":
            shutil.copy(source, target / names[-1])
        else:
            deflated(source, target / names[-1], change or (lambda weights: weights))
        # One item is enough.
        np.save(target / f"{name}.input.npy", np.load(source.with_suffix(".input.npy"))[:1])
        with np.load(source.with_suffix(".expected.npz")) as arrays:
            np.savez_compressed(target / f"{name}.expected.npz",
                                **{key: arrays[key][:1] for key in arrays})

    for folder in folders:
        for kept in KEPT[folder.name]:
            source = folder / kept
            write(source, f"{folder.name}_{source.stem}")
    windows = folders[0] / KEPT[folders[0].name][0]
    write(windows, f"{folders[0].name}_{windows.stem}_windows", with_backslashes)
    for folder in folders:
        if (folder / "bfloat16.keras").exists():
            deflated(folder / "bfloat16.keras", target / "bfloat16.keras")
            shutil.copy(folder / "bfloat16.kernel.npy", target)
    lines = ",\n".join(json.dumps(name) for name in names)
    (target / "files.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(names)} files in {target}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("task", choices=["make", "check", "keep"])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.task == "check":
        sys.exit(check(arguments.folders))
    if arguments.task == "keep":
        return keep(arguments.folders)
    for folder in arguments.folders:
        make(folder)


if __name__ == "__main__":
    main()

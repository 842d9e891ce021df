#!/usr/bin/env python3
"""Writes tests/golden/tensorflow_cases: small random networks as TensorFlow Lite, SavedModel and
frozen graphs, and what TensorFlow answers.

Run by hand, with tensorflow installed: python3 tools/make_tensorflow_cases.py. Takes a minute. No
test runs this. The README in that folder says what each file is.
"""

import json
import os
import pathlib
import shutil

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/tensorflow_cases"
L = keras.layers


def classifier():
    return keras.Sequential([
        L.Input((12, 10, 3)), L.Conv2D(4, 3, padding="same", activation="relu"), L.MaxPooling2D(),
        L.DepthwiseConv2D(3, padding="same"), L.BatchNormalization(), L.ReLU(6.0),
        L.Conv2D(6, 3, strides=2), L.LeakyReLU(negative_slope=0.1), L.GlobalAveragePooling2D(),
        L.Dense(5, activation="softmax")])


def branches():
    """A functional network: a sum, a concatenation, larger pictures, padding, a dense layer."""
    picture = L.Input((8, 8, 2))
    a = L.Conv2D(3, 3, padding="same", strides=2, activation="elu")(picture)
    b = L.AveragePooling2D(2)(picture)
    y = L.Concatenate()([a, L.Conv2D(3, 1, activation="sigmoid")(b)])
    y = L.Add()([y, L.Conv2D(6, 3, padding="same", dilation_rate=2, activation="hard_sigmoid")(y)])
    y = L.UpSampling2D(2, interpolation="bilinear")(y)
    y = L.ZeroPadding2D(((1, 0), (0, 1)))(y)
    y = L.Conv2DTranspose(2, 3, strides=2, padding="same", activation="tanh")(y)
    y = L.Flatten()(L.MaxPooling2D(3, padding="same")(y))
    return keras.Model(picture, L.Dense(4, activation="sigmoid")(y))


def letters():
    """What the engine computes: a recurrent layer over the rows of a picture without channels."""
    return keras.Sequential([L.Input((6, 5)), L.GRU(4, unroll=True), L.Dense(3)])


def mobile():
    """The operators of small networks for telephones."""
    picture = L.Input((16, 16, 3))
    y = L.Rescaling(1 / 127.5, offset=-1)(picture)
    y = L.Conv2D(4, 3, strides=2, padding="same", use_bias=False)(y)
    y = L.Activation("hard_swish")(L.BatchNormalization()(y))
    z = L.GlobalAveragePooling2D(keepdims=True)(y)
    z = L.Activation("hard_sigmoid")(L.Conv2D(4, 1)(z))
    y = L.Multiply()([y, z])
    y = L.Activation("swish")(L.DepthwiseConv2D(5, strides=2, padding="same")(y))
    return keras.Model(picture, L.Softmax()(L.Dense(3)(L.Flatten()(y))))


def shake(model, rng):
    """Random numbers in all weights, the statistics of batches too."""
    for weight in model.weights:
        low, high = (0.5, 1.5) if "variance" in weight.path else (-0.4, 0.4)
        weight.assign(rng.uniform(low, high, weight.shape))


def lite_answer(content, picture):
    lite = tf.lite.Interpreter(model_content=content)
    taken, given = lite.get_input_details()[0], lite.get_output_details()[0]
    answers = []
    for item in picture:
        lite.resize_tensor_input(taken["index"], (1, *item.shape))
        lite.allocate_tensors()
        if taken["dtype"] == np.float32:
            value = item
        else:
            scale, point = taken["quantization"]
            assert abs(scale - 1 / 255) < 1e-6, scale
            value = np.round(item / scale + point).astype(taken["dtype"])
        lite.set_tensor(taken["index"], value[None])
        lite.invoke()
        answer = lite.get_tensor(given["index"]).astype(np.float32)
        scale, point = given["quantization"]
        answers.append((answer - point) * scale if scale else answer)
    return np.concatenate(answers), given["quantization"][0]


def converted(model, rng, kind):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if kind != "float":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "half":
        converter.target_spec.supported_types = [tf.float16]
    if kind in ("packed", "bytes", "signed"):
        shape = (1, *model.inputs[0].shape[1:])
        samples = [rng.uniform(0, 1, shape).astype(np.float32) for _ in range(20)]
        samples += [np.zeros(shape, np.float32), np.ones(shape, np.float32)]
        converter.representative_dataset = lambda: ([sample] for sample in samples)
    if kind in ("bytes", "signed"):
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = tf.uint8 if kind == "bytes" else tf.int8
        converter.inference_output_type = converter.inference_input_type
    return converter.convert()


def write_lite(name, model, picture, rng, kind):
    content = converted(model, rng, kind)
    (FOLDER / f"{name}.tflite").write_bytes(content)
    expected, step = lite_answer(content, picture)
    np.save(FOLDER / f"{name}.expected.npy", expected)
    np.save(FOLDER / f"{name}.input.npy", picture)
    # Where only what lies between is packed, the last step is that of the answers, too.
    return {"name": name, "file": f"{name}.tflite", "step": step or (1 / 256 if kind == "packed" else 0)}


def write_saved(name, model, picture):
    folder = FOLDER / name
    model.export(folder, verbose=False)
    shutil.rmtree(folder / "assets", ignore_errors=True)
    (folder / "fingerprint.pb").unlink(missing_ok=True)
    np.save(FOLDER / f"{name}.expected.npy", model.predict(picture, verbose=0))
    np.save(FOLDER / f"{name}.input.npy", picture)
    return {"name": name, "file": name, "step": 0.0}


def write_frozen(name, model, picture):
    from tensorflow.python.framework.convert_to_constants import (
        convert_variables_to_constants_v2)
    call = tf.function(lambda x: model(x, training=False))
    shape = (None, *model.inputs[0].shape[1:])
    concrete = call.get_concrete_function(tf.TensorSpec(shape, tf.float32, name="picture"))
    graph = convert_variables_to_constants_v2(concrete).graph.as_graph_def()
    (FOLDER / f"{name}.pb").write_bytes(graph.SerializeToString())
    np.save(FOLDER / f"{name}.expected.npy", model.predict(picture, verbose=0))
    np.save(FOLDER / f"{name}.input.npy", picture)
    return {"name": name, "file": f"{name}.pb", "step": 0.0}


def main():
    for old in FOLDER.glob("*"):
        if old.name != "README.md":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    rows = []
    for builder in (classifier, branches, letters, mobile):
        name = builder.__name__
        rng = np.random.default_rng(sum(name.encode()))
        model = builder()
        shake(model, rng)
        picture = rng.uniform(0, 1, (2, *model.inputs[0].shape[1:])).astype(np.float32)
        rows.append(write_lite(f"{name}_float", model, picture, rng, "float"))
        rows.append(write_saved(f"{name}_saved", model, picture))
        rows.append(write_frozen(f"{name}_frozen", model, picture))
        if builder is classifier:
            # Whole numbers, so that nothing hangs on how a picture becomes one of bytes.
            whole = (np.round(picture * 255) / 255).astype(np.float32)
            for kind in ("dynamic", "half", "packed", "bytes", "signed"):
                rows.append(write_lite(f"{name}_{kind}", model, whole, rng, kind))
    (FOLDER / "cases.json").write_text(
        "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()

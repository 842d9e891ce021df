"""Writes tests/golden/keras2_cases: small models as Keras 2 saves them, with what it computes.

    python3 -m venv /tmp/keras2 && /tmp/keras2/bin/pip install tensorflow-cpu tf-keras
    /tmp/keras2/bin/python tools/make_keras2_cases.py        # a minute

Keras 2 differs from Keras 3 in how a functional model lists its calls, in the order of the weights
of a model within a model, and in the names of settings. tf-keras is Keras 2 under a name of its own.
The files are written by hand, not by a build; the same versions give the same numbers.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras as keras  # noqa: E402
from tf_keras import layers as kl  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/keras2_cases"


def residual():
    """A layer called twice, branches, and a joint."""
    inputs = keras.Input((8, 8, 3))
    x = kl.Conv2D(4, 3, activation="relu", padding="same")(inputs)
    y = kl.BatchNormalization()(kl.Conv2D(4, 3, padding="same")(x))
    y = kl.LeakyReLU(alpha=0.1)(y)
    x = kl.Add()([x, y])
    shared = kl.Conv2D(5, 1)
    x = kl.Concatenate()([shared(x), shared(y)])
    return keras.Model(inputs, kl.Dense(3, activation="softmax")(kl.GlobalAveragePooling2D()(x)))


def backbone():
    """A functional model as the first layer of a sequential one, as transfer learning has it."""
    inputs = keras.Input((8, 8, 3))
    x = kl.ReLU(6.0)(kl.BatchNormalization()(kl.Conv2D(4, 3)(inputs)))
    x = kl.BatchNormalization(scale=False)(kl.DepthwiseConv2D(3)(x))
    base = keras.Model(inputs, x, name="base")
    return keras.Sequential([base, kl.GlobalAveragePooling2D(), kl.Dense(2)])


def called_twice():
    """A model within a model that is called twice, with one layer that is not trained."""
    inputs = keras.Input((8, 8, 3))
    frozen = kl.Conv2D(4, 1)
    frozen.trainable = False
    x = frozen(kl.BatchNormalization()(kl.Conv2D(4, 3)(inputs)))
    inner = keras.Model(inputs, kl.BatchNormalization()(x), name="inner")
    outer = keras.Input((8, 8, 3))
    x = kl.Subtract()([inner(outer), inner(kl.Rescaling(0.5)(outer))])
    return keras.Model(outer, kl.Dense(2)(kl.Flatten()(x)))


def inner_sequential():
    """A sequential model within a functional one, and layers with options."""
    inner = keras.Sequential(
        [kl.Conv2D(3, 3, padding="same", input_shape=(6, 6, 2)), kl.BatchNormalization()],
        name="inner")
    inputs = keras.Input((6, 6, 2))
    x = kl.PReLU(shared_axes=[1, 2])(kl.Activation("swish")(inner(inputs)))
    x = kl.ZeroPadding2D(((1, 0), (0, 1)))(x)
    return keras.Model(inputs, kl.SeparableConv2D(4, 3, strides=2)(x))


def write_case(builder):
    keras.backend.clear_session()
    name = builder.__name__
    model = builder()
    rng = np.random.default_rng(sum(name.encode()))
    for weight in model.weights:
        variance = "variance" in weight.name
        values = rng.uniform(0.5, 2.0, weight.shape) if variance else rng.normal(0, 0.4, weight.shape)
        weight.assign(values.astype(np.float32))
    pictures = rng.uniform(-1, 1, (2, *model.input_shape[1:])).astype(np.float32)
    np.save(FOLDER / f"{name}.input.npy", pictures)
    np.save(FOLDER / f"{name}.expected.npy", model(pictures, training=False).numpy())
    model.save(FOLDER / f"{name}.h5", include_optimizer=False)
    if name == "residual":
        model.save_weights(FOLDER / f"{name}.weights.hdf5")  # as Keras 2 always had it
        model.save_weights(FOLDER / f"{name}.weights.h5")  # as Keras 3 has it
        (FOLDER / f"{name}.architecture.json").write_text(model.to_json())
    return {"name": name, "layers": [layer.name for layer in model.layers],
            "parameters": model.count_params()}


def main():
    FOLDER.mkdir(exist_ok=True)
    rows = [write_case(builder) for builder in (residual, backbone, called_twice, inner_sequential)]
    lines = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "cases.json").write_text(f"[\n{lines}\n]\n")
    print(f"{len(rows)} cases; TensorFlow {tf.__version__}, tf-keras {keras.__version__}, "
          f"NumPy {np.__version__}")


if __name__ == "__main__":
    main()

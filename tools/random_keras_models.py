#!/usr/bin/env python3
"""Keras models drawn at random, and whether ConvLens computes each of their layers as Keras does.

    python3 tools/random_keras_models.py [--count 200] [--seed 1] [--keep FOLDER]

Needs Keras 3 with tensorflow-cpu and build/release/convlens. Draws layers that Keras documents with
options at random, branches, joints, layers that are called twice, networks within networks, operators
and keras.ops, saves each model as .keras (every third as .h5, too) and compares every layer's value.
Says what differs and how many models agree; with --keep the files of those that differ stay in FOLDER.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import absl.logging
import keras
import numpy as np
from keras import layers as kl
from keras import ops

from sweep_keras import faults_of, recorded_values

ACTIVATIONS = [None, "relu", "relu6", "leaky_relu", "elu", "selu", "sigmoid", "hard_sigmoid", "tanh",
               "softmax", "softplus", "softsign", "silu", "hard_silu", "gelu", "exponential", "mish",
               "hard_tanh", "log_sigmoid", "log_softmax", "celu", "hard_shrink", "soft_shrink",
               "tanh_shrink", "squareplus", "sparse_plus", "sparse_sigmoid", "linear"]


class Drawer:
    """Draws one model; `rng` decides everything."""

    def __init__(self, rng):
        self.rng = rng

    def one(self, *choices):
        return choices[self.rng.integers(len(choices))]

    def flag(self):
        return bool(self.rng.integers(2))

    def activation(self):
        return ACTIVATIONS[self.rng.integers(len(ACTIVATIONS))]

    def size(self, most=3):
        pair = int(self.rng.integers(1, most + 1)), int(self.rng.integers(1, most + 1))
        return self.one(pair, pair[0])

    # ---- layers on pictures that keep their height and width

    def conv(self, filters=None):
        options = {"padding": "same", "activation": self.activation(), "use_bias": self.flag()}
        filters = filters or int(self.rng.integers(1, 9))
        kind = self.one("conv", "conv", "dilated", "separable", "transpose")
        if kind == "dilated":
            return kl.Conv2D(filters, self.size(), dilation_rate=2, **options)
        if kind == "separable":
            return kl.SeparableConv2D(filters, self.size(), depth_multiplier=self.one(1, 2), **options)
        if kind == "transpose":
            return kl.Conv2DTranspose(filters, self.size(), **options)
        return kl.Conv2D(filters, self.size(5), **options)

    def same_size(self, channels):
        """A layer that keeps height and width."""
        return self.one(
            self.conv,
            self.conv,
            lambda: kl.Conv2D(2 * channels, 3, groups=channels, padding="same"),
            lambda: kl.DepthwiseConv2D(self.size(), padding="same", depth_multiplier=self.one(1, 2),
                                       activation=self.activation(), use_bias=self.flag()),
            lambda: self.keeping(channels),
            lambda: self.keeping(channels),
        )()

    def keeping(self, channels):
        """A layer that keeps the whole shape."""
        return self.one(
            lambda: kl.BatchNormalization(scale=self.flag(), center=self.flag(),
                                          epsilon=self.one(1e-3, 0.05)),
            lambda: kl.LayerNormalization(axis=self.one(-1, 3, [2, 3], [1, 2, 3]),
                                          scale=self.flag(), center=self.flag()),
            lambda: kl.GroupNormalization(groups=self.one(1, -1, channels), scale=self.flag(),
                                          center=self.flag()),
            lambda: kl.UnitNormalization(axis=self.one(-1, 1, [1, 2, 3])),
            lambda: kl.RMSNormalization(),
            lambda: kl.Normalization(mean=[0.3] * channels, variance=[0.5] * channels,
                                     invert=self.flag()),
            lambda: kl.Normalization(axis=None, mean=0.4, variance=2.0),
            lambda: kl.Activation(self.activation() or "linear"),
            lambda: kl.ReLU(max_value=self.one(None, 1.5), negative_slope=self.one(0.0, 0.1),
                            threshold=self.one(0.0, 0.2)),
            lambda: kl.LeakyReLU(negative_slope=self.one(0.3, 0.05)),
            lambda: kl.PReLU(shared_axes=self.one(None, [1, 2]),
                             alpha_initializer=keras.initializers.RandomUniform(0.0, 0.5)),
            lambda: kl.ELU(alpha=self.one(1.0, 0.4)),
            lambda: kl.Softmax(axis=self.one(-1, 1, 2)),
            lambda: kl.Dropout(0.4),
            lambda: kl.SpatialDropout2D(0.4),
            lambda: kl.GaussianNoise(0.2),
            lambda: kl.Rescaling(self.one(1 / 255, 2.0, [0.5] * channels), offset=self.one(0.0, -1.0)),
            lambda: kl.RandomFlip(),
            lambda: kl.MaxPooling2D(self.one(2, 3), strides=1, padding="same"),
            lambda: kl.AveragePooling2D(self.one(2, 3), strides=1, padding="same"),
            lambda: kl.Identity(),
        )()

    def other_size(self):
        """A layer that changes height and width of a picture of at least 6 by 6."""
        return self.one(
            lambda: kl.MaxPooling2D(self.size(2), padding=self.one("same", "valid")),
            lambda: kl.AveragePooling2D(self.size(2), strides=self.one(None, 2),
                                        padding=self.one("same", "valid")),
            lambda: kl.Conv2D(4, self.size(3), strides=self.one(1, 2, (2, 1)),
                              padding=self.one("same", "valid"), activation=self.activation()),
            lambda: kl.DepthwiseConv2D(3, strides=self.one(1, 2), padding=self.one("same", "valid")),
            lambda: kl.SeparableConv2D(3, 3, strides=self.one(1, 2), activation="relu"),
            lambda: kl.Conv2DTranspose(3, self.size(3), strides=self.one(1, 2),
                                       padding=self.one("same", "valid")),
            lambda: kl.ZeroPadding2D(self.one(1, (1, 2), ((1, 0), (0, 2)))),
            lambda: kl.Cropping2D(self.one(1, ((1, 0), (0, 2)))),
            lambda: kl.UpSampling2D(self.size(2), interpolation=self.one("nearest", "bilinear")),
            lambda: kl.CenterCrop(5, 4),
            lambda: kl.Resizing(7, 9, interpolation=self.one("nearest", "bilinear")),
            lambda: kl.Permute((2, 1, 3)),
        )()

    # ---- between layers

    def operation(self, x):
        channels = x.shape[-1]
        array = self.rng.uniform(0.5, 1.5, channels).astype("float32")
        return self.one(
            lambda: x * 2, lambda: x + 0.5, lambda: x - 1, lambda: 1 - x, lambda: x / 255,
            lambda: x + array, lambda: x * x, lambda: x + x, lambda: -x, lambda: abs(x),
            lambda: x**2, lambda: 1.5 / (ops.abs(x) + 1.0), lambda: ops.multiply(x, 3.0),
            lambda: ops.maximum(x, 0.1), lambda: ops.minimum(0.3, x), lambda: ops.relu(x),
            lambda: ops.sigmoid(x), lambda: ops.tanh(x), lambda: ops.softmax(x, axis=self.one(-1, 1)),
            lambda: ops.log_softmax(x), lambda: ops.square(x), lambda: ops.sqrt(ops.abs(x)),
            lambda: ops.exp(ops.minimum(x, 2.0)), lambda: ops.gelu(x), lambda: ops.leaky_relu(x),
            lambda: ops.silu(x), lambda: ops.softplus(x), lambda: ops.hard_sigmoid(x),
            lambda: x - ops.mean(x, axis=[1, 2], keepdims=True),
            lambda: x / (1.0 + ops.max(ops.abs(x), axis=-1, keepdims=True)),
            lambda: ops.transpose(x, (0, 2, 1, 3)), lambda: ops.concatenate([x, x], axis=-1),
            lambda: ops.log(ops.abs(x) + 1.0), lambda: ops.cos(x),
        )()

    def joint(self, x):
        """Branches that come together again."""
        channels = x.shape[-1]
        a = self.conv(channels)(x)
        b = self.conv(channels)(self.keeping(channels)(x))
        join = self.one(kl.Add, kl.Multiply, kl.Average, kl.Maximum, kl.Minimum, kl.Concatenate,
                        kl.Subtract)
        if join is kl.Concatenate:
            return join(axis=self.one(-1, 1, 2))([a, b])
        return join()([a, b] if join is kl.Subtract or self.flag() else [a, b, x])

    def squeeze(self, x):
        s = self.one(kl.GlobalAveragePooling2D, kl.GlobalMaxPooling2D)(keepdims=True)(x)
        return kl.Multiply()([x, kl.Conv2D(x.shape[-1], 1, activation="sigmoid")(s)])

    def twice(self, x):
        layer = self.one(lambda: kl.Conv2D(x.shape[-1], 3, padding="same"),
                         lambda: self.keeping(x.shape[-1]))()
        between = self.one(lambda y: y, self.conv(x.shape[-1]))
        y = layer(between(layer(x)))
        return kl.Add()([x, y]) if self.flag() else y

    def network(self, x, depth):
        """A network within, perhaps with another in it, perhaps called twice."""
        shape = x.shape[1:]
        if self.flag():
            inner = keras.Sequential([keras.Input(shape), self.conv(shape[-1]),
                                      self.keeping(shape[-1])])
        else:
            inputs = keras.Input(shape)
            y = self.picture(inputs, 2, depth + 1)
            if y.shape != x.shape:
                return keras.Model(inputs, y)(x)
            inner = keras.Model(inputs, y)
        y = inner(x)
        return inner(y) if y.shape == x.shape and self.flag() else y

    def picture(self, x, steps, depth):
        for _ in range(steps):
            large = min(x.shape[1:3]) >= 6
            kind = self.rng.integers(12)
            if kind < 4:
                x = self.same_size(x.shape[-1])(x)
            elif kind < 6 and large:
                x = self.other_size()(x)
            elif kind < 8:
                x = self.operation(x)
            elif kind == 8:
                x = self.joint(x)
            elif kind == 9:
                x = self.twice(x)
            elif kind == 10:
                x = self.squeeze(x)
            elif depth < 3:
                x = self.network(x, depth)
        return x

    def head(self, x):
        x = self.one(kl.Flatten(), kl.GlobalAveragePooling2D(), kl.GlobalMaxPooling2D(),
                     kl.Reshape((-1,)))(x)
        if self.flag():
            x = kl.Dense(5, activation=self.activation(), use_bias=self.flag())(x)
        if self.flag():
            x = self.one(kl.BatchNormalization(), kl.LayerNormalization(), kl.Dropout(0.3))(x)
        return kl.Dense(4, activation=self.one("softmax", "sigmoid", None))(x)

    def model(self):
        shape = (int(self.rng.integers(8, 15)), int(self.rng.integers(8, 15)),
                 int(self.rng.integers(1, 5)))
        inputs = keras.Input(shape)
        if self.rng.integers(4) == 0:
            model = keras.Sequential([inputs, self.conv()])
            for _ in range(4):
                large = min(model.output_shape[1:3]) >= 6
                model.add(self.other_size() if large and self.flag()
                          else self.same_size(model.output_shape[-1]))
            model.add(kl.Flatten())
            model.add(kl.Dense(3, activation="softmax"))
            return model, shape
        x = self.picture(inputs, int(self.rng.integers(2, 7)), 0)
        if self.rng.integers(3):
            x = self.head(x)
        return keras.Model(inputs, x), shape


def drawn_model(seed):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model, shape = Drawer(rng).model()
    for weight in model.weights:
        fan_in = max(1, int(np.prod(weight.shape[:-1])))
        if "variance" in weight.name:
            value = rng.uniform(0.5, 2.0, weight.shape)
        elif weight.name == "gamma" or weight.name == "scale":
            value = rng.uniform(0.5, 1.5, weight.shape)
        elif weight.name == "alpha":
            continue
        else:
            value = rng.normal(0.0, min(0.5, fan_in**-0.5), weight.shape)
        weight.assign(value.astype("float32"))
    return model, rng.uniform(-1, 1, (2, *shape)).astype("float32")


def all_operations(model):
    for operation in getattr(model, "operations", model.layers):
        yield operation
        if isinstance(operation, keras.Model):
            yield from all_operations(operation)


def check_model(seed, folder, with_h5):
    model, inputs = drawn_model(seed)
    expected = recorded_values(model, inputs)
    inputs_file = folder / f"{seed}.input.npy"
    np.save(inputs_file, inputs)
    np.savez(folder / f"{seed}.expected.npz", **expected)
    faults = []
    # Keras does not read operations back from .h5.
    with_h5 = with_h5 and all(isinstance(layer, keras.Layer) for layer in all_operations(model))
    for ending in (".keras", ".h5") if with_h5 else (".keras",):
        file = folder / f"{seed}{ending}"
        model.save(file)
        faults += [f"{file.name}: {fault}" for fault in faults_of(file, expected, inputs_file)]
    return faults, len(expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    absl.logging.set_verbosity(absl.logging.ERROR)  # that .h5 is an old format is known
    agree = layers = 0
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        with tempfile.TemporaryDirectory() as folder:
            faults, count = check_model(seed, pathlib.Path(folder), seed % 3 == 0)
            layers += count
            agree += not faults
            for fault in faults:
                print(fault, flush=True)
            if faults and arguments.keep:
                shutil.copytree(folder, arguments.keep, dirs_exist_ok=True)
    print(f"{agree} of {arguments.count} models agree, {layers} layers; Keras {keras.__version__}, "
          f"seeds from {arguments.seed}")
    sys.exit(agree != arguments.count)


if __name__ == "__main__":
    main()

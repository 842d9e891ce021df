#!/usr/bin/env python3
"""Writes tests/golden/input_cases: models whose inputs are no pictures, whose answers no classes, or
whose weights no numbers.

Run by hand, with tensorflow-cpu and keras 3 installed: python3 tools/make_input_cases.py. No test
runs this. Each NAME.keras stands beside NAME.input.npy, several items, and NAME.output.npy, what
Keras predicts of them.
"""

import os
import pathlib

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/input_cases"
ITEMS = 4


def dense(units, activation=None):
    return layers.Dense(units, activation=activation, bias_initializer="random_normal")


# Name: the shape of an item; the layers, made once the seed is set.
CASES = {
    "plane": ((9, 7), lambda: [layers.Flatten(), dense(5, "relu"), dense(3)]),
    "plane_conv": ((9, 7), lambda: [layers.Reshape((9, 7, 1)), layers.Conv2D(2, 3, activation="relu"),
                            layers.Flatten(), dense(3, "softmax")]),
    "row": ((64,), lambda: [dense(4, "tanh"), dense(3, "softmax")]),
    "row_of_colours": ((8 * 8 * 3,), lambda: [layers.Rescaling(2.0, -1.0), dense(3, "softmax")]),
    "vector": ((5,), lambda: [dense(4, "relu"), dense(3, "softmax")]),
    "one_sigmoid": ((6, 6, 3), lambda: [layers.Conv2D(2, 3), layers.GlobalAveragePooling2D(),
                                dense(1, "sigmoid")]),
    "several_sigmoids": ((6, 6, 3), lambda: [layers.Flatten(), dense(4, "sigmoid")]),
    "one_value": ((6, 6, 3), lambda: [layers.Flatten(), dense(1)]),
    "maps": ((6, 6, 3), lambda: [layers.Conv2D(2, 3)]),
    "four_channels": ((6, 6, 4), lambda: [layers.Conv2D(2, 3), layers.GlobalAveragePooling2D()]),
    "convolved_scores": ((5, 5, 3), lambda: [layers.Conv2D(3, 5)]),
    "not_finite": ((8, 8, 3), lambda: [layers.Conv2D(4, 3, name="some"), layers.Conv2D(2, 3, name="all"),
                               layers.GlobalAveragePooling2D(), dense(3, "softmax")]),
}


def diverge(model):
    """As a training does that has gone too far: some: 28 NaN and 2 infinite; all: nothing else."""
    some = model.get_layer("some")
    kernel, bias = some.get_weights()
    kernel[0, 0, 0, 0] = np.nan
    kernel[..., 1] = np.nan
    kernel[1, 1, 1, 2] = np.inf
    kernel[2, 2, 2, 2] = -np.inf
    some.set_weights([kernel, bias])
    every = model.get_layer("all")
    kernel, bias = every.get_weights()
    every.set_weights([np.full_like(kernel, np.nan), bias])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for seed, (name, (shape, stack)) in enumerate(CASES.items()):
        keras.utils.set_random_seed(seed)
        model = keras.Sequential([keras.Input(shape), *stack()], name=name)
        if name == "not_finite":
            diverge(model)
        items = np.random.default_rng(seed).random((ITEMS, *shape), dtype=np.float32)
        model.save(FOLDER / f"{name}.keras")
        np.save(FOLDER / f"{name}.input.npy", items)
        np.save(FOLDER / f"{name}.output.npy", model.predict(items, verbose=0))


if __name__ == "__main__":
    main()

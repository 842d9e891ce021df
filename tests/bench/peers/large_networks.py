"""Keras' MobileNet, and SqueezeNet v1.0 as its authors publish it, with random weights.

usage: large_networks.py DIRECTORY
Writes mobilenet.keras and squeezenet.keras, both of 224x224x3 pictures and 1,000 classes.
"""

import pathlib
import sys

import keras
from keras import layers


def fire(x, squeeze, expand):
    x = layers.Conv2D(squeeze, 1, activation="relu")(x)
    return layers.Concatenate()([layers.Conv2D(expand, 1, activation="relu")(x),
                                 layers.Conv2D(expand, 3, padding="same", activation="relu")(x)])


def squeezenet():
    picture = x = keras.Input((224, 224, 3))
    x = layers.Conv2D(96, 7, strides=2, activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for squeeze, expand in [(16, 64), (16, 64), (32, 128)]:
        x = fire(x, squeeze, expand)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for squeeze, expand in [(32, 128), (48, 192), (48, 192), (64, 256)]:
        x = fire(x, squeeze, expand)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = fire(x, 64, 256)
    x = layers.Conv2D(1000, 1, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(picture, layers.Activation("softmax")(x))


def main():
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(1)
    made = {"mobilenet": lambda: keras.applications.MobileNet(weights=None),
            "squeezenet": squeezenet}
    for name, make in made.items():
        path = directory / f"{name}.keras"
        if not path.exists():
            make().save(path)


main()

#!/usr/bin/env python3
"""Trains the notebook's convolutional network on Fashion-MNIST; writes
assets/models/fashion_mnist*.

Run by hand, with tensorflow-cpu and numpy installed and Debian's package dataset-fashion-mnist:

    python3 tools/train_fashion_mnist.py [--data FOLDER] [--threads N]

Takes about four minutes on two cores. Seeded: the same TensorFlow on the same kind of machine
gives the same network but for rounding. No test runs this. It also writes the outputs of all
layers for test image 0 into tests/golden/models/fashion_mnist.
"""

import argparse
import gzip
import pathlib
import tempfile
import time

import training

import keras
import numpy as np

CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
           "Bag", "Ankle boot"]
SEED = 42
BATCH = 32
EPOCHS = 20


def read_idx(path):
    """An idx file of unsigned bytes: 0, 0, 8, the number of axes, each extent as big-endian
    uint32, then the values."""
    content = gzip.decompress(path.read_bytes())
    if content[:3] != b"\0\0\x08":
        raise SystemExit(f"{path}: expected an idx file of unsigned bytes")
    axes = content[3]
    shape = np.frombuffer(content, ">u4", axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def read_set(folder, prefix):
    """uint8 (N, 28, 28, 1) and uint8 (N,)."""
    images = read_idx(folder / f"{prefix}-images-idx3-ubyte.gz")
    return images[..., np.newaxis], read_idx(folder / f"{prefix}-labels-idx1-ubyte.gz")


def build():
    layers = keras.layers
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, padding="same", activation="relu", name="conv1"),
        layers.MaxPooling2D(2, name="pool1"),
        layers.Conv2D(64, 3, padding="same", activation="relu", name="conv2"),
        layers.MaxPooling2D(2, name="pool2"),
        layers.Flatten(name="flatten"),
        layers.Dense(100, activation="relu", name="dense1"),
        layers.Dropout(0.4, name="dropout"),
        layers.Dense(10, activation="softmax", name="dense2"),
    ], name="fashion_mnist")


def arguments():
    parser = argparse.ArgumentParser(description="Trains assets/models/fashion_mnist.keras")
    parser.add_argument("--data", type=pathlib.Path, help="folder of the four .gz files",
                        default=pathlib.Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main():
    asked = arguments()
    training.start(SEED, asked.threads)
    images, labels = read_set(asked.data, "train")
    test_images, test_labels = read_set(asked.data, "t10k")
    scaled, test_scaled = images / np.float32(255), test_images / np.float32(255)
    order = np.random.default_rng(SEED).permutation(len(images))
    validation, train = np.split(order, [len(images) // 5])

    model = build()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    steps_per_epoch = -(-len(train) // BATCH)
    past = training.KernelHistory(EPOCHS * steps_per_epoch, moments=22)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        best_file = pathlib.Path(folder) / "best.keras"
        fit = model.fit(
            scaled[train], labels[train], batch_size=BATCH, epochs=EPOCHS, verbose=2,
            validation_data=(scaled[validation], labels[validation]),
            callbacks=[keras.callbacks.ModelCheckpoint(best_file, save_best_only=True),
                       keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True), past])
        model = keras.models.load_model(best_file)
    minutes = (time.monotonic() - began) / 60
    loss, accuracy = model.evaluate(test_scaled, test_labels, verbose=0)
    best_epoch = 1 + int(np.argmin(fit.history["val_loss"]))
    steps, kernels = past.until_epoch(best_epoch)
    training.publish("fashion_mnist", model, {
        "what": "The notebook's convolutional network, trained on Fashion-MNIST: 10 kinds of "
                "clothing, grey on black",
        "data": "Fashion-MNIST, 60,000 training images, 12,000 of them, drawn at random, held "
                "back to choose the epoch; 10,000 test images",
        "classes": CLASSES,
        "input": {"shape": [28, 28, 1], "order": "gray", "scale": "1/255", "mean": 0, "std": 1},
        "keras": keras.__version__,
        "seed": SEED,
        "optimizer": f"Adam, learning rate 0.001, batches of {BATCH}",
        "epochs": len(fit.epoch),
        "best_epoch": best_epoch,
        "test_accuracy": round(accuracy, 4),
        "test_loss": round(loss, 5),
        "log": training.training_log(fit),
        "reference_input": "test image 0, class 9",
    }, steps, kernels, steps_per_epoch, test_images[0])
    print(f"test accuracy {accuracy:.4f}, loss {loss:.4f}, best epoch {best_epoch} of "
          f"{len(fit.epoch)}, {minutes:.1f} minutes")


if __name__ == "__main__":
    main()

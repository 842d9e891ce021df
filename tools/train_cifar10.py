#!/usr/bin/env python3
"""Trains a network for colour pictures of any size on CIFAR-10; writes assets/models/cifar10*.

Run by hand, with tensorflow-cpu and numpy installed:

    python3 tools/train_cifar10.py [--data cifar10_jpeg.zip] [--threads N]

Takes about 25 minutes on two cores. Without --data, keras.datasets fetches CIFAR-10; a zip holds
it as train/CLASS/NAME.jpg and test/CLASS/NAME.jpg. Seeded: the same TensorFlow on the same kind
of machine gives the same network but for rounding. No test runs this. It also writes the outputs
of all layers for a piece of china.jpg into tests/golden/models/cifar10.

The first layer is 7x7x3 and made to be looked at. Nothing shapes its filters but training itself:
plain stochastic gradient descent (Adam's step for every weight alone lifts the noise of the high
frequencies), weight decay, which takes away what no gradient renews, and pictures that are
shifted, mirrored and recoloured.
"""

import argparse
import pathlib
import time
import zipfile

import training

import keras
import numpy as np
import tensorflow as tf

CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
SEED = 7
BATCH = 128
EPOCHS = 24
VALIDATION = 5000
PEAK_RATE = 0.1
DECAY = 0.01  # of every kernel, times the learning rate, a step
SHIFT_PX = 4


def read_zip(path):
    """(uint8 (N, 32, 32, 3), labels) of training and of test, each in the order of the names."""
    sets = {}
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith(".jpg"):
                continue
            kind, class_name, _ = name.split("/")
            image = tf.io.decode_jpeg(archive.read(name), channels=3,
                                      dct_method="INTEGER_ACCURATE").numpy()
            images, labels = sets.setdefault(kind, ([], []))
            images.append(image)
            labels.append(CLASSES.index(class_name))
    return [(np.stack(images), np.array(labels))
            for images, labels in (sets["train"], sets["test"])]


def read_data(path):
    if path is not None:
        return read_zip(path)
    return [(images, labels[:, 0]) for images, labels in keras.datasets.cifar10.load_data()]


def augmented(images, random):
    """float32 (N, 32, 32, 3) in 0..1: shifted by up to SHIFT_PX, mirrored, and with other
    brightness, contrast, saturation and white."""
    count, height, width, _ = images.shape
    border = ((0, 0), (SHIFT_PX, SHIFT_PX), (SHIFT_PX, SHIFT_PX), (0, 0))
    padded = np.pad(images, border, mode="reflect")
    top, left = random.integers(0, 2 * SHIFT_PX + 1, (2, count))
    columns = np.arange(width)
    columns = np.where(random.random((count, 1)) < 0.5, columns, columns[::-1]) + left[:, None]
    rows = np.arange(height) + top[:, None]
    cut = padded[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]

    def factor(spread, channels=1):
        return random.uniform(1 - spread, 1 + spread, (count, 1, 1, channels)).astype(np.float32)

    cut = cut / np.float32(255)
    gray = cut.mean(axis=3, keepdims=True)
    cut = gray + (cut - gray) * factor(0.4)
    mean = cut.mean(axis=(1, 2, 3), keepdims=True)
    cut = mean * factor(0.2) + (cut - mean) * factor(0.3)
    return np.clip(cut * factor(0.1, 3), 0, 1)


class Batches(keras.utils.PyDataset):
    """Every epoch in another order and with other changes, both drawn from the seed."""

    def __init__(self, images, labels):
        super().__init__(workers=1)
        self.images, self.labels, self.epoch = images, labels, 0
        self.on_epoch_end()

    def __len__(self):
        return len(self.images) // BATCH

    def __getitem__(self, index):
        chosen = self.order[index * BATCH : (index + 1) * BATCH]
        random = np.random.default_rng([SEED, self.epoch, index])
        return augmented(self.images[chosen], random), self.labels[chosen]

    def on_epoch_end(self):
        self.epoch += 1
        self.order = np.random.default_rng([SEED, self.epoch]).permutation(len(self.images))


def build():
    layers = keras.layers

    def conv(index, filters):
        """Its bias is the normalisation's, and it looks at what pooling left."""
        return [layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"conv{index}"),
                layers.BatchNormalization(name=f"norm{index}"),
                layers.ReLU(name=f"relu{index}")]

    def pool(index):
        return layers.MaxPooling2D(2, padding="same", name=f"pool{index}")

    model = keras.Sequential([
        keras.Input((None, None, 3)),
        layers.Conv2D(32, 7, padding="same", activation="relu", name="conv1",
                      kernel_initializer="he_normal"),
        pool(1),
        layers.BatchNormalization(name="norm1"),
        *conv(2, 64),
        pool(2),
        *conv(3, 128),
        pool(3),
        *conv(4, 128),
        layers.GlobalAveragePooling2D(name="average"),
        layers.Dropout(0.2, name="dropout"),
        layers.Dense(10, activation="softmax", name="dense"),
    ], name="cifar10")
    # Pixels are positive: a filter that starts with a clearly negative sum answers below zero
    # everywhere, ReLU gives it no gradient, and it never learns. All start with a sum of zero.
    kernel, bias = model.layers[0].get_weights()
    model.layers[0].set_weights([kernel - kernel.mean(axis=(0, 1, 2)), bias])
    return model


def compiled(steps):
    model = build()
    rate = keras.optimizers.schedules.CosineDecay(
        PEAK_RATE / 20, steps - steps // 8, warmup_target=PEAK_RATE, warmup_steps=steps // 8)
    optimizer = keras.optimizers.SGD(rate, momentum=0.9, nesterov=True, weight_decay=DECAY)
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy",
                  metrics=["accuracy"])
    return model


def arguments():
    parser = argparse.ArgumentParser(description="Trains assets/models/cifar10.keras")
    parser.add_argument("--data", type=pathlib.Path,
                        help="zip of train/CLASS/*.jpg and test/CLASS/*.jpg")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def reference_image():
    """32x32 pixels from the middle of china.jpg's crop: CIFAR-10's own pictures have no licence
    that would let one travel with the project."""
    return np.load(training.ROOT / "tests/golden/crops.npy")[0, 19:51, 44:76]


def main():
    asked = arguments()
    training.start(SEED, asked.threads)
    (images, labels), (test_images, test_labels) = read_data(asked.data)
    order = np.random.default_rng(SEED).permutation(len(images))
    validation, train = np.split(order, [VALIDATION])
    batches = Batches(images[train], labels[train])

    steps_per_epoch = len(batches)
    model = compiled(EPOCHS * steps_per_epoch)
    past = training.KernelHistory(EPOCHS * steps_per_epoch, moments=22)
    began = time.monotonic()
    fit = model.fit(batches, epochs=EPOCHS, verbose=2, callbacks=[past],
                    validation_data=(images[validation] / np.float32(255), labels[validation]))
    minutes = (time.monotonic() - began) / 60
    loss, accuracy = model.evaluate(test_images / np.float32(255), test_labels, verbose=0)
    steps, kernels = past.until_epoch(EPOCHS)
    source = "from keras.datasets" if asked.data is None else "read from JPEG files"
    training.publish("cifar10", model, {
        "what": "A small convolutional network for colour pictures of any size, trained on "
                "CIFAR-10: 10 kinds of animals and vehicles",
        "data": f"CIFAR-10, {source}: 50,000 training images, 5,000 of them, drawn at "
                "random, held back; 10,000 test images",
        "classes": CLASSES,
        "input": {"shape": [None, None, 3], "trained_at": [32, 32], "order": "rgb", "scale": "1/255",
                  "mean": 0, "std": 1},
        "keras": keras.__version__,
        "seed": SEED,
        "optimizer": f"SGD, Nesterov momentum 0.9, learning rate up to {PEAK_RATE} and down a "
                     f"cosine to 0, batches of {BATCH}",
        "untrained": "conv1: He normal, less each filter's mean",
        "epochs": EPOCHS,
        "best_epoch": EPOCHS,
        "test_accuracy": round(accuracy, 4),
        "test_loss": round(loss, 5),
        "log": training.training_log(fit),
        "reference_input": "china.jpg, 32x32 pixels from row 197 and column 304",
    }, steps, kernels, steps_per_epoch, reference_image())
    print(f"test accuracy {accuracy:.4f}, loss {loss:.4f}, {EPOCHS} epochs, {minutes:.1f} minutes")


if __name__ == "__main__":
    main()

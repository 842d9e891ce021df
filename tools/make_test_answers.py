#!/usr/bin/env python3
"""Writes tests/golden/test_answers.json: what Keras makes of whole test sets.

usage: make_test_answers.py CIFAR10_JPEG.zip

Run by hand, with tensorflow-cpu and numpy installed and the package dataset-fashion-mnist. Of both
networks that travel with the program: the share that is right and the confusion matrix, a row a
true class, over Fashion-MNIST's 10,000 test pictures as that package has them and over CIFAR-10's
10,000 test pictures as the zip holds them, test/CLASS/NAME.jpg. No test runs this.
"""

import gzip
import json
import os
import pathlib
import sys

# Eigen's kernels alone, so that the results do not depend on the machine's oneDNN.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

from train_cifar10 import read_zip

ROOT = pathlib.Path(__file__).resolve().parent.parent
FASHION = pathlib.Path("/usr/share/datasets/fashion-mnist")
CLASSES = 10


def read_idx(path, header):
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)


def answers(name, images, labels):
    model = keras.models.load_model(ROOT / "assets/models" / name, compile=False)
    scores = model.predict(images.astype(np.float32) / np.float32(255), batch_size=100, verbose=0)
    answered = scores.argmax(axis=1)
    confusion = np.zeros((CLASSES, CLASSES), int)
    np.add.at(confusion, (labels, answered), 1)
    best = np.sort(scores, axis=1)
    return {
        "network": name,
        "accuracy": float((answered == labels).mean()),
        "confusion": confusion.tolist(),
        # How near two classes come in the closest decision: below float's noise it may turn.
        "closest": float((best[:, -1] - best[:, -2]).min()),
        "certainty": [float(value) for value in scores.max(axis=1)[:20]],
    }


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    fashion = (read_idx(FASHION / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1),
               read_idx(FASHION / "t10k-labels-idx1-ubyte.gz", 8).astype(int))
    _, cifar = read_zip(sys.argv[1])
    rows = [answers("fashion_mnist.keras", *fashion), answers("cifar10.keras", *cifar)]
    lines = ",\n".join(json.dumps(row) for row in rows)
    (ROOT / "tests/golden/test_answers.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()

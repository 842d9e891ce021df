#!/usr/bin/env python3
"""Whether Keras opens the networks that the lab saves as .keras, and answers as the lab does.

usage: check_saved_keras.py [BUILD] [COUNT]
  BUILD   build/release unless told: test_loaders of it
  COUNT   models drawn at random beside those of tests/golden, 60 unless told

Run it with a Python that has Keras 3 and TensorFlow. The tests paint networks, save them with
inputs and answers, and Keras is asked for its own; they may differ by 1e-5 of the largest answer
where that is above 1.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import numpy as np

from random_keras_models import drawn_model

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST = 1e-5


def arrays(file, what):
    found = []
    while (path := file.with_name(f"{file.stem}.{what}{len(found)}.npy")).exists():
        found.append(np.load(path))
    return found


def channels_first(model):
    return any(getattr(layer, "data_format", None) == "channels_first"
               for layer in model._flatten_layers())


def fault_of(file):
    """What is wrong with a saved network, nothing where Keras answers alike; None where TensorFlow
    cannot compute it on a CPU, as pictures with their channels in front."""
    model = keras.models.load_model(file, compile=False, safe_mode=False)
    inputs, expected = arrays(file, "input"), arrays(file, "expected")
    if channels_first(model):
        print(f"{file.stem}: opened, but not computed: its channels stand in front")
        return None
    if isinstance(model, keras.Sequential):
        inputs = inputs[0]
    answers = model(inputs, training=False)  # which is on unless told where pictures are turned
    answers = answers if isinstance(answers, (list, tuple)) else [answers]
    for answer, other in zip(answers, expected):
        off = np.abs(np.asarray(answer, np.float32) - other).max() / max(1, np.abs(other).max())
        if not off <= MOST:
            return f"other by {off:.2g}"
    return ""


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release").resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as folder:
        saved, more = pathlib.Path(folder, "saved"), pathlib.Path(folder, "more")
        saved.mkdir()
        more.mkdir()
        for seed in range(1, count + 1):
            drawn_model(seed)[0].save(more / f"random{seed}.keras")
        environment = dict(os.environ, CONVLENS_SAVED_NETWORKS=str(saved),
                           CONVLENS_MORE_NETWORKS=str(more))
        tested = subprocess.run([build / "test_loaders", "--gtest_filter=KerasWriter.*"],
                                env=environment, check=False, capture_output=True, text=True)
        print(tested.stdout[-3000:])
        faults = alike = 0
        files = sorted(saved.glob("*.keras"))
        for file in files:
            try:
                fault = fault_of(file)
            except Exception as error:  # pylint: disable=broad-except
                fault = f"{type(error).__name__}: {error}"[:600]
            alike += fault == ""
            if fault:
                faults += 1
                print(f"{file.stem}: {fault}")
        print(f"{alike} of {len(files)} networks answer alike in Keras {keras.__version__}, "
              f"{faults} do not")
        sys.exit(1 if faults or tested.returncode else 0)


main()

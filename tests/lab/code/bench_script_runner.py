"""Runs scripts that the lab wrote, and compares their maps with the lab's own.

The argument is a folder: cases.json has, for each case, the script's file, the pictures by the
names that the script gives them, and the maps. Pillow and scikit-learn are stood in for by those
pictures, so that NumPy is all that is needed; where TensorFlow is installed, what it and Keras say
is compared, too. Prints the number of cases that held; exits with 1 and says which did not.
"""
import contextlib
import importlib.util
import io
import json
import os
import pathlib
import re
import runpy
import sys
import types

import numpy as np


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HAS_TENSORFLOW = importlib.util.find_spec("tensorflow") is not None
if HAS_TENSORFLOW:  # before Pillow is stood in for
    from tensorflow import keras  # noqa: F401


def array(described):
    values = np.frombuffer(bytes.fromhex(described["bytes"]), dtype=described["type"])
    return values.reshape(described["shape"]).copy()


class Opened:
    def __init__(self, values):
        self.values = values

    def convert(self, mode):
        assert mode == "RGB"
        return self.values


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)


def stand_in(pictures):
    def named(path):
        return array(pictures[pathlib.Path(path).name])
    module("PIL.Image", open=lambda path: Opened(named(path)))
    module("PIL", Image=sys.modules["PIL.Image"])
    module("sklearn.datasets", load_sample_image=named)
    module("sklearn", datasets=sys.modules["sklearn.datasets"])


def run(folder, case):
    stand_in(case["pictures"])
    found = runpy.run_path(str(folder / case["script"]))
    expected = array(case["maps"])
    if found["maps"].shape != expected.shape:
        raise AssertionError(f"maps of {found['maps'].shape}, expected {expected.shape}")
    # Relative to what a map would reach if nothing in it were taken away.
    filters = np.abs(found["filters"].astype(float))
    reached = np.max(np.abs(found["inputs"]), initial=1) * filters.sum((0, 1, 2))
    most = 1e-5 * np.maximum(1, np.nan_to_num(reached, nan=1, posinf=1))
    off = np.abs(found["maps"] - expected)
    same = (found["maps"] == expected) | (np.isnan(found["maps"]) & np.isnan(expected))
    if not np.all(same | (off <= most)):
        raise AssertionError(f"maps are other by {np.nanmax(off)}")
    if HAS_TENSORFLOW:
        compare(found, most)
    return float(np.max(np.where(same, 0, off)))


def compare(found, most):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        found["compare"]()
    others = re.findall(r"other by (\S+) at most", said.getvalue())
    if not others:
        raise AssertionError("TensorFlow was not asked")
    for off in map(float, others):
        if not (off <= np.max(most) or np.isnan(found["maps"]).any()):
            raise AssertionError(said.getvalue())


def main():
    folder = pathlib.Path(sys.argv[1])
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    largest = 0
    np.seterr(invalid="ignore")  # of infinite weights
    for i, case in enumerate(cases):
        try:
            largest = max(largest, run(folder, case))
        except Exception as error:  # pylint: disable=broad-except
            sys.exit(f"case {i}, {case['script']}: {type(error).__name__}: {error}")
    print(len(cases), "held, other by", largest, "at most")


main()

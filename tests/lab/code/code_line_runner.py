"""Runs the lines of Python that the lab wrote, and compares the arrays with the lab's own.

The one argument is a file of JSON: pictures by their file names, and a list of cases, each with the
arrays before the line, the line, and the arrays that it must leave behind. Prints the number of cases that held; exits with 1 and
says which did not.
"""
import json
import sys
import types

import numpy as np


def array(described):
    values = np.frombuffer(bytes.fromhex(described["bytes"]), dtype=described["type"])
    return values.reshape(described["shape"]).copy()


class Kernel:
    def __init__(self, values):
        self.values = values

    def numpy(self):
        return self.values.copy()

    def assign(self, values):
        assert values.shape == self.values.shape
        self.values = np.asarray(values, dtype=np.float32)


def network(kernels):
    layers = [types.SimpleNamespace(kernel=Kernel(array(k)) if k else None) for k in kernels]
    return types.SimpleNamespace(layers=layers)


def smart_resize(picture, size):
    """keras.preprocessing.image.smart_resize: the largest centred part of that aspect, then
    bilinear with half-pixel centres."""
    height, width = picture.shape[:2]
    part_height = min(height, int(float(width * size[0]) / size[1]))
    part_width = min(width, int(float(height * size[1]) / size[0]))
    top, left = int((height - part_height) / 2), int((width - part_width) / 2)
    part = picture[top:top + part_height, left:left + part_width].astype(np.float32)

    def places(count, extent):
        at = np.clip((np.arange(count) + 0.5) * extent / count - 0.5, 0, extent - 1)
        below = np.floor(at).astype(int)
        return below, np.minimum(below + 1, extent - 1), (at - below).astype(np.float32)

    y0, y1, ys = places(size[0], part_height)
    x0, x1, xs = places(size[1], part_width)
    xs, ys = xs[None, :, None], ys[:, None, None]
    upper = part[y0][:, x0] * (1 - xs) + part[y0][:, x1] * xs
    lower = part[y1][:, x0] * (1 - xs) + part[y1][:, x1] * xs
    return upper * (1 - ys) + lower * ys


# What the two layers of the notebook do to pictures that are large enough.
class CenterCrop:
    def __init__(self, height, width):
        self.height, self.width = height, width

    def __call__(self, pictures):
        pictures = np.asarray(pictures)
        top = (pictures.shape[-3] - self.height) // 2
        left = (pictures.shape[-2] - self.width) // 2
        return pictures[..., top:top + self.height, left:left + self.width, :]


class Rescaling:
    def __init__(self, scale):
        self.scale = np.float32(scale)

    def __call__(self, pictures):
        return pictures * self.scale


class NumPy:
    """NumPy, whose files are those of the cases."""

    def __init__(self, files):
        self.load = lambda name: array(files[name])

    def __getattr__(self, name):
        return getattr(np, name)


def run(case, files):
    names = {"np": NumPy(files), "keras": types.SimpleNamespace(
        layers=types.SimpleNamespace(CenterCrop=CenterCrop, Rescaling=Rescaling),
        preprocessing=types.SimpleNamespace(image=types.SimpleNamespace(smart_resize=smart_resize)),
        utils=types.SimpleNamespace(load_img=lambda name: array(files[name])))}
    names["pictures"] = [array(picture) for picture in case["pictures"]]
    names.update({name: array(value) for name, value in case["before"].items()})
    for model in ("model", "trained"):
        names[model] = network(case[model])
    exec(case["line"], names)
    found = {name: names[name] for name in case["after"]}
    expected = {name: array(value) for name, value in case["after"].items()}
    for i, kernel in enumerate(case["edited"]):
        if kernel:
            found[f"kernel {i}"] = names["model"].layers[i].kernel.values
            expected[f"kernel {i}"] = array(kernel)
    # Interpolation rounds in the order of its products.
    most = 1e-5 if "smart_resize" in case["line"] else 0
    for name, value in expected.items():
        same = (found[name].shape == value.shape and found[name].dtype == np.float32
                and np.allclose(found[name], value, rtol=0, atol=most, equal_nan=True))
        if not same:
            raise AssertionError(f"{name} is another:\n{found[name]}\nexpected:\n{value}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    cases = document["cases"]
    for i, case in enumerate(cases):
        try:
            run(case, document["files"])
        except Exception as error:  # pylint: disable=broad-except
            sys.exit(f"case {i}, {case['line']}: {type(error).__name__}: {error}")
    print(len(cases))


main()

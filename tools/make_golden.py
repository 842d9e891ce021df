#!/usr/bin/env python3
"""Writes tests/golden: what TensorFlow, Keras, matplotlib and NumPy answer, for the tests to meet.

Run by hand, with tensorflow-cpu, scikit-learn, matplotlib and numpy installed:
python3 tools/make_golden.py. No test runs this. tests/golden/README.md says what each file is.
"""

import hashlib
import io
import json
import os
import pathlib
import warnings

# Eigen's kernels alone, so that the results do not depend on the machine's oneDNN.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import matplotlib
import numpy as np
import sklearn
import tensorflow as tf
from matplotlib.colors import Normalize
from sklearn.datasets import load_sample_images

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests/golden"
CROP = (70, 120)


def write_json(name, rows):
    """One row a line, so that a change shows as the lines it touches."""
    lines = ",\n".join(json.dumps(row) for row in rows)
    (GOLDEN / name).write_text(f"[\n{lines}\n]\n")


def write_notebook():
    """Photographs -> crop -> scale -> two line filters -> maps -> colours."""
    sample = load_sample_images()
    photographs = np.array(sample.images)
    names = [pathlib.Path(name).name for name in sample.filenames]
    pixels = [[0, 0], [0, 639], [178, 260], [213, 320], [247, 379], [426, 0], [426, 639]]
    write_json(
        "photographs.json",
        [
            {
                "file": name,
                "shape": list(image.shape),
                "sha256": hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest(),
                "pixels": [{"at": at, "rgb": image[tuple(at)].tolist()} for at in pixels],
            }
            for name, image in zip(names, photographs)
        ],
    )

    crops = np.asarray(keras.layers.CenterCrop(*CROP)(photographs))
    assert crops.shape == (2, *CROP, 3) and np.array_equal(crops, crops.astype(np.uint8))
    np.save(GOLDEN / "crops.npy", crops.astype(np.uint8))

    scaled = keras.layers.Rescaling(1 / 255)(crops)
    filters = np.zeros((7, 7, 3, 2), dtype=np.float32)
    filters[:, 3, :, 0] = 1
    filters[3, :, :, 1] = 1
    maps = tf.nn.conv2d(scaled, filters, strides=1, padding="SAME").numpy()
    assert maps.shape == (2, *CROP, 2) and maps.dtype == np.float32
    np.save(GOLDEN / "maps.npy", maps)
    write_figure(maps)


def write_figure(maps):
    """(image, map, H, W, RGB): every map over its own range, as imshow and imsave paint it."""
    viridis = matplotlib.colormaps["viridis"]
    colors = np.zeros((2, 2, *CROP, 3), dtype=np.uint8)
    for image in range(2):
        for index in range(2):
            values = maps[image, :, :, index]
            norm = Normalize(values.min(), values.max())
            colors[image, index] = viridis(norm(values), bytes=True)[..., :3]
    np.save(GOLDEN / "figure.npy", colors)


# (N, H, W, C), (KH, KW, F), strides, dilations: shapes that are easy to get wrong.
HAND_PICKED = [
    ((1, 1, 1, 1), (1, 1, 1), (1, 1), (1, 1)),
    ((1, 1, 1, 3), (3, 3, 2), (1, 1), (1, 1)),
    ((1, 2, 2, 1), (7, 7, 1), (1, 1), (1, 1)),
    ((1, 7, 7, 3), (7, 7, 2), (1, 1), (1, 1)),
    ((1, 6, 8, 3), (7, 7, 2), (1, 1), (1, 1)),
    ((1, 8, 6, 1), (2, 2, 1), (1, 1), (1, 1)),
    ((1, 8, 6, 1), (2, 4, 3), (2, 2), (1, 1)),
    ((1, 9, 17, 1), (1, 7, 2), (1, 1), (1, 1)),
    ((1, 17, 9, 1), (7, 1, 2), (1, 1), (1, 1)),
    ((2, 5, 5, 2), (3, 3, 16), (1, 1), (1, 1)),
    ((1, 5, 5, 16), (3, 3, 3), (1, 1), (1, 1)),
    ((3, 4, 4, 4), (1, 1, 8), (1, 1), (1, 1)),
    ((1, 12, 33, 1), (11, 11, 1), (1, 1), (1, 1)),
    ((1, 13, 13, 3), (7, 7, 4), (2, 2), (1, 1)),
    ((1, 10, 11, 2), (3, 3, 2), (3, 3), (1, 1)),
    ((1, 5, 5, 1), (2, 2, 1), (4, 4), (1, 1)),
    ((1, 9, 10, 2), (3, 3, 2), (1, 2), (1, 1)),
    ((1, 10, 9, 2), (5, 3, 2), (3, 1), (1, 1)),
    ((1, 11, 11, 2), (3, 3, 2), (1, 1), (2, 2)),
    ((1, 12, 10, 1), (3, 3, 2), (1, 1), (3, 1)),
    ((1, 10, 14, 1), (2, 3, 2), (1, 1), (1, 4)),
]


def random_shapes(random):
    """Endless tuples like HAND_PICKED's, each small enough for the budget of the folder."""
    while True:
        n, c = random.choice([1, 1, 1, 2]), random.choice([1, 2, 3, 4, 5, 8])
        h, w = random.integers(1, 20, size=2)
        kh, kw = random.choice([1, 2, 3, 3, 4, 5, 6, 7], size=2)
        f = random.choice([1, 2, 3, 4, 5, 8, 9])
        strides = random.choice([1, 1, 2, 3], size=2)
        dilations = random.choice([1, 2, 3], size=2) if max(strides) == 1 else (1, 1)
        if n * h * w * max(c, f) <= 500 and kh * kw * c * f <= 400:
            case = ((n, h, w, c), (kh, kw, f), strides, dilations)
            yield tuple(tuple(int(extent) for extent in part) for part in case)


def write_conv_cases():
    random = np.random.default_rng(20)
    shapes = random_shapes(random)
    values, index = [], []

    def stored(array):
        offset = sum(part.size for part in values)
        values.append(array.ravel())
        return {"shape": list(array.shape), "offset": offset}

    for (n, h, w, c), (kh, kw, f), strides, dilations in HAND_PICKED + [
        next(shapes) for _ in range(16)
    ]:
        image = random.standard_normal((n, h, w, c), dtype=np.float32)
        kernel = random.standard_normal((kh, kw, c, f), dtype=np.float32)
        for padding in ["SAME", "VALID"]:
            fits = h > (kh - 1) * dilations[0] and w > (kw - 1) * dilations[1]
            if padding == "VALID" and not fits:
                continue
            expected = tf.nn.conv2d(image, kernel, strides, padding, dilations=dilations).numpy()
            index.append(
                {
                    "stride": strides,
                    "dilation": dilations,
                    "padding": padding,
                    "input": stored(image),
                    "kernel": stored(kernel),
                    "expected": stored(expected),
                }
            )
    np.save(GOLDEN / "conv_cases.npy", np.concatenate(values))
    write_json("conv_cases.json", index)


def write_statistics():
    random = np.random.default_rng(8)
    eighths = random.integers(-40, 41, 300) / 8
    tenths = np.arange(31) / 10
    cases = [
        ("normal", random.normal(0, 0.2, 288), 10, None),
        ("values on the edges of bins", tenths, 10, None),
        ("values on the edges of bins, 30", tenths, 30, None),
        ("negative tenths, 7", -tenths[1:23], 7, None),
        ("thirds, range given", np.arange(-6, 7) / 3, 12, (-2.0, 2.0)),
        ("eighths, range cuts", eighths, 16, (-1.5, 2.5)),
        ("a range beyond the values", random.uniform(-0.1, 0.1, 50), 10, (-0.5, 0.5)),
        ("a constant", np.full(9, 0.25), 10, None),
        ("one value", np.array([-3.0]), 4, None),
        ("large mean, small spread", 1000 + random.normal(0, 0.01, 200), 10, None),
    ]
    rows = []
    for name, values, bins, bounds in cases:
        values = values.astype(np.float32)
        counts, edges = np.histogram(values, bins, bounds)
        rows.append(
            {
                "name": name,
                "values": values.tolist(),
                "bins": bins,
                "range": bounds,
                "counts": counts.tolist(),
                "edges": edges.tolist(),
                "mean": float(np.mean(values, dtype=np.float64)),
                "std": float(np.std(values, dtype=np.float64)),
            }
        )
    write_json("statistics.json", rows)


# (image, crop): one pixel, odd and even differences, narrow pictures.
EDGE_CROPS = [((2, 2), (1, 1)), ((3, 2), (1, 1)), ((2, 3), (1, 2)), ((9, 8), (8, 7)),
              ((8, 9), (5, 5)), ((10, 10), (3, 4)), ((11, 11), (4, 3)), ((1, 300), (1, 7)),
              ((1, 301), (1, 8)), ((500, 2), (499, 1)), ((2, 500), (1, 1)), ((255, 257), (254, 2)),
              ((1000, 3), (1, 3)), ((600, 601), (599, 598))]
# The crop is larger in one direction or both, which is smart_resize.
LARGER_CROPS = [((1, 1), (70, 120)), ((1, 1), (2, 1)), ((1, 9), (3, 3)), ((9, 1), (3, 3)),
                ((2, 2), (4, 4)), ((2, 3), (5, 7)), ((69, 120), CROP), ((70, 119), CROP),
                ((69, 500), CROP), ((300, 40), CROP), ((28, 28), CROP), ((5, 400), (6, 6)),
                ((400, 5), (400, 6)), ((31, 17), (32, 200)), ((13, 11), (200, 3)),
                ((7, 7), (8, 8))]


def sample_picture(height, width):
    """Pixels that the tests compute likewise."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([(31 * y + 17 * x + 90) % 251, (13 * y + 57 * x + 7) % 241,
                     (5 * y + 3 * x + 200) % 256], -1)


def smart_resized(image, crop):
    """Up to a dozen pixels of what Keras makes, those of the corners first."""
    made = np.asarray(keras.layers.CenterCrop(*crop)(sample_picture(*image).astype(np.float32)))
    assert made.shape == (*crop, 3)
    bottom, right = crop[0] - 1, crop[1] - 1
    places = [(0, 0), (0, right), (bottom, 0), (bottom, right)]
    places += [(bottom * i // 9, right * (i * 7 % 10) // 9) for i in range(1, 9)]
    return [{"at": at, "rgb": [float(value) for value in made[at]]}
            for at in dict.fromkeys(places)]


def write_center_crops():
    """Where Keras cuts, found from images whose pixels are their own row and column."""
    random = np.random.default_rng(3)
    sizes = [((427, 640), CROP), ((70, 120), CROP), ((71, 121), CROP), ((72, 122), CROP),
             ((73, 120), CROP), ((28, 28), (7, 7)), ((1, 1), (1, 1)), ((5, 4), (2, 1))]
    while len(sizes) < 20:
        image = tuple(int(extent) for extent in random.integers(1, 200, size=2))
        sizes.append((image, tuple(int(random.integers(1, extent + 1)) for extent in image)))
    rows = []
    for image, crop in sizes + EDGE_CROPS:
        places = np.stack(np.meshgrid(*map(np.arange, image), indexing="ij"), axis=-1)
        cut = np.asarray(keras.layers.CenterCrop(*crop)(places.astype(np.float32)))
        assert cut.shape == (*crop, 2)
        rows.append({"image": image, "crop": crop, "top": int(cut[0, 0, 0]),
                     "left": int(cut[0, 0, 1])})
    for image, crop in LARGER_CROPS:
        rows.append({"image": image, "crop": crop, "resized": smart_resized(image, crop)})
    write_json("center_crops.json", rows)


def write_npy_files():
    """Whole .npy files as hex with the float32 values they hold, null where none may be read."""
    rows = []

    def add(name, array, version=None):
        file = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about format versions that old NumPys cannot read
            np.lib.format.write_array(file, array, version=version)
        plain = array.dtype.kind in "biuf" and array.dtype.itemsize <= 8
        with np.errstate(over="ignore"):
            values = np.ascontiguousarray(array, "<f4").tobytes().hex() if plain else None
        rows.append({"name": name, "file": file.getvalue().hex(), "shape": list(array.shape),
                     "kind": array.dtype.str[1:], "values": values})

    for code in ["b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]:
        native = np.dtype(code)
        if native.kind == "b":
            ends = [0, 1, 1]
        elif native.kind == "f":
            info = np.finfo(native)
            ends = [info.max, info.smallest_subnormal, -info.tiny, np.inf, -np.inf, np.nan, -0.0]
        else:
            ends = [np.iinfo(native).min, np.iinfo(native).max, np.iinfo(native).max // 3]
        flat = np.array((ends + [0, 1, 2, 3, 5, 7, 11, 13, 17])[:12], dtype=native)
        for order in "<>" if native.itemsize > 1 else "|":
            array = flat.reshape(2, 3, 2).astype(native.newbyteorder(order))
            add(f"{order}{code}, C order", array)
            add(f"{order}{code}, Fortran order", np.asfortranarray(array))

    counts = np.arange(24, dtype=np.float32)
    add("format 2.0", counts.reshape(2, 3, 4), (2, 0))
    add("format 3.0", counts.reshape(4, 6), (3, 0))
    add("a scalar", counts[5])
    add("no values", counts.reshape(2, 3, 4)[:, :0])
    add("Fortran order, 5 axes", np.asfortranarray(counts.reshape(2, 1, 3, 2, 2)))
    add("Fortran order, big-endian", np.asfortranarray(counts.reshape(4, 6).astype(">i2")))
    for dtype in ["c8", "c16", "S3", "U2", "V4", "M8[s]", "m8[us]", [("x", "<f4")], "O", "g"]:
        add(f"refused: {dtype}", np.zeros(2, dtype=dtype))
    write_json("npy_files.json", rows)


def main():
    write_npy_files()
    write_notebook()
    write_conv_cases()
    write_statistics()
    write_center_crops()
    for module in [tf, keras, sklearn, matplotlib, np]:
        print(module.__name__, module.__version__)


if __name__ == "__main__":
    main()

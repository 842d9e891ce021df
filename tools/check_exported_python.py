#!/usr/bin/env python3
"""Holds the scripts that the lab exports to TensorFlow and Keras.

usage: check_exported_python.py [BUILD]
  BUILD   build/release unless told: convlens and test_lab of it

Run it with a Python that has TensorFlow, scikit-learn and Pillow. The random benches of the tests
are run with it, whose scripts then ask tf.nn.conv2d and a layer of Keras for the same maps; and
what `convlens export` writes of the notebook's bench and of pictures with each of the program's
networks is run as a user would run it.
"""
import os
import pathlib
import runpy
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST = 1e-5  # of what a map would reach if nothing in it were taken away


def random_benches(build):
    environment = dict(os.environ, CONVLENS_SCRIPT_PYTHON=sys.executable)
    subprocess.run([build / "test_lab", "--gtest_filter=BenchScript.*"], check=True,
                   env=environment)


def pictures(folder):
    """A picture that is read as it is, and one that is turned while it is read."""
    noise = np.random.default_rng(5).integers(0, 256, (90, 130, 3), np.uint8)
    Image.fromarray(noise).save(folder / "noise.png")
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.fromarray(noise).resize((200, 150)).save(folder / "turned.jpg", exif=turned)
    return [folder / "noise.png", folder / "turned.jpg"]


def exported(build, folder, name, files):
    script = folder / f"{name}.py"
    for output in (script, folder / "maps.npz"):
        subprocess.run([build / "convlens", "export", *files, "-o", output], check=True,
                       stdout=subprocess.DEVNULL)
    found = runpy.run_path(str(script))
    own = np.load(folder / "maps.npz")
    reached = np.abs(found["inputs"]).max() * np.abs(found["filters"]).sum((0, 1, 2))
    off = np.abs(found["maps"] - own["maps"])
    if not np.all(off <= MOST * np.maximum(1, reached)):
        sys.exit(f"{name}: other by {off.max()}")
    print(f"{name}: {found['maps'].shape}, other by {off.max():.2g} at most")
    found["compare"]()


def main():
    build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release").resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        exported(build, folder, "notebook", [])
        exported(build, folder, "pictures", pictures(folder))
        for network in sorted((ROOT / "assets/models").glob("*.keras")):
            exported(build, folder, network.stem, [folder / "noise.png", network])
    random_benches(build)


main()

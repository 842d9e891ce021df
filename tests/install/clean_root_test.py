#!/usr/bin/env python3
"""The package in a new, bare Debian 12 without compilers, as a user who may do nothing: it draws the
same bytes as in the build tree, opens a network through the engine, and shows its window. Skipped,
with status 77, where mmdebstrap is not installed or this is not the superuser.

usage: clean_root_test.py PROJECT_ROOT BUILD_FOLDER
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT, BUILD = (pathlib.Path(argument) for argument in sys.argv[1:3])
NETWORK = ROOT / "tests/golden/tensorflow_cases/mobile_float.tflite"
IN_ROOT = pathlib.Path(__file__).with_name("in_clean_root.sh")
DRAWN = {"figure.png": ["figure", "feature-maps"], "lab.png": ["screenshot"],
         "network.png": ["screenshot", "--workspace", "network", "--lang", "ko"]}


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True).stdout


def try_in_root(package, folder):
    """Leaves what was drawn in folder / "out"; what was said on the way."""
    for source, name in ((package, "convlens.deb"), (NETWORK, "network.tflite"),
                         (IN_ROOT, "in_clean_root.sh")):
        shutil.copy(source, folder / name)
    done = subprocess.run(
        ["mmdebstrap", "--variant=apt", '--customize-hook=mkdir "$1/try"',
         f"--customize-hook=copy-in {folder}/convlens.deb {folder}/network.tflite "
         f"{folder}/in_clean_root.sh /try",
         '--customize-hook=chroot "$1" sh /try/in_clean_root.sh',
         f"--customize-hook=copy-out /try/out {folder}", "bookworm", "/dev/null"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\nthe package could not be tried: status {done.returncode}")
    return done.stdout


def main():
    if os.geteuid() != 0 or not shutil.which("mmdebstrap"):
        print("skipped: a new root takes mmdebstrap and the superuser")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder / "packed")
        package, = (folder / "packed").glob("*.deb")
        print(f"{package.name}: {package.stat().st_size / 1e6:.1f} MB")
        start = time.monotonic()
        said = try_in_root(package, folder)
        print(f"in a new root: {time.monotonic() - start:.0f} s")
        print("\n".join(re.findall("^Need to get .*|^After this .*", said, re.M)[:2]))
        out = folder / "out"
        for picture, arguments in DRAWN.items():
            run(BUILD / "convlens", *arguments, "-o", folder / picture)
            assert (folder / picture).read_bytes() == (out / picture).read_bytes(), picture
        assert (out / "network.txt").read_text() == run(BUILD / "convlens", "model", NETWORK)
        window = (out / "window.txt").read_text()
        frames = re.match(r"convlens: (\d+) frames, .*\n0\n$", window)
        assert frames and int(frames[1]) > 0, window
        print(f"the window: {window.splitlines()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

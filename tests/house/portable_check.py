#!/usr/bin/env python3
"""Fails where Emscripten does not take a source of the portable rooms, which rooms.txt names. Only
the meaning is checked, no code is made.

A file that is the desktop's own, NAME_desktop.cpp, is left out. Of the system's headers only those
of libraries that consist of headers alone are shown to the compiler, and cmark's, which is plain C:
what else a file includes is what keeps it from the web.

usage: portable_check.py PROJECT_ROOT [IMGUI_FOLDER]
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import include_check  # noqa: E402 - Python's isolated mode leaves this folder out

HEADERS = pathlib.Path("/usr/include")
LIBRARIES = ["fmt", "tl", "hwy", "nlohmann",
             "cmark.h", "cmark_export.h", "cmark_version.h"]
COMPILER = ["em++", "-std=c++20", "-fsyntax-only", "-DFMT_HEADER_ONLY",
            "-DIMGUI_DISABLE_OBSOLETE_FUNCTIONS"]


def sources(root):
    rooms = include_check.Table(root / "tests/house/rooms.txt").portable
    files = [file for room in rooms for file in sorted((root / "src" / room).rglob("*.cpp"))]
    return [file for file in files if not file.stem.endswith("_desktop")]


def objection(command, source):
    """What the compiler says first against a file; nothing where it takes it."""
    run = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    errors = [line for line in run.stderr.splitlines() if "error:" in line]
    return None if run.returncode == 0 else (errors or [f"{source}: {run.stderr.strip()}"])[0]


def findings(root, imgui):
    with tempfile.TemporaryDirectory() as shown:
        for library in LIBRARIES:
            (pathlib.Path(shown) / library).symlink_to(HEADERS / library)
        command = [*COMPILER, f"-I{root / 'src'}"]
        for folder in [shown, HEADERS / "eigen3", *imgui]:
            command += ["-isystem", str(folder)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = pool.map(lambda source: objection(command, source), sources(root))
            return [line for line in found if line]


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    found = findings(root, sys.argv[2:])
    print("\n".join(found) or "Emscripten takes every source of the portable rooms")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Fails where a folder of src/ or tests/ holds more files than can be scanned, or where the parts of
tests/ROOM are not those of src/ROOM.

usage: tree_check.py [PROJECT_ROOT]
"""
import pathlib
import sys

MOST_FILES = 30
UNCOUNTED = "golden"  # many small files that nobody reads one by one


def files_of(folder):
    return [path for path in folder.iterdir() if path.is_file() and path.suffix != ".pyc"]


def findings(root):
    for top in ["src", "tests"]:
        for folder in sorted(path for path in (root / top).glob("**") if path.is_dir()):
            place = folder.relative_to(root)
            if UNCOUNTED not in place.parts and (count := len(files_of(folder))) > MOST_FILES:
                yield f"{place}: expected at most {MOST_FILES} files, found {count}"
    for room in sorted(path for path in (root / "src").iterdir() if path.is_dir()):
        for part in sorted(path for path in (root / "tests" / room.name).glob("*/")):
            if part.name != "__pycache__" and not (room / part.name).is_dir():
                yield f"{part.relative_to(root)}: there is no src/{room.name}/{part.name}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(findings(root))
    print("\n".join(found) or "every folder can be scanned, and tests/ has the parts of src/")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

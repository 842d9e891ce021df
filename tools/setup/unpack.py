"""Unpacks the members of a zip archive whose names match one of some patterns.

usage: unpack.py ARCHIVE FOLDER PATTERN...
"""

import fnmatch
import sys
import zipfile


def main() -> None:
    path, folder, *patterns = sys.argv[1:]
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
                archive.extract(name, folder)


if __name__ == "__main__":
    main()

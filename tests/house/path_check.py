#!/usr/bin/env python3
"""Fails where a file of the project names a folder that only its author's machine has.

usage: path_check.py [PROJECT_ROOT]
"""
import os
import pathlib
import re
import subprocess
import sys

# A path that starts there: src/work/ and example.org/home/ are none.
AUTHORS_FOLDER = re.compile(rb"(?<![\w.~-])/(?:work|root|home|Users)/")


def project_files(root):
    """What git tracks or would add; without git, everything but build/ and out/."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
               "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.split(b"\0")
        return [root / os.fsdecode(name) for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        return [path for path in root.rglob("*")
                if path.relative_to(root).parts[0] not in ("build", "out", ".git")]


def findings(root):
    for path in sorted(project_files(root)):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" in content:
            continue  # not a text
        for number, line in enumerate(content.splitlines(), 1):
            if AUTHORS_FOLDER.search(line):
                text = line.decode(errors="replace").strip()
                yield f"{path.relative_to(root)}:{number}: names a folder of one machine: {text}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(findings(root))
    print("\n".join(found) or "no file names a folder of its author's machine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

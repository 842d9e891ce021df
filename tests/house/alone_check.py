#!/usr/bin/env python3
"""Fails where a source in src/ does not compile by itself: each has to include what it uses, which
neither parts that are compiled as one nor precompiled headers tell. Only the meaning is checked, no
code is made.

usage: alone_check.py PROJECT_ROOT BUILD_FOLDER
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

PART = re.compile(r'^#include "(.*\.cpp)"', re.MULTILINE)


def alone(command):
    """What a compiler's command says of where headers are and how to read them."""
    words = shlex.split(command)
    first = next(i for i, word in enumerate(words) if word.startswith("-"))
    kept = [words[first - 1], "-fsyntax-only"]  # before the compiler stands what launches it
    for word, following in zip(words, words[1:]):
        if word == "-isystem":
            kept += [word, following]
        elif word.startswith(("-D", "-I", "-std=")):
            kept.append(word)
    return kept


def sources(root, build):
    """Each source in src/ with the command that it is compiled by."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        is_part = file.parent.name == "Unity"
        for source in PART.findall(file.read_text()) if is_part else [str(file)]:
            if pathlib.Path(source).is_relative_to(root / "src"):
                yield source, alone(entry["command"])


def objection(source, command):
    """What the compiler says first against a source; nothing where it takes it."""
    run = subprocess.run([*command, source], capture_output=True, text=True, check=False)
    errors = [line for line in run.stderr.splitlines() if "error:" in line]
    return None if run.returncode == 0 else (errors or [f"{source}: {run.stderr.strip()}"])[0]


def findings(root, build):
    found = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, command in sources(root, build):
            found.setdefault(source, pool.submit(objection, source, command))
    return [said for run in found.values() if (said := run.result())], len(found)


def main():
    found, count = findings(*(pathlib.Path(folder).resolve() for folder in sys.argv[1:]))
    print("\n".join(found) or f"each of {count} sources compiles by itself")
    return 1 if found or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

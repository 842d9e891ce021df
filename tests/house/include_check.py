#!/usr/bin/env python3
"""Fails on every #include in src/ that rooms.txt does not allow, naming file, line and rooms.

usage: include_check.py [PROJECT_ROOT]
"""
import fnmatch
import pathlib
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s*(?:[<"]([^>"]+)[>"]|(\S.*))')
STANDARD_HEADER = re.compile(r"[a-z_0-9]+")  # <vector>, <cmath>: only these have no extension


class Table:
    """rooms.txt: what each room, and each part of a room, may include, and what the portable rooms
    may not use.

    A line "NAME: headers" lets a row say NAME for all of them.
    """

    def __init__(self, path):
        self.rooms, self.headers, self.portable, self.lacking = {}, {}, [], []
        self.parts = {}  # of a divided room: {part: parts that it may include}
        groups = {}
        for line in path.read_text().splitlines():
            line = line.partition("#")[0].strip()
            if line.startswith("portable:"):
                rooms, lacking = line.removeprefix("portable:").split("|")
                self.portable, self.lacking = rooms.split(), lacking.split()
            elif ":" in line:
                name, headers = line.split(":")
                groups[name] = headers.split()
            elif line.count("|") == 1:
                name, parts = line.split("|")
                room, part = name.strip().split("/")
                self.parts.setdefault(room, {})[part] = parts.split()
            elif line:
                room, rooms, headers = (part.split() for part in line.split("|"))
                self.rooms[room[0]], self.headers[room[0]] = rooms, headers
        for room, names in self.headers.items():
            self.headers[room] = [header for name in names for header in groups.get(name, [name])]

    def allows_header(self, room, header):
        return any(fnmatch.fnmatchcase(header, pattern) for pattern in self.headers[room])

    def circles(self):
        """Every row that names what stands below it: only such a row can close a circle."""
        floors = [("", self.rooms), *((f"{room}/", parts) for room, parts in self.parts.items())]
        for prefix, rows in floors:
            above = []
            for name, allowed in rows.items():
                for other in allowed:
                    if other not in above:
                        yield f"{prefix}{name} may include {prefix}{other}, which is not above it"
                above.append(name)

    def part_refusal(self, room, part, header):
        """Why `part` may not include a header of its own room, or None."""
        target = part_of(header.partition("/")[2])
        allowed = part == target or target in self.parts.get(room, {}).get(part, [])
        return None if allowed else f'{room}/{part} may not include {room}/{target} ("{header}")'

    def refusal(self, room, part, header):
        """Why a file in `part` of `room` may not include `header`, or None."""
        target = header.partition("/")[0]
        if "/" in header and target == room:
            return self.part_refusal(room, part, header)
        if "/" in header and target in self.rooms:
            allowed = target in self.rooms[room]
            return None if allowed else f'{room} may not include {target} ("{header}")'
        if STANDARD_HEADER.fullmatch(header):
            lacks = room in self.portable and header in self.lacking
            return f"{room} is a portable room and may not include <{header}>" if lacks else None
        if self.allows_header(room, header):
            return None
        others = [other for other in self.rooms if self.allows_header(other, header)]
        return f"{room} may not include {header}, which is for: {', '.join(others) or 'no room'}"


def part_of(path):
    """Of a path within a room: "keras" for keras/model.h, "." for model.h."""
    return path.rpartition("/")[0] or "."


def findings(root):
    table = Table(pathlib.Path(__file__).with_name("rooms.txt"))
    lacking = re.compile(rf"\bstd::({'|'.join(table.lacking)})\b")
    yield from (f"rooms.txt: {circle}" for circle in table.circles())
    for path in sorted((root / "src").glob("*/**/*")):
        if not path.is_file():
            continue
        place, room = path.relative_to(root), path.relative_to(root / "src").parts[0]
        part = part_of(path.relative_to(root / "src" / room).as_posix())
        if room not in table.rooms:
            yield f"{place}:1: the room {room} is not in rooms.txt"
            continue
        if part not in table.parts.get(room, ["."]):
            yield f"{place}:1: the part {room}/{part} is not in rooms.txt"
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            include = INCLUDE.match(line)
            if include and include[2]:
                yield f"{place}:{number}: {room} includes a name that is computed: {include[2]}"
            elif include and (refusal := table.refusal(room, part, include[1])):
                yield f"{place}:{number}: {refusal}"
            word = lacking.search(line.partition("//")[0])
            if word and room in table.portable:
                yield f"{place}:{number}: {room} is a portable room and may not use {word[0]}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(findings(root))
    print("\n".join(found) or "every include in src/ is one that rooms.txt allows")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

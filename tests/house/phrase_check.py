#!/usr/bin/env python3
"""Fails where the window would say something in English only, or Korean that nothing says.

What the rooms say are the patterns of fail("...") and phrase("...") and the words of word("...");
the Korean for them stands in src/ui/text/korean_*.cpp.

usage: phrase_check.py [PROJECT_ROOT]
"""
import pathlib
import re
import sys

# All of these rooms, and of app what the window can lead to; the rest speaks on the command line.
ROOMS = ["core", "conv", "nn", "loaders", "media", "lab", "ui"]
FILES = ["app/gui/file_desk.cpp", "app/gui/network_opener.cpp", "app/gui/picture_folder.cpp",
         "app/open/array_input.cpp", "app/open/open_files.cpp", "app/open/open_network.cpp"]
SYSTEM = "korean_system.cpp"  # what the system says stands nowhere in the sources

LITERAL = r'"(?:[^"\\]|\\.)*"'
LITERALS = rf"(?:{LITERAL}\s*)+"
CHARACTER = r"'(?:[^'\\\n]|\\[^'\n]+|\\')'"
COMMENT = re.compile(rf"({LITERAL})|{CHARACTER}|//[^\n]*")
SPOKEN = re.compile(rf"\b(?:fail|phrase)\(\s*({LITERALS})")
WORD = re.compile(r"\bword\(")
RAW = re.compile(r'\b(?:fail|phrase|word)\(\s*R"')
ENTRY = re.compile(rf"\{{\s*({LITERALS}),\s*({LITERALS})\}}")
FIELD = re.compile(r"\{(\d*)(:[^{}]*)?\}")
HANGUL = re.compile("[\uac00-\ud7a3]")


def joined(literals):
    return "".join(text[1:-1] for text in re.findall(LITERAL, literals))


def code(path):
    """The file without its comments, and without characters: one may be a quotation mark."""
    return COMMENT.sub(lambda found: found[1] or "", path.read_text())


def within_brackets(text, start):
    """What stands from `start`, behind an opening bracket, to the one that closes it."""
    depth = 1
    for found in re.compile(rf"{LITERAL}|[()]").finditer(text, start):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return text[start:found.start()]
    return ""


def says_something(pattern):
    """Whether there is more to it than values and a name of the code, such as pads_begin."""
    return re.search("[A-Za-z]", re.sub(r"\w+_\w+", "", FIELD.sub("", pattern))) is not None


def spoken_in(text):
    for found in SPOKEN.finditer(text):
        yield joined(found[1])
    for found in WORD.finditer(text):
        for literal in re.findall(LITERAL, within_brackets(text, found.end())):
            yield literal[1:-1]


def values_of(pattern):
    """Which values a pattern shows, in the order of their places."""
    fields = FIELD.findall(pattern.replace("{{", "").replace("}}", ""))
    return sorted(int(number) if number else place for place, (number, _) in enumerate(fields))


def entry_findings(english, korean):
    if values_of(english) != values_of(korean):
        yield "does not have the same values"
    if len({number == "" for number, _ in FIELD.findall(korean)}) > 1:
        yield "numbers some of its values and not the others"
    if any(form for _, form in FIELD.findall(korean)):
        yield "says how a value is formatted, which the English pattern does"
    if not HANGUL.search(korean):
        yield "holds no Hangul"


def findings(root):
    source = root / "src"
    catalogue = {}
    orphans = set()
    for path in sorted((source / "ui/text").glob("korean_*.cpp")):
        for english, korean in ENTRY.findall(code(path)):
            english, korean = joined(english), joined(korean)
            for wrong in entry_findings(english, korean):
                yield f'{path.name}: the Korean for "{english}" {wrong}: "{korean}"'
            if english in catalogue:
                yield f'{path.name}: "{english}" has Korean already'
            catalogue[english] = korean
            if path.name != SYSTEM:
                orphans.add(english)
    paths = [path for room in ROOMS for path in sorted((source / room).rglob("*.*"))]
    paths += [source / name for name in FILES]
    spoken = {}
    for path in sorted(source.rglob("*.*")):
        if path.name.startswith("korean_") or path.suffix not in (".cpp", ".h"):
            continue
        text = code(path)
        orphans -= {joined(literals) for literals in re.findall(LITERALS, text)}
        orphans -= {literal[1:-1] for literal in re.findall(LITERAL, text)}
        for _ in RAW.finditer(text):
            yield f"{path.relative_to(root)}: says a raw string, which is not read here"
        if path in paths:
            for english in spoken_in(text):
                spoken.setdefault(english, path.relative_to(root))
    for english, path in sorted(spoken.items(), key=lambda item: (str(item[1]), item[0])):
        if says_something(english) and english not in catalogue:
            yield f'{path}: no Korean for "{english}"'
    for english in sorted(orphans):
        yield f'nothing says "{english}", which has Korean'


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(findings(root))
    print("\n".join(found) or "all that the window can say has Korean")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

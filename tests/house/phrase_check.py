#!/usr/bin/env python3
"""Fails where the window would say something in English only, or where a translation is wrong or of
nothing that is said.

usage: phrase_check.py ROOT TEMPLATE [CATALOGUE...]
  ROOT       the project's folder
  TEMPLATE   what can be said: the .pot file that building makes of the sources
  CATALOGUE  a .po file of assets/text
"""
import gettext
import io
import pathlib
import re
import subprocess
import sys

FIELD = re.compile(r"\{(\d*)(:[^{}]*)?\}")
NAME = re.compile(r"[A-Za-z]\w*[_\d]\w*")  # of the code, such as pads_begin or float32
LETTERS = {"ko": re.compile("[\uac00-\ud7a3]")}  # of a language that is not written in Latin ones
# Of what stands in one pair of brackets, xgettext collects a single text.
CHOICE = re.compile(r'\b(?:tr|word|phrase|fail)\([^";]*?\?\s*"')
CONTEXT = "\004"  # between a context and its text


def texts(*commands):
    """What the commands of GNU gettext make of each other's output, compiled by the last of them."""
    made = None
    for command in commands:
        done = subprocess.run(command, input=made, stdout=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit(1)  # it has said why
        made = done.stdout
    catalogue = gettext.GNUTranslations(io.BytesIO(made))._catalog
    return {english: text for english, text in catalogue.items() if english}


def of_template(path):
    return texts(["msgen", str(path)], ["msgfmt", "--output-file=-", "-"])


def of_catalogue(path):
    return texts(["msgfmt", "--check", "--output-file=-", str(path)])


def says_something(pattern):
    """Whether there is more to it than values and names."""
    return re.search("[A-Za-z]", NAME.sub("", FIELD.sub("", pattern))) is not None


def values_of(pattern):
    """Which values a pattern shows, in the order of their places."""
    fields = FIELD.findall(pattern.replace("{{", "").replace("}}", ""))
    return sorted(int(number) if number else place for place, (number, _) in enumerate(fields))


def entry_findings(english, text, letters):
    if values_of(english) != values_of(text):
        yield "does not have the same values"
    if len({number == "" for number, _ in FIELD.findall(text)}) > 1:
        yield "numbers some of its values and not the others"
    if any(form for _, form in FIELD.findall(text)):
        yield "says how a value is formatted, which the English pattern does"
    if letters and text != english and not letters.search(text) and not NAME.search(text):
        yield "is not written in the language's letters"


def findings(template, path):
    catalogue = of_catalogue(path)
    for english, text in catalogue.items():
        shown = english.rpartition(CONTEXT)[2]
        for wrong in entry_findings(shown, text, LETTERS.get(path.stem)):
            yield f'the text for "{shown}" {wrong}: "{text}"'
        if english not in template:
            yield f'nothing says "{shown}"'
    for english in template:
        if says_something(english) and english not in catalogue:
            yield f'no text for "{english.rpartition(CONTEXT)[2]}"'


def choices(root):
    for path in sorted((root / "src").rglob("*.*")):
        for found in CHOICE.finditer(path.read_text()):
            yield f"{path.relative_to(root)}: two texts in one pair of brackets: {found[0]}"


def main():
    root, template, *catalogues = map(pathlib.Path, sys.argv[1:])
    if not root.is_dir() or template.suffix != ".pot":
        sys.exit(__doc__)
    said = of_template(template)
    found = list(choices(root))
    found += [f"{path.name}: {finding}" for path in catalogues for finding in findings(said, path)]
    print("\n".join(found) or "all that the window can say is said in every language")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

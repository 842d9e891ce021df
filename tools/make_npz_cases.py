#!/usr/bin/env python3
"""Writes tests/golden/npz_cases: small .npz files as NumPy writes them, and the values in them.

Run by hand, with numpy installed: python3 tools/make_npz_cases.py. Gives the same bytes each time.
No test runs this.
"""

import json
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/npz_cases"


def main():
    FOLDER.mkdir(exist_ok=True)
    rows = []

    def add(file, save, *positional, refused=None, **named):
        save(FOLDER / file, *positional, **named)
        arrays = {f"arr_{i}": array for i, array in enumerate(positional)} | named
        # Named ones first, as savez() has them.
        order = [*named, *(name for name in arrays if name not in named)]
        rows.append({"file": file, "refused": refused, "arrays": None if refused else [
            {"name": name, "shape": list(np.shape(arrays[name])), "kind": arrays[name].dtype.str[1:],
             "values": arrays[name].astype(float).ravel().tolist()} for name in order]})

    filters = (np.arange(54).reshape(3, 3, 3, 2) / 4 - 6).astype("<f4")
    grey = np.arange(9, dtype=">f8").reshape(3, 3, 1, 1)
    for file, save in [("savez.npz", np.savez), ("savez_compressed.npz", np.savez_compressed)]:
        add(file, save, names=np.arange(3, dtype="u1"), filters=np.asfortranarray(filters),
            bias=np.array([-0.5, 1e-30]))
    add("single.npz", np.savez, grey)
    add("positional.npz", np.savez, grey, filters)
    add("empty.npz", np.savez)
    add("zeros.npz", np.savez_compressed, kernel=np.zeros((5, 5, 3, 8), "<f4"),
        scalar=np.array(7, "<i2"))
    add("names.npz", np.savez, **{"필터": filters, "layer/kernel": grey, "a.npy": grey})
    add("bytes.npz", np.savez, images=np.arange(0, 256, 51, dtype="u1").reshape(2, 3),
        labels=np.array([3, 4]))
    add("objects.npz", np.savez, refused="expected an array of integers, floats or bools",
        labels=np.array(["cat", None], dtype=object))
    lines = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "cases.json").write_text(f"[\n{lines}\n]\n")
    print("numpy", np.__version__)


if __name__ == "__main__":
    main()

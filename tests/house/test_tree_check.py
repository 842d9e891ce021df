#!/usr/bin/env python3
"""tree_check.py must name each folder that is too full or stands in no part."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tree_check  # noqa: E402 - Python's isolated mode leaves this folder out


class TreeCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.fill("src/lab/stages", 1)
        self.fill("tests/lab/stages", 1)

    def fill(self, place, count):
        (self.root / place).mkdir(parents=True)
        for number in range(count):
            (self.root / place / f"{number}.cpp").touch()

    def found(self):
        return list(tree_check.findings(self.root))

    def test_what_is_allowed(self):
        self.fill("src/ui/kit", tree_check.MOST_FILES)
        self.fill("tests/golden/cases", 400)
        self.fill("tests/fuzz/damage", 3)
        self.assertEqual(self.found(), [])

    def test_a_full_folder(self):
        self.fill("src/ui/kit", tree_check.MOST_FILES + 1)
        self.fill("tests/fuzz/damage", 40)
        self.assertEqual(self.found(), ["src/ui/kit: expected at most 30 files, found 31",
                                        "tests/fuzz/damage: expected at most 30 files, found 40"])

    def test_a_part_that_src_does_not_have(self):
        self.fill("tests/lab/attic", 1)
        self.assertEqual(self.found(), ["tests/lab/attic: there is no src/lab/attic"])


if __name__ == "__main__":
    unittest.main()

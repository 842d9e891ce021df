#!/usr/bin/env python3
"""portable_check.py must name the sources that Emscripten does not take, and only them."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import portable_check  # noqa: E402 - Python's isolated mode leaves this folder out


class PortableCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("tests/house/rooms.txt", "core | | \ngl | core | \nportable: core | jthread")

    def write(self, place, text):
        (self.root / place).parent.mkdir(parents=True, exist_ok=True)
        (self.root / place).write_text(text + "\n")

    def found(self):
        return portable_check.findings(self.root, [])

    def test_what_is_taken(self):
        self.write("src/core/a.cpp", "#include <fmt/format.h>\n#include <span>")
        self.write("src/core/zip_desktop.cpp", "#include <zip.h>")
        self.write("src/gl/b.cpp", "#include <EGL/egl.h>")
        self.assertEqual(self.found(), [])

    def test_what_is_not(self):
        self.write("src/core/a.cpp", "#include <zip.h>")
        self.write("src/core/part/b.cpp", "#include <thread>\nstd::jthread worker;")
        first, second = self.found()
        self.assertRegex(first, r"core/a\.cpp:1:.* 'zip\.h' file not found")
        self.assertRegex(second, r"core/part/b\.cpp:2:.* 'jthread'")


if __name__ == "__main__":
    unittest.main()

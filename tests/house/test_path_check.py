#!/usr/bin/env python3
"""path_check.py must find machine paths, in a folder with git and in one without."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("path_check.py")


class PathCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def check(self):
        done = subprocess.run([sys.executable, str(CHECK), str(self.root)],
                              capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_a_tree_without_git(self):
        (self.root / "page.md").write_text("fine\nsee " + "/ho" + "me/ada/convlens\n")
        status, said = self.check()
        self.assertEqual(status, 1)
        self.assertTrue(said.startswith("page.md:2: names a folder of one machine: see "), said)

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_git_decides_what_belongs_to_the_project(self):
        subprocess.run(["git", "init", "--quiet", str(self.root)], check=True)
        (self.root / ".gitignore").write_text("/build/\n")
        (self.root / "build").mkdir()
        (self.root / "build/log.txt").write_text("/ro" + "ot/.cache/\n")
        self.assertEqual(self.check()[0], 0)
        (self.root / "new.sh").write_text('cd "/wo' + 'rk/main"\n')
        self.assertEqual(self.check()[0], 1)

    def test_what_only_looks_like_one(self):
        (self.root / "page.md").write_text(
            "tests/work/, https://example.org/home/, ../root/, ~/home/\n")
        (self.root / "picture.bin").write_bytes(b"\0 /ro" + b"ot/.cache/\n")
        self.assertEqual(self.check()[0], 0)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""alone_check.py must name the sources that do not include what they use, and only them."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import alone_check  # noqa: E402 - Python's isolated mode leaves this folder out


class AloneCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()
        self.write("src/core/whole.cpp", "#include <string>\nstd::string a;")
        self.write("src/core/greedy.cpp", "std::string b;")
        self.write("src/core/own.h", "using Own = int;")
        self.write("build/all.h", "#include <string>")

    def write(self, place, text):
        (self.root / place).parent.mkdir(parents=True, exist_ok=True)
        (self.root / place).write_text(text + "\n")
        return str(self.root / place)

    def found(self, *files):
        options = f"-I{self.root / 'src'} -O3 -Winvalid-pch -include {self.root / 'build/all.h'} -o x.o"
        entries = [{"file": file, "command": f"ccache c++ {options} -std=c++20 -c {file}"}
                   for file in files]
        self.write("build/compile_commands.json", json.dumps(entries))
        return alone_check.findings(self.root, self.root / "build")

    def test_by_file(self):
        found, count = self.found(self.write("src/core/c.cpp", '#include "core/own.h"\nOwn c = 0;'),
                                  str(self.root / "src/core/greedy.cpp"))
        self.assertEqual(count, 2)
        self.assertEqual(len(found), 1)
        self.assertRegex(found[0], r"core/greedy\.cpp:1:.*string")

    def test_by_part(self):
        parts = "\n".join(f'#include "{self.root / "src/core" / name}.cpp"'
                          for name in ("whole", "greedy"))
        found, count = self.found(self.write("build/Unity/unity_src_core.cxx", parts))
        self.assertEqual(count, 2)
        self.assertRegex("\n".join(found), r"^.*core/greedy\.cpp:1:.*string.*$")

    def test_what_is_not_ours(self):
        self.assertEqual(self.found(self.write("build/generated.cpp", "std::string d;")), ([], 0))


if __name__ == "__main__":
    unittest.main()

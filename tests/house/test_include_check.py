#!/usr/bin/env python3
"""include_check.py must fail, by file, line and rooms, on a copy of the tree made worse.

usage: test_include_check.py PROJECT_ROOT
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HOUSE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HOUSE))
import include_check  # noqa: E402 - Python's isolated mode leaves this folder out

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()


def check(root):
    command = [sys.executable, str(HOUSE / "include_check.py"), str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


class IncludeCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        shutil.copytree(ROOT / "src", self.root / "src")
        self.before = check(self.root)[1]

    def added(self, path, *lines):
        """What the check says about `lines` in a new file, besides what it says of the tree."""
        file = self.root / "src" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(line + "\n" for line in lines))
        status, after = check(self.root)
        file.unlink()
        found = [line for line in after if line.startswith("src/") and line not in self.before]
        if found:
            self.assertEqual(status, 1)
        return found

    def test_arrow_upwards(self):
        found = self.added("core/added.h", "#pragma once", '#include "lab/document.h"')
        self.assertEqual(found, ['src/core/added.h:2: core may not include lab ("lab/document.h")'])

    def test_arrow_to_a_neighbour(self):
        found = self.added("lab/shown/added.cpp", '  #  include "media/photographs.h" // why')
        self.assertEqual(
            found,
            ['src/lab/shown/added.cpp:1: lab may not include media ("media/photographs.h")'])

    def test_angle_brackets_are_no_way_round(self):
        found = self.added("conv/added.cpp", "#include <ui/theme.h>")
        self.assertEqual(found, ['src/conv/added.cpp:1: conv may not include ui ("ui/theme.h")'])

    def test_third_party_headers_stay_in_their_rooms(self):
        for place, header, owners in [
                ("lab", "opencv2/core.hpp", "loaders, media"),
                ("ui/kit", "GLFW/glfw3.h", "app"),
                ("conv", "glad/gl.h", "gl, app"),
                ("core", "EGL/egl.h", "gl, app"),
                ("gl", "imgui.h", "ui, app"),
                ("lab", "hwy/highway.h", "conv"),
                ("conv", "nlohmann/json.hpp", "core, loaders, engine, lab, app"),
                ("media", "Eigen/Core", "conv, nn"),
                ("app/open", "opencv2/imgcodecs.hpp", "loaders, media"),
                ("nn", "hdf5.h", "loaders"),
                ("lab", "sys/mman.h", "core, loaders, engine, media"),
                ("app/open", "boost/any.hpp", "no room")]:
            with self.subTest(place=place, header=header):
                found = self.added(f"{place}/added.cpp", "", f"#include <{header}>")
                room = place.partition("/")[0]
                self.assertEqual(
                    found,
                    [f"src/{place}/added.cpp:2: {room} may not include {header}, "
                     f"which is for: {owners}"])

    def test_what_the_portable_rooms_lack(self):
        found = self.added("nn/added.cpp", "#include <ranges>", "// std::format is out of reach",
                           "std::jthread worker;")
        self.assertEqual(found, [
            "src/nn/added.cpp:1: nn is a portable room and may not include <ranges>",
            "src/nn/added.cpp:3: nn is a portable room and may not use std::jthread"])
        self.assertEqual(self.added("app/open/added.cpp", "#include <ranges>"), [])

    def test_names_that_cannot_be_read(self):
        found = self.added("conv/added.cpp", "#include HEADER", '#include "../lab/view.h"')
        self.assertEqual(found, [
            "src/conv/added.cpp:1: conv includes a name that is computed: HEADER",
            "src/conv/added.cpp:2: conv may not include ../lab/view.h, which is for: no room"])

    def test_a_room_without_a_row(self):
        self.assertEqual(self.added("attic/added.h", "#pragma once"),
                         ["src/attic/added.h:1: the room attic is not in rooms.txt"])

    def test_arrows_between_parts(self):
        found = self.added("ui/kit/added.cpp", '#include "ui/text/text.h"',
                           '#include "ui/filter/stage.h"')
        self.assertEqual(found, ["src/ui/kit/added.cpp:2: ui/kit may not include ui/filter "
                                 '("ui/filter/stage.h")'])
        found = self.added("lab/stages/added.cpp", '#include "lab/lab.h"')
        self.assertEqual(found, ['src/lab/stages/added.cpp:1: lab/stages may not include lab/. '
                                 '("lab/lab.h")'])

    def test_a_part_without_a_row(self):
        for part in ["gl/deep", "lab/attic"]:
            self.assertEqual(self.added(f"{part}/added.h", "#pragma once"),
                             [f"src/{part}/added.h:1: the part {part} is not in rooms.txt"])

    def test_rows_that_close_a_circle(self):
        table = include_check.Table(HOUSE / "rooms.txt")
        self.assertEqual(list(table.circles()), [])
        table.parts["ui"]["text"] = ["kit"]
        table.rooms["core"] = ["lab"]
        self.assertEqual(list(table.circles()),
                         ["core may include lab, which is not above it",
                          "ui/text may include ui/kit, which is not above it"])

    def test_what_is_allowed(self):
        self.assertEqual(self.added("media/added.cpp", "#include <sys/stat.h>"), [])
        self.assertEqual(self.added("lab/added.cpp", "#include <vector>", '#include "nn/model.h"',
                                    '#include "lab/view.h"', "#include <nlohmann/json.hpp>"), [])


if __name__ == "__main__":
    unittest.main()

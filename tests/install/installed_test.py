#!/usr/bin/env python3
"""The program as cmake --install lays it into a prefix, which is then moved to another folder: it
draws the same bytes as in the build tree, finds its networks, photographs and engine, and desktops
know its icon and its files. What needs a tool that is not installed is skipped, and said to be.

usage: installed_test.py PROJECT_ROOT BUILD_FOLDER CMAKE
"""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT, BUILD, CMAKE = (pathlib.Path(argument) for argument in (sys.argv.pop(1) for _ in range(3)))
# Texts, and what has no type of its own.
NOT_OF_THE_DESKTOP = {".txt", ".prototxt", ".pb"}


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, **more)
    if done.returncode != 0:
        raise AssertionError(f"{words}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def needs(*tools):
    missing = [tool for tool in tools if not shutil.which(tool)]
    return unittest.skipIf(missing, f"{' and '.join(missing)} not installed")


@contextlib.contextmanager
def display():
    """The name of a display of its own."""
    read_end, write_end = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(write_end), "-nolisten", "tcp", "-noreset",
                           "-screen", "0", "1280x720x24"], pass_fds=[write_end],
                          stderr=subprocess.DEVNULL) as server:
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            yield f":{pipe.readline().strip()}"
        server.terminate()


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        run(CMAKE, "--install", BUILD, "--prefix", cls.folder / "first")
        cls.prefix = (cls.folder / "first").rename(cls.folder / "a moved tree")
        cls.convlens = cls.prefix / "bin/convlens"
        cls.share = cls.prefix / "share"

    def in_build_and_prefix(self, name, *arguments):
        files = []
        for program in (BUILD / "convlens", self.convlens):
            files.append(self.folder / f"{program.parent.name}-{name}")
            run(program, *arguments, "-o", files[-1], cwd=self.folder)
        return [file.read_bytes() for file in files]

    def test_what_it_draws_is_what_the_build_tree_draws(self):
        for name, arguments in [("lab.png", ["screenshot", "--size", "1024x640"]),
                                ("network.png", ["screenshot", "--workspace", "network"]),
                                ("figure.png", ["figure", "feature-maps"])]:
            with self.subTest(name):
                built, installed = self.in_build_and_prefix(name, *arguments)
                self.assertEqual(built, installed)

    def test_networks_that_travel_with_it(self):
        for name in ("cifar10.keras", "fashion_mnist.keras"):
            self.assertIn("conv1", run(self.convlens, "model", self.share / "convlens/models" / name))

    @unittest.skipUnless((BUILD / "convlens-engine").exists(), "built without the engine")
    def test_a_network_of_tensorflow_goes_through_the_engine(self):
        network = ROOT / "tests/golden/tensorflow_cases/mobile_float.tflite"
        self.assertEqual(run(self.convlens, "model", network),
                         run(BUILD / "convlens", "model", network))

    def test_no_program_looks_for_libraries_where_it_was_built(self):
        for program in (self.convlens, self.prefix / "libexec/convlens/convlens-engine"):
            if program.exists():
                self.assertNotIn(os.fsencode(BUILD.parent), program.read_bytes(), program)

    def test_what_others_made_has_its_licence_beside_it(self):
        documents = self.share / "doc/convlens"
        copyright_file = (documents / "copyright").read_text()
        for line in (ROOT / "LICENSE").read_text().split("\n\n")[-1].splitlines():
            self.assertIn(f"\n {line}", copyright_file)
        others = {"imgui", "libcli11-dev"}
        if (samples := self.share / "convlens/samples/samples.txt").exists():
            others |= {line.split("|")[2] for line in samples.read_text().splitlines()
                       if not line.startswith("#")}
        if (self.prefix / "libexec/convlens").exists():
            others.add("openvino")
        self.assertEqual(others - {text.name for text in (documents / "licences").iterdir()}, set())
        for photograph in (self.share / "convlens/photographs").glob("*.jpg"):
            self.assertIn(f"/{photograph.name}\n", copyright_file)

    @needs("man")
    def test_manual_pages_say_what_the_help_says(self):
        helps = {"convlens": run(self.convlens, "--help")}
        listed = re.search("\nCommands:\n(.*?)\n\n", helps["convlens"], re.S)[1]
        for command in re.findall(r"^  (\w+)", listed, re.M):
            helps[f"convlens-{command}"] = run(self.convlens, command, "--help")
        pages = self.share / "man/man1"
        self.assertEqual({page.name for page in pages.iterdir()},
                         {f"{name}.1.gz" for name in helps})
        for name, text in helps.items():
            shown = subprocess.run(
                ["man", "--local-file", "--warnings", "--no-hyphenation", pages / f"{name}.1.gz"],
                capture_output=True, text=True, env=dict(os.environ, MANWIDTH="2000"))
            self.assertEqual((shown.returncode, shown.stderr), (0, ""), name)
            page = " ".join(shown.stdout.split())
            for line in text.replace("Usage: ", "").splitlines():
                for part in re.split("  +", line.strip()):
                    said = part[:-1].upper() if re.match(r"[A-Z][a-z ]+:$", line) else part
                    self.assertIn(said, page, name)
            self.assertIn(f"{name} - ", page)

    def test_the_help_has_every_variable_that_the_sources_read(self):
        text = "".join(file.read_text() for file in (ROOT / "src").glob("**/*.cpp"))
        read = set(re.findall('"((?:XDG|CONVLENS)_[A-Z_]+)"', text))
        self.assertGreater(len(read), 5)
        said = re.search("\nEnvironment:\n(.*?)\n\n", run(self.convlens, "--help"), re.S)[1]
        self.assertEqual(set(re.findall("[A-Z]+_[A-Z_]+", said)), read)

    @needs("desktop-file-validate")
    def test_the_entry_in_menus(self):
        entry = self.share / "applications/convlens.desktop"
        self.assertNotIn("error", run("desktop-file-validate", entry))
        text = entry.read_text()
        icon = re.search("^Icon=(.*)$", text, re.M)[1]
        self.assertTrue(list((self.share / "icons/hicolor").glob(f"*/apps/{icon}.png")))
        self.assertTrue((self.share / f"icons/hicolor/scalable/apps/{icon}.svg").exists())
        for key in ("Name", "GenericName", "Comment", "Keywords"):
            self.assertRegex(text, rf"(?m)^{key}=.+\n{key}\[ko\]=.+$")

    @needs("Xvfb", "xdotool")
    def test_a_click_on_a_damaged_session_opens_a_window_that_says_so(self):
        entry = (self.share / "applications/convlens.desktop").read_text()
        session = self.folder / "damaged.convlens"
        session.write_bytes(b"PK\3\4")
        words = re.search("^Exec=(.*)$", entry, re.M)[1].replace("%F", str(session)).split()
        with display() as name:
            environment = dict(os.environ, DISPLAY=name, HOME=str(self.folder),
                               PATH=f"{self.prefix / 'bin'}:{os.environ['PATH']}")
            lab = subprocess.Popen([*words, "--verbose"], env=environment, text=True,
                                   stderr=subprocess.PIPE)
            self.addCleanup(lab.kill)
            run("timeout", "60", "xdotool", "search", "--sync", "--onlyvisible", "--class",
                re.search("^StartupWMClass=(.*)$", entry, re.M)[1], env=environment)
            time.sleep(1)  # it is shown before its first frame
            lab.terminate()
            self.assertRegex(lab.communicate(timeout=60)[1], r"^convlens: [1-9]\d* frames, ")
            self.assertEqual(lab.returncode, 0)

    def content_type(self, file):
        environment = dict(os.environ, XDG_DATA_DIRS=f"{self.share}:/usr/share",
                           XDG_DATA_HOME=str(self.folder / "data"))
        told = run("gio", "info", "-a", "standard::content-type", file, env=environment)
        return re.search("content-type: (.*)", told)[1]

    @needs("update-mime-database", "gio")
    def test_desktops_know_the_type_of_whatever_it_opens(self):
        run("update-mime-database", self.share / "mime")
        entry = (self.share / "applications/convlens.desktop").read_text()
        known = set(re.search("^MimeType=(.*);$", entry, re.M)[1].split(";"))
        endings = re.findall(r"\.\w[\w.]*", " ".join(re.findall(r"\(\.[^)]*\)",
                                                                run(self.convlens, "--help"))))
        self.assertGreater(len(endings), 20)
        found = set()
        for ending in set(endings) - NOT_OF_THE_DESKTOP:
            file = self.folder / f"file{ending}"
            file.write_bytes(b"\1\2")  # nothing but its name tells
            found.add(self.content_type(file))
            self.assertIn(self.content_type(file), known, ending)
        self.assertEqual(known, found)

    @needs("update-mime-database", "gio")
    def test_a_session_is_told_by_what_it_holds(self):
        run("update-mime-database", self.share / "mime")
        session = ROOT / "tests/golden/sessions/version_1.convlens"
        for name in ("lesson.convlens", "renamed"):
            shutil.copy(session, self.folder / name)
            self.assertEqual(self.content_type(self.folder / name), "application/x-convlens")


if __name__ == "__main__":
    unittest.main(verbosity=2)

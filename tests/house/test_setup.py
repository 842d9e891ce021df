#!/usr/bin/env python3
"""tools/setup.sh where something cannot be had: status 1, one sentence on stderr, nothing half
done. Runs a copy of the script among stand-ins for apt and dpkg, so it changes no machine.

usage: test_setup.py PROJECT_ROOT
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
USED_TOOLS = ("basename bash cat comm cp df dirname env flock grep head mkdir mktemp mv rm sed "
              "sha256sum sort tail tar touch uname wc").split()
INSTALL_ALL = 'sed "s/#.*//; /^ *$/d; s/$/ installed/" "$LISTS"/apt*.txt'
MAKE_PACKAGE = '[[ $1 == download ]] && touch python3-sklearn_1_all.deb'
UNPACK_WRONG_FILES = """
images="$3/usr/lib/python3/dist-packages/sklearn/datasets/images"
mkdir -p "$images" && touch "$images/china.jpg" "$images/flower.jpg" "$images/README.txt"
"""


class SetUp(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "project"
        self.bin = pathlib.Path(folder.name) / "bin"
        shutil.copytree(ROOT / "tools", self.root / "tools")
        self.bin.mkdir()
        for tool in USED_TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool, path="/usr/bin:/bin"))
        self.calls = self.root / "apt-calls"
        self.third_party = self.root / "build/third_party"
        self.stand_in("id", 'echo "${FAKE_ID:-0}"')
        self.stand_in("dpkg-query", "exit 0")
        self.stand_in("apt-get", "exit 0")

    def stand_in(self, name, body):
        """A program for the script to find: the calls of apt-get are recorded."""
        record = f'echo "$*" >>"{self.calls}"\n' if name == "apt-get" else ""
        (self.bin / name).write_text(f"#!/usr/bin/env bash\n{record}{body}\n")
        (self.bin / name).chmod(0o755)

    def sentence(self, **environment):
        """What a failing set-up says on stderr."""
        done = subprocess.run(
            ["bash", str(self.root / "tools/setup.sh")], capture_output=True, text=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": str(self.bin), "LISTS": str(self.root / "tools/setup"), **environment})
        self.assertEqual(done.returncode, 1, done)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertEqual(list(self.third_party.glob(".work*")), [])
        return lines[0]

    def test_a_system_without_apt(self):
        (self.bin / "apt-get").unlink()
        self.assertRegex(self.sentence(),
                         r"^setup\.sh: Debian 12 with apt-get was expected, found .+")

    def test_neither_root_nor_sudo(self):
        self.assertRegex(self.sentence(FAKE_ID="1000"),
                         r"^setup\.sh: neither root nor sudo is at hand .*: apt-get install cc")
        self.assertFalse(self.calls.exists())

    def test_sudo_that_refuses(self):
        self.stand_in("sudo", 'echo "sudo: a password is required" >&2; exit 1')
        self.assertIn("sudo: a password is required", self.sentence(FAKE_ID="1000"))

    def test_a_package_that_is_not_to_be_had(self):
        self.stand_in("apt-get", '[[ $1 == update ]] || { echo "E: no such thing"; exit 100; }')
        self.assertRegex(self.sentence(), r"packages could not be installed: E: no such thing \(")

    def test_no_network(self):
        self.stand_in("apt-get", '[[ $1 == update ]] || '
                      '{ echo "E: Failed to fetch x  Could not connect to y"; exit 100; }')
        self.assertRegex(self.sentence(),
                         r"not be installed: the network could not be reached; E: Failed")

    def test_photographs_without_lists_and_without_root(self):
        self.stand_in("dpkg-query", INSTALL_ALL)
        self.stand_in("apt-get", 'echo "E: Unable to locate package" >&2; exit 100')
        self.assertRegex(self.sentence(FAKE_ID="1000"),
                         r"fetched from Debian's python3-sklearn: E: Unable to locate package \(")

    def test_a_full_disk(self):
        self.stand_in("apt-get", '[[ $1 == update ]] || '
                      '{ echo "cannot write: No space left on device"; exit 100; }')
        self.assertRegex(self.sentence(), r"could not be installed: the disk is full$")

    def test_photographs_with_another_checksum(self):
        self.stand_in("dpkg-query", INSTALL_ALL)
        self.stand_in("apt-get", MAKE_PACKAGE)
        self.stand_in("dpkg-deb", UNPACK_WRONG_FILES)
        self.assertRegex(self.sentence(), r"differ from tools/setup/photographs\.sha256$")
        self.assertFalse((self.third_party / "photographs").exists())
        # All packages being there, apt-get was not asked to update or to install.
        self.assertEqual([line.split()[0] for line in self.calls.read_text().splitlines()],
                         ["download"])

    @unittest.skipUnless((ROOT / "build/third_party/photographs").exists(),
                         "the photographs have not been set up")
    def test_sources_that_are_not_to_be_had(self):
        self.stand_in("dpkg-query", INSTALL_ALL)
        shutil.copytree(ROOT / "build/third_party/photographs", self.third_party / "photographs")
        old = self.third_party / "imgui_bundle/old.h"
        old.parent.mkdir()
        old.touch()
        self.assertRegex(self.sentence(PIP_NO_INDEX="1", PIP_FIND_LINKS=""),
                         r"^setup\.sh: the sources of Dear ImGui could not be fetched: .*"
                         r"(network|No matching distribution)")
        self.assertTrue(old.exists())
        self.assertFalse(self.calls.exists())


if __name__ == "__main__":
    unittest.main()

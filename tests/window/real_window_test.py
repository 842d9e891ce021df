#!/usr/bin/env python3
"""A stroke in a real window: Xvfb as the display, xdotool as the hand, xwd as the eye.

usage: real_window_test.py CONVLENS [PICTURE_FOLDER]

Opens the lab in an empty home folder, paints down the column that the first hint marks, and
looks at the screen: the map must change while the button is still down, undo must bring every
pixel back, a picture copied in another program must take the first one's place, the window
copied as a picture must reach another program as it is seen, what was copied in the lab itself must
be pasted without a pause, a window that nobody touches must rest, what its user
chose must be remembered, what was done must be there again after a close and after a kill, and the
program's own count must say that no change went unseen.
With PICTURE_FOLDER, the screens are kept there as PPM files.
"""

import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

WIDTH, HEIGHT = 1600, 900
FRAME_TIMEOUT_S = 20.0
# Where the first maps and the stage's column right of the middle stand in the default layout.
MAP = (840, 130, 1170, 320)
SECOND_MAP = (840, 360, 1170, 550)
COLUMN_X, TOP_Y, BOTTOM_Y = 289 + 4 * 57 + 28, 189, 531
# Within the crop of a pasted square in the place of the first photograph, and its colour.
IN_CROP = (100, 300)
PASTED = (200, 30, 180)
# The third place in the strip of my filters; the buttons that copy the code line below them and
# close the hint.
THIRD_FILTER = (384, 88, 400, 116)
COPY, CLOSE_HINT = (778, 655), (1564, 58)
# The list at the end of the bar at the top, and the dark page in it.
MORE, DARK = (1574, 20), (1421, 205)
# Within the Input column, below all that stands in it: the page.
INPUT = (20, 740, 250, 770)
PALETTE = (600, 100, 1000, 400)  # the list of everything by name
# How long a key is held before and after the other one of a chord.
HELD_S = 0.2
# How long a paste may take; asking the clipboard in vain took five seconds.
PASTE_TIMEOUT_S = 2.0
# The share of a core that an untouched window may take.
MOST_AT_REST = 0.01
# A place where nothing reacts to the pointer.
AWAY = (1200, 886)


class Screen:
    """The pixels of an xwd dump: rows of BGRX, or BGR where windows of several visuals are seen."""

    def __init__(self, dump: bytes):
        header = struct.unpack(">25I", dump[:100])
        header_size, bytes_per_line, colors = header[0], header[12], header[19]
        self.width, self.height, self.stride = header[4], header[5], bytes_per_line
        assert header[11] in (24, 32), f"24 or 32 bits a pixel expected, {header[11]} found"
        self.pixel = header[11] // 8
        self.pixels = dump[header_size + colors * 12:]

    def part(self, left, top, right, bottom):
        return b"".join(
            self.pixels[y * self.stride + left * self.pixel:y * self.stride + right * self.pixel]
            for y in range(top, bottom))

    def save(self, path):
        rows = []
        for y in range(self.height):
            row = self.pixels[y * self.stride:y * self.stride + self.width * self.pixel]
            rgb = bytearray(self.width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::self.pixel], row[1::self.pixel], row[0::self.pixel]
            rows.append(bytes(rgb))
        path.write_bytes(b"P6 %d %d 255\n" % (self.width, self.height) + b"".join(rows))


class Desktop:
    """A display of its own with the lab in it; both end with the `with` block."""

    def __init__(self, program, home, pictures):
        self.program, self.home, self.pictures = program, home, pictures

    def __enter__(self):
        self.xvfb = self.lab = self.log = None
        try:
            self.open_display()
            self.open_lab()
        except BaseException:
            self.__exit__()  # a `with` whose beginning fails has no end
            raise
        return self

    def open_display(self):
        read_end, write_end = os.pipe()
        self.xvfb = subprocess.Popen(
            # Without -noreset it starts anew when the lab is closed, and is not there for a moment.
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
             "-nolisten", "tcp", "-noreset"], pass_fds=[write_end], stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.environment = dict(os.environ, DISPLAY=f":{number}", HOME=str(self.home),
                                XDG_CONFIG_HOME=str(self.home / "config"),
                                XDG_STATE_HOME=str(self.home / "state"))
        self.log = open(self.home / "lab.log", "w+")

    def open_lab(self, *arguments):
        self.lab = subprocess.Popen([self.program, "--verbose", *arguments], env=self.environment,
                                    cwd=self.home, stderr=self.log)
        self.wait_for(lambda _: self.focused(), "the lab's window")

    def focused(self):
        """Gives the window the keyboard; false until it is on screen."""
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^ConvLens$",
                               "windowfocus"], env=self.environment,
                              capture_output=True).returncode == 0

    def __exit__(self, *_):
        if self.lab:
            self.close_lab()
        if self.xvfb:
            self.xvfb.terminate()
            self.xvfb.wait(10)
        if self.log:
            self.log.close()

    def close_lab(self):
        """Asks the lab to end; what it said on stderr."""
        if self.lab.poll() is None:
            self.lab.terminate()
            self.lab.wait(20)
        self.log.seek(0)
        return self.log.read()

    def hand(self, *arguments):
        return subprocess.run(["xdotool", *map(str, arguments)], env=self.environment, check=True,
                              capture_output=True, text=True).stdout

    def press(self, chord):
        """A key, once the window surely has the keyboard. What is held with it is held for so long
        that a slow frame cannot miss it."""
        *held, key = chord.split("+")
        self.hand("search", "--onlyvisible", "--name", "^ConvLens$", "windowfocus", "--sync",
                  *[word for name in held for word in ("keydown", name, "sleep", HELD_S)],
                  "key", "--delay", 60, key,
                  *[word for name in held for word in ("sleep", HELD_S, "keyup", name)])

    def look(self, name=None):
        dump = subprocess.run(["xwd", "-root", "-silent"], env=self.environment, check=True,
                              capture_output=True).stdout
        screen = Screen(dump)
        if name and self.pictures:
            screen.save(self.pictures / f"{name}.ppm")
        return screen

    def wait_for(self, condition, what, timeout_s=FRAME_TIMEOUT_S):
        """Looks until the condition holds; the screen on which it did."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if self.lab.poll() is not None:
                raise AssertionError(f"the lab ended: {self.close_lab()}")
            screen = self.look()
            if condition(screen):
                return screen
            time.sleep(0.05)
        self.look("timeout")
        raise AssertionError(f"not seen within {timeout_s} s: {what}")

    def wait_for_rest(self):
        """Until two looks a third of a second apart, hint and clock aside, are the same."""
        last = [None]

        def resting(screen):
            now = stable_part(screen)
            same = now == last[0] and len(set(screen.part(*MAP))) > 16
            last[0] = now
            time.sleep(0.3)
            return same

        return self.wait_for(resting, "a window at rest")


def stable_part(screen):
    """All but the stage, whose hint pulses, and the bars with the buttons and the timings."""
    return (screen.part(0, 104, 284, 870) + screen.part(284, 564, 696, 870) +
            screen.part(696, 104, WIDTH, 870))


def paint_and_undo(desktop):
    desktop.hand("mousemove", *AWAY)
    before = desktop.wait_for_rest()
    before_map = before.part(*MAP)

    desktop.hand("mousemove", COLUMN_X, TOP_Y, "mousedown", 1)
    for y in range(TOP_Y, BOTTOM_Y + 1, 20):
        desktop.hand("mousemove", COLUMN_X, y)
    desktop.wait_for(lambda screen: screen.part(*MAP) != before_map,
                     "the map changing under the stroke")
    desktop.hand("mouseup", 1, "mousemove", *AWAY)
    painted = desktop.wait_for_rest()
    desktop.look("painted")
    assert painted.part(*MAP) != before_map, "the painted map looks like the first one"

    desktop.press("ctrl+z")
    desktop.wait_for(lambda screen: screen.part(*MAP) == before_map, "undo on the map")
    undone = desktop.wait_for_rest()
    desktop.look("undone")
    assert stable_part(undone) == stable_part(before), "undo left other pixels"

    desktop.press("ctrl+y")
    desktop.wait_for(lambda screen: screen.part(*MAP) == painted.part(*MAP), "redo on the map")
    return painted


def png(side, color):
    """A square of one colour, as PNG (https://www.w3.org/TR/png-3)."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))

    rows = (b"\0" + bytes(color) * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


def paste_a_picture(desktop):
    """What another program copied takes the place of the first photograph."""
    file = desktop.home / "copied.png"
    file.write_bytes(png(200, PASTED))
    subprocess.run(["xclip", "-selection", "clipboard", "-target", "image/png", "-in", file],
                   env=desktop.environment, check=True)
    file.unlink()
    x, y = IN_CROP

    def is_pasted(screen):
        blue, green, red, _ = screen.part(x, y, x + 1, y + 1)
        return (red, green, blue) == PASTED

    desktop.press("ctrl+v")
    desktop.wait_for(is_pasted, "the pasted picture")
    desktop.look("pasted")
    desktop.press("ctrl+z")
    desktop.wait_for(lambda screen: not is_pasted(screen), "undo of the paste")


def unpacked(picture):
    """The rows of an 8-bit RGB PNG, three bytes a pixel."""
    width, height, depth, kind = struct.unpack(">IIBB", picture[16:26])
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and (depth, kind) == (8, 2), "an RGB PNG expected"
    packed, at = b"", 8
    while at < len(picture):
        size, = struct.unpack(">I", picture[at:at + 4])
        if picture[at + 4:at + 8] == b"IDAT":
            packed += picture[at + 8:at + 8 + size]
        at += size + 12
    data, stride, rows = zlib.decompress(packed), 3 * width, []
    above = bytes(stride)
    for y in range(height):
        line = bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        how = data[y * (stride + 1)]
        for i in range(stride if how else 0):
            left, corner = (line[i - 3], above[i - 3]) if i >= 3 else (0, 0)
            if how == 4:  # Paeth's
                guess = left + above[i] - corner
                nearest = min((abs(guess - left), 0, left), (abs(guess - above[i]), 1, above[i]),
                              (abs(guess - corner), 2, corner))[2]
            else:
                nearest = (0, left, above[i], (left + above[i]) // 2)[how]
            line[i] = (line[i] + nearest) & 255
        above = bytes(line)
        rows.append(above)
    return rows


def copy_the_window(desktop):
    """What the palette copies, another program reads, pixel for pixel as it is on the screen."""
    desktop.hand("mousemove", *AWAY)
    screen = desktop.wait_for_rest()
    desktop.press("ctrl+k")
    desktop.wait_for(lambda look: look.part(*MAP) != screen.part(*MAP), "the palette")
    desktop.hand("type", "--delay", 40, "copy the window as")
    time.sleep(0.5)
    desktop.press("Return")

    def offered(form):
        return subprocess.run(["xclip", "-selection", "clipboard", "-target", form, "-out"],
                              env=desktop.environment, capture_output=True, timeout=10).stdout

    # What was copied before is there until then.
    desktop.wait_for(lambda _: offered("image/png")[16:24] == struct.pack(">II", WIDTH, HEIGHT),
                     "a picture of the window on the clipboard")
    assert b"image/png" in offered("TARGETS").split(), "the picture is not offered as one"
    picture = offered("image/png")
    left, top, right, bottom = MAP
    seen = screen.part(*MAP)
    rows = unpacked(picture)
    copied = b"".join(row[3 * left:3 * right] for row in rows[top:bottom])
    expected = bytearray(len(copied))
    expected[0::3], expected[1::3], expected[2::3] = seen[2::4], seen[1::4], seen[0::4]
    assert copied == bytes(expected), "the copied window's maps differ from those on the screen"
    desktop.wait_for_rest()


def paste_what_was_copied_here(desktop):
    """A filter is pasted at once; a line of code is none, which is said without asking in vain."""
    desktop.hand("mousemove", *AWAY)
    before = desktop.wait_for_rest().part(*THIRD_FILTER)
    desktop.press("ctrl+c")
    desktop.press("ctrl+v")
    desktop.wait_for(lambda screen: screen.part(*THIRD_FILTER) != before, "a third filter",
                     PASTE_TIMEOUT_S)
    desktop.hand("mousemove", *COPY, "click", 1, "mousemove", *AWAY)
    desktop.wait_for_rest()
    desktop.press("ctrl+v")
    desktop.press("ctrl+z")
    desktop.wait_for(lambda screen: screen.part(*THIRD_FILTER) == before, "undo after a vain paste",
                     PASTE_TIMEOUT_S)


def processor_s(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rest_and_remember(desktop):
    """Without the hint nothing moves and nothing is drawn; closing it is written down at once."""
    preferences = desktop.home / "config/convlens/preferences.json"
    assert not preferences.exists(), "nothing was chosen yet"
    around_dark = (DARK[0] - 60, DARK[1] - 12, DARK[0] + 60, DARK[1] + 12)
    light = desktop.wait_for_rest()
    desktop.hand("mousemove", *MORE, "click", 1)
    desktop.wait_for(lambda screen: screen.part(*around_dark) != light.part(*around_dark),
                     "the list behind the dots")
    desktop.hand("mousemove", *DARK, "click", 1)
    desktop.wait_for(lambda screen: screen.part(*INPUT) != light.part(*INPUT), "the dark page")
    # The line that all is here again, then the hint behind it.
    desktop.hand("mousemove", *CLOSE_HINT, "click", 1)
    desktop.wait_for_rest()
    desktop.hand("click", 1, "mousemove", *AWAY)
    desktop.wait_for(lambda _: preferences.exists() and len(read_json(preferences)) == 2,
                     "the preferences' file")
    assert read_json(preferences) == {"theme": "dark", "hint_closed": True}
    time.sleep(2)
    start, used = time.monotonic(), processor_s(desktop.lab)
    time.sleep(5)
    share = (processor_s(desktop.lab) - used) / (time.monotonic() - start)
    assert share < MOST_AT_REST, f"an untouched window takes {share:.1%} of a core"
    return desktop.look("dark")


def come_back_after_a_crash(desktop):
    """Its second filter is on the stage. Killed without a word a second after a step, the lab has that step when it starts again."""
    before = desktop.look().part(*SECOND_MAP)
    desktop.hand("mousemove", COLUMN_X, TOP_Y, "mousedown", 3)
    for y in range(TOP_Y, BOTTOM_Y + 1, 20):
        desktop.hand("mousemove", COLUMN_X, y)
    desktop.hand("mouseup", 3, "mousemove", *AWAY)
    erased = desktop.wait_for_rest().part(*SECOND_MAP)
    desktop.look("erased")
    assert erased != before, "nothing was erased"
    time.sleep(1)
    desktop.lab.kill()
    desktop.lab.wait(20)
    desktop.open_lab()
    desktop.hand("mousemove", *AWAY)
    desktop.wait_for(lambda screen: screen.part(*SECOND_MAP) == erased,
                     "the step before the crash")
    desktop.look("after a crash")


def has_window(desktop, name):
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", name],
                          env=desktop.environment, capture_output=True).returncode == 0


def find_by_name(desktop, words):
    """Ctrl+K, the words, and the first that is found."""
    def appears(action, what):
        seen = [desktop.look().part(*PALETTE)]
        before = seen[0]
        action()

        def settled(screen):
            now = screen.part(*PALETTE)
            same = now == seen[0] and now != before
            seen[0] = now
            time.sleep(2 * HELD_S)
            return same

        desktop.wait_for(settled, what)

    appears(lambda: desktop.press("ctrl+k"), "all commands")
    appears(lambda: desktop.hand("type", "--delay", 60, words), "what is called so")
    appears(lambda: desktop.hand("key", "--delay", 60, "Return"), "the window without the list")


def speak(desktop):
    """The speaker's notes stand in a window of their own, turn the lesson, and go as they came."""
    notes = "the speaker's notes"
    desktop.close_lab()
    desktop.open_lab("--fresh", "--lesson", "1")
    desktop.hand("mousemove", *AWAY)
    desktop.wait_for_rest()
    find_by_name(desktop, "speaker")
    desktop.wait_for(lambda _: has_window(desktop, notes), "the speaker's window")
    page = (10, 10, 500, 600)
    desktop.wait_for(lambda screen: 2 < len(set(screen.part(*page))) and
                     screen.part(300, 400, 500, 600) == screen.part(300, 400, 301, 401) * 40000,
                     "the notes, on an even page")
    desktop.look("speaker")
    find_by_name(desktop, "speaker")
    desktop.wait_for(lambda _: not has_window(desktop, notes), "the lab's window alone")


def read_json(path):
    return json.loads(path.read_text())


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    missing = [tool for tool in ("Xvfb", "xdotool", "xwd", "xclip") if shutil.which(tool) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed (tools/test.sh installs them)")
        return 77
    with tempfile.TemporaryDirectory() as home:
        with Desktop(program, pathlib.Path(home), pictures) as desktop:
            painted = paint_and_undo(desktop)
            paste_a_picture(desktop)
            said = desktop.close_lab()
            assert desktop.lab.returncode == 0, f"exit status {desktop.lab.returncode}: {said}"
            written = {str(path.relative_to(home)) for path in pathlib.Path(home).rglob("*")
                       if path.is_file()}
            pictures_kept = {name for name in written if name.endswith(".png")}
            assert written - pictures_kept == {"lab.log", "config/convlens/layout.ini",
                                               "state/convlens/states/1/journal",
                                               "state/convlens/states/1/lock"}, \
                f"files left: {written}"
            assert len(pictures_kept) == 1, f"the pasted picture is kept once: {pictures_kept}"
            desktop.open_lab()
            desktop.hand("mousemove", *AWAY)
            again = desktop.wait_for_rest()
            assert again.part(*MAP) == painted.part(*MAP), "the window did not reopen as it was left"
            copy_the_window(desktop)
            paste_what_was_copied_here(desktop)
            dark = rest_and_remember(desktop)
            desktop.close_lab()
            desktop.open_lab()
            desktop.hand("mousemove", *AWAY)
            again = desktop.wait_for_rest()
            assert again.part(*INPUT) == dark.part(*INPUT), "the window did not reopen dark"
            come_back_after_a_crash(desktop)
            speak(desktop)
    print(said.strip())
    counts = re.search(r"(\d+) frames, (\d+) with new maps, (\d+) changes not shown", said)
    assert counts, f"the lab's count expected on stderr, found: {said}"
    assert int(counts[2]) > 0 and int(counts[3]) == 0, "changes were not shown"
    return 0


if __name__ == "__main__":
    sys.exit(main())

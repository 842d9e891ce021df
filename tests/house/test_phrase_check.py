#!/usr/bin/env python3
"""phrase_check.py must find what has no Korean, and Korean that is wrong or that nothing says."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("phrase_check.py")


class PhraseCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for name in ("array_input", "file_desk", "network_opener", "open_files", "open_network"):
            self.write(f"app/open/{name}.cpp", "")

    def write(self, name, text):
        path = self.root / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def say(self, *lines):
        self.write("lab/command/command.cpp", "\n".join(lines))

    def korean(self, *entries):
        self.write("ui/text/korean_lab.cpp", "constexpr PhraseEntry kEntries[] = {\n"
                   + "".join(f"    {entry},\n" for entry in entries) + "};\n")

    def check(self):
        done = subprocess.run([sys.executable, str(CHECK), str(self.root)],
                              capture_output=True, text=True)
        return done.returncode, done.stdout.strip()

    def expect(self, finding):
        status, said = self.check()
        self.assertEqual(status, 1, said)
        self.assertIn(finding, said)

    def test_all_is_well(self):
        self.say('return fail("{}: {}", name, error);  // fail("of old")',
                 'return phrase("move {}", word(known ? name : "the \\"filter\\""));',
                 "const char quote = '\"';",
                 'return fail(',
                 '    "a long sentence of {} words that goes on "',
                 '    "and on",', '    count);')
        self.korean('{"move {}", "{} 옮기기"}', '{"the \\"filter\\"", "필터"}',
                    '{"a long sentence of {} words "\n     "that goes on and on",\n'
                    '     "낱말 {0}개의 "\n     "긴 문장"}')
        self.assertEqual(self.check(), (0, "all that the window can say has Korean"))

    def test_a_pattern_without_korean(self):
        self.say('return fail("the file {} is gone", name);')
        self.korean()
        self.expect('src/lab/command/command.cpp: no Korean for "the file {} is gone"')

    def test_a_word_without_korean(self):
        self.say('check(word("deleted"));')
        self.korean()
        self.expect('no Korean for "deleted"')

    def test_a_raw_string(self):
        self.say('return fail(R"(the "{}" is gone)", name);')
        self.expect("src/lab/command/command.cpp: says a raw string")

    def test_what_only_the_command_line_says(self):
        self.write("app/command_line.cpp", 'return fail("--size {} is no size", size);')
        self.assertEqual(self.check()[0], 0)

    def test_korean_that_nothing_says(self):
        self.say("")
        self.korean('{"gone", "없어짐"}')
        self.expect('nothing says "gone", which has Korean')

    def test_korean_twice(self):
        self.say('phrase("start");')
        self.korean('{"start", "시작"}', '{"start", "처음"}')
        self.expect('"start" has Korean already')

    def test_other_values(self):
        self.say('phrase("{} of {}", a, b);')
        for korean, wrong in (("{}개", "does not have the same values"),
                              ("{0}개 {0}개", "does not have the same values"),
                              ("{}개 {1}개", "numbers some of its values and not the others"),
                              ("{}개 {:.2f}", "says how a value is formatted"),
                              ("{1}, {0}", "holds no Hangul")):
            self.korean('{"{} of {}", "%s"}' % korean)
            self.expect(wrong)
        self.korean('{"{} of {}", "{1}개 중 {0}개"}')
        self.assertEqual(self.check()[0], 0)


if __name__ == "__main__":
    unittest.main()

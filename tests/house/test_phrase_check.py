#!/usr/bin/env python3
"""phrase_check.py must find what has no translation, and one that is wrong or that nothing says."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("phrase_check.py")
HEAD = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in (
    "Project-Id-Version: p", "PO-Revision-Date: d", "Last-Translator: t", "Language-Team: k",
    "Language: ko", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit"))


class PhraseCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, entries):
        (self.folder / name).write_text(HEAD + "".join(
            f'\n{context}msgid "{english}"\nmsgstr "{text}"\n'
            for context, english, text in entries))

    def say(self, *english):
        self.write("all.pot", [("", text, "") for text in english])

    def korean(self, *entries):
        self.write("ko.po", [("", *entry) for entry in entries])

    def check(self):
        done = subprocess.run(
            [sys.executable, str(CHECK), *(str(self.folder / name) for name in ("", "all.pot", "ko.po"))],
            capture_output=True, text=True)
        return done.returncode, (done.stdout + done.stderr).strip()

    def expect(self, finding):
        status, said = self.check()
        self.assertEqual(status, 1, said)
        self.assertIn(finding, said)

    def test_all_is_well(self):
        self.say("move {}", 'the \\"filter\\"', "{}: {}", "SAME",
                 "float32 {:.2f} to {:.2f}", "pads_begin")
        self.korean(("move {}", "{} 옮기기"), ('the \\"filter\\"', "필터"), ("SAME", "SAME"),
                    ("float32 {:.2f} to {:.2f}", "float32 {}~{}"))
        self.assertEqual(self.check(),
                         (0, "all that the window can say is said in every language"))

    def test_a_text_without_korean(self):
        self.say("the file {} is gone")
        self.korean(("the file {} is gone", ""))
        self.expect('ko.po: no text for "the file {} is gone"')

    def test_two_texts_in_one_pair_of_brackets(self):
        self.say("mine")
        self.korean(("mine", "내 것"))
        (self.folder / "src").mkdir()
        code = self.folder / "src/name.cpp"
        code.write_text('show(own ? tr("mine") : word(\n    is_known(1) ? "mine" : name));')
        self.expect("src/name.cpp: two texts in one pair of brackets")
        code.write_text('show(own ? tr("mine") : word(name)); word(own ? name : other); f("?");')
        self.assertEqual(self.check()[0], 0)

    def test_a_guess_of_msgmerge(self):
        self.say("gone")
        self.write("ko.po", [("#, fuzzy\n", "gone", "없어짐")])
        self.expect('no text for "gone"')

    def test_korean_that_nothing_says(self):
        self.say("here")
        self.korean(("here", "여기"), ("gone", "없어짐"))
        self.expect('nothing says "gone"')

    def test_the_same_english_in_another_context(self):
        self.write("all.pot", [('msgctxt "file"\n', "Open", "")])
        self.korean(("Open", "열기"))
        self.expect('no text for "Open"')
        self.write("ko.po", [('msgctxt "file"\n', "Open", "열기")])
        self.assertEqual(self.check()[0], 0)

    def test_korean_twice(self):
        self.say("start")
        self.korean(("start", "시작"), ("start", "처음"))
        self.expect("duplicate message definition")

    def test_other_values(self):
        self.say("{} of {}")
        for korean, wrong in (("{}개", "does not have the same values"),
                              ("{0}개 {0}개", "does not have the same values"),
                              ("{}개 {1}개", "numbers some of its values and not the others"),
                              ("{}개 {:.2f}", "says how a value is formatted"),
                              ("{1}, {0}", "is not written in the language's letters")):
            self.korean(("{} of {}", korean))
            self.expect(wrong)
        self.korean(("{} of {}", "{1}개 중 {0}개"))
        self.assertEqual(self.check()[0], 0)


if __name__ == "__main__":
    unittest.main()

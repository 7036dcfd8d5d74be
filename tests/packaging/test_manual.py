#!/usr/bin/env python3
"""The manual renders without a warning, and has every verb, option and setting of the program."""

import os
import pathlib
import re
import subprocess
import sys

import words

program, files = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
page = files / "linekeeper.1"
environment = dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="200", MANROFFSEQ="", MAN_KEEP_FORMATTING="")
rendered = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(page)], env=environment,
                          capture_output=True, text=True, check=True)
assert rendered.stderr == "", rendered.stderr
troff = subprocess.run(["groff", "-ww", "-man", "-Tutf8", "-z", str(page)], capture_output=True, text=True, check=True)
assert troff.stderr == "", troff.stderr

text = re.sub(r".\x08|\x1b\[[0-9;]*m", "", rendered.stdout)
sections = {}
for part in re.split(r"\n(?=[A-Z][A-Z ]+\n)", text):
    sections[part.split("\n")[0].strip()] = part
for wanted in ("NAME", "SYNOPSIS", "OPTIONS", "VERBS", "SETTINGS", "EXIT STATUS", "FILES", "ENVIRONMENT", "EXAMPLES"):
    assert wanted in sections, (wanted, list(sections))


def has(where: str, word: str) -> bool:
    return re.search(rf"(^|[\s,]){re.escape(word)}($|[\s,;.])", where) is not None


for option in words.options(program):
    assert has(sections["OPTIONS"], option), f"{option} is not in the manual"
for verb in words.verbs(program):
    of_verb = re.search(rf"\n   {verb}\n(.*?)(\n   [a-z]+\n|$)", sections["VERBS"], re.S)
    assert of_verb, f"the verb {verb} is not in the manual"
    for option in words.options(program, verb):
        assert has(of_verb.group(1), option), f"{verb} {option} is not in the manual"
for setting in words.settings((files / "linekeeper.ini").read_text(encoding="utf-8")):
    assert has(sections["SETTINGS"], setting), f"{setting} is not in the manual"
name = subprocess.run(["lexgrog", str(page)], capture_output=True, text=True, check=True).stdout
assert "linekeeper - gateway node" in name, name

#!/usr/bin/env python3
"""The settings file of the packages is good, and good with every setting in it taken as it stands."""

import pathlib
import re
import subprocess
import sys
import tempfile

import words

program, files = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
sample = (files / "linekeeper.ini").read_text(encoding="utf-8")
words.settings(sample)
every = re.sub(r"^#([a-z-]+ =)", r"\1", sample, flags=re.M)
broken = every.replace("keepalive = 1m\n", "keepalive = 60 seconds\n")
assert every != sample and broken != every

with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "linekeeper.ini")
    for text, code in ((sample, 0), (every, 0), (broken, 2)):
        path.write_text(text, encoding="utf-8")
        checked = subprocess.run([program, "--check-config", "--config", str(path)], capture_output=True, text=True)
        assert checked.returncode == code, checked.stderr
    line = broken.splitlines().index("keepalive = 60 seconds") + 1
    assert f"{path}:{line}:" in checked.stderr, checked.stderr

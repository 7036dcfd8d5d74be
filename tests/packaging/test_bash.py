#!/usr/bin/env python3
"""What bash offers after a Tab, for every verb and option of the program."""

import os
import pathlib
import subprocess
import sys
import tempfile

import words

program, files = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
script = files / "linekeeper.bash"

COMPLETE = r"""
set -u
source "$1"
read -ra how <<<"$(complete -p linekeeper)"
COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
${how[2]}
[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
"""


def offered(line: str, folder: str = ".") -> list[str]:
    done = subprocess.run(["bash", "--norc", "-c", COMPLETE, "bash", str(script), line], cwd=folder,
                          env=dict(os.environ, LC_ALL="C.UTF-8"), capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == "", (line, done)
    return done.stdout.splitlines()


verbs = words.verbs(program)
assert offered("linekeeper ") == verbs, offered("linekeeper ")
assert sorted(offered("linekeeper -")) == sorted(words.options(program))
for verb in verbs:
    assert verb in offered(f"linekeeper {verb[:-1]}"), verb
    assert sorted(offered(f"linekeeper {verb} -")) == sorted(words.options(program, verb)), verb

names = [name + "=" for name in words.settings((files / "linekeeper.ini").read_text(encoding="utf-8"))]
assert offered("linekeeper --set ") == names
assert offered("linekeeper nodes --set redis.p") == ["redis.prefix=", "redis.password-file="]
assert offered("linekeeper --set=node.keepalive-") == ["node.keepalive-max="]
# bash takes = for the end of a word, and puts in what is offered behind it.
assert offered("linekeeper --set console.theme=") == ["system", "light", "dark"]
assert offered("linekeeper --set=console.theme=d") == ["dark"]
assert offered("linekeeper --set node.keepalive=") == []
assert offered("linekeeper check ng") == ["nginx"]
assert offered("linekeeper nginx r") == ["render", "reload", "rollback"]
assert offered("linekeeper nginx pi") == ["pick"]
assert offered("linekeeper --listen ") == [], "nothing is known of an address"
assert offered("linekeeper send dev-1 --ttl ") == []
assert offered("linekeeper send dev-1 ") == []

with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "two words.ini").touch()
    pathlib.Path(folder, "other.ini").touch()
    assert offered("linekeeper --config o", folder) == ["other.ini"]
    assert offered("linekeeper --config=o", folder) == ["other.ini"]
    assert offered("linekeeper --set redis.password-file=o", folder) == ["other.ini"]
    assert offered("linekeeper send dev-1 --file tw", folder) == ["two words.ini"]

"""What the program itself says of its words: --help of all verbs, and its settings."""

import re
import subprocess


def help_of(program: str, verb: str = "") -> str:
    words = [program] + ([verb] if verb else []) + ["--help"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def verbs(program: str) -> list[str]:
    listed = help_of(program).split("\nVerbs ")[1].split("\n\n")[0]
    found = re.findall(r"^  ([a-z]+) ", listed, re.M)
    assert len(found) >= 9, found
    return found


def options(program: str, verb: str = "") -> list[str]:
    listed = help_of(program, verb).split("\nOptions:\n")[1].split("\n\n")[0]
    found = re.findall(r"^  (--[a-z0-9-]+)", listed, re.M)
    assert "--help" in found, listed
    return found


def settings(sample: str) -> list[str]:
    """Names of all settings, from the sample of a settings file."""
    found, section = [], ""
    for line in sample.splitlines():
        if match := re.fullmatch(r"\[([a-z]+)\]", line):
            section = match.group(1)
        elif match := re.match(r"#([a-z-]+) =", line):
            found.append(f"{section}.{match.group(1)}")
    assert len(found) > 20 and "node.listen" in found
    return found

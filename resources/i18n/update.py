#!/usr/bin/env python3
"""Puts every text of the program into the catalogues: new ones to be translated, those that are gone no longer.

usage: update.py LUPDATE [FOLDER]     FOLDER: of the catalogues, by default the one of this script
"""

import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|[A-Za-z_]\w*|\s+|.""",
    re.DOTALL,
)
# A literal beside text(…) that is words for people: two words at least, and no command to type.
WORDS = re.compile(r'^"[A-Za-z][^\\]*[a-z] [a-z][^\\]*[a-z.]"$|^"[A-Z][a-z]+( [a-z]+)+\.?"$')
COMMAND = re.compile(
    r'^"(apt-get|echo|gpresult|ip|iptables|linekeeper|netsh|nft|nginx -|redis-cli|sudo|systemctl|timedatectl|'
    r"(Get|Set|Start)-\w+|append\w+|maxmemory\S*|save|ct) "
)


def tokens(path: pathlib.Path) -> list[str]:
    found = (match.group(0) for match in TOKEN.finditer(path.read_text(encoding="utf-8")))
    return [token for token in found if not token.isspace() and not token.startswith(("//", "/*"))]


def literals(found: list[str]):
    """Each literal with its neighbours joined, as the compiler joins them, and the place of its first part."""
    place = 0
    while place < len(found):
        first = place
        while place < len(found) and found[place].startswith('"'):
            place += 1
        if place > first:
            yield first, " ".join(found[first:place])
        else:
            place += 1


def is_plain(found: list[str], place: int) -> bool:
    """Nothing is added to it with +."""
    last = place
    while last < len(found) and found[last].startswith('"'):
        last += 1
    return found[place - 1] != "+" and (last >= len(found) or found[last] != "+")


def setup_texts() -> list[str]:
    """Forms of lk::setup::Text: the first argument of text(…), and words that get there by way of a name."""
    forms: dict[str, None] = {}
    for path in sorted((TOP / "server/setup").glob("*.cpp")) + sorted((TOP / "server/setup").glob("*.h")):
        found = tokens(path)
        inside = set()
        for place, token in enumerate(found[:-1]):
            if token != "text" or found[place + 1] != "(":
                continue
            depth = 0
            for at in range(place + 1, len(found)):
                depth += (found[at] in "([{") - (found[at] in ")]}")
                if depth == 0 or (found[at] == "," and depth == 1):
                    break
                inside.add(at)
        for place, literal in literals(found):
            whole = '"' + "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal)) + '"'
            is_words = WORDS.match(whole) and not COMMAND.match(whole) and is_plain(found, place)
            if (place in inside or is_words) and re.search(r"[A-Za-z]", re.sub(r"\{\d\}", "", whole)):
                forms[literal] = None
    return list(forms)


def settings_texts() -> list[str]:
    """What the table of settings says: titles, which are the keys, helps and choices."""
    source = (TOP / "server/base/settings.cpp").read_text(encoding="utf-8")
    texts: dict[str, None] = {}
    for row in re.findall(r"SettingsField\{(.*?)\},\n", source, re.DOTALL):
        parts = re.findall(r'"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*', row)
        key = parts[1].strip('"').replace("-", " ")
        title = {"id": "Id", "io threads": "I/O threads", "url": "URL"}.get(key, key[0].upper() + key[1:])
        texts[f'"{title}"'] = None
        texts[parts[3]] = None
        for choice in parts[4].strip('"').split("|") if len(parts) > 4 else []:
            texts[f'"{choice}"'] = None
    return list(texts)


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    lupdate = sys.argv[1]
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else TOP / "resources/i18n"
    sources = sorted(str(path) for room in ("ui", "app") for path in (TOP / room).glob("*.cpp"))
    with tempfile.TemporaryDirectory() as scratch:
        table = pathlib.Path(scratch) / "texts.cpp"
        lines = [f'QT_TRANSLATE_NOOP("lk::setup", {text});' for text in setup_texts()]
        lines += [f'QT_TRANSLATE_NOOP("lk::ui::SettingsEditor", {text});' for text in settings_texts()]
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name, options in (("linekeeper_en.ts", ["-pluralonly"]), ("linekeeper_zh_CN.ts", [])):
            language = name.removesuffix(".ts").split("_", 1)[1]
            command = [lupdate, "-silent", "-locations", "none", "-no-obsolete", "-source-language", "en",
                       "-target-language", language, *options, "-I", str(TOP), *sources, str(table),
                       "-ts", str(folder / name)]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            # A free tr() of a namespace is what lupdate takes for a class without Q_OBJECT; it finds the right context.
            said = [line for line in ended.stderr.splitlines() if "lacks Q_OBJECT macro" not in line]
            sys.stderr.write("".join(line + "\n" for line in said))
            if ended.returncode != 0:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

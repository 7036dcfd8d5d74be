#!/usr/bin/env python3
"""Whether the catalogues have every text of the sources and nothing else, wholly translated. Exit code 0: they do.

usage: check_catalogues.py TOP LUPDATE
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

PLACES = re.compile(r"%L?[1-9n]|\{\d\}")
# Settings, verbs, flags, files and settings of nginx, by which a person finds a thing: they stay.
NAMES = re.compile(r"\b(?:node|redis|nginx|metrics|console)\.[a-z-]+\b|--[a-z-]+|\b[a-z]+_[a-z_]+\b|(?<![\w.])/[a-z]+/[\w./-]*[\w-]")


def messages(path: pathlib.Path):
    for context in xml.etree.ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name"), message


def forms(message) -> list[str]:
    translation = message.find("translation")
    counted = translation.findall("numerusform")
    return [form.text or "" for form in counted] if counted else [translation.text or ""]


def complaints(path: pathlib.Path):
    for context, message in messages(path):
        source = message.findtext("source")
        where = f"{path.name}: {context}: {source!r}: "
        state = message.find("translation").get("type")
        if state is not None:
            yield where + state
        if message.get("numerus") == "yes" and len(forms(message)) != (2 if "_en" in path.name else 1):
            yield where + "another number of forms than the language has"
        for form in forms(message):
            if not form:
                yield where + "empty"
                continue
            lost = set(PLACES.findall(source)) ^ set(PLACES.findall(form))
            if lost:
                yield where + "places that are in one of them only: " + " ".join(sorted(lost))
            gone = [name for name in NAMES.findall(source) if name not in form]
            if gone:
                yield where + "names that are not in it: " + " ".join(gone)
            for mark in ("\n", "\\"):
                if form.count(mark) != source.count(mark):
                    yield where + f"another number of {mark!r}"
            for side in (0, -1):
                if source[side].isspace() != form[side].isspace() and source[side] != " ":
                    yield where + "white space at its end"


def server_complaints(top: pathlib.Path):
    """What the ui knows of the sentences of server has to be what is said there."""
    sources = [path.read_text(encoding="utf-8") for room in ("base", "node", "bus", "wire")
               for path in sorted((top / "server" / room).glob("*.cpp")) + sorted((top / "server" / room).glob("*.h"))]
    said = re.sub(r'"\s*"', "", "\n".join(sources))
    for name, message in messages(top / "resources/i18n/linekeeper_zh_CN.ts"):
        source = message.findtext("source")
        lost = [part for part in re.split(r"\{\d\}", source) if len(part) > 4 and part not in said]
        if name == "lk::server" and lost:
            yield f"ui/server_words.cpp: {source!r}: nobody says {lost[0]!r}"


def fresh_complaints(top: pathlib.Path, lupdate: str):
    names = sorted(path.name for path in (top / "resources/i18n").glob("*.ts"))
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            shutil.copy(top / "resources/i18n" / name, folder)
        subprocess.run([sys.executable, top / "resources/i18n/update.py", lupdate, folder], check=True,
                       capture_output=True)
        for name in names:
            here = {(context, message.findtext("source")) for context, message in messages(top / "resources/i18n" / name)}
            now = {(context, message.findtext("source")) for context, message in messages(pathlib.Path(folder) / name)}
            for context, source in sorted(now - here):
                yield f"{name}: {context}: {source!r}: is not in it; update the catalogues, as CONTRIBUTING.md says"
            for context, source in sorted(here - now):
                yield f"{name}: {context}: {source!r}: is no longer said; update the catalogues, as CONTRIBUTING.md says"


def main() -> int:
    top = pathlib.Path(sys.argv[1])
    paths = sorted((top / "resources/i18n").glob("*.ts"))
    found = [complaint for path in paths for complaint in complaints(path)] + list(server_complaints(top))
    found += fresh_complaints(top, sys.argv[2])
    print("\n".join(found))
    return 1 if found or len(paths) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())

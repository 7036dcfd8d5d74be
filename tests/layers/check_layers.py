#!/usr/bin/env python3
"""Reads every #include and says which of them a room must not have. Exit code 0: none."""

import pathlib
import re
import subprocess
import sys

# What each room may include, itself always.
ROOMS = {
    "server/base": set(),
    "server/wire": {"server/base"},
    "server/bus": {"server/base"},
    "server/node": {"server/base", "server/wire", "server/bus"},
    "server/setup": {"server/base", "server/wire", "server/bus", "server/node"},
    "ui": {"server/base", "server/node", "server/setup"},
    "app": {"server/base", "server/wire", "server/bus", "server/node", "server/setup", "ui"},
}
# The ui talks to a node through NodeControl, and knows only what that speaks of.
UI_OF_NODE = {"node_control.h", "control_types.h", "session_filter.h"}
SCREEN = re.compile(
    r"^(Qt(Gui|Widgets)(/|$)|Q(Widget|Application|GuiApplication|MainWindow|Dialog|Label|Painter|Pixmap|Image|Icon|"
    r"Color|Palette|Font|Action|Style|Window|Screen|Clipboard)\b)"
)
SOCKETS = re.compile(r"^(QTcp|QUdp|QLocal|QSsl|QAbstractSocket|QHostAddress|QtNetwork|sys/socket\.h|netinet/|sys/epoll\.h|winsock)")
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
TR = re.compile(r"(?<![\w:.>])tr\(|\bQCoreApplication::translate\(|\bQT_TR")

REDIS_LIBRARY = "hiredis"
TOP_LEVEL = {
    *("CMakeLists.txt", "CMakePresets.json", "README.md", "CONTRIBUTING.md", "LICENSE"),
    *("app", "server", "ui", "resources", "tests", "packaging"),
}


def room_of(path: str) -> str | None:
    found = [room for room in ROOMS if path.startswith(room + "/")]
    return max(found, key=len) if found else None


def complaints(room: str, name: str, text: str):
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{name}:{number}: "
        if room.startswith("server/") and not line.lstrip().startswith("//") and TR.search(line):
            yield where + "tr() only in ui and app"
        match = INCLUDE.match(line)
        if not match:
            continue
        included = match.group(1)
        other = room_of(included)
        if other and other != room and other not in ROOMS[room]:
            yield where + f"{room} must not know {other}"
        if room == "ui" and other == "server/node" and pathlib.PurePath(included).name not in UI_OF_NODE:
            yield where + "ui speaks to a node through NodeControl only"
        if room.startswith("server/") and SCREEN.match(included):
            yield where + "server must not know the screen"
        if room == "server/wire" and SOCKETS.match(included):
            yield where + "server/wire must know no sockets"
        if included.startswith(REDIS_LIBRARY) and room != "server/bus":
            yield where + f"only server/bus knows {REDIS_LIBRARY}"
        if included.startswith("tests/"):
            yield where + "the program must not know its tests"


# Tests may know every room, and Redis' protocol only through the room that has it.
def complaints_of_tests(name: str, text: str):
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match and match.group(1).startswith(REDIS_LIBRARY):
            yield f"{name}:{number}: only server/bus knows {REDIS_LIBRARY}"


# As far as git keeps it: what builds and debuggers leave there is nobody's. Without git nothing is said.
def kept_at_the_top(top: pathlib.Path) -> list[str]:
    if not (top / ".git").exists():
        return []
    listed = subprocess.run(["git", "-C", top, "ls-files"], stdout=subprocess.PIPE, check=False, text=True).stdout
    names = {line.split("/")[0] for line in listed.splitlines()}
    return sorted(name for name in names if not name.startswith("."))


def check(top: pathlib.Path) -> list[str]:
    found = [f"{name}: does not belong in the top level" for name in kept_at_the_top(top) if name not in TOP_LEVEL]
    files = 0
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top).as_posix()
        room = room_of(name)
        if path.suffix not in {".h", ".cpp"} or not (room or name.startswith("tests/")):
            continue
        files += 1
        text = path.read_text(encoding="utf-8")
        found += complaints(room, name, text) if room else complaints_of_tests(name, text)
    if files == 0:
        found.append(f"{top}: no sources here")
    return found


if __name__ == "__main__":
    result = check(pathlib.Path(sys.argv[1]))
    print("\n".join(result) or "every include runs leftwards")
    sys.exit(1 if result else 0)

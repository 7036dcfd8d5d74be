#!/usr/bin/env python3
"""The Debian packages: made, looked at as Debian's own tools do, installed on a clean system, used there, removed."""

import pathlib
import re
import struct
import sys
import tempfile
import time

from clean_debian import CleanDebian, run

source, build = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
SCREEN = re.compile(r"qt6(gui|widgets|svg|opengl|dbus)|lib(x11|xcb|gl|egl|gles.*|wayland.*)[-0-9.]|fontconfig|freetype",
                    re.I)
UNIT = "lib/systemd/system/linekeeper.service"
began = time.monotonic()


def step(what: str):
    print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)


def field(package: pathlib.Path, name: str) -> str:
    return run("dpkg-deb", "-f", str(package), name).stdout.strip()


def names(relation: str) -> list[str]:
    """The packages that a field like Depends names, the first of alternatives."""
    return [part.split("|")[0].split("(")[0].strip() for part in relation.split(",") if part.strip()]


def look_at_files(console: pathlib.Path, headless: pathlib.Path):
    run("lintian", "--allow-root", "--fail-on", "error,warning", str(console), str(headless))
    hints = run("desktop-file-validate", str(console_files / "usr/share/applications/linekeeper.desktop")).stdout
    assert hints == "", hints
    run("appstreamcli", "validate", "--no-net", str(console_files / "usr/share/metainfo" /
                                                    "org.linekeeper.linekeeper.metainfo.xml"))
    drawing = source / "resources/icons/application.svg"
    icons = console_files / "usr/share/icons/hicolor"
    assert (icons / "scalable/apps/linekeeper.svg").read_bytes() == drawing.read_bytes()
    pictures = sorted(icons.glob("*x*/apps/linekeeper.png"))
    assert {p.parent.parent.name for p in pictures} >= {f"{n}x{n}" for n in (16, 32, 48, 64, 128, 256)}, pictures
    for picture in pictures:
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        assert picture.parent.parent.name == f"{width}x{height}", picture
    newest = run("dpkg-parsechangelog", "-l", str(source / "packaging/linux/debian/changelog"), "-S", "Version").stdout
    assert newest.strip() == field(console, "Version"), "the changelog's first entry is of another version"
    assert names(field(console, "Conflicts")) == names(field(console, "Replaces")) == ["linekeeper-headless"]
    assert names(field(headless, "Conflicts")) == names(field(headless, "Replaces")) == ["linekeeper"]
    assert names(field(console, "Provides")) == ["linekeeper-headless"]


def look_for_screens(console: pathlib.Path, headless: pathlib.Path):
    depends = field(headless, "Depends")
    assert "libqt6core6" in depends and "libhiredis" in depends and not SCREEN.search(depends), depends
    assert "libqt6widgets6" in field(console, "Depends")
    loaded = run("ldd", str(headless_files / "usr/bin/linekeeper")).stdout
    assert "libQt6Core" in loaded and not SCREEN.search(loaded), loaded
    assert "libQt6Widgets" in run("ldd", str(console_files / "usr/bin/linekeeper")).stdout
    there = {path.relative_to(headless_files).as_posix() for path in headless_files.rglob("*") if path.is_file()}
    assert UNIT in there and "usr/share/man/man1/linekeeper.1.gz" in there
    assert not [path for path in there if re.search("icons|applications|metainfo", path)], there


def look_at_unit(folder: pathlib.Path):
    unit = (headless_files / UNIT).read_text(encoding="utf-8")
    assert unit == (console_files / UNIT).read_text(encoding="utf-8")
    copy = folder / "linekeeper.service"
    copy.write_text(unit.replace("/usr/bin/linekeeper", str(headless_files / "usr/bin/linekeeper")), encoding="utf-8")
    done = run("systemd-analyze", "verify", "--man=no", str(copy))
    assert "linekeeper" not in done.stderr, done.stderr
    run("systemd-analyze", "security", "--offline=true", "--threshold=12", str(copy))


def serve(debian: CleanDebian) -> str:
    """Starts the node as its unit does, but for the port, sends a command to a device, ends it; what was said."""
    unit = (debian.root / UNIT).read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=(.*)$", unit, re.M).group(1)
    environment = " ".join(re.findall(r"^Environment=(.*)$", unit, re.M))
    for folder in ("/run/linekeeper", "/var/lib/linekeeper"):
        debian.run("install", "-d", "-o", "linekeeper", "-g", "linekeeper", "-m", "700", folder)
    # All of it in one namespace of processes: node, device and sender.
    return debian.run("sh", "-c", f"""
        as="setpriv --reuid=linekeeper --regid=linekeeper --clear-groups env {environment}"
        $as {start} --listen 127.0.0.1:0 --node-id n1 >/tmp/ready 2>/tmp/log &
        node=$!
        for i in $(seq 300); do grep -q ^ready /tmp/ready && break; kill -0 $node || break; sleep 0.1; done
        cat /tmp/ready
        grep -q ^ready /tmp/ready || {{ cat /tmp/log; exit 1; }}
        port=$(sed -n 's/.* listen=127.0.0.1:\\([0-9]*\\) .*/\\1/p' /tmp/ready)
        $as linekeeper simulate --target 127.0.0.1:$port --devices 1 >/dev/null 2>&1 &
        for i in $(seq 300); do $as linekeeper devices | grep sim-1 >/tmp/devices && break; sleep 0.1; done
        $as linekeeper send sim-1 "relay on" || exit 2
        echo by root: $(linekeeper kick sim-1)
        echo by others: $(setpriv --reuid=nobody --clear-groups env HOME=/nowhere linekeeper devices 2>&1)
        kill -TERM $node
        wait $node || {{ cat /tmp/log; exit 3; }}
        ls -A /run/linekeeper /var/lib/linekeeper
    """)


def use(debian: CleanDebian, headless: pathlib.Path):
    debian.put(headless)
    debian.run("dpkg", "-i", f"/tmp/{headless.name}")
    version = field(headless, "Version")
    assert debian.run("linekeeper", "--version").strip() == f"linekeeper {version}"
    assert "linekeeper" in debian.run("id", "linekeeper")
    wants = [name for name in debian.files() if ".wants/" in name and "linekeeper" in name]
    assert not wants, "the service is not enabled by itself: " + str(wants)
    debian.run("linekeeper", "--check-config", "--config", "/etc/linekeeper/linekeeper.ini")
    said = serve(debian)
    assert said.startswith("ready node=n1 listen=127.0.0.1:"), said
    assert re.search(r"^sim-1 +done ", said, re.M), said
    assert re.search("by root: .*sim-1", said) and re.search("by others: .* use sudo", said), said
    assert "history-n1.log" in said, "the history is kept in /var/lib/linekeeper: " + said


def change_over(debian: CleanDebian, console: pathlib.Path):
    """The other package takes this one's place, with its settings, its data and its user."""
    settings = "[node]\nkeepalive = 30s\n"
    debian.run("sh", "-c", f"printf '%s' '{settings}' >/etc/linekeeper/linekeeper.ini")
    debian.put(console)
    # What the window depends on is not put there.
    debian.run("dpkg", "--force-depends", "-i", f"/tmp/{console.name}")
    status = debian.run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", "linekeeper*")
    assert status.splitlines() == ["linekeeper installed", "linekeeper-headless config-files"], status
    debian.run("dpkg", "--force-depends", "--purge", "linekeeper-headless")
    assert debian.run("cat", "/etc/linekeeper/linekeeper.ini") == settings, "what the administrator wrote is kept"
    assert debian.has("/var/lib/linekeeper/history-n1.log") and "linekeeper" in debian.run("id", "linekeeper")


def remove(debian: CleanDebian, before: set[str]):
    debian.run("dpkg", "--force-depends", "--remove", "linekeeper")
    assert debian.has("/etc/linekeeper/linekeeper.ini") and debian.has("/var/lib/linekeeper")
    debian.run("dpkg", "--force-depends", "--purge", "linekeeper")
    debian.run("rmdir", "/run/linekeeper")  # systemd's, and gone with the service
    left = debian.files() - before
    assert not left, f"purged, and still there: {sorted(left)}"
    assert "linekeeper" not in debian.run("cat", "/etc/passwd", "/etc/group")


step("making the packages")
made = run(str(source / "packaging/linux/build_deb.sh"), "--console", str(build)).stdout.split()
assert len(made) == 2, made
console, headless = map(pathlib.Path, made)
with tempfile.TemporaryDirectory() as folder:
    console_files, headless_files = pathlib.Path(folder, "console"), pathlib.Path(folder, "headless")
    run("dpkg-deb", "-x", str(console), str(console_files))
    run("dpkg-deb", "-x", str(headless), str(headless_files))
    step("looking at them")
    look_for_screens(console, headless)
    look_at_files(console, headless)
    look_at_unit(pathlib.Path(folder))
    step("making a clean system")
    with CleanDebian(names(field(headless, "Depends"))) as debian:
        before = debian.files()
        step("installing and using linekeeper-headless")
        use(debian, headless)
        step("installing linekeeper in its place")
        change_over(debian, console)
        step("purging")
        remove(debian, before)
step("all is well")

#!/usr/bin/env python3
"""smoke.py ZIP LINUX_PROGRAM [--pictures FOLDER]: the package for Windows, used as a person would, under wine.

Unpacked into a folder with a blank and a Chinese character: verbs and their exit codes, a headless node with 1 000
devices of the Linux program, whether anything spins at rest, the window and a click on Send, and a cluster of a
Windows and a Linux node behind nginx. Exit code 0: all of it is so. Starts what it needs itself, on free ports."""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
import zlib

DEVICES = 1000
ACCENT = (0x0B, 0x6E, 0x7D)  # of a button that does what its form is for, in the light look
SCREEN = (1280, 800)


class Failed(Exception):
    pass


def check(good, text):
    if not good:
        raise Failed(text)


def wait_for(seconds, what, probe, every=0.1):
    end = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() >= end:
            raise Failed(f"{what} did not happen in {seconds} s")
        time.sleep(every)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """A wine of its own, a screen of its own, and what was started here."""

    def __init__(self, folder):
        self.folder = folder
        self.started = []
        self.environment = dict(os.environ, WINEPREFIX=str(folder / "wine"), WINEARCH="win64", WINEDEBUG="-all",
                                WINEDLLOVERRIDES="winemenubuilder.exe=", LC_ALL="C.UTF-8")
        self.environment.pop("DISPLAY", None)
        subprocess.run(["wineboot", "-i"], env=self.environment, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def start(self, *words, **more):
        process = subprocess.Popen([str(word) for word in words], env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True, encoding="utf-8", **more)
        self.started.append(process)
        return process

    def wine(self, *words, **more):
        return self.start("wine", *words, stderr=open(self.folder / "log", "ab"), **more)

    def run(self, *words, seconds=60):
        """Exit code, stdout and stderr of a Windows program."""
        ran = subprocess.run(["wine", *[str(word) for word in words]], env=self.environment, stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=seconds)
        return ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")

    def show(self):
        """Xvfb, whose picture is a file here."""
        for number in range(random.randrange(100, 400), 600):
            if pathlib.Path(f"/tmp/.X{number}-lock").exists():
                continue
            screen = self.start("Xvfb", f":{number}", "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24", "-fbdir", self.folder,
                                "-nolisten", "tcp", stderr=subprocess.DEVNULL)
            with contextlib.suppress(Failed):
                wait_for(10, "the screen", lambda: pathlib.Path(f"/tmp/.X11-unix/X{number}").exists() or screen.poll())
                if screen.poll() is None:
                    self.environment["DISPLAY"] = f":{number}"
                    return
        raise Failed("no screen could be made; see whether Xvfb starts")

    def end(self):
        subprocess.run(["wineserver", "-k"], env=self.environment, stderr=subprocess.DEVNULL)
        for process in reversed(self.started):
            if process.poll() is None:
                process.terminate()
        for process in self.started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def do(self, *words):
        """What a hand does: xdotool."""
        return subprocess.run(["xdotool", *[str(word) for word in words]], env=self.environment, check=True,
                              capture_output=True, text=True).stdout


class Picture:
    """The screen, as Xvfb keeps it (XWD, 32 bits a pixel)."""

    def __init__(self, file):
        data = file.read_bytes()
        header = struct.unpack(">25I", data[:100])
        self.width, self.height, stride, colours = header[4], header[5], header[12], header[19]
        start = header[0] + 12 * colours
        self.rows = [data[start + y * stride:start + y * stride + 4 * self.width] for y in range(self.height)]

    def colours(self):
        return len({row[x:x + 3] for row in self.rows for x in range(0, len(row), 16)})

    def find(self, colour):
        """The middle of the largest field of that colour, at least 60 by 12 pixels; None: there is none."""
        wanted = bytes((colour[2], colour[1], colour[0]))
        best, place = 0, None
        for y in range(0, self.height, 2):
            row, x = self.rows[y], 0
            while x < self.width:
                begin = x
                while x < self.width and row[4 * x:4 * x + 3] == wanted:
                    x += 1
                if x - begin >= 60:
                    tall = sum(1 for other in range(y, min(y + 60, self.height))
                               if self.rows[other][4 * begin + 8:4 * begin + 11] == wanted)
                    if tall >= 12 and (x - begin) * tall > best:
                        best, place = (x - begin) * tall, (begin + (x - begin) // 2, y + tall // 2)
                x += 1
        return place

    def save(self, file):
        raw = b"".join(b"\0" + b"".join(bytes((row[i + 2], row[i + 1], row[i])) for i in range(0, len(row), 4))
                       for row in self.rows)

        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        size = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(raw)) +
                         chunk(b"IEND", b""))


class Smoke:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.machine = Machine(folder)
        self.program = None
        self.settings = folder / "settings.ini"
        self.settings.write_text("")

    # What it takes.

    def unpack(self):
        """every file is there as FILES.txt has it"""
        place = self.folder / "Line keeper 网关"
        with zipfile.ZipFile(self.options.zip) as archive:
            archive.extractall(place)
        top, = place.iterdir()
        self.program = top / "linekeeper.exe"
        listed = {}
        for line in (top / "FILES.txt").read_text(encoding="utf-8").splitlines()[1:]:
            name, licence, _, digest = line.split("\t")
            check(licence, f"{name} has no licence in FILES.txt")
            listed[name] = digest
        own = {"FILES.txt", "linekeeper.spdx.json"}
        there = {file.relative_to(top).as_posix(): file for file in top.rglob("*") if file.is_file()}
        check(set(there) - own == set(listed), f"not as listed: {sorted((set(there) - own) ^ set(listed))}")
        for name, digest in listed.items():
            check(hashlib.sha256(there[name].read_bytes()).hexdigest() == digest, f"{name} is another than listed")
        document = json.loads((top / "linekeeper.spdx.json").read_text(encoding="utf-8"))
        named = {file["fileName"].removeprefix("./") for file in document["files"]}
        check(named == set(listed), "the SBOM names other files than FILES.txt")

    def speak(self):
        """--version, --help and their exit codes"""
        code, out, err = self.machine.run(self.program, "--version", seconds=120)
        check(code == 0 and out.startswith("linekeeper "), f"--version: {code} {out}{err}")
        code, out, err = self.machine.run(self.program, "--help")
        check(code == 0 and "--headless" in out, f"--help: {code} {out}{err}")
        code, out, err = self.machine.run(self.program, "sned", "x", "y")
        check(code == 2 and err, f"a verb that is none: {code} {out}{err}")
        code, out, err = self.machine.run(self.program, "devices", "--json")
        check(code == 3, f"devices without a node: {code} {out}{err}")

    def ready(self, process):
        line = process.stdout.readline()
        check(line.startswith("ready "), f"no ready line but: {line}{self.log()}")
        fields = dict(word.split("=", 1) for word in line.split()[1:])
        return int(fields["listen"].rsplit(":", 1)[1]), fields

    def log(self):
        file = self.folder / "log"
        return "\n" + "\n".join(file.read_text(errors="replace").splitlines()[-20:]) if file.exists() else ""

    def fleet(self, port, count, prefix="sim-", every=0):
        return self.machine.start(self.options.program, "simulate", "--target", f"127.0.0.1:{port}", "--devices", count,
                                  "--prefix", prefix, "--report-every", every, stderr=subprocess.DEVNULL)

    def devices(self, *more):
        code, out, err = self.machine.run(self.program, "devices", "--json", *more)
        check(code == 0, f"devices: {code} {err}")
        return json.loads(out)

    def count(self, *more):
        answer = self.devices(*more)
        return len(answer["devices"] if isinstance(answer, dict) else answer)

    def headless(self):
        """a headless node serves 1 000 devices, commands reach them, nothing spins at rest, drain ends it"""
        node = self.machine.wine(self.program, "--headless", "--config", self.settings, "--node-id", "windows-1",
                                 "--listen", "127.0.0.1:0")
        port, _ = self.ready(node)
        fleet = self.fleet(port, DEVICES)
        wait_for(60, f"the connecting of {DEVICES} devices", lambda: self.count() == DEVICES, every=1)
        code, out, err = self.machine.run(self.program, "send", "sim-7", "relay on 开")
        check(code == 0 and re.search(r"sim-7\s+done", out), f"send: {code} {out}{err}")
        code, out, err = self.machine.run(self.program, "send", "nobody", "relay on")
        check(code == 1 and "offline" in out, f"send to nobody: {code} {out}{err}")
        code, out, _ = self.machine.run(self.program, "send", "--json", "sim-1", "sim-1000", "x")
        check(code == 0 and out.count('"done"') == 2, f"send --json: {code} {out}")
        self.rest(node)
        fleet.terminate()
        fleet.wait(20)
        wait_for(20, "the leaving of all devices", lambda: self.count() == 0, every=1)
        code, out, err = self.machine.run(self.program, "drain")
        check(code == 0, f"drain: {code} {out}{err}")
        check(node.wait(30) == 0, f"the node's exit code after drain: {node.returncode}{self.log()}")

    def rest(self, node):
        """No thread of the node's, or of wine's for it, uses a third of a core with its devices at rest."""

        def used():
            times = {}
            for task in pathlib.Path("/proc").glob("[0-9]*/task/[0-9]*/stat"):
                with contextlib.suppress(OSError, ValueError):
                    process = pathlib.Path(task.parents[2] / "environ").read_bytes()
                    if f"WINEPREFIX={self.folder}".encode() not in process:
                        continue
                    fields = task.read_text().rsplit(")", 1)[1].split()
                    times[task] = int(fields[11]) + int(fields[12])
            return times

        before = used()
        check(len(before) > 5, "the node's threads are not to be seen")
        time.sleep(6)
        ticks = os.sysconf("SC_CLK_TCK")
        busy = sorted(((after - before.get(task, after)) / ticks / 6 for task, after in used().items()), reverse=True)
        print(f"   with {DEVICES} devices at rest the busiest threads use {busy[0]:.1%}, {busy[1]:.1%} of a core")
        check(busy[0] < 1 / 3, f"a thread spins: {busy[0]:.0%} of a core")

    def picture(self, name):
        picture = Picture(self.folder / "Xvfb_screen0")
        if self.options.pictures:
            self.options.pictures.mkdir(parents=True, exist_ok=True)
            picture.save(self.options.pictures / f"{name}.png")
        return picture

    def window(self):
        """the window opens, and a click on Send ends done"""
        self.machine.show()
        metrics = free_port()
        console = self.machine.wine(self.program, "--config", self.settings, "--node-id", "windows-2", "--listen",
                                    "127.0.0.1:0", "--metrics", f"127.0.0.1:{metrics}", "--set", "console.theme=light",
                                    "--set", "console.language=en")
        port, _ = self.ready(console)
        fleet = self.fleet(port, DEVICES)
        wait_for(60, f"the connecting of {DEVICES} devices", lambda: self.count() == DEVICES, every=1)
        found = wait_for(30, "the window", lambda: self.windows())[-1]
        self.machine.do("windowmove", found, 0, 0, "windowsize", found, *SCREEN)
        time.sleep(2)
        self.machine.do("windowfocus", found)
        check(self.picture("1-start").colours() > 20, "the window is blank")
        self.machine.do("key", "ctrl+3")
        time.sleep(1)
        self.picture("2-commands")
        self.machine.do("type", "--delay", 30, "sim-42")
        self.machine.do("key", "Tab")
        time.sleep(0.5)
        self.picture("3-device")
        self.fill_in()
        place = wait_for(20, "the button Send", lambda: self.picture("4-filled-in").find(ACCENT), every=1)
        self.machine.do("mousemove", *place, "click", 1)
        done = re.compile(r'linekeeper_commands_total\{[^}]*status="done"[^}]*\} 1\b')

        def is_done():
            with urllib.request.urlopen(f"http://127.0.0.1:{metrics}/metrics") as answer:
                return done.search(answer.read().decode())

        wait_for(20, "the end of the command, done,", is_done)
        time.sleep(1)
        self.picture("5-sent")
        fleet.terminate()
        self.machine.do("key", "ctrl+q")
        check(console.wait(30) == 0, f"the console's exit code: {console.returncode}{self.log()}")

    def windows(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            return self.machine.do("search", "--onlyvisible", "--name", "Linekeeper").split()

    def fill_in(self):
        self.machine.do("type", "--delay", 30, "relay on")

    def cluster(self):
        """behind nginx and through Redis, a Windows and a Linux node: commands reach the devices of both"""
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        check(nginx and shutil.which("redis-server"), "nginx and redis-server have to be installed")
        redis, entry = free_port(), free_port()
        url = f"redis://127.0.0.1:{redis}"
        self.machine.start("redis-server", "--port", redis, "--bind", "127.0.0.1", "--save", "", "--dir", self.folder)
        wait_for(10, "Redis' start", lambda: not socket.socket().connect_ex(("127.0.0.1", redis)))
        windows = self.machine.wine(self.program, "--headless", "--config", self.settings, "--node-id", "windows-3",
                                    "--listen", "127.0.0.1:0", "--redis", url)
        linux = self.machine.start(self.options.program, "--headless", "--config", self.settings, "--node-id", "linux-1",
                                   "--listen", "127.0.0.1:0", "--redis", url, stderr=subprocess.DEVNULL)
        ports = [self.ready(windows)[0], self.ready(linux)[0]]
        servers = "".join(f"server 127.0.0.1:{port}; " for port in ports)
        (self.folder / "nginx.conf").write_text(
            "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\ndaemon off;\n"
            f"pid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log;\nevents {{ worker_connections 2048; }}\n"
            f"stream {{ upstream nodes {{ {servers} }}\n"
            f"  server {{ listen 127.0.0.1:{entry}; proxy_connect_timeout 2s; proxy_pass nodes; }} }}\n")
        self.machine.start(nginx, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "nginx.log")
        wait_for(10, "nginx's start", lambda: not socket.socket().connect_ex(("127.0.0.1", entry)))
        self.fleet(entry, 200, prefix="far-")

        def spread():
            rows = self.devices("--redis", url)
            rows = rows["devices"] if isinstance(rows, dict) else rows
            nodes = {row["device"]: row["node"] for row in rows if row["device"].startswith("far-")}
            return nodes if len(nodes) == 200 else None

        nodes = wait_for(60, "the connecting of 200 devices through nginx", spread, every=1)
        here = [device for device, node in nodes.items() if node == "windows-3"]
        there = [device for device, node in nodes.items() if node == "linux-1"]
        check(len(here) > 20 and len(there) > 20, f"{len(here)} devices on Windows, {len(there)} on Linux")
        targets = here[:5] + there[:5]
        code, out, err = self.machine.run(self.program, "send", "--redis", url, *targets, "from Windows")
        check(code == 0 and len(re.findall(r"\bdone\b", out)) == 10, f"send from Windows: {code} {out}{err}")
        ran = subprocess.run([self.options.program, "send", "--redis", url, *targets, "from Linux"], capture_output=True,
                             text=True)
        check(ran.returncode == 0 and len(re.findall(r"\bdone\b", ran.stdout)) == 10, f"send from Linux: {ran}")
        print(f"   {len(here)} devices on the Windows node, {len(there)} on the Linux one")


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("zip", type=pathlib.Path)
    reader.add_argument("program", type=pathlib.Path)
    reader.add_argument("--pictures", type=pathlib.Path)
    reader.add_argument("--only", help="one step of: speak headless window cluster")
    options = reader.parse_args()
    options.program = options.program.resolve()
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory(prefix="linekeeper-smoke-") as folder:
        smoke = Smoke(options, pathlib.Path(folder))
        try:
            for step in (smoke.unpack, smoke.speak, smoke.headless, smoke.window, smoke.cluster):
                if options.only and step != smoke.unpack and step.__name__ != options.only:
                    continue
                began = time.monotonic()
                try:
                    step()
                    passed += 1
                    print(f"ok {step.__doc__.splitlines()[0]} ({time.monotonic() - began:.0f} s)", flush=True)
                except (Failed, subprocess.SubprocessError) as problem:
                    failed += 1
                    print(f"FAILED {step.__doc__.splitlines()[0]}: {problem}{smoke.log()}", flush=True)
        finally:
            smoke.machine.end()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()

#!/usr/bin/env python3
"""smoke.py ZIP SETUP LINUX_PROGRAM [--pictures FOLDER]: the packages for Windows, used as a person would, under wine.

Unpacked into a folder with a blank and a Chinese character: verbs and their exit codes in a terminal, a headless node
with 1 000 devices of the Linux program, whether anything spins at rest, the window and a click on Send, a cluster of a
Windows and a Linux node behind nginx; and SETUP, which installs and uninstalls. --pictures keeps pictures of the window,
of every page. Exit code 0: all of it is so. Starts what it needs itself, on free ports."""

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

HERE = pathlib.Path(__file__).resolve().parent
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
        self.screen = None
        self.disk = folder / "wine/drive_c"
        self.environment = dict(os.environ, WINEPREFIX=str(folder / "wine"), WINEARCH="win64", WINEDEBUG="-all",
                                WINEDLLOVERRIDES="winemenubuilder.exe=", LC_ALL="C.UTF-8")
        subprocess.run([HERE / "make_prefix"], env=self.environment, check=True)
        # From the beginning: wine keeps to the screen that its first program had, or did not have.
        self.show()

    def start(self, *words, **more):
        process = subprocess.Popen([str(word) for word in words], env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True, encoding="utf-8", **more)
        self.started.append(process)
        return process

    def wine(self, *words, **more):
        return self.start("wine", *words, stderr=open(self.folder / "log", "ab"), **more)

    def run(self, *words, seconds=300):
        """Exit code, stdout and stderr of a Windows program."""
        ran = subprocess.run(["wine", *[str(word) for word in words]], env=self.environment, stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=seconds)
        return ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")

    def show(self):
        """Xvfb, whose picture is a file here."""
        for number in range(random.randrange(100, 400), 600):
            if pathlib.Path(f"/tmp/.X{number}-lock").exists():
                continue
            size = f"{SCREEN[0]}x{SCREEN[1]}x24"
            words = ["Xvfb", f":{number}", "-screen", "0", size, "-fbdir", str(self.folder), "-nolisten", "tcp"]
            self.screen = subprocess.Popen(words, stderr=subprocess.DEVNULL)
            there = pathlib.Path(f"/tmp/.X11-unix/X{number}")
            wait_for(10, "the screen", lambda: there.exists() or self.screen.poll() is not None)
            if self.screen.poll() is None:
                self.environment["DISPLAY"] = f":{number}"
                return
        raise Failed("no screen could be made; see whether Xvfb starts")

    def used(self):
        """CPU seconds of each thread of Windows' programs here and of wine itself: (thread, its program) -> s."""
        times = {}
        ticks = os.sysconf("SC_CLK_TCK")
        for task in pathlib.Path("/proc").glob("[0-9]*/task/[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):
                process = task.parents[2]
                if f"WINEPREFIX={self.folder}".encode() not in (process / "environ").read_bytes():
                    continue
                fields = task.read_text().rsplit(")", 1)[1].split()
                program = (process / "comm").read_text().strip()
                times[task.parent.name, program] = (int(fields[11]) + int(fields[12])) / ticks
        return times

    def home(self):
        """The folder of the one who runs Windows' programs here."""
        home, = (folder for folder in (self.disk / "users").iterdir() if folder.name != "Public")
        return home

    def clear(self):
        """Ends what was started here, but for the screen."""
        subprocess.run(["wineserver", "-k"], env=self.environment, stderr=subprocess.DEVNULL)
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.started.clear()

    def end(self):
        self.clear()
        if self.screen:
            self.screen.terminate()
            self.screen.wait()

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
        self.main = None  # the console's window
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
        """--version, --help and exit codes, as a terminal has them"""
        code, out, err = self.machine.run(self.program, "--version")
        check(code == 0 and out.startswith("linekeeper "), f"--version: {code} {out}{err}")
        for words, expected, said in (("--version", 0, "linekeeper "), ("--help", 0, "--headless"),
                                      ("sned x y", 2, "sned"), ("devices --json", 3, "linekeeper")):
            out = self.type_in(f"linekeeper {words}")
            check(f"code {expected}\n" in out and said in out, f"{words}: not code {expected}, with {said}, but: {out}")

    def type_in(self, line):
        """What cmd prints for a line that is typed in the program's folder, and `code` with its %ERRORLEVEL%."""
        script = self.program.parent / "typed.bat"
        script.write_text(f'@echo off\r\ncd /d "%~dp0"\r\n{line} 2>&1\r\necho code %ERRORLEVEL%\r\n')
        try:
            _, out, _ = self.machine.run(script)
        finally:
            script.unlink()
        return out.replace("\r", "")

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
        self.rest()
        fleet.terminate()
        fleet.wait(20)
        wait_for(20, "the leaving of all devices", lambda: self.count() == 0, every=1)
        self.drain(node)

    def rest(self):
        """No thread of the node's, or of wine's for it, uses a third of a core with its devices at rest."""
        before = self.machine.used()
        time.sleep(6)
        after = self.machine.used()
        check(any(name == "linekeeper.exe" for _, name in after), "the node's threads are not to be seen")
        busy = sorted(((used - before.get(thread, used)) / 6 for thread, used in after.items()), reverse=True)
        print(f"   with {DEVICES} devices at rest the busiest threads use {busy[0]:.1%}, {busy[1]:.1%} of a core")
        check(busy[0] < 1 / 3, f"a thread spins: {busy[0]:.0%} of a core")

    def reports(self):
        """1 000 devices report once a second, and each report is acknowledged"""
        metrics = free_port()
        node = self.machine.wine(self.program, "--headless", "--config", self.settings, "--node-id", "windows-5",
                                 "--listen", "127.0.0.1:0", "--metrics", f"127.0.0.1:{metrics}")
        port, _ = self.ready(node)
        fleet = self.fleet(port, DEVICES, every=1)
        wait_for(60, "each device's first report", lambda: self.metric(metrics, "linekeeper_reports_total") > DEVICES)
        before, reports, began = self.machine.used(), self.metric(metrics, "linekeeper_reports_total"), time.monotonic()
        time.sleep(8)
        after, reports = self.machine.used(), self.metric(metrics, "linekeeper_reports_total") - reports
        seconds = time.monotonic() - began
        check(reports > 0, "no report came any more")

        def cost(by_node):
            return 1e6 / reports * sum(used - before.get(thread, 0) for thread, used in after.items()
                                       if by_node == (thread[1] == "linekeeper.exe"))

        print(f"   {reports / seconds:.0f} reports a second; CPU of each: {cost(True):.0f} µs by the node, "
              f"{cost(False):.0f} µs by wine's other processes")
        fleet.send_signal(signal.SIGINT)
        said = fleet.communicate(timeout=30)[0].splitlines()[-1]
        counts = re.search(r"(\d+) reports sent, (\d+) acknowledged", said)
        check(counts and int(counts[2]) >= int(counts[1]) - DEVICES, f"reports without an answer: {said}")
        self.drain(node)

    def drain(self, node, program=None):
        code, out, err = self.machine.run(program or self.program, "drain")
        check(code == 0, f"drain: {code} {out}{err}")
        check(node.wait(30) == 0, f"the node's exit code after drain: {node.returncode}{self.log()}")

    def metric(self, port, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            found = re.search(rf"^{re.escape(name)} (\d+)$", answer.read().decode(), re.MULTILINE)
        check(found, f"there is no {name} in /metrics")
        return int(found[1])

    def service(self):
        """the service is installed, starts, serves a device, drains as it stops, and goes"""
        # Wine ends with its last program and starts anew with the next, and a service that starts with it: so one stays.
        node = self.machine.wine(self.program, "--headless", "--node-id", "windows-7", "--listen", "127.0.0.1:0")
        self.ready(node)
        data = self.machine.disk / "Line data"
        self.serve("install", "--data-folder", "C:\\Line data", "--listen", "127.0.0.1:0", "--node-id", "windows-6", code=0)
        self.serve("start", code=0)
        self.serve("status", code=0)
        check(data.is_dir() and list(data.rglob("*.log*")), f"the service has no log: {list(data.rglob('*'))}")
        self.serve("stop", code=0)
        self.serve("status", code=1)
        self.serve("remove", code=0)
        self.serve("status", code=3)
        self.drain(node)

    def serve(self, *words, code):
        got, out, err = self.machine.run(self.program.with_suffix(".com"), "service", *words)
        check(got == code, f"service {' '.join(words)}: {got} {out}{err}")

    def install(self):
        """the installer asks nothing, the program starts there, and uninstalling takes all but the settings"""
        folder = self.machine.disk / "Program Files/Linekeeper"
        local = self.machine.home() / "AppData/Local"
        settings = local / "linekeeper/linekeeper.ini"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[node]\nlisten = 127.0.0.1:0\n")
        self.set_up()
        self.is_whole(folder)
        links = list(self.machine.disk.glob("ProgramData/Microsoft/Windows/Start Menu/Programs/Linekeeper/*.lnk"))
        check(len(links) == 2, f"in the Start menu: {links}")
        node = self.machine.wine(folder / "linekeeper.exe", "--headless", "--node-id", "windows-4")
        self.ready(node)
        code, _, _ = self.machine.run(self.options.setup, "/S")
        check(code == 3, f"installed over a program that runs: {code}")
        self.drain(node, folder / "linekeeper.com")
        self.set_up()
        self.is_whole(folder)
        self.take_off(folder)
        check(not [link for link in links if link.exists()], "the Start menu still has it")
        check(settings.exists(), "uninstalling took the settings, too")
        own = local / "Programs/Linekeeper"
        self.set_up("/CurrentUser")
        self.is_whole(own)
        self.take_off(own, "/purge")
        check(not settings.parent.exists(), "the settings are still there after /purge")

    def set_up(self, *more):
        code, _, _ = self.machine.run(self.options.setup, "/S", *more)
        check(code == 0, f"setup /S {' '.join(more)}: {code}")

    def is_whole(self, folder):
        unpacked = self.program.parent
        expected = {file.relative_to(unpacked): file.read_bytes() for file in unpacked.rglob("*") if file.is_file()}
        there = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        there.pop(pathlib.Path("uninstall.exe"), None)
        check(there == expected, f"installed is something else than packed: {sorted(there.keys() ^ expected.keys())}")

    def take_off(self, folder, *more):
        place = "C:\\" + str(folder.relative_to(self.machine.disk)).replace("/", "\\")
        code, _, _ = self.machine.run(f"{place}\\uninstall.exe", "/S", *more)
        check(code == 0, f"uninstall: {code}")
        # It goes on by itself, as its own file goes, too.
        wait_for(60, f"the end of {folder}", lambda: not folder.exists())
        for hive in ("HKLM", "HKCU"):
            listed = rf"{hive}\Software\Microsoft\Windows\CurrentVersion\Uninstall"
            _, out, _ = self.machine.run("reg", "query", listed)
            check("Linekeeper" not in out, f"Windows still lists it in {hive}: {out}")

    def picture(self, name):
        picture = Picture(self.folder / "Xvfb_screen0")
        if self.options.pictures:
            self.options.pictures.mkdir(parents=True, exist_ok=True)
            picture.save(self.options.pictures / f"{name}.png")
        return picture

    def open_console(self, node, theme, language, *more):
        """The console's process, its node's port, and its window, which fills the screen."""
        console = self.machine.wine(self.program, "--config", self.settings, "--node-id", node, "--listen", "127.0.0.1:0",
                                    "--set", f"console.theme={theme}", "--set", f"console.language={language}", *more)
        port, _ = self.ready(console)
        self.main = window = wait_for(30, "the window", self.windows)[-1]
        self.machine.do("windowmove", window, 0, 0, "windowsize", window, *SCREEN)
        time.sleep(2)
        self.machine.do("windowfocus", window)
        return console, port

    def quit(self, console):
        """With devices in its view, which follows the node's a moment later, it asks first: asked anew, then."""

        time.sleep(3)

        def has_ended():
            with contextlib.suppress(subprocess.CalledProcessError):
                # Nothing here gives a new window the keys by itself.
                for window in self.machine.do("search", "--onlyvisible", "--name", ".").split():
                    if window != self.main:
                        self.machine.do("windowfocus", window, "key", "Escape")
                self.machine.do("windowfocus", self.main, "key", "ctrl+q")
            with contextlib.suppress(subprocess.TimeoutExpired):
                console.wait(3)
            return console.poll() is not None

        wait_for(30, "the end of the console", has_ended)
        check(console.returncode == 0, f"the console's exit code: {console.returncode}{self.log()}")

    def windows(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            return self.machine.do("search", "--onlyvisible", "--name", "Linekeeper").split()

    def window(self):
        """the window opens, and a click on Send ends done"""
        metrics = free_port()
        console, port = self.open_console("windows-2", "light", "en", "--metrics", f"127.0.0.1:{metrics}")
        fleet = self.fleet(port, DEVICES)
        wait_for(60, f"the connecting of {DEVICES} devices", lambda: self.count() == DEVICES, every=1)
        check(self.picture("1-start").colours() > 20, "the window is blank")
        # A new command, for the device that is the current one of the list.
        self.machine.do("key", "ctrl+n")
        time.sleep(1)
        self.machine.do("type", "--delay", 30, "relay on")
        place = wait_for(20, "the button Send", lambda: self.picture("2-filled-in").find(ACCENT), every=1)
        self.machine.do("mousemove", *place, "click", 1)
        done = re.compile(r'linekeeper_commands_total\{[^}]*status="done"[^}]*\} 1\b')

        def is_done():
            with urllib.request.urlopen(f"http://127.0.0.1:{metrics}/metrics") as answer:
                return done.search(answer.read().decode())

        wait_for(20, "the end of the command, done,", is_done)
        time.sleep(1)
        self.picture("3-sent")
        fleet.terminate()
        wait_for(20, "the leaving of all devices", lambda: self.count() == 0, every=1)
        self.quit(console)

    def looks(self):
        """every page, light and dark, in English and Chinese: pictures to be looked at"""
        for theme, language in (("light", "en"), ("dark", "en"), ("light", "zh_CN"), ("dark", "zh_CN")):
            console, _ = self.open_console("windows-7", theme, language, "--demo", "40")
            for page in range(1, 8):
                self.machine.do("key", f"ctrl+{page}")
                time.sleep(1.5)
                self.picture(f"{theme}-{language}-{page}")
            self.machine.do("key", "ctrl+comma")
            time.sleep(1.5)
            self.picture(f"{theme}-{language}-settings")
            self.machine.do("key", "Escape")
            time.sleep(0.5)
            self.machine.do("key", "ctrl+q")
            time.sleep(1)
            self.picture(f"{theme}-{language}-quit")
            self.machine.clear()

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
        check(code == 0 and self.done(out) == 10, f"send from Windows: {code} {out}{err}")
        ran = subprocess.run([self.options.program, "send", "--redis", url, *targets, "from Linux"], capture_output=True,
                             text=True)
        check(ran.returncode == 0 and self.done(ran.stdout) == 10, f"send from Linux: {ran}")
        print(f"   {len(here)} devices on the Windows node, {len(there)} on the Linux one")
        self.drain(windows)

    def done(self, said):
        return len(re.findall(r"^\S+ +done ", said, re.MULTILINE))


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("zip", type=pathlib.Path)
    reader.add_argument("setup", type=pathlib.Path)
    reader.add_argument("program", type=pathlib.Path)
    reader.add_argument("--pictures", type=pathlib.Path)
    reader.add_argument("--only", nargs="+",
                        help="these of: speak headless reports window looks (with --pictures) cluster service install")
    options = reader.parse_args()
    options.program = options.program.resolve()
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory(prefix="linekeeper-smoke-") as folder:
        smoke = Smoke(options, pathlib.Path(folder))
        try:
            for step in (smoke.unpack, smoke.speak, smoke.headless, smoke.reports, smoke.window, smoke.looks, smoke.cluster,
                         smoke.service, smoke.install):
                if options.only and step != smoke.unpack and step.__name__ not in options.only:
                    continue
                if step == smoke.looks and not options.pictures:
                    continue
                began = time.monotonic()
                try:
                    step()
                    passed += 1
                    print(f"ok {step.__doc__.splitlines()[0]} ({time.monotonic() - began:.0f} s)", flush=True)
                except (Failed, subprocess.SubprocessError) as problem:
                    failed += 1
                    print(f"FAILED {step.__doc__.splitlines()[0]}: {problem}{smoke.log()}", flush=True)
                smoke.machine.clear()
        finally:
            smoke.machine.end()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()

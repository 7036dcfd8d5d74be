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
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

from machine import Failed, Machine, SCREEN, check, free_port, listens, wait_for

DEVICES = 1000
ACCENT = (0x0B, 0x6E, 0x7D)  # of a button that does what its form is for, in the light look


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
        line = self.machine.line_of(process)
        check(line.startswith("ready "), f"no ready line but: {line}{self.log()}")
        fields = dict(word.split("=", 1) for word in line.split()[1:])
        return int(fields["listen"].rsplit(":", 1)[1]), fields

    def log(self):
        file = self.folder / "log"
        return "\n" + "\n".join(file.read_text(errors="replace").splitlines()[-20:]) if file.exists() else ""

    def fleet(self, port, count, prefix="sim-", every=0):
        return self.machine.start(self.options.program, "simulate", "--target", f"127.0.0.1:{port}", "--devices", count,
                                  "--prefix", prefix, "--report-every", every)

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
        wait_for(f"the connecting of {DEVICES} devices", lambda: self.count() == DEVICES, every=1)
        code, out, err = self.machine.run(self.program, "send", "sim-7", "relay on 开")
        check(code == 0 and re.search(r"sim-7\s+done", out), f"send: {code} {out}{err}")
        code, out, err = self.machine.run(self.program, "send", "nobody", "relay on")
        check(code == 1 and "offline" in out, f"send to nobody: {code} {out}{err}")
        code, out, _ = self.machine.run(self.program, "send", "--json", "sim-1", "sim-1000", "x")
        check(code == 0 and out.count('"done"') == 2, f"send --json: {code} {out}")
        self.rest()
        fleet.terminate()
        self.machine.end_of(fleet)
        wait_for("the leaving of all devices", lambda: self.count() == 0, every=1)
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
        wait_for("each device's first report", lambda: self.metric(metrics, "linekeeper_reports_total") > DEVICES)
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
        counted = self.metric(metrics, "linekeeper_reports_total")
        time.sleep(2)
        fleet.send_signal(signal.SIGINT)
        self.machine.end_of(fleet)
        said = fleet.stdout.read().splitlines()[-1]
        counts = re.search(rf"{DEVICES} connects, 0 failures, 0 ended, (\d+) reports sent, (\d+) acknowledged", said)
        check(counts and int(counts[2]) >= counted, f"{counted} reports were taken 2 s before, not all answered: {said}")
        self.drain(node)

    def drain(self, node, program=None):
        code, out, err = self.machine.run(program or self.program, "drain")
        check(code == 0, f"drain: {code} {out}{err}")
        check(self.machine.end_of(node) == 0, f"the node's exit code after drain: {node.returncode}{self.log()}")

    def metric(self, port, name):
        found = re.search(rf"^{name} (\d+)$", self.metrics(port), re.MULTILINE)
        check(found, f"there is no {name} in /metrics")
        return int(found[1])

    def metrics(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            return answer.read().decode()

    def service(self):
        """the service is installed, starts, serves a device, drains as it stops, and goes"""
        data = self.machine.disk / "Line data"
        self.serve("install", "--data-folder", "C:\\Line data", "--listen", "127.0.0.1:0", "--node-id", "windows-6", code=0)
        self.serve("start", code=0)
        self.serve("status", code=0)
        check(data.is_dir() and list(data.rglob("*.log*")), f"the service has no log: {list(data.rglob('*'))}")
        self.serve("stop", code=0)
        self.serve("status", code=1)
        self.serve("remove", code=0)
        self.serve("status", code=3)

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
        wait_for(f"the end of {folder}", lambda: not folder.exists())
        for hive in ("HKLM", "HKCU"):
            listed = rf"{hive}\Software\Microsoft\Windows\CurrentVersion\Uninstall"
            _, out, _ = self.machine.run("reg", "query", listed)
            check("Linekeeper" not in out, f"Windows still lists it in {hive}: {out}")

    def picture(self, name):
        picture = self.machine.picture()
        if self.options.pictures:
            self.options.pictures.mkdir(parents=True, exist_ok=True)
            picture.save(self.options.pictures / f"{name}.png")
        return picture

    def open_console(self, node, theme, language, *more):
        """The console's process, its node's port, and its window, which fills the screen."""
        console = self.machine.wine(self.program, "--config", self.settings, "--node-id", node, "--listen", "127.0.0.1:0",
                                    "--set", f"console.theme={theme}", "--set", f"console.language={language}", *more)
        port, _ = self.ready(console)
        self.main = wait_for("the window", lambda: self.machine.windows("Linekeeper"))[-1]
        self.machine.do("windowmove", self.main, 0, 0, "windowsize", self.main, *SCREEN)
        # Nothing here gives a new window the keys by itself.
        wait_for("the keys' going to the window", self.has_keys)
        return console, port

    def has_keys(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.machine.do("windowfocus", self.main)
            return self.machine.do("getwindowfocus").strip() == self.main

    def quit(self, console):
        """With devices in its view, which follows the node's a moment later, it asks first: asked anew, then."""

        def has_ended():
            with contextlib.suppress(subprocess.CalledProcessError):
                for window in self.machine.windows("."):
                    if window != self.main:
                        self.machine.do("windowfocus", window, "key", "Escape")
                self.machine.do("windowfocus", self.main, "key", "ctrl+q")
            with contextlib.suppress(subprocess.TimeoutExpired):
                console.wait(3)
            return console.poll() is not None

        wait_for("the end of the console", has_ended)
        check(console.returncode == 0, f"the console's exit code: {console.returncode}{self.log()}")

    def window(self):
        """the window opens, and a click on Send ends done"""
        metrics = free_port()
        console, port = self.open_console("windows-2", "light", "en", "--metrics", f"127.0.0.1:{metrics}")
        self.machine.do("key", "ctrl+2")
        wait_for("the drawing of the window", lambda: self.picture("1-start").colours() > 20, every=1)
        empty = self.machine.picture()
        fleet = self.fleet(port, DEVICES)
        sessions = "linekeeper_sessions"
        wait_for(f"the connecting of {DEVICES} devices", lambda: self.metric(metrics, sessions) == DEVICES)
        wait_for("the list of devices", lambda: self.picture("2-devices").differs(empty) > 1 / 3, every=1)
        # A new command, for the device that is the current one of the list.
        self.machine.do("key", "ctrl+n")
        self.machine.do("type", "--delay", 30, "relay on")
        place = wait_for("the button Send", lambda: self.picture("3-filled-in").find(ACCENT), every=1)
        self.machine.do("mousemove", *place, "click", 1)
        done = re.compile(r'linekeeper_commands_total\{[^}]*status="done"[^}]*\} 1\b')
        wait_for("the end of the command, done,", lambda: done.search(self.metrics(metrics)))
        time.sleep(1)
        self.picture("4-sent")
        fleet.terminate()
        self.machine.end_of(fleet)
        wait_for("the leaving of all devices", lambda: self.metric(metrics, sessions) == 0)
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
        wait_for("Redis' start", lambda: listens(redis))
        windows = self.machine.wine(self.program, "--headless", "--config", self.settings, "--node-id", "windows-3",
                                    "--listen", "127.0.0.1:0", "--redis", url)
        linux = self.machine.start(self.options.program, "--headless", "--config", self.settings, "--node-id", "linux-1",
                                   "--listen", "127.0.0.1:0", "--redis", url)
        ports = [self.ready(windows)[0], self.ready(linux)[0]]
        servers = "".join(f"server 127.0.0.1:{port}; " for port in ports)
        (self.folder / "nginx.conf").write_text(
            "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\ndaemon off;\n"
            f"pid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log;\nevents {{ worker_connections 2048; }}\n"
            f"stream {{ upstream nodes {{ {servers} }}\n"
            f"  server {{ listen 127.0.0.1:{entry}; proxy_connect_timeout 2s; proxy_pass nodes; }} }}\n")
        self.machine.start(nginx, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "nginx.log")
        wait_for("nginx's start", lambda: listens(entry))
        self.fleet(entry, 200, prefix="far-")

        def spread():
            rows = self.devices("--redis", url)
            rows = rows["devices"] if isinstance(rows, dict) else rows
            nodes = {row["device"]: row["node"] for row in rows if row["device"].startswith("far-")}
            return nodes if len(nodes) == 200 else None

        nodes = wait_for("the connecting of 200 devices through nginx", spread, every=1)
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
                    wait_for("the end of Linekeeper's programs", lambda: not smoke.machine.left())
                    passed += 1
                    print(f"ok {step.__doc__.splitlines()[0]} ({time.monotonic() - began:.0f} s)", flush=True)
                except (Failed, subprocess.SubprocessError, OSError) as problem:
                    failed += 1
                    print(f"FAILED {step.__doc__.splitlines()[0]}: {problem}{smoke.log()}", flush=True)
                smoke.machine.clear()
        finally:
            smoke.machine.end()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()

"""A Windows machine to try packages on: a wine of its own, and the screen beside it. For smoke.py."""

import contextlib
import os
import pathlib
import select
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import zlib

HERE = pathlib.Path(__file__).resolve().parent
SCREEN = (1280, 800)
# What anything here may take, in seconds: on a machine that is busy with other things, too, nothing is too slow.
PATIENCE = 300


class Failed(Exception):
    pass


def check(good, text):
    if not good:
        raise Failed(text)


def wait_for(what, probe, every=0.1):
    """What the probe finds, once it finds something."""
    end = time.monotonic() + PATIENCE
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() >= end:
            raise Failed(f"{what} did not happen in {PATIENCE} s")
        time.sleep(every)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Machine:
    def __init__(self, folder):
        self.folder = folder
        self.started = []
        self.prefix = folder / "wine"
        self.disk = self.prefix / "drive_c"
        self.environment = dict(os.environ, WINEPREFIX=str(self.prefix), WINEARCH="win64", WINEDEBUG="-all",
                                WINEDLLOVERRIDES="winemenubuilder.exe=", LC_ALL="C.UTF-8")
        subprocess.run([HERE / "make_prefix"], env=self.environment, check=True)
        # From the beginning: wine keeps to the screen that its first program had, or did not have.
        self.screen = self.show()
        self.stay_up()

    def show(self):
        """Xvfb, whose picture is a file here, on the first number that is free."""
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        words = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-fbdir", str(self.folder), "-nolisten", "tcp"]
        screen = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        number = self.line_of(screen).strip()
        check(number, "no screen could be made; see whether Xvfb starts")
        self.environment["DISPLAY"] = f":{number}"
        return screen

    def stay_up(self):
        """Wine ends with its last program, takes seconds to start, and starts services as it does: so one stays."""
        self.stays = subprocess.Popen(["wine", "cmd", "/c", "pause"], env=self.environment, stdin=subprocess.PIPE,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("wine's start", lambda: "services.exe" in self.programs())

    def start(self, *words, stderr=subprocess.DEVNULL, environment=None):
        """A program beside Windows."""
        process = subprocess.Popen([str(word) for word in words], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=stderr, text=True, encoding="utf-8")
        self.started.append(process)
        return process

    def wine(self, *words):
        """A program of Windows."""
        with open(self.folder / "log", "ab") as log:
            return self.start("wine", *words, stderr=log, environment=self.environment)

    def line_of(self, process):
        """The next line that it prints; empty: it has ended."""
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        check(ready, f"{process.args[0]} has said nothing in {PATIENCE} s")
        return process.stdout.readline()

    def end_of(self, process):
        """Its exit code."""
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failed(f"{process.args} has not ended in {PATIENCE} s, beside {self.programs()}") from None

    def run(self, *words):
        """Exit code, stdout and stderr of a Windows program. By way of files: what wine starts for itself lives on, and
        holds a pipe that it was given."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(["wine", *[str(word) for word in words]], env=self.environment,
                                       stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            self.started.append(process)
            code = self.end_of(process)
            self.started.remove(process)
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode("utf-8"))
        return code, *texts

    def processes(self):
        """Of Windows here, and of wine itself: folder in /proc -> program."""
        found = {}
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"WINEPREFIX={self.prefix}\0".encode() in (process / "environ").read_bytes() + b"\0":
                    found[process] = (process / "comm").read_text().strip()
        return found

    def programs(self):
        return sorted(self.processes().values())

    def used(self):
        """CPU seconds of each thread of Windows' programs here and of wine itself: (thread, its program) -> s."""
        times = {}
        ticks = os.sysconf("SC_CLK_TCK")
        for process, program in self.processes().items():
            for task in process.glob("task/[0-9]*/stat"):
                with contextlib.suppress(OSError):
                    fields = task.read_text().rsplit(")", 1)[1].split()
                    times[task.parent.name, program] = (int(fields[11]) + int(fields[12])) / ticks
        return times

    def home(self):
        """The folder of the one who runs Windows' programs here."""
        home, = (folder for folder in (self.disk / "users").iterdir() if folder.name != "Public")
        return home

    def left(self):
        """What runs of Linekeeper here."""
        return [program for program in self.programs() if program.startswith("linekeeper")]

    def clear(self):
        """Ends what was started beside Windows; Windows, too, and begins it anew, where something of Linekeeper is left."""
        if self.left():
            self.shut_down()
            self.stay_up()
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.started.clear()

    def shut_down(self):
        subprocess.run(["wineserver", "-k"], env=self.environment, stderr=subprocess.DEVNULL)
        self.end_of(self.stays)
        wait_for("the end of wine", lambda: not self.processes())

    def end(self):
        self.shut_down()
        self.clear()
        self.screen.terminate()
        self.screen.wait()
        shutil.rmtree(self.prefix, ignore_errors=True)

    def do(self, *words):
        """What a hand does: xdotool."""
        return subprocess.run(["xdotool", *[str(word) for word in words]], env=self.environment, check=True,
                              capture_output=True, text=True).stdout

    def windows(self, name):
        """The visible ones of that name, a regular expression; the newest is the last."""
        with contextlib.suppress(subprocess.CalledProcessError):
            return self.do("search", "--onlyvisible", "--name", name).split()
        return []

    def picture(self):
        return Picture(self.folder / "Xvfb_screen0")


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

    def differs(self, other):
        """How much of its height shows something else there."""
        return sum(mine != theirs for mine, theirs in zip(self.rows, other.rows)) / self.height

    def save(self, file):
        raw = b"".join(b"\0" + b"".join(bytes((row[i + 2], row[i + 1], row[i])) for i in range(0, len(row), 4))
                       for row in self.rows)

        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        size = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(raw)) +
                         chunk(b"IEND", b""))

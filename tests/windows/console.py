"""Steps of smoke.py: the console's window, on the screen beside Windows."""

import contextlib
import re
import subprocess
import time

from machine import SCREEN, check, free_port, wait_for
from program import DEVICES

ACCENT = (0x0B, 0x6E, 0x7D)  # of a button that does what its form is for, in the light look


class Console:
    def __init__(self, program, pictures):
        self.program = program
        self.machine = program.machine
        self.pictures = pictures  # the folder to keep them in; None: they are looked at only
        self.main = None  # the window

    def window(self):
        """the window opens, and a click on Send ends done"""
        metrics = free_port()
        console, port = self.open_console("windows-2", "light", "en", "--metrics", f"127.0.0.1:{metrics}")
        self.machine.do("key", "ctrl+2")
        wait_for("the drawing of the window", lambda: self.picture("1-start").colours() > 20, every=1)
        empty = self.machine.picture()
        fleet = self.program.fleet(port, DEVICES)
        sessions = "linekeeper_sessions"
        wait_for(f"the connecting of {DEVICES} devices", lambda: self.program.metric(metrics, sessions) == DEVICES)
        wait_for("the list of devices", lambda: self.picture("2-devices").differs(empty) > 1 / 3, every=1)
        # A new command, for the device that is the current one of the list.
        self.machine.do("key", "ctrl+n")
        self.machine.do("type", "--delay", 30, "relay on")
        place = wait_for("the button Send", lambda: self.picture("3-filled-in").find(ACCENT), every=1)
        self.machine.do("mousemove", *place, "click", 1)
        done = re.compile(r'linekeeper_commands_total\{[^}]*status="done"[^}]*\} 1\b')
        wait_for("the end of the command, done,", lambda: done.search(self.program.metrics(metrics)))
        time.sleep(1)
        self.picture("4-sent")
        fleet.terminate()
        self.machine.end_of(fleet)
        wait_for("the leaving of all devices", lambda: self.program.metric(metrics, sessions) == 0)
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

    def picture(self, name):
        picture = self.machine.picture()
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            picture.save(self.pictures / f"{name}.png")
        return picture

    def open_console(self, node, theme, language, *more):
        """The console's process, its node's port, and its window, which fills the screen."""
        console = self.program.start("--config", self.program.settings, "--node-id", node, "--listen", "127.0.0.1:0",
                                     "--set", f"console.theme={theme}", "--set", f"console.language={language}", *more)
        port, _ = self.program.ready(console)
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
        check(console.returncode == 0, f"the console's exit code: {console.returncode}{self.program.log()}")

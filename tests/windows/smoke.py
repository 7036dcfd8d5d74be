#!/usr/bin/env python3
"""smoke.py ZIP SETUP LINUX_PROGRAM [--pictures FOLDER]: the packages for Windows, used as a person would, under wine.

Unpacked into a folder with a blank and a Chinese character: verbs and their exit codes in a terminal, a headless node
with 1 000 devices of the Linux program, whether anything spins at rest, the window and a click on Send, a cluster of a
Windows and a Linux node behind nginx; and SETUP, which installs and uninstalls. --pictures keeps pictures of the window,
of every page. Exit code 0: all of it is so. Starts what it needs itself, on free ports. The steps are in packages.py,
nodes.py and console.py."""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import time

from console import Console
from machine import Failed, Machine, wait_for
from nodes import Nodes
from packages import Packages
from program import Program


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
        machine = Machine(pathlib.Path(folder))
        program = Program(machine, options.program)
        packages = Packages(program, options.zip, options.setup)
        nodes, console = Nodes(program), Console(program, options.pictures)
        try:
            for step in (packages.unpack, packages.speak, nodes.headless, nodes.reports, console.window, console.looks,
                         nodes.cluster, packages.service, packages.install):
                if options.only and step != packages.unpack and step.__name__ not in options.only:
                    continue
                if step == console.looks and not options.pictures:
                    continue
                began = time.monotonic()
                try:
                    step()
                    wait_for("the end of Linekeeper's programs", lambda: not machine.left())
                    passed += 1
                    print(f"ok {step.__doc__.splitlines()[0]} ({time.monotonic() - began:.0f} s)", flush=True)
                except (Failed, subprocess.SubprocessError, OSError) as problem:
                    failed += 1
                    print(f"FAILED {step.__doc__.splitlines()[0]}: {problem}{program.log()}", flush=True)
                machine.clear()
        finally:
            machine.end()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()

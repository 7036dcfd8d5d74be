"""Linekeeper for Windows, as it was unpacked: what it says, and the devices that come to it. For smoke.py."""

import json
import re
import urllib.request

from machine import check

DEVICES = 1000


class Program:
    def __init__(self, machine, linux):
        self.machine = machine
        self.linux = linux  # the program for Linux beside it
        self.path = None  # once it is unpacked
        self.settings = machine.folder / "settings.ini"
        self.settings.write_text("")

    def run(self, *words):
        """Exit code, stdout and stderr."""
        return self.machine.run(self.path, *words)

    def start(self, *words):
        """Its process, of which stdout is read here."""
        return self.machine.wine(self.path, *words)

    def ready(self, process):
        line = self.machine.line_of(process)
        check(line.startswith("ready "), f"no ready line but: {line}{self.log()}")
        fields = dict(word.split("=", 1) for word in line.split()[1:])
        return int(fields["listen"].rsplit(":", 1)[1]), fields

    def log(self):
        file = self.machine.folder / "log"
        return "\n" + "\n".join(file.read_text(errors="replace").splitlines()[-20:]) if file.exists() else ""

    def fleet(self, port, count, prefix="sim-", every=0):
        return self.machine.start(self.linux, "simulate", "--target", f"127.0.0.1:{port}", "--devices", count,
                                  "--prefix", prefix, "--report-every", every)

    def devices(self, *more):
        code, out, err = self.run("devices", "--json", *more)
        check(code == 0, f"devices: {code} {err}")
        return json.loads(out)

    def count(self, *more):
        answer = self.devices(*more)
        return len(answer["devices"] if isinstance(answer, dict) else answer)

    def drain(self, node, program=None):
        code, out, err = self.machine.run(program or self.path, "drain")
        check(code == 0, f"drain: {code} {out}{err}")
        check(self.machine.end_of(node) == 0, f"the node's exit code after drain: {node.returncode}{self.log()}")

    def metric(self, port, name):
        found = re.search(rf"^{name} (\d+)$", self.metrics(port), re.MULTILINE)
        check(found, f"there is no {name} in /metrics")
        return int(found[1])

    def metrics(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            return answer.read().decode()

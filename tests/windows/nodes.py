"""Steps of smoke.py: nodes for Windows without a window, by themselves and in a cluster with one for Linux."""

import os
import re
import shutil
import signal
import subprocess
import time

from machine import check, free_port, listens, wait_for
from program import DEVICES


class Nodes:
    def __init__(self, program):
        self.program = program
        self.machine = program.machine

    def headless(self):
        """a headless node serves 1 000 devices, commands reach them, nothing spins at rest, drain ends it"""
        node = self.program.start("--headless", "--config", self.program.settings, "--node-id", "windows-1",
                                  "--listen", "127.0.0.1:0")
        port, _ = self.program.ready(node)
        fleet = self.program.fleet(port, DEVICES)
        wait_for(f"the connecting of {DEVICES} devices", lambda: self.program.count() == DEVICES, every=1)
        code, out, err = self.program.run("send", "sim-7", "relay on 开")
        check(code == 0 and re.search(r"sim-7\s+done", out), f"send: {code} {out}{err}")
        code, out, err = self.program.run("send", "nobody", "relay on")
        check(code == 1 and "offline" in out, f"send to nobody: {code} {out}{err}")
        code, out, _ = self.program.run("send", "--json", "sim-1", "sim-1000", "x")
        check(code == 0 and out.count('"done"') == 2, f"send --json: {code} {out}")
        self.rest()
        fleet.terminate()
        self.machine.end_of(fleet)
        wait_for("the leaving of all devices", lambda: self.program.count() == 0, every=1)
        self.program.drain(node)

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
        node = self.program.start("--headless", "--config", self.program.settings, "--node-id", "windows-5",
                                  "--listen", "127.0.0.1:0", "--metrics", f"127.0.0.1:{metrics}")
        port, _ = self.program.ready(node)
        fleet = self.program.fleet(port, DEVICES, every=1)

        def taken():
            return self.program.metric(metrics, "linekeeper_reports_total")

        wait_for("each device's first report", lambda: taken() > DEVICES)
        before, reports, began = self.machine.used(), taken(), time.monotonic()
        time.sleep(8)
        after, reports = self.machine.used(), taken() - reports
        seconds = time.monotonic() - began
        check(reports > 0, "no report came any more")

        def cost(by_node):
            return 1e6 / reports * sum(used - before.get(thread, 0) for thread, used in after.items()
                                       if by_node == (thread[1] == "linekeeper.exe"))

        print(f"   {reports / seconds:.0f} reports a second; CPU of each: {cost(True):.0f} µs by the node, "
              f"{cost(False):.0f} µs by wine's other processes")
        counted = taken()
        time.sleep(2)
        fleet.send_signal(signal.SIGINT)
        self.machine.end_of(fleet)
        said = fleet.stdout.read().splitlines()[-1]
        counts = re.search(rf"{DEVICES} connects, 0 failures, 0 ended, (\d+) reports sent, (\d+) acknowledged", said)
        check(counts and int(counts[2]) >= counted, f"{counted} reports were taken 2 s before, not all answered: {said}")
        self.program.drain(node)

    def cluster(self):
        """behind nginx and through Redis, a Windows and a Linux node: commands reach the devices of both"""
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        check(nginx and shutil.which("redis-server"), "nginx and redis-server have to be installed")
        folder = self.machine.folder
        redis, entry = free_port(), free_port()
        url = f"redis://127.0.0.1:{redis}"
        self.machine.start("redis-server", "--port", redis, "--bind", "127.0.0.1", "--save", "", "--dir", folder)
        wait_for("Redis' start", lambda: listens(redis))
        windows = self.program.start("--headless", "--config", self.program.settings, "--node-id", "windows-3",
                                     "--listen", "127.0.0.1:0", "--redis", url)
        linux = self.machine.start(self.program.linux, "--headless", "--config", self.program.settings, "--node-id",
                                   "linux-1", "--listen", "127.0.0.1:0", "--redis", url)
        ports = [self.program.ready(windows)[0], self.program.ready(linux)[0]]
        servers = "".join(f"server 127.0.0.1:{port}; " for port in ports)
        (folder / "nginx.conf").write_text(
            "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\ndaemon off;\n"
            f"pid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\nevents {{ worker_connections 2048; }}\n"
            f"stream {{ upstream nodes {{ {servers} }}\n"
            f"  server {{ listen 127.0.0.1:{entry}; proxy_connect_timeout 2s; proxy_pass nodes; }} }}\n")
        self.machine.start(nginx, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "nginx.log")
        wait_for("nginx's start", lambda: listens(entry))
        self.program.fleet(entry, 200, prefix="far-")

        def spread():
            rows = self.program.devices("--redis", url)
            rows = rows["devices"] if isinstance(rows, dict) else rows
            nodes = {row["device"]: row["node"] for row in rows if row["device"].startswith("far-")}
            return nodes if len(nodes) == 200 else None

        nodes = wait_for("the connecting of 200 devices through nginx", spread, every=1)
        here = [device for device, node in nodes.items() if node == "windows-3"]
        there = [device for device, node in nodes.items() if node == "linux-1"]
        check(len(here) > 20 and len(there) > 20, f"{len(here)} devices on Windows, {len(there)} on Linux")
        targets = here[:5] + there[:5]
        code, out, err = self.program.run("send", "--redis", url, *targets, "from Windows")
        check(code == 0 and self.done(out) == 10, f"send from Windows: {code} {out}{err}")
        ran = subprocess.run([self.program.linux, "send", "--redis", url, *targets, "from Linux"], capture_output=True,
                             text=True)
        check(ran.returncode == 0 and self.done(ran.stdout) == 10, f"send from Linux: {ran}")
        print(f"   {len(here)} devices on the Windows node, {len(there)} on the Linux one")
        self.program.drain(windows)

    def done(self, said):
        return len(re.findall(r"^\S+ +done ", said, re.MULTILINE))

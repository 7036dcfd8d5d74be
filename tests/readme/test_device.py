#!/usr/bin/env python3
"""The README's device, as printed there, against the real node: a command sent to it ends done."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

readme, program = sys.argv[1:]
code = re.search(r"```python\n(.*?)```", pathlib.Path(readme).read_text(encoding="utf-8"), re.S).group(1)
assert len(code.strip().splitlines()) <= 10, "the README says ten lines"

with tempfile.TemporaryDirectory() as folder:
    environment = dict(os.environ, LINEKEEPER_RUNTIME_DIR=folder + "/run", XDG_CONFIG_HOME=folder)
    node = subprocess.Popen([program, "--headless", "--node-id", "readme", "--listen", "127.0.0.1:0"], env=environment,
                            stdout=subprocess.PIPE, text=True)
    device = None
    try:
        port = re.search(r"listen=127\.0\.0\.1:(\d+)", node.stdout.readline()).group(1)
        assert "7600" in code
        device = subprocess.Popen([sys.executable, "-u", "-c", code.replace("7600", port)], stdout=subprocess.PIPE,
                                  text=True)
        assert device.stdout.readline().startswith("2 "), "WELCOME"
        sent = subprocess.run([program, "send", "py-1", "relay on"], env=environment, capture_output=True, text=True,
                              timeout=60)
        print(sent.stdout, sent.stderr)
        assert sent.returncode == 0 and "done" in sent.stdout
    finally:
        for process in (device, node):
            if process:
                process.terminate()
                process.wait(30)

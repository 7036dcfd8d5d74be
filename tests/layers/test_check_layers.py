#!/usr/bin/env python3
"""The layer check must find each kind of forbidden line, and nothing in good ones."""

import pathlib
import subprocess
import sys
import tempfile

import check_layers

OF_REDIS = f"#  include <{check_layers.REDIS_LIBRARY}/read.h>"
FORBIDDEN = {
    "server/base/a.cpp": '#include "server/wire/frame.h"',
    "server/wire/a.cpp": '#include "server/bus/bus.h"',
    "server/wire/b.cpp": "#include <QTcpSocket>",
    "server/wire/c.cpp": "#include <sys/socket.h>",
    "server/bus/a.cpp": '#include "server/node/session.h"',
    "server/node/a.cpp": '#include "ui/theme.h"',
    "server/node/b.cpp": "#include <QWidget>",
    "server/node/c.cpp": "#include <QtGui/QColor>",
    "server/node/d.cpp": OF_REDIS,
    "server/node/e.cpp": 'auto text = tr("hello");',
    "server/node/f.cpp": '#include "tests/support/x.h"',
    "server/setup/a.cpp": '#include "app/startup.h"',
    "ui/a.cpp": '#include "server/wire/frame.h"',
    "ui/b.cpp": '#include "server/bus/bus.h"',
    "ui/c.cpp": '#include "app/startup.h"',
    "ui/d.cpp": '#include "server/node/gateway_node.h"',
    "tests/fuzz/a.cpp": OF_REDIS,
}
ALLOWED = {
    "server/base/a.h": "#include <QString>",
    "server/node/a.h": '#include "server/wire/frame.h"\n#include "server/bus/bus.h"\n#include <QTcpServer>',
    "server/bus/a.cpp": OF_REDIS,
    "ui/a.cpp": '#include "server/node/node_control.h"\n#include <QWidget>\nauto text = tr("hello");',
    "app/a.cpp": '#include "ui/main_window.h"\n#include "server/node/embedded_node.h"',
    "tests/ui/a.cpp": '#include "server/wire/frame.h"\n#include "ui/theme.h"\n#include <QTcpSocket>',
}


def findings(name: str, line: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True)
        path.write_text(line + "\n", encoding="utf-8")
        return check_layers.check(pathlib.Path(folder))


failures = [f"not found: {name}: {line}" for name, line in FORBIDDEN.items() if len(findings(name, line)) != 1]
failures += [f"wrongly found: {name}: {line}" for name, line in ALLOWED.items() if findings(name, line)]
with tempfile.TemporaryDirectory() as empty:
    if not check_layers.check(pathlib.Path(empty)):
        failures.append("an empty folder passes")
with tempfile.TemporaryDirectory() as folder:
    stray = pathlib.Path(folder, "crash-0123")
    stray.touch()
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    subprocess.run(["git", "-C", folder, "add", stray.name], check=True)
    if not any(stray.name in finding for finding in check_layers.check(stray.parent)):
        failures.append("a file that does not belong in the top level passes")
print("\n".join(failures) or f"{len(FORBIDDEN)} forbidden lines found, {len(ALLOWED)} good files let through")
sys.exit(1 if failures else 0)

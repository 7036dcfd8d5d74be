"""Steps of smoke.py: the packages themselves, what a terminal has of them, the service, and the installer."""

import hashlib
import json
import pathlib
import zipfile

from machine import check, wait_for


class Packages:
    def __init__(self, program, zip_file, setup):
        self.program = program
        self.machine = program.machine
        self.zip = zip_file
        self.setup = setup

    def unpack(self):
        """every file is there as FILES.txt has it"""
        place = self.machine.folder / "Line keeper 网关"
        with zipfile.ZipFile(self.zip) as archive:
            archive.extractall(place)
        top, = place.iterdir()
        self.program.path = top / "linekeeper.exe"
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
        code, out, err = self.program.run("--version")
        check(code == 0 and out.startswith("linekeeper "), f"--version: {code} {out}{err}")
        for words, expected, said in (("--version", 0, "linekeeper "), ("--help", 0, "--headless"),
                                      ("sned x y", 2, "sned"), ("devices --json", 3, "linekeeper")):
            out = self.type_in(f"linekeeper {words}")
            check(f"code {expected}\n" in out and said in out, f"{words}: not code {expected}, with {said}, but: {out}")

    def type_in(self, line):
        """What cmd prints for a line that is typed in the program's folder, and `code` with its %ERRORLEVEL%."""
        script = self.program.path.parent / "typed.bat"
        script.write_text(f'@echo off\r\ncd /d "%~dp0"\r\n{line} 2>&1\r\necho code %ERRORLEVEL%\r\n')
        try:
            _, out, _ = self.machine.run(script)
        finally:
            script.unlink()
        return out.replace("\r", "")

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
        got, out, err = self.machine.run(self.program.path.with_suffix(".com"), "service", *words)
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
        self.program.ready(node)
        code, _, _ = self.machine.run(self.setup, "/S")
        check(code == 3, f"installed over a program that runs: {code}")
        self.program.drain(node, folder / "linekeeper.com")
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
        code, _, _ = self.machine.run(self.setup, "/S", *more)
        check(code == 0, f"setup /S {' '.join(more)}: {code}")

    def is_whole(self, folder):
        unpacked = self.program.path.parent
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

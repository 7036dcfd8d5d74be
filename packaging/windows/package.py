#!/usr/bin/env python3
"""Packs linekeeper-VERSION-windows-x64.zip: the program, the libraries it needs, their licences, a list of every file
with its licence, and an SBOM (SPDX). The same program gives the same bytes: sorted, with the commit's time."""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
TARGET = "x86_64-w64-mingw32"
COMPILER = f"{TARGET}-g++-posix"
# What Qt loads by itself: the window, its look, TLS, and pictures of .ico.
PLUGINS = ["platforms/qwindows.dll", "styles/qwindowsvistastyle.dll", "tls/qschannelbackend.dll",
           "imageformats/qico.dll"]
# Parts by others in Qt's sources that are for other systems, for tests, or switched off.
NOT_HERE = {
    "VulkanMemoryAllocator", "android-gradle-wrapper", "android-native-style", "cocoa-platform-plugin", "cycle",
    "dejayvu", "forkfd", "libdbus-1-headers", "libjpeg", "linuxperf", "opengl-es2-headers", "opengl-headers", "pixman",
    "qeventdispatcher-cf", "valgrind", "vera-font", "vulkan-xml-spec", "xcb-xinput", "xserverhelper",
}
RUNTIME = {
    "libgcc_s_seh-1.dll": ("GPL-3.0-or-later WITH GCC-exception-3.1", "gcc"),
    "libstdc++-6.dll": ("GPL-3.0-or-later WITH GCC-exception-3.1", "gcc"),
    "libwinpthread-1.dll": ("MIT AND BSD-3-Clause", "mingw-w64"),
}
QT_LICENCE = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"


def fail(text):
    sys.exit(f"linekeeper: {text}")


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def debian_version(package):
    return run("dpkg-query", "-W", "-f=${source:Version}", package)


def imports(file):
    return re.findall(r"DLL Name: (\S+)", run(f"{TARGET}-objdump", "-p", str(file)))


def runtime_file(name):
    return pathlib.Path(run(COMPILER, f"-print-file-name={name}").strip()).resolve()


def is_of_windows(name):
    """mingw-w64 has an import library for each of Windows' own, and few for what only names a set of functions."""
    if name.lower().startswith("api-ms-win-"):
        return True
    stem = name.lower().removesuffix(".dll")
    library = pathlib.Path(f"/usr/{TARGET}/lib")
    return any((library / f"lib{candidate}.a").exists() for candidate in (stem, name.lower()))


def libraries_of(files, qt):
    """Every library that these need, and those need, that is not Windows' own: name -> where it is."""
    found = {}
    waiting = list(files)
    while waiting:
        for name in imports(waiting.pop()):
            if name in found:
                continue
            if (qt / "bin" / name).exists():
                found[name] = qt / "bin" / name
            elif name in RUNTIME:
                found[name] = runtime_file(name)
            elif is_of_windows(name):
                continue
            else:
                fail(f"nothing here has {name}, and it is not Windows' own")
            waiting.append(found[name])
    return found


class Package:
    """The files of the zip, each with its licence and where it comes from."""

    def __init__(self, folder):
        self.folder = folder
        self.about = {}
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)

    def put(self, name, licence, origin, source=None, text=None):
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            shutil.copyfile(source, target)
        else:
            target.write_bytes(text.encode("utf-8"))
        self.about[name] = (licence, origin)
        return target

    def digest(self, name, kind):
        return hashlib.new(kind, (self.folder / name).read_bytes()).hexdigest()


def put_program(package, build, qt):
    program = package.put("linekeeper.exe", "Apache-2.0", "linekeeper", build / "linekeeper.exe")
    # What terminals start of it, as it is of the desktop itself.
    launcher = package.put("linekeeper.com", "Apache-2.0", "linekeeper", build / "linekeeper.com")
    for file in (program, launcher):
        subprocess.run([f"{TARGET}-strip", str(file)], check=True)
    plugins = [qt / "plugins" / name for name in PLUGINS]
    for name, file in zip(PLUGINS, plugins):
        package.put(name, QT_LICENCE, "qt", file)
    for name, file in sorted(libraries_of([program, launcher, *plugins], qt).items()):
        licence, origin = RUNTIME.get(name, (QT_LICENCE, "qt"))
        library = package.put(name, licence, origin, file)
        if name in RUNTIME:  # Debian's hold what a debugger wants, ten times their size
            subprocess.run([f"{TARGET}-strip", "--strip-unneeded", str(library)], check=True)


def put_licences(package, root):
    package.put("LICENSES/linekeeper.txt", "Apache-2.0", "linekeeper", TOP / "LICENSE")
    licences = root / "licences"
    for name in ("LGPL-3.0-only", "GPL-3.0-only", "GPL-2.0-only"):
        package.put(f"LICENSES/Qt/{name}.txt", "the text of a licence", "qt", licences / "qt" / f"{name}.txt")
    for file in sorted((licences / "qt-parts").glob("*.txt")):
        if file.stem not in NOT_HERE:
            package.put(f"LICENSES/Qt/parts/{file.name}", "the text of a licence", "qt", file)
    package.put("LICENSES/hiredis.txt", "BSD-3-Clause", "hiredis", licences / "hiredis" / "COPYING")
    documents = pathlib.Path("/usr/share/doc")
    package.put("LICENSES/gcc-runtime.txt", "the text of a licence", "gcc",
                documents / "gcc-mingw-w64-x86-64-posix-runtime/copyright")
    package.put("LICENSES/mingw-w64.txt", "the text of a licence", "mingw-w64",
                documents / "mingw-w64-x86-64-dev/copyright")


def parts_of(root, version):
    """What is in the package by others: name -> version, licence, where its source is."""
    sources = dict(line.split() for line in (root / "sources").read_text().splitlines())
    parts = {
        "linekeeper": ("Linekeeper", version, "Apache-2.0", None),
        "qt": ("Qt (qtbase)", sources["qt6-base"].split("+")[0], QT_LICENCE, ("qt6-base", sources["qt6-base"])),
        "hiredis": ("hiredis", "1.0.3", "BSD-3-Clause", ("redis", sources["redis"])),
        "gcc": ("GCC runtime libraries", debian_version("gcc-mingw-w64-x86-64-posix-runtime"),
                "GPL-3.0-or-later WITH GCC-exception-3.1",
                ("gcc-mingw-w64", debian_version("gcc-mingw-w64-x86-64-posix-runtime"))),
        "mingw-w64": ("mingw-w64 runtime and winpthreads", debian_version("mingw-w64-x86-64-dev"),
                      "ZPL-2.1 AND MIT AND BSD-3-Clause", ("mingw-w64", debian_version("mingw-w64-x86-64-dev"))),
    }
    for file in sorted((root / "licences/qt-parts").glob("*.txt")):
        if file.stem in NOT_HERE:
            continue
        text = file.read_text(encoding="utf-8")
        said = re.search(r"^Version: (.*)\nLicence: (.*) \(([^()]*)\)$", text, re.MULTILINE)
        if not said:
            fail(f"{file} does not say version and licence as attribution.py writes them")
        parts[f"qt-{file.stem}"] = (text.splitlines()[0], said[1].replace("none said", "NOASSERTION"),
                                    expression(said[2], said[3]), ("qt6-base", sources["qt6-base"]))
    return parts


def expression(name, licence):
    """As SPDX has it; what has no id there gets one of this document's own."""
    licence = licence.replace(" or ", " OR ")
    if all(re.fullmatch(r"[A-Za-z0-9.+-]+", word) for word in re.split(r" (?:OR|AND|WITH) ", licence)):
        return licence
    return "LicenseRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name)


def notice(parts):
    qt = parts["qt"][3]
    return f"""Linekeeper for Windows
======================

Double-click linekeeper.exe: the console opens, with a node of its own that devices connect to, on port 7600. "Start demo
devices" shows it at work. The program is not signed, so Windows may say that it protected your PC: "More info", then "Run
anyway". Then it asks whether devices may reach the program: allow it.

Headless, and every verb, from a terminal in this folder:  .\\linekeeper --help
Settings, history and logs stay in this folder while a file portable.ini is in it; it may be empty.

Licences
--------

Linekeeper is under the Apache License 2.0 (LICENSES/linekeeper.txt).

It uses Qt, under the GNU Lesser General Public License 3 (LICENSES/Qt/LGPL-3.0-only.txt). Qt is in the files Qt6*.dll and in
the folders platforms, styles, tls and imageformats: shared libraries, which you may replace by your own build of the same
version of Qt; Linekeeper then uses that. Qt was built, unchanged, from Debian's source package {qt[0]} {qt[1]}: on
Debian 12 "apt-get source {qt[0]}" brings it, and packaging/windows/build.sh in Linekeeper's sources builds it again. Qt holds
parts by others, whose licences are in LICENSES/Qt/parts.

It contains hiredis, under the BSD licence (LICENSES/hiredis.txt). The libraries of the compiler come with it: those of GCC
under the GPL 3 with the GCC Runtime Library Exception, and mingw-w64's winpthreads under the MIT and BSD licences
(LICENSES/gcc-runtime.txt, LICENSES/mingw-w64.txt).

FILES.txt names the licence of every file here; linekeeper.spdx.json says the same for programs.
"""


def file_list(package):
    lines = ["File\tLicence\tPart of\tSHA-256"]
    for name in sorted(package.about):
        licence, origin = package.about[name]
        lines.append(f"{name}\t{licence}\t{origin}\t{package.digest(name, 'sha256')}")
    return "\n".join(lines) + "\n"


def sbom(package, parts, name, epoch):
    def reference(text):
        return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", text)

    digests = {kind: {name: package.digest(name, kind) for name in package.about} for kind in ("sha1", "sha256")}
    packages, own_licences = [], {}
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                  "relatedSpdxElement": reference("part-linekeeper")}]
    for key, (title, version, licence, source) in parts.items():
        entry = {
            "SPDXID": reference(f"part-{key}"), "name": title, "versionInfo": version,
            "downloadLocation": "NOASSERTION", "licenseConcluded": licence, "licenseDeclared": licence,
            "copyrightText": "NOASSERTION",
        }
        mine = sorted(digests["sha1"][name] for name, (_, origin) in package.about.items() if origin == key)
        entry["filesAnalyzed"] = bool(mine)
        if mine:
            code = hashlib.sha1("".join(mine).encode()).hexdigest()
            entry["packageVerificationCode"] = {"packageVerificationCodeValue": code}
        if licence.startswith("LicenseRef-"):
            text = package.folder / "LICENSES/Qt/parts" / f"{key.removeprefix('qt-')}.txt"
            own_licences[licence] = {
                "licenseId": licence, "name": licence.removeprefix("LicenseRef-").replace("-", " "),
                "extractedText": text.read_text(encoding="utf-8"),
            }
        if source:
            entry["externalRefs"] = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                      "referenceLocator": f"pkg:deb/debian/{source[0]}@{source[1]}?arch=source"}]
            relations.append({"spdxElementId": reference("part-linekeeper"), "relationshipType": "CONTAINS",
                              "relatedSpdxElement": reference(f"part-{key}")})
        packages.append(entry)
    files = []
    for file in sorted(package.about):
        licence, origin = package.about[file]
        files.append({
            "SPDXID": reference(f"file-{file}"), "fileName": f"./{file}", "copyrightText": "NOASSERTION",
            "checksums": [{"algorithm": kind.upper(), "checksumValue": digests[kind][file]} for kind in digests],
            "licenseConcluded": licence if not licence.startswith("the text") else "NOASSERTION",
            "licenseInfoInFiles": ["NOASSERTION"],
        })
        relations.append({"spdxElementId": reference(f"part-{origin}"), "relationshipType": "CONTAINS",
                          "relatedSpdxElement": reference(f"file-{file}")})
    content = hashlib.sha256("".join(digests["sha256"][file] for file in sorted(package.about)).encode()).hexdigest()
    return json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": f"urn:linekeeper:{name}:{content}",
        "creationInfo": {
            "created": datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: packaging/windows/package.py"],
        },
        "packages": packages, "files": files, "hasExtractedLicensingInfos": list(own_licences.values()),
        "relationships": relations,
    }, indent=1) + "\n"


def refuse_own_folders(package):
    """A folder of this machine in a file would make two builds of one commit differ."""
    own = [str(TOP).encode(), str(pathlib.Path.home() / ".cache").encode()]
    for name in package.about:
        content = (package.folder / name).read_bytes()
        for folder in own:
            if folder in content:
                fail(f"{name} names the folder {folder.decode()} of this machine")


def write_zip(package, target, epoch):
    moment = datetime.datetime.fromtimestamp(max(epoch, 315532800), datetime.timezone.utc).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(p for p in package.folder.rglob("*") if p.is_file()):
            name = file.relative_to(package.folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o755 if file.suffix in {".exe", ".com", ".dll"} else 0o644) << 16
            archive.writestr(entry, file.read_bytes())


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--build", type=pathlib.Path, required=True)
    reader.add_argument("--root", type=pathlib.Path, required=True)
    reader.add_argument("--epoch", type=int, required=True)
    options = reader.parse_args()
    build = options.build.resolve()

    version = re.search(r"CMAKE_PROJECT_VERSION:STATIC=(\S+)", (build / "CMakeCache.txt").read_text()).group(1)
    name = f"linekeeper-{version}-windows-x64"
    package = Package(build / "package" / name)
    put_program(package, build, options.root / "qt")
    put_licences(package, options.root)
    parts = parts_of(options.root, version)
    package.put("README.txt", "Apache-2.0", "linekeeper", text=notice(parts).replace("\n", "\r\n"))
    refuse_own_folders(package)
    listed = file_list(package)
    document = sbom(package, parts, name, options.epoch)
    package.put("FILES.txt", "Apache-2.0", "linekeeper", text=listed)
    package.put("linekeeper.spdx.json", "CC0-1.0", "linekeeper", text=document)
    target = build / f"{name}.zip"
    write_zip(package, target, options.epoch)
    print(os.path.relpath(target))


main()

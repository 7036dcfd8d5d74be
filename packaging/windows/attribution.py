#!/usr/bin/env python3
"""attribution.py QT_ATTRIBUTION.JSON FOLDER: writes a file for each part by others that it names, with its licence."""

import json
import pathlib
import re
import sys


def main():
    said = pathlib.Path(sys.argv[1])
    into = pathlib.Path(sys.argv[2])
    # Qt's own reader takes more than JSON does: texts over several lines.
    text = re.sub(r'"""|\\\n', "", said.read_text(encoding="utf-8"))
    parts = json.loads(text, strict=False)
    for part in parts if isinstance(parts, list) else [parts]:
        copyright_lines = part.get("Copyright", "")
        if isinstance(copyright_lines, list):
            copyright_lines = "\n".join(copyright_lines)
        files = part.get("LicenseFiles") or ([part["LicenseFile"]] if "LicenseFile" in part else [])
        texts = [(said.parent / name).read_text(encoding="utf-8", errors="replace") for name in files
                 if (said.parent / name).is_file()]
        lines = [
            part["Name"],
            part.get("Description", ""),
            f"Version: {part.get('Version', 'none said')}",
            f"Licence: {part.get('License', '')} ({part.get('LicenseId', 'no SPDX id')})",
            f"Used in: {part.get('QtUsage', '')}",
            "",
            copyright_lines,
            "",
            *texts,
        ]
        name = re.sub(r"[^A-Za-z0-9.-]", "-", part["Id"])
        (into / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")


main()

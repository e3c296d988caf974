"""Builds small wheels, whole enough for any installer: one module, METADATA, WHEEL and a RECORD with digests.

Reads a list of {"name", "version", "lines"} as JSON from standard input, where lines are those of METADATA behind name
and version; writes the wheels into the folder that is the argument and prints their file names, one a line.
"""

import base64
import hashlib
import json
import pathlib
import sys
import zipfile


def digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def build(folder: pathlib.Path, name: str, version: str, lines: list[str]) -> str:
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    head = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    members = {
        f"{name.replace('-', '_')}.py": f"version = {version!r}\n",
        f"{info}/METADATA": "\n".join([*head, *lines, ""]),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},{digest(text.encode())},{len(text.encode())}" for path, text in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    filename = f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(folder / filename, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, text in members.items():
            wheel.writestr(path, text)
    return filename


for release in json.load(sys.stdin):
    print(build(pathlib.Path(sys.argv[1]), release["name"], release["version"], release["lines"]))

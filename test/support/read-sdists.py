"""Reads what the builds of authors recorded in their sdists, with Python's own tar, zip and email modules alone.

Reads a list of {"url", "requires", "requires_python", "extras"} as JSON from standard input, the last three as another
reader has them, and prints for each an object of the grade that the sdist deserves and what the readings differ in.
Nothing is built: the archives are streams that are left as soon as nothing more can follow.
"""

import email.parser
import io
import json
import sys
import tarfile
import urllib.request
import zipfile

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name


def members(url: str):
    with urllib.request.urlopen(url, timeout=60) as response:
        if url.endswith(".zip"):
            archive = zipfile.ZipFile(io.BytesIO(response.read()))
            for name in archive.namelist():
                yield name, lambda name=name: archive.read(name)
        else:
            with tarfile.open(fileobj=response, mode="r|*") as archive:
                for member in archive:
                    if member.isfile():
                        yield member.name, lambda member=member: archive.extractfile(member).read()


def recorded(url: str) -> tuple[bytes, bytes | None]:
    """PKG-INFO at the top, and the requires.txt of the egg-info whose PKG-INFO names the same project."""
    info, requires = None, {}
    for path, read in members(url):
        parts = path.removeprefix("./").split("/")
        if parts[1:] == ["PKG-INFO"]:
            info = read()
            if b"\nRequires-Dist:" in info:
                break
        elif len(parts) > 2 and parts[-2].endswith(".egg-info") and parts[-1] == "requires.txt":
            requires[parts[-2].removesuffix(".egg-info")] = read()
    name = canonicalize_name(email.parser.BytesParser().parsebytes(info)["Name"])
    return info, next((text for egg, text in requires.items() if canonicalize_name(egg) == name), None)


def sections(text: str):
    """Lines of requires.txt as requirements: a heading is an extra, a marker after a colon, or both."""
    extra, marker = "", ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            extra, _, marker = line[1:-1].partition(":")
            yield canonicalize_name(extra) if extra else None, None
        elif line:
            requirement = Requirement(line)
            conditions = [str(requirement.marker or ""), marker, f"extra == '{canonicalize_name(extra)}'" if extra else ""]
            conditions = [f"({condition})" for condition in conditions if condition]
            if conditions:
                requirement.marker = Marker(" and ".join(conditions))
            yield None, requirement


def normal(requirement: Requirement) -> tuple:
    """The marker as a table of truth over what it can depend on here."""
    environments = [
        {"python_version": f"{v}", "python_full_version": f"{v}.9", "sys_platform": s, "platform_system": p,
         "os_name": o, "platform_python_implementation": i, "implementation_name": i.lower(),
         "platform_machine": m, "extra": e}
        for v in ("2.7", "3.4", "3.6", "3.7", "3.8", "3.10", "3.12", "3.14")
        for s, p, o in (("linux", "Linux", "posix"), ("win32", "Windows", "nt"), ("darwin", "Darwin", "posix"))
        for i in ("CPython", "PyPy")
        for m in ("x86_64", "arm64")
        for e in sorted(extras_of(requirement) | {""})
    ]
    marker = requirement.marker
    table = tuple((e["extra"], marker is None or marker.evaluate(e)) for e in environments)
    extras = tuple(sorted(canonicalize_name(extra) for extra in requirement.extras))
    return canonicalize_name(requirement.name), extras, str(requirement.specifier), requirement.url or "", table


def extras_of(requirement: Requirement) -> set[str]:
    text = str(requirement.marker or "")
    return {part.split('"')[1] for part in text.split("extra == ")[1:]} if "extra ==" in text else set()


def compare(asked: dict) -> dict:
    info, requires_txt = recorded(asked["url"])
    headers = email.parser.BytesParser().parsebytes(info)
    requires = [Requirement(text) for text in headers.get_all("Requires-Dist", [])]
    extras = {canonicalize_name(extra) for extra in headers.get_all("Provides-Extra", [])}
    if not requires and requires_txt is not None:
        for extra, requirement in sections(requires_txt.decode()):
            extras |= {extra} if extra else set()
            requires += [requirement] if requirement else []
    dynamic = {field.lower() for field in headers.get_all("Dynamic", [])}
    static = tuple(map(int, headers["Metadata-Version"].split("."))) >= (2, 2)
    static = static and not dynamic & {"requires-dist", "requires-python", "provides-extra"}
    theirs, ours = ({normal(each) for each in side} for side in (requires, map(Requirement, asked["requires"])))
    python = SpecifierSet(headers.get("Requires-Python") or "")
    differences = [f"{side} alone: {each[:4]}" for side, items in (("theirs", theirs - ours), ("ours", ours - theirs)) for each in items]
    if python != SpecifierSet(asked["requires_python"]):
        differences.append(f"Requires-Python: {python} and {asked['requires_python']}")
    if extras != set(asked["extras"]):
        differences.append(f"extras: {sorted(extras)} and {sorted(asked['extras'])}")
    return {"static": static, "requires": len(theirs), "differences": differences}


for question in json.load(sys.stdin):
    print(json.dumps(compare(question)), flush=True)

"""Answers questions about Python's packaging standards with the reference implementation, pypa's `packaging`.

JSON lines in, JSON lines out, in the same order: `{"result": ...}` or `{"error": "..."}`. The first line gives the
environment whose values stand in for those that a marker's question leaves out. `test/data/packaging/extract.py` asks
it too, as a module.
"""

import json
import sys
import warnings

from packaging import _manylinux, _musllinux, tags
from packaging.markers import Marker
from packaging.metadata import parse_email
from packaging.requirements import Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name, is_normalized_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

default_environment = {}


def compare(a, b):
    a, b = Version(a), Version(b)
    return (a > b) - (a < b)


def evaluate(marker, environment, extras):
    marker = Marker(marker)
    environment = {**default_environment, **environment}
    return any(marker.evaluate({**environment, "extra": extra}) for extra in extras or [""])


def read_requirement(text):
    requirement = Requirement(text)
    return {
        "name": canonicalize_name(requirement.name),
        "extras": sorted({canonicalize_name(extra) for extra in requirement.extras}),
        "specifier": sorted(str(clause) for clause in requirement.specifier),
        "url": requirement.url,
        "marker": str(requirement.marker) if requirement.marker else None,
    }


def read_wheel(filename):
    name, version, build, wheel_tags = parse_wheel_filename(filename)
    return {"name": name, "version": str(version), "build": list(build), "tags": sorted(map(str, wheel_tags))}


def read_sdist(filename):
    name, version = parse_sdist_filename(filename)
    return [name, str(version)]


def supported_tags(python, abi, platforms):
    interpreter = "cp" + "".join(map(str, python))
    cpython = tags.cpython_tags(tuple(python), [abi], platforms)
    return [*map(str, cpython), *map(str, tags.compatible_tags(tuple(python), interpreter, platforms))]


def manylinux_platforms(architectures, glibc):
    """Those of `packaging`, which asks the machine it runs on: the two questions are answered here instead."""
    _manylinux._have_compatible_abi = lambda *_: True
    _manylinux._get_glibc_version = lambda: tuple(glibc)
    return list(_manylinux.platform_tags(architectures))


def musllinux_platforms(architectures, musl):
    """As `manylinux_platforms`."""
    _musllinux._get_musl_version = lambda _: _musllinux._MuslVersion(*musl)
    return list(_musllinux.platform_tags(architectures))


def properties(text):
    v = Version(text)
    parts = [v.epoch, list(v.release), list(v.pre) if v.pre else None, v.post, v.dev, v.local]
    return [str(v), v.public, v.base_version, *parts, v.is_prerelease, v.is_postrelease, v.is_devrelease]


def read_metadata(text):
    """The fields that say to whom a release is a candidate, without the blanks that `packaging` leaves at their ends."""
    raw, unparsed = parse_email(text)
    broken = {"metadata-version", "name", "version", "requires-python"} & unparsed.keys()
    if broken:
        raise ValueError(f"{broken} cannot be read")
    return {
        "metadataVersion": raw["metadata_version"].strip(),
        "name": canonicalize_name(raw["name"].strip(), validate=True),
        "version": str(Version(raw["version"])),
        "requiresPython": raw["requires_python"].strip() if "requires_python" in raw else None,
        "requiresDist": [value.strip() for value in raw.get("requires_dist", [])],
        "providesExtra": [value.strip() for value in raw.get("provides_extra", [])],
        "dynamic": [value.strip().lower() for value in raw.get("dynamic", [])],
    }


def read_specifier(text):
    clause = Specifier(text)
    return [clause.operator, clause.version, str(clause)]


operations = {
    "version": lambda text: str(Version(text)),
    "compare": compare,
    "contains": lambda specifier, version, prereleases: SpecifierSet(specifier).contains(version, prereleases=prereleases),
    "filter": lambda specifier, versions, prereleases: list(SpecifierSet(specifier).filter(versions, prereleases=prereleases)),
    "marker": evaluate,
    "requirement": read_requirement,
    "wheel": read_wheel,
    "sdist": read_sdist,
    "name": lambda text: canonicalize_name(text),
    # Not of the conformance door: what its tests want to know as well.
    "properties": properties,
    "specifier": read_specifier,
    "set": lambda text: str(SpecifierSet(text)),
    "print": lambda text: str(Requirement(text)),
    "tags": supported_tags,
    "platforms": manylinux_platforms,
    "musllinux": musllinux_platforms,
    "marker-text": lambda text: str(Marker(text)),
    "valid-name": lambda text: canonicalize_name(text, validate=True),
    "normal-name": lambda text: is_normalized_name(text),
    "metadata": read_metadata,
}


def answer(question):
    try:
        fields = {key: value for key, value in question.items() if key != "op"}
        return {"result": operations[question["op"]](**fields)}
    # What `packaging` raises on bad input; anything else is a mistake in this script and ends it.
    except (ValueError, KeyError, AssertionError, RecursionError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    default_environment.update(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))))

"""Answers questions about Python's packaging standards with the reference implementation, pypa's `packaging`.

JSON lines in, JSON lines out, in the same order: `{"result": ...}` or `{"error": "..."}`. The first line gives the
environment whose values stand in for those that a marker's question leaves out.
"""

import json
import sys
import warnings

from packaging import _manylinux, tags
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

default_environment = json.loads(sys.stdin.readline())


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
    "properties": lambda text: (lambda v: [v.public, v.base_version, v.local, v.is_prerelease, v.is_postrelease, v.is_devrelease])(Version(text)),
    "set": lambda text: str(SpecifierSet(text)),
    "print": lambda text: str(Requirement(text)),
    "tags": supported_tags,
    "platforms": manylinux_platforms,
}


def answer(question):
    try:
        return {"result": operations[question.pop("op")](**question)}
    # What `packaging` raises on bad input; anything else is a mistake in this script and ends it.
    except (ValueError, KeyError, AssertionError, RecursionError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


warnings.simplefilter("ignore")
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))

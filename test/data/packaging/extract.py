"""Makes the tables of this folder from the test suite of pypa's `packaging`; README.md says how to run it.

The suite is run with its public functions watched: every question that a test puts to them is noted, once, in the order of
the suite. `test/support/packaging-oracle.py` then answers the questions, as it does for the live comparison, so that the
tables are in the notation of the conformance door and say nothing of the machine they were made on.
"""

import gzip
import importlib
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

import packaging
from packaging import markers, metadata, requirements, specifiers, utils, version

here = Path(__file__).parent
suite = Path(sys.argv[1], "tests").resolve()
sys.path.insert(0, str(here.parent.parent / "support"))

# What a marker is asked about where a test leaves it to the machine.
linux = {
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "5.15.0",
    "platform_system": "Linux",
    "platform_version": "#1 SMP",
    "python_version": "3.12",
    "python_full_version": "3.12.0",
    "implementation_name": "cpython",
    "implementation_version": "3.12.0",
}

questions = {}


def note(op, **fields):
    question = {"op": op, **fields}
    questions.setdefault(json.dumps(question), question)


def watch(owner, name, record):
    """Has `record` see the arguments of every call of `owner.name` that is made by a file of the suite."""
    original = getattr(owner, name)

    def watched(*args, **kwargs):
        if sys._getframe(1).f_code.co_filename.startswith(str(suite)):
            try:
                record(*args, **kwargs)
            except (TypeError, ValueError, AttributeError):
                pass  # A test of wrong types: no question of texts.
        return original(*args, **kwargs)

    setattr(owner, name, watched)


def text(value):
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode()
    return value


def version_text(item):
    return str(item) if isinstance(item, version.Version) else text(item)


# What a clause, a set or a marker was made from, as it was written: printing one already changes it.
written = {}


def new_version(self, version):
    note("properties", text=text(version))


def new_specifier(self, spec="", prereleases=None):
    written[id(self)] = (self, text(spec))
    note("specifier", text=spec)


def new_set(self, specifiers="", prereleases=None):
    written[id(self)] = (self, text(specifiers))
    note("set", text=specifiers)


def clauses(self):
    return written[id(self)][1] if id(self) in written else str(self)


def contains(self, item, prereleases=None, installed=None):
    item = version_text(item)
    choice = self.prereleases if prereleases is None and self._prereleases is not None else prereleases
    if installed and version.Version(item).is_prerelease:
        choice = True
    note("contains", specifier=clauses(self), version=item, prereleases=choice)


def keep(self, iterable, prereleases=None, key=None):
    if not isinstance(iterable, (list, tuple)):
        raise TypeError("may be read only once")
    versions = [version_text(item if key is None else key(item)) for item in iterable]
    choice = self._prereleases if prereleases is None else prereleases
    note("filter", specifier=clauses(self), versions=versions, prereleases=choice)


def order(self, other):
    if isinstance(self, version.Version) and isinstance(other, version.Version):
        a, b = str(self), str(other)
        if not (a in ordered and b in ordered):
            note("compare", a=a, b=b)


def new_marker(self, marker):
    written[id(self)] = (self, text(marker))
    note("marker-text", text=text(marker))


def evaluate(self, environment=None, context="metadata"):
    values = {**linux, **(environment or {})}
    extra = values.pop("extra", None)
    if context == "lock_file" or not all(isinstance(value, str) for value in values.values()):
        raise TypeError("a lock file asks with sets of names")
    note("marker", marker=clauses(self), environment=values, extras=[extra] if extra else [])


def new_requirement(self, requirement_string):
    note("requirement", text=text(requirement_string))
    note("print", text=requirement_string)


def canonical_name(name, *, validate=False):
    note("valid-name" if validate else "name", text=text(name))


def email(data, *, validate=True):
    note("metadata", text=data if isinstance(data, str) else data.decode())


def ask_tags():
    """The suite's own tests of tags replace the interpreter; this grid takes their place."""
    for python in [(2, 6), (2, 7), *((3, minor) for minor in range(16))]:
        major, minor = python
        suffix = "" if python >= (3, 8) else "m" if python >= (3, 3) else "mu"
        for platforms in [["any_platform"], ["best_platform", "worst_platform"]]:
            note("tags", python=python, abi=f"cp{major}{minor}{suffix}", platforms=platforms)
    for architectures in [["x86_64"], ["i686"], ["aarch64"], ["ppc64le"], ["s390x"], ["riscv64"], ["armv7l"], ["armv8l", "armv7l"]]:
        for minor in [0, 4, 5, 11, 12, 16, 17, 18, 28, 31, 42]:
            note("platforms", architectures=architectures, glibc=(2, minor))
        for musl in [(1, 0), (1, 1), (1, 2), (1, 5), (2, 1)]:
            note("musllinux", architectures=architectures, musl=musl)


watch(version.Version, "__init__", new_version)
for operator in ["__lt__", "__le__", "__eq__", "__ge__", "__gt__", "__ne__"]:
    watch(version.Version, operator, order)
for owner, new in [(specifiers.Specifier, new_specifier), (specifiers.SpecifierSet, new_set)]:
    watch(owner, "__init__", new)
    watch(owner, "contains", contains)
    watch(owner, "__contains__", contains)
    watch(owner, "filter", keep)
watch(markers.Marker, "__init__", new_marker)
watch(markers.Marker, "evaluate", evaluate)
watch(requirements.Requirement, "__init__", new_requirement)
watch(utils, "canonicalize_name", canonical_name)
watch(utils, "is_normalized_name", lambda name: note("normal-name", text=text(name)))
watch(utils, "parse_wheel_filename", lambda filename, **_: note("wheel", filename=text(filename)))
watch(utils, "parse_sdist_filename", lambda filename: note("sdist", filename=text(filename)))
watch(metadata, "parse_email", email)
watch(metadata.Metadata, "from_email", email)

sys.path.insert(0, str(suite.parent))
ordered = []
files = ["version", "specifiers", "markers", "requirements", "utils", "metadata"]


class Order:
    """The suite's ordered list, from which its 50,784 comparisons of pairs follow."""

    def pytest_collection_finish(self, session):
        ordered.extend(sys.modules["tests.test_version"].VERSIONS)


paths = [str(suite / f"test_{name}.py") for name in files]
status = pytest.main([*paths, "-q", "-p", "no:cacheprovider", "--no-header"], plugins=[Order()])
if status != 0:
    sys.exit("the suite does not pass")

for line in ordered:
    note("properties", text=line)
oracle = importlib.import_module("packaging-oracle")

ask_tags()
lines = [{"packaging": packaging.__version__, "ascending": ordered}]
for question in questions.values():
    lines += [question, oracle.answer(question)]
written_lines = "".join(json.dumps(line) + "\n" for line in lines)
(here / "questions.jsonl.gz").write_bytes(gzip.compress(written_lines.encode(), mtime=0))
for op, cases in sorted(Counter(question["op"] for question in questions.values()).items()):
    print(f"{op}: {cases}")

"""What pip makes of requirements files: one JSON text a line in, one JSON answer a line out."""

import json
import logging
import os
import sys
import tempfile

from pip._internal.req.constructors import install_req_from_editable, install_req_from_line
from pip._internal.req.req_file import RequirementsFileParser, get_line_parser

logging.disable(logging.CRITICAL)
# Its option parser prints its usage with every mistake.
sys.stderr = open(os.devnull, "w")


def hashes(options):
    return sorted({f"{name}:{value}" for name, values in (options.hashes or {}).items() for value in values})


def requirement(line):
    is_editable = not line.args
    read = install_req_from_editable if is_editable else install_req_from_line
    found = read(line.requirement)
    return {
        "name": found.req.name if found.req else None,
        "specifier": "" if found.link or not found.req else str(found.req.specifier),
        "marker": str(found.markers) if found.markers else None,
        "extras": sorted(found.extras),
        "editable": is_editable,
        "hashes": [] if is_editable else hashes(line.opts),
    }


def options(line):
    found = line.opts
    return {
        "index": found.index_url,
        "extra": found.extra_index_urls or [],
        "links": found.find_links or [],
        "closed": bool(found.no_index),
        "pre": bool(found.pre),
        "hosts": found.trusted_hosts or [],
    }


def answer(text, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    try:
        lines = list(RequirementsFileParser(None, get_line_parser(None)).parse(path, False))
        return [options(line) if line.requirement is None else requirement(line) for line in lines]
    except (Exception, SystemExit):
        return None


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for text in sys.stdin:
        print(json.dumps(answer(json.loads(text), "r.txt")))

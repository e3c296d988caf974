import assert from "node:assert/strict";
import { test } from "node:test";

import { packageName } from "../../src/python/index.ts";
import { findDependencies } from "../../src/source/index.ts";
import { usageOf } from "../support/source-facts.ts";

async function find(
  files: Readonly<Record<string, string>>,
  {
    declared = "",
    elsewhere = "",
    locked = "",
    python,
  }: { declared?: string; elsewhere?: string; locked?: string; python?: number } = {},
) {
  const names = (text: string) => new Set(text.split(" ").filter(Boolean).map(packageName));
  const usage = await usageOf(files);
  const question = { declared: names(declared), declaredElsewhere: names(elsewhere), locked: names(locked), python };
  const { undeclared, unused } = findDependencies({ usage, ...question });
  return {
    undeclared: undeclared.map(
      ({ module, package: name, kind, use }) => `${module} ${name} ${kind} ${use.file}:${use.line}`,
    ),
    unused: [...unused],
  };
}

test("what nothing brings is missing, with the package that it may be", async () => {
  const { undeclared } = await find({ "app.py": "import os\nimport yaml\nimport nosuch.thing\n" });
  assert.deepEqual(undeclared, ["nosuch nosuch missing app.py:3", "yaml pyyaml missing app.py:2"]);
});

test("what only the lock has is there by chance", async () => {
  const { undeclared } = await find(
    { "app.py": "import urllib3\n" },
    { declared: "requests", locked: "requests urllib3" },
  );
  assert.deepEqual(undeclared, ["urllib3 urllib3 transitive app.py:1"]);
});

test("what another environment of the same code asks for is not missing here", async () => {
  const files = { "serve.py": "import flask\n", "train.py": "import yaml\n" };
  const { undeclared, unused } = await find(files, { declared: "flask requests", elsewhere: "flask pyyaml" });
  assert.deepEqual([undeclared, unused], [[], ["requests"]]);
});

test("one of several packages with a module is enough", async () => {
  const { undeclared } = await find(
    { "app.py": "import cv2, Crypto\n" },
    { declared: "opencv-python-headless pycryptodome" },
  );
  assert.deepEqual(undeclared, []);
});

const quiet: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "the standard library": {
    "a.py": "import os.path, xml.etree.ElementTree, _thread\nfrom __future__ import annotations\n",
  },
  "Python 2": { "a.py": "import urllib2, ConfigParser\n" },
  "a module beside": { "pkg/a.py": "import b\n", "pkg/b.py": "" },
  "a package at the root": { "tests/test_a.py": "import app.models\n", "app/__init__.py": "", "app/models.py": "" },
  "a package under `src`": { "tests/test_a.py": "import app\n", "src/app/__init__.py": "" },
  "a folder without a file of its own": { "main.py": "import app.models\n", "app/models.py": "" },
  "a relative import": { "app/a.py": "from . import b\nfrom ..c import d\n" },
  "an import that may fail": { "a.py": "try:\n  import ujson\nexcept ImportError:\n  ujson = None\n" },
  "an import for types": { "a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import pandas\n" },
  "what builds and tests": {
    "setup.py": "import setuptools\n",
    "tests/test_a.py": "import pytest\n",
    "docs/conf.py": "import furo\n",
  },
  "a namespace that many share": { "a.py": "import google.nosuch\n" },
};

for (const [what, files] of Object.entries(quiet))
  test(`${what}: nothing is missing`, async () => assert.deepEqual((await find(files)).undeclared, []));

test("a module that has left the standard library is missing there", async () => {
  const files = { "a.py": "import telnetlib\nimport tomllib\n" };
  assert.deepEqual((await find(files, { python: 12 })).undeclared, []);
  assert.deepEqual((await find(files, { python: 13 })).undeclared, ["telnetlib telnetlib missing a.py:1"]);
  assert.deepEqual((await find(files, { python: 10 })).undeclared, ["tomllib tomllib missing a.py:2"]);
});

test("what is used only by importing it, and is not imported, is unused", async () => {
  const { unused } = await find({ "a.py": "import flask\n" }, { declared: "flask requests numpy" });
  assert.deepEqual(unused, ["numpy", "requests"]);
});

const unsure: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, declared: string]>> = {
  "programs, plug-ins, drivers and types": [
    { "a.py": "import flask\n" },
    "gunicorn pytest-cov flake8-bugbear types-pyyaml psycopg2-binary mypy lxml sphinx-rtd-theme django-extensions",
  ],
  "a package whose import nobody knows": [{ "a.py": "import flask\n" }, "nosuch-thing"],
  "an app of Django": [{ "settings.py": "INSTALLED_APPS = ['taggit']\n" }, "django-taggit"],
  "a name in a string": [{ "a.py": "BACKEND = 'boto3.session.Session'\n" }, "boto3"],
  "an import that only running tells": [{ "a.py": "__import__(name)\n" }, "requests"],
  "a file that cannot be read": [{ "a.py": "x = 1\n", "b.ipynb": "?" }, "requests"],
  "no code": [{ "README.md": "" }, "requests"],
  "an import that may fail": [{ "a.py": "try:\n  import ujson\nexcept ImportError:\n  pass\n" }, "ujson"],
};

for (const [what, [files, declared]] of Object.entries(unsure))
  test(`${what}: nothing is called unused`, async () => assert.deepEqual((await find(files, { declared })).unused, []));

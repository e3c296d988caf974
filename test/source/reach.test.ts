/**
 * Small projects whose level is known. A false 0 is what must never be: it would call a flaw far away that is not.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CodeReach, type Reach } from "../../src/source/index.ts";
import { type PackageName, packageName } from "../../src/python/index.ts";
import { usageOf } from "../support/source-facts.ts";

interface Case {
  /** By path. A single text is `app.py`. */
  readonly files: string | Readonly<Record<string, string>>;
  /** Which package is asked about. */
  readonly of: string;
  /** What is affected in it. */
  readonly functions?: readonly string[];
  /** What the manifest and the lock have besides. */
  readonly also?: readonly string[];
  /** Who needs it; where it is not said, the user's own line alone. */
  readonly by?: Readonly<Record<string, readonly string[]>>;
  /** The level, with the line that shows it and where it is alone. */
  readonly is: string;
}

const load = ["yaml.load"];

const projects: Readonly<Record<string, Case>> = {
  "a plain import": { files: "import requests\n", of: "requests", is: "2 app.py:1" },
  "an import of a submodule": { files: "import requests.auth\n", of: "requests", is: "2 app.py:1" },
  "a renamed package, yaml": { files: "import yaml\n", of: "pyyaml", is: "2 app.py:1" },
  "a renamed package, PIL": { files: "from PIL import Image\n", of: "pillow", is: "2 app.py:1" },
  "a renamed package, cv2": { files: "import cv2\n", of: "opencv-python-headless", is: "2 app.py:1" },
  "a renamed package, sklearn": { files: "from sklearn.svm import SVC\n", of: "scikit-learn", is: "2 app.py:1" },
  "a renamed package, bs4": { files: "from bs4 import BeautifulSoup\n", of: "beautifulsoup4", is: "2 app.py:1" },
  "a renamed package, jwt": { files: "import jwt\n", of: "pyjwt", is: "2 app.py:1" },
  "a renamed package by habit": { files: "import nosuch\n", of: "python-nosuch", is: "2 app.py:1" },
  "a name with a dash": { files: "import typing_extensions\n", of: "typing-extensions", is: "2 app.py:1" },
  "a namespace": { files: "from google.cloud import storage\n", of: "google-cloud-storage", is: "2 app.py:1" },
  "a neighbour in a namespace": {
    files: "from google.cloud import storage\n",
    of: "google-cloud-bigquery",
    also: ["google-cloud-storage"],
    is: "0",
  },
  "all names of a namespace": { files: "from google.cloud import *\n", of: "google-cloud-bigquery", is: "unknown" },
  "a namespace that no table has": {
    files: "import azure.digitaltwins.core\n",
    of: "azure-digitaltwins-core",
    is: "2 app.py:1",
  },
  "a conditional import": {
    files: "try:\n  import ujson as json\nexcept ImportError:\n  import json\n",
    of: "ujson",
    is: "2 app.py:2",
  },
  "an import by platform": {
    files: "import sys\nif sys.platform == 'win32':\n  import colorama\n",
    of: "colorama",
    is: "2 app.py:3",
  },
  "a lazy import": { files: "def f():\n  import numpy as np\n  return np.zeros(1)\n", of: "numpy", is: "2 app.py:2" },
  "an import for types": {
    files: "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import pandas\n",
    of: "pandas",
    is: "2 app.py:3",
  },
  "`importlib` with a literal": {
    files: "import importlib\nimportlib.import_module('yaml')\n",
    of: "pyyaml",
    is: "2 app.py:2",
  },
  "`importlib` with a variable": {
    files: "import importlib, sys\nimportlib.import_module(sys.argv[1])\n",
    of: "requests",
    is: "unknown",
  },
  "`importlib` within the project": {
    files: { "app/main.py": "import importlib\nimportlib.import_module(f'app.jobs.{x}')\n", "app/jobs/a.py": "" },
    of: "requests",
    is: "0",
  },
  "`__import__` with a literal": {
    files: "y = __import__('yaml')\ny.load(x)\n",
    of: "pyyaml",
    functions: load,
    is: "4 app.py:2",
  },
  "`exec` of text": { files: "exec(code)\n", of: "requests", is: "unknown" },
  "code in text": { files: "subprocess.run(['python', '-c', 'import requests'])\n", of: "requests", is: "unknown" },
  "`pytest.importorskip`": {
    files: { "tests/test_a.py": "import pytest\nnp = pytest.importorskip('numpy')\n" },
    of: "numpy",
    is: "2 tests/test_a.py:2 tests",
  },
  "entry points": {
    files: "from importlib.metadata import entry_points\nentry_points(group='x')\n",
    of: "requests",
    is: "unknown",
  },
  "a plug-in that is found by its entry point": {
    files: "import pytest\n",
    of: "pytest-cov",
    also: ["pytest"],
    is: "unknown",
  },
  "a program": { files: "import flask\n", of: "gunicorn", also: ["flask"], is: "unknown" },
  types: { files: "import requests\n", of: "types-requests", also: ["requests"], is: "unknown" },
  "a driver in an address": {
    files: "import sqlalchemy\nsqlalchemy.create_engine('mysql+pymysql://h/d')\n",
    of: "pymysql",
    also: ["sqlalchemy"],
    is: "unknown",
  },
  "an app of Django": {
    files: { "site/settings.py": "INSTALLED_APPS = ['django.contrib.admin', 'rest_framework']\n" },
    of: "djangorestframework",
    also: ["django"],
    is: "unknown",
  },
  "a middleware of Django": {
    files: { "site/settings.py": "MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\n" },
    of: "django-cors-headers",
    is: "unknown",
  },
  "a package that only others need": {
    files: "import requests\n",
    of: "urllib3",
    also: ["requests"],
    by: { urllib3: ["requests"], requests: [] },
    is: "1 app.py:1",
  },
  "a package that others need far away": {
    files: "import flask\n",
    of: "markupsafe",
    also: ["flask", "jinja2"],
    by: { markupsafe: ["jinja2"], jinja2: ["flask"], flask: [] },
    is: "1 app.py:1",
  },
  "a package that needs itself": {
    files: "import requests\n",
    of: "urllib3",
    also: ["requests", "idna"],
    by: { urllib3: ["idna"], idna: ["urllib3", "requests"], requests: [] },
    is: "1 app.py:1",
  },
  "a package that a plug-in needs": {
    files: "import flask\n",
    of: "requests",
    also: ["flask", "pytest-recording"],
    by: { requests: ["pytest-recording"], "pytest-recording": [] },
    is: "unknown",
  },
  "a package of which it is not known what needs it": {
    files: "import flask\n",
    of: "idna",
    also: ["flask"],
    by: {},
    is: "unknown",
  },
  "a package that nothing has to do with": { files: "import flask\n", of: "requests", also: ["flask"], is: "0" },
  "a package whose import nobody knows": {
    files: "import flask\n",
    of: "nosuch-thing",
    also: ["flask"],
    is: "unknown",
  },
  "no code at all": { files: { "a.txt": "x" }, of: "requests", is: "unknown" },
  "a file that could not be read": {
    files: { "a.py": "import flask\n", "b.ipynb": "{" },
    of: "requests",
    is: "unknown",
  },
  "code of others is none of the project's": {
    files: { "app.py": "import flask\n", "vendor/x.py": "import requests\n" },
    of: "requests",
    is: "0",
  },
  "a module of the project with the same name": {
    files: { "app.py": "import requests\n", "requests.py": "" },
    of: "requests",
    is: "unknown",
  },
  "a folder of the project with the same name": {
    files: { "app.py": "import docker\n", "docker/build.py": "" },
    of: "docker",
    is: "2 app.py:1",
  },
  "a submodule that is called like a package": {
    files: "import requests.oauthlib\n",
    of: "requests",
    also: ["requests-oauthlib"],
    is: "2 app.py:1",
  },
  "only in tests": {
    files: { "app.py": "x = 1\n", "tests/test_a.py": "import requests\n" },
    of: "requests",
    is: "2 tests/test_a.py:1 tests",
  },
  "in tests, and by way of what the code imports": {
    files: { "app.py": "import flask\n", "tests/test_a.py": "import werkzeug\n" },
    of: "werkzeug",
    also: ["flask"],
    by: { werkzeug: ["flask"], flask: [] },
    is: "1 app.py:1",
  },
  "in tests, and by way of what they import": {
    files: { "app.py": "x = 1\n", "tests/test_a.py": "import flask, werkzeug\n" },
    of: "werkzeug",
    also: ["flask"],
    by: { werkzeug: ["flask"], flask: [] },
    is: "2 tests/test_a.py:1 tests",
  },
  "only in documents": {
    files: { "app.py": "x = 1\n", "docs/conf.py": "import yaml\n" },
    of: "pyyaml",
    is: "2 docs/conf.py:1 docs",
  },
  "in tests and in code": {
    files: { "a/test_x.py": "import yaml\n", "b.py": "\nimport yaml\n" },
    of: "pyyaml",
    is: "2 b.py:2",
  },
  "a notebook": {
    files: { "n.ipynb": '{"cells":[\n{"cell_type":"code","source":[\n"import yaml\\n",\n"yaml.load(x)"]}]}' },
    of: "pyyaml",
    functions: load,
    is: "4 n.ipynb:4",
  },
  "the affected function is called": {
    files: "import yaml\nyaml.load(x)\n",
    of: "pyyaml",
    functions: load,
    is: "4 app.py:2",
  },
  "the affected function is named": {
    files: "import yaml\nf = g(yaml.load)\n",
    of: "pyyaml",
    functions: load,
    is: "4 app.py:2",
  },
  "the affected function under another name": {
    files: "from yaml import load as l\n\ndef f():\n  l(x)\n",
    of: "pyyaml",
    functions: load,
    is: "4 app.py:4",
  },
  "another function of its module": {
    files: "import yaml\nyaml.safe_load(x)\n",
    of: "pyyaml",
    functions: load,
    is: "3 app.py:1",
  },
  "a function that is passed on": {
    files: { "a/compat.py": "from yaml import load\n", "a/main.py": "from .compat import load\nload(x)\n" },
    of: "pyyaml",
    functions: load,
    is: "3 a/compat.py:1",
  },
  "all names of a module": { files: "from yaml import *\nload(x)\n", of: "pyyaml", functions: load, is: "4 app.py:2" },
  "an affected module": {
    files: "from PIL import ImageFont\n",
    of: "pillow",
    functions: ["PIL.ImageFont"],
    is: "3 app.py:1",
  },
  "something in an affected module": {
    files: "from PIL import ImageFont\nImageFont.truetype(x)\n",
    of: "pillow",
    functions: ["PIL.ImageFont"],
    is: "4 app.py:2",
  },
  "another module of the package": {
    files: "from PIL import Image\nImage.open(x)\n",
    of: "pillow",
    functions: ["PIL.ImageFont"],
    is: "2 app.py:1",
  },
  "a method of an object": {
    files: "import paramiko\nc = paramiko.SSHClient()\nc.exec_command(x)\n",
    of: "paramiko",
    functions: ["paramiko.client.SSHClient.exec_command"],
    is: "4 app.py:3",
  },
  "a function that the package offers at its top": {
    files: "import requests\nrequests.get(x)\n",
    of: "requests",
    functions: ["requests.api.get"],
    is: "4 app.py:2",
  },
  "the same name elsewhere": {
    files: "import requests\nrequests.models.get(x)\n",
    of: "requests",
    functions: ["requests.api.get"],
    is: "2 app.py:1",
  },
};

for (const [what, { files, of, functions = [], also = [], by, is }] of Object.entries(projects))
  test(`${what}: ${of} is ${is}`, async () => {
    const usage = await usageOf(typeof files === "string" ? { "app.py": files } : files);
    const names = [of, ...also].map(packageName);
    const requiredBy = (name: PackageName) => ({
      names: by?.[name]?.map(packageName) ?? [],
      areAll: by === undefined || by[name] !== undefined,
    });
    const reach = new CodeReach(usage, new Set(names)).inStack(packageName(of), functions, requiredBy);
    assert.equal(say(reach), is);
  });

function say({ level, evidence, onlyIn }: Reach): string {
  return [level, ...(evidence ? [`${evidence.file}:${evidence.line}`] : []), ...(onlyIn ? [onlyIn] : [])].join(" ");
}

test("the table has at least 40 projects", () => assert.ok(Object.keys(projects).length >= 40));

test("by the code alone nothing is ever 0", async () => {
  const usage = await usageOf({ "app.py": "import flask\n" });
  const name = packageName("requests");
  assert.equal(new CodeReach(usage, new Set([name])).of(name, []).level, "unknown");
});

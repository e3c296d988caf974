import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { InvalidPipfile } from "../../src/project/pipfile-errors.ts";
import { type Pipfile, type PipfileEntry, lockSectionName, parsePipfile } from "../../src/project/index.ts";

function entryOf(line: string): PipfileEntry {
  const [entry] = parsePipfile("Pipfile", `[packages]\n${line}\n`).sections.get("packages") ?? [];
  assert.ok(entry);
  return entry;
}

/** An entry's source on one line; specifiers as they print. */
function describe({ source }: PipfileEntry): string {
  if (source.kind !== "index") return Object.values(source).join(" ").trim();
  return `${source.kind} ${source.index ?? "-"} ${source.specifier.toString() || "any"}`;
}

// A line of a section, and where its package comes from.
const forms: readonly (readonly [string, string])[] = [
  [`a = "*"`, "index - any"],
  [`a = ""`, "index - any"],
  [`a = ">=1, <2"`, "index - <2,>=1"],
  [`a = "1.2"`, "index - ==1.2"],
  [`a = "1.2.*"`, "index - ==1.2.*"],
  [`a = "~=1.2"`, "index - ~=1.2"],
  [`a = "==2023.3.post1"`, "index - ==2023.3.post1"],
  [`a = {version = "*", index = "pypi"}`, "index pypi any"],
  [`a = {extras = ["x"]}`, "index - any"],
  [`a = {git = "https://h/a.git", ref = "v1", subdirectory = "s"}`, "vcs git https://h/a.git v1 s"],
  [`a = {hg = "https://h/a"}`, "vcs hg https://h/a"],
  [`a = {svn = "svn://h/a"}`, "vcs svn svn://h/a"],
  [`a = {bzr = "lp:a"}`, "vcs bzr lp:a"],
  [`a = {path = ".", editable = true}`, "path ."],
  [`a = {file = "https://h/a-1.0-py3-none-any.whl"}`, "file https://h/a-1.0-py3-none-any.whl"],
  [`a.version = "==1"`, "index - ==1"],
  [
    `a = {version = "==1", no_binary = true, pip_args = ["--x"], hashes = ["sha256:0"], skip_resolver = false}`,
    "index - ==1",
  ],
];
for (const [line, source] of forms) test(line, () => assert.equal(describe(entryOf(line)), source));

test("all conditions of an entry are and-ed", () => {
  const { marker } = entryOf(
    `a = {version = "*", markers = "python_version < '3' or os_name == 'nt'", sys_platform = "== 'win32'"}`,
  );
  assert.equal(marker?.toString(), `(python_version < "3" or os_name == "nt") and sys_platform == "win32"`);
});

test("an entry knows its name, its extras and its line", () => {
  const entry = entryOf(`"Zope_Interface[Test]" = {version = "*", extras = ["b", "c,d"]} # why`);
  assert.equal(entry.name, "zope-interface");
  assert.deepEqual(entry.extras, ["test", "b", "c", "d"]);
  assert.deepEqual(entry.extrasAsWritten, ["Test", "b", "c,d"]);
  assert.equal(
    `${entry.line}:${entry.column} ${entry.text}`,
    `2:1 "Zope_Interface[Test]" = {version = "*", extras = ["b", "c,d"]}`,
  );
});

const whole = `[[source]]
name = "pypi"
url = "https://pypi.org/simple"
verify_ssl = true
note = "kept"

[[source]]
name = "corp"
url = "http://\${USER}@corp/simple/"

[dev-packages]
pytest = "*"

[packages]
six = "*"
idna = "*"

[docs]
sphinx = "*"

[requires]
python_version = "3.11"
anything = "else"

[pipenv]
allow_prereleases = true
use_default_constraints = false
sort_pipfile = true

[scripts]
when = 2020-01-01

[thoth]
disable_index_adjustment = true
[thoth.allow_prereleases]
Proto_Buf = true
`;

function summary(pipfile: Pipfile): unknown {
  return {
    sources: pipfile.sources.map(({ name, url, verifySsl, raw }) => [name, url, verifySsl, Object.keys(raw).length]),
    sections: [...pipfile.sections].map(([name, entries]) => [
      name,
      ...entries.map((entry) => `${entry.name}:${entry.line}`),
    ]),
    requires: pipfile.requires,
    prereleases: pipfile.allowPrereleases,
    constraints: pipfile.useDefaultConstraints,
    thoth: [pipfile.thoth?.disableIndexAdjustment, [...(pipfile.thoth?.allowPrereleases ?? [])]],
  };
}

const expected = {
  sources: [
    ["pypi", "https://pypi.org/simple", true, 4],
    ["corp", "http://${USER}@corp/simple/", false, 2],
  ],
  sections: [
    ["dev-packages", "pytest:12"],
    ["packages", "six:15", "idna:16"],
    ["docs", "sphinx:19"],
  ],
  requires: { pythonVersion: "3.11", pythonFullVersion: undefined },
  prereleases: true,
  constraints: false,
  thoth: [true, [["proto-buf", true]]],
};

test("a whole file", () => assert.deepEqual(summary(parsePipfile("Pipfile", whole)), expected));

test("a byte order mark and CRLF change nothing", () =>
  assert.deepEqual(summary(parsePipfile("Pipfile", `\uFEFF${whole.replaceAll("\n", "\r\n")}`)), expected));

test("an empty file has the default source and nothing else", () => {
  const pipfile = parsePipfile("Pipfile", "");
  assert.deepEqual(
    pipfile.sources.map(({ name, url }) => `${name} ${url}`),
    ["pypi https://pypi.org/simple"],
  );
  assert.equal(pipfile.sections.size, 0);
  assert.equal(pipfile.thoth, undefined);
});

test("keys that JavaScript knows are data", () => {
  const pipfile = parsePipfile("Pipfile", `[packages]\nconstructor = "*"\n[__proto__]\nsix = "*"\n`);
  assert.deepEqual([...pipfile.sections.keys()], ["packages", "__proto__"]);
  assert.equal(({} as Record<string, unknown>)["six"], undefined);
  assert.throws(
    () => parsePipfile("Pipfile", `[packages]\n__proto__ = "*"\n`),
    /Pipfile:2:1: `__proto__` is not a package name/,
  );
});

test("sections have other names in the lock", () =>
  assert.deepEqual(["packages", "dev-packages", "docs"].map(lockSectionName), ["default", "develop", "docs"]));

// A broken file, and the sentence about it.
const broken: readonly (readonly [string, RegExp])[] = [
  [`[packages]\nplotly = ">=5.24.0<6"\n`, /^Pipfile:2:1: `>=5\.24\.0<6` is not a version specifier for `plotly`$/],
  [`[packages]\na = "^1.2"\n`, /^Pipfile:2:1: `\^1\.2` is not a version specifier for `a`$/],
  [`[packages]\n  a = 1.0\n`, /^Pipfile:2:3: `a` is `1`, and a specifier or a table is needed$/],
  [`[packages]\na = {version = "*", commit = "x"}\n`, /^Pipfile:2:1: `commit` of `a` is not a key of an entry$/],
  [`[packages]\na = {version = 1}\n`, /^Pipfile:2:1: `version` of `a` is `1`, and text is needed$/],
  [`[packages]\na = {extras = "x"}\n`, /^Pipfile:2:1: `extras` of `a` is the text `x`, and a list of texts is needed$/],
  [
    `[packages]\na = {editable = "yes", path = "."}\n`,
    /^Pipfile:2:1: `editable` of `a` is the text `yes`, and true or false/,
  ],
  [`[packages]\na = {git = "g", path = "."}\n`, /^Pipfile:2:1: `a` has both `git` and `path`$/],
  [
    `[packages]\na = {version = "*", markers = "python > 3"}\n`,
    /^Pipfile:2:1: `python > 3` of `a` is not an environment marker$/,
  ],
  [
    `[packages]\n[packages.a]\nversion = "*"\nsys_platform = "win32"\n`,
    /^Pipfile:4:1: `sys_platform win32` of `a` is not an env/,
  ],
  [`[packages]\na = {version = "*", index = "corp"}\n`, /^Pipfile:2:1: no source is named `corp`$/],
  [`[packages]\na = {extras = ["x y"]}\n`, /^Pipfile:2:1: `x y` of `a` is not the name of an extra$/],
  [`[packages]\n"a b" = "*"\n`, /^Pipfile:2:1: `a b` is not a package name$/],
  [
    `[packages]\nFlask = "*"\nsix = "*"\nflask = "==1"\n`,
    /^Pipfile:4:1: `flask` is the same package as `Flask` in line 2$/,
  ],
  [`[packages]\na = "*"\na = "*"\n`, /^Pipfile:3:\d+: `a = "\*"` is not TOML: /],
  [`[packages\n`, /^Pipfile:1:\d+: `\[packages` is not TOML: /],
  [
    `[packages]\na = {version = "*", hashes = [2020-01-01]}\n`,
    /^Pipfile:2:1: `hashes` of `a` is a list, and a list of texts/,
  ],
  [`name = "x"\n`, /^Pipfile:1:1: `name` is the text `x`, and a table is needed$/],
  [`[default]\na = "*"\n`, /^Pipfile:1:1: `default` cannot name a category: the lock uses it itself$/],
  [`[[source]]\nurl = "https://pypi.org/simple"\n`, /^Pipfile:1:1: a source has no `name`$/],
  [
    `[[source]]\nname = "a"\nurl = "u"\n[[source]]\nname = "a"\nurl = "v"\n`,
    /^Pipfile:5:1: two sources have the name `a`$/,
  ],
  [
    `[[source]]\nname = "a"\nurl = "u"\nverify_ssl = "true"\n`,
    /^Pipfile:4:1: `verify_ssl` is the text `true`, and true or/,
  ],
  [`[source]\nname = "a"\nurl = "u"\n`, /^Pipfile:1:1: `source` is a list of tables: write `\[\[source\]\]`$/],
  [`[requires]\npython_version = 3.9\n`, /^Pipfile:2:1: `python_version` is `3\.9`, and text is needed$/],
  [`[requires]\nsince = 2020-01-01\n`, /^Pipfile:2:1: `since` is a date, and a Pipfile has no use for dates$/],
  [
    `[pipenv]\nallow_prereleases = "yes"\n`,
    /^Pipfile:2:1: `allow_prereleases` is the text `yes`, and true or false is needed$/,
  ],
  [
    `[thoth]\ndisable_index_adjustments = true\n`,
    /^Pipfile:2:1: `disable_index_adjustments` is not a setting of `\[thoth\]`$/,
  ],
  [`[thoth]\nallow_prereleases = true\n`, /^Pipfile:2:1: `allow_prereleases` is `true`, and a table is needed$/],
  [
    `[thoth.allow_prereleases]\nflask = "yes"\n`,
    /^Pipfile:2:1: `flask` is the text `yes`, and true or false is needed$/,
  ],
];
for (const [text, sentence] of broken) {
  test(`refused: ${text.trim().replaceAll("\n", " | ")}`, () =>
    assert.throws(() => parsePipfile("Pipfile", text), { name: "Error", code: "INVALID_PIPFILE", message: sentence }));
}

// Current releases of Pipenv refuse all of these; older ones read the first as a package `pdfminer`.
const cures: readonly [text: string, hint: string | undefined][] = [
  [`[packages]\npdfminer.six = "*"\n`, 'quote the name: `"pdfminer.six" = "*"`'],
  [`[packages]\n  zope.a.b={version = ">1"}\n`, 'quote the name: `"zope.a.b" = {version = ">1"}`'],
  [`[packages]\na = {version = "*", marker = "x"}\n`, "write `markers`"],
  [`[packages]\na = {colour = "red"}\n`, undefined],
  [`[[source]]\nurl = "u"\n`, 'write a name below `[[source]]`, such as `name = "pypi"`'],
];

for (const [text, hint] of cures)
  test(`${JSON.stringify(text)} is refused with ${hint === undefined ? "no hint" : "what to write"}`, () =>
    assert.throws(
      () => parsePipfile("Pipfile", text),
      (error) => error instanceof InvalidPipfile && error.hint === hint,
    ));

test("any text is read or refused in one sentence", () => {
  const piece = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    '"',
    "'",
    "\n",
    "\\",
    "packages",
    "source",
    "a",
    '"*"',
    "'''",
    '"""',
    " ",
    "1",
    "true",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        parsePipfile("Pipfile", pieces.join(""));
      } catch (error) {
        assert.match((error as { code?: string }).code ?? String(error), /^(INVALID_PIPFILE|INPUT_TOO_DEEP)$/);
        assert.match((error as Error).message, /^Pipfile:\d+/);
      }
    }),
    { numRuns: 500 },
  );
});

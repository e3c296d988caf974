/** `test/data/pipenv-oracle/markers.json` holds what Pipenv 2026.10.3 makes of entries of our own on Linux, Python 3.11. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { markerEnvironment } from "../../src/environments/index.ts";
import { parsePipfile } from "../../src/project/index.ts";
import {
  chooseMarker,
  entryMarkers,
  holds,
  inapplicableMarkers,
  transitiveMarkers,
} from "../../src/project/pipfile-lock-markers.ts";
import type { PipfileEntry } from "../../src/project/pipfile.ts";
import { Requirement } from "../../src/python/index.ts";

interface Row {
  readonly entry: Record<string, string>;
  readonly requires_python: string | null;
  /** The marker of the entry itself, and that of a package that only it pulls in. */
  readonly own: string | null;
  readonly below: string | null;
}

const file = new URL("../data/pipenv-oracle/markers.json", import.meta.url);
const table = JSON.parse(readFileSync(file, "utf8")) as { readonly entries: readonly Row[] };
const linux = markerEnvironment({ pythonVersion: "3.11", platform: "linux-x86_64" });

function entryOf(keys: Record<string, string>): PipfileEntry {
  const pairs = Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  const [entry] = parsePipfile("Pipfile", `[packages]\na = {${pairs.join(", ")}}\n`).sections.get("packages") ?? [];
  assert.ok(entry);
  return entry;
}

for (const row of table.entries) {
  const python = row.requires_python ?? undefined;
  test(`${JSON.stringify(row.entry)} with Requires-Python ${python ?? "absent"}`, () => {
    const entry = entryOf(row.entry);
    assert.equal(holds(entry, linux), true);
    assert.equal(entryMarkers(entry, python)[0] ?? null, row.own);
    assert.equal(transitiveMarkers([{ entry, requirement: undefined }], python)[0] ?? null, row.below);
  });
}

const plain = entryOf({});
const windows = entryOf({ markers: "sys_platform == 'win32'" });
const mac = entryOf({ sys_platform: "== 'darwin'" });

test("the requirement's marker counts only without Requires-Python, and never if it names an extra", () => {
  const marker = (line: string, python?: string): string | undefined =>
    transitiveMarkers([{ entry: plain, requirement: Requirement.parse(line) }], python)[0];
  assert.equal(marker(`b; os_name == "posix"`), "os_name == 'posix'");
  assert.equal(marker(`b; os_name == "posix"`, ">=3.8"), "python_version >= '3.8'");
  assert.equal(marker(`b; python_version > "3" and extra == "x"`), undefined);
});

test("of several chains one without conditions goes first, else the first", () => {
  const [fromWindows, fromMac, fromPlain] = [windows, mac, plain].map((entry) => ({ entry, requirement: undefined }));
  assert.ok(fromWindows !== undefined && fromMac !== undefined && fromPlain !== undefined);
  assert.equal(transitiveMarkers([fromWindows, fromMac], ">=3.8")[0], "sys_platform == 'win32'");
  assert.equal(transitiveMarkers([fromWindows, fromPlain], ">=3.8")[0], "python_version >= '3.8'");
});

// Choices, an old marker, and what is chosen.
const kept: readonly (readonly [readonly (string | undefined)[], string | undefined, string | undefined])[] = [
  [["a == '1'", "b == '2'"], "b == '2'", "b == '2'"],
  [["a == '1'"], "b == '2'", "a == '1'"],
  [["a == '1' and b == '2'"], "b == '2' and a == '1'", "b == '2' and a == '1'"],
  [["a == '1' and a == '1'"], "a == '1'", "a == '1'"],
  [
    ["python_version >= '2.7' and python_version != '3.0' and python_version != '3.1'"],
    "python_version >= '2.7' and python_version not in '3.0, 3.1'",
    "python_version >= '2.7' and python_version not in '3.0, 3.1'",
  ],
  [
    ["python_version >= '2.7' and python_version != '3.0'"],
    "python_version >= '2.7' and python_version not in '3.0, 3.1'",
    "python_version >= '2.7' and python_version != '3.0'",
  ],
  [["a == '1' or b == '2'"], "b == '2' or a == '1'", "a == '1' or b == '2'"],
  [["a == '1'"], undefined, "a == '1'"],
  [["a == '1'", undefined], undefined, undefined],
  [[undefined], "a == '1'", undefined],
];
for (const [choices, old, chosen] of kept) {
  test(`of ${choices.join(" | ") || "nothing"}, with ${old ?? "no marker"} before`, () =>
    assert.equal(chooseMarker(choices, old), chosen));
}

test("an entry that does not apply says its own conditions, each once", () => {
  const entry = entryOf({
    sys_platform: "== 'win32'",
    os_name: "== 'nt'",
    markers: "python_version < '3' or os_name == 'x'",
  });
  assert.equal(holds(entry, linux), false);
  assert.equal(
    inapplicableMarkers(entry)[0],
    "(python_version < '3' or os_name == 'x') and os_name == 'nt' and sys_platform == 'win32'",
  );
  assert.equal(inapplicableMarkers(mac)[0], "sys_platform == 'darwin'");
});

test("a condition on `os_name` is not looked at", () =>
  assert.equal(holds(entryOf({ os_name: "== 'nt'" }), linux), true));

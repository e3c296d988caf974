/** `test/data/pipenv-oracle/markers.json` holds what Pipenv 2026.10.3 makes of specifiers of our own. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transitiveMarkers } from "../../src/project/pipfile-lock-markers.ts";
import { requiresPythonMarker } from "../../src/project/requires-python-marker.ts";

const file = new URL("../data/pipenv-oracle/markers.json", import.meta.url);
const table = JSON.parse(readFileSync(file, "utf8")) as { readonly requires_python: Record<string, string | null> };

for (const [specifier, marker] of Object.entries(table.requires_python)) {
  test(`\`${specifier}\` becomes ${marker ?? "no marker"}`, () =>
    assert.equal(transitiveMarkers([{ entry: undefined, requirement: undefined }], specifier)[0] ?? null, marker));
}

test("nothing asks for nothing", () => assert.equal(requiresPythonMarker(undefined), undefined));

test("numbers beyond every Python are compared without losing digits", () =>
  assert.equal(requiresPythonMarker(">=3.99999999999999999999"), "python_version >= '3.99999999999999999999'"));

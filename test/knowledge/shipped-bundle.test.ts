/** The bundle that ships, over old stacks of the built-in example. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readBundle } from "../../src/knowledge/index.ts";
import { packageName, Version } from "../../src/python/index.ts";

const { signal } = new AbortController();
const folder = join(import.meta.dirname, "../../data/knowledge");
const { advisories, parts } = await readBundle(folder, signal);

/** Releases of the stacks that the example's two environments had in late 2022, those with advisories and some without. */
const inference = {
  certifi: "2022.9.24",
  flask: "2.2.2",
  idna: "3.4",
  jinja2: "3.1.2",
  numpy: "1.23.4",
  requests: "2.28.1",
  setuptools: "65.5.0",
  tensorflow: "2.10.0",
  urllib3: "1.26.12",
  werkzeug: "2.2.2",
  wheel: "0.37.1",
};

const findings: Readonly<Record<string, readonly string[]>> = {
  certifi: ["PYSEC-2022-42986", "PYSEC-2023-135"],
  flask: ["PYSEC-2023-62"],
  idna: ["PYSEC-2024-60"],
  requests: ["PYSEC-2023-74"],
  setuptools: ["PYSEC-2022-43012"],
  urllib3: ["PYSEC-2023-192", "PYSEC-2023-212"],
  werkzeug: ["PYSEC-2023-221", "PYSEC-2023-57", "PYSEC-2023-58"],
  wheel: ["PYSEC-2022-43017"],
};

test("the old stack of the example has the advisories that were known by the date of the bundle", () => {
  const found = Object.entries(inference).flatMap(([name, version]) => {
    const matches = advisories?.matching(packageName(name), Version.parse(version)) ?? [];
    return matches.length === 0 ? [] : [[name, matches.flatMap(({ records }) => records)]];
  });
  assert.deepEqual(Object.fromEntries(found), findings);
});

test("the newest releases that the example can have are clear", () => {
  const newest = {
    flask: "3.0.3",
    idna: "3.15",
    requests: "2.32.4",
    setuptools: "75.3.4",
    tensorflow: "2.13.1",
    werkzeug: "3.0.6",
  };
  for (const [name, version] of Object.entries(newest))
    assert.deepEqual(advisories?.judge(packageName(name), version), { matches: [], indeterminate: [] }, name);
});

test("every part names its licence, its source and whom to thank", () => {
  assert.deepEqual(
    parts.map(({ kind, as_of, licence }) => ({ kind, as_of, licence })),
    [{ kind: "advisories", as_of: "2024-10-10", licence: "CC-BY-4.0" }],
  );
});

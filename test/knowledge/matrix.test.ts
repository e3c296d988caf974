/** Every version that the shipped records name, of every package, judged by a plain matcher as well. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { readBundle } from "../../src/knowledge/index.ts";
import { packageName } from "../../src/python/index.ts";
import { orderOf, type PlainRecord, plainVerdict } from "../support/osv-matcher.ts";
import { plainName } from "../support/plain-python.ts";

const folder = join(import.meta.dirname, "../../data/knowledge");
const { advisories, parts } = await readBundle(folder, new AbortController().signal);
const [part] = parts;
const records = gunzipSync(readFileSync(join(folder, part!.file)))
  .toString("utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as PlainRecord);

/** What the records of one package name. */
const packages = new Map<string, { readonly records: PlainRecord[]; readonly versions: Set<string> }>();
for (const record of records)
  for (const { package: of, versions = [] } of record.affected ?? []) {
    const name = plainName(of!.name);
    const known = packages.get(name) ?? { records: [], versions: new Set() };
    packages.set(name, known);
    known.records.push(record);
    for (const version of versions) known.versions.add(version);
  }

/** Versions and bounds. */
function textsOf(record: PlainRecord): readonly string[] {
  return (record.affected ?? []).flatMap(({ versions = [], ranges = [] }) => [
    ...versions,
    ...ranges.flatMap(({ type, events }) =>
      type === "ECOSYSTEM" ? events.flatMap((each) => Object.values(each)) : [],
    ),
  ]);
}

test("the product and the plain matcher agree on every listed version of every package", () => {
  let pairs = 0;
  let hits = 0;
  const differences: string[] = [];
  for (const [name, { records: own, versions }] of packages) {
    const order = orderOf(own.flatMap(textsOf).flatMap((text) => [text, text.replace(/\+.*$/, "")]));
    for (const version of versions) {
      pairs++;
      const verdicts = own.map((record) => [record.id, plainVerdict(record, name, version, order)] as const);
      const ids = (wanted: string) => verdicts.flatMap(([id, verdict]) => (verdict === wanted ? [id] : [])).toSorted();
      const { matches, indeterminate } = advisories!.judge(packageName(name), version);
      const ours = { hit: matches.flatMap((match) => match.records).toSorted(), unsure: indeterminate };
      const theirs = { hit: ids("hit"), unsure: ids("unsure") };
      hits += theirs.hit.length;
      if (JSON.stringify(ours) !== JSON.stringify(theirs))
        differences.push(`${name} ${version}: ${JSON.stringify(ours)}, plainly ${JSON.stringify(theirs)}`);
    }
  }
  assert.deepEqual(differences, []);
  // So many are worth the comparison.
  assert.ok(packages.size === 664 && pairs > 35_000 && hits > 100_000, `${packages.size} ${pairs} ${hits}`);
});

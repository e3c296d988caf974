import assert from "node:assert/strict";
import { test } from "node:test";

import { AdvisoryReader } from "../../src/advise/advisory-reader.ts";
import { Advisories } from "../../src/knowledge/index.ts";
import { Version, packageName } from "../../src/python/index.ts";
import { adviceWorld, ask } from "../support/advice-world.ts";

const affected = (range: readonly Record<string, string>[]) => [
  { package: { ecosystem: "PyPI", name: "web" }, ranges: [{ type: "ECOSYSTEM", events: [...range] }] },
];
const records = [
  {
    id: "ADV-1",
    aliases: ["CVE-1"],
    database_specific: { severity: "HIGH" },
    affected: affected([{ introduced: "0" }, { fixed: "2.0" }]),
  },
  { id: "ADV-2", affected: affected([{ introduced: "0" }, { fixed: "the next one" }]) },
];
const advisories = Advisories.of(records, { asOf: "2026-11-01", digest: "0" });
const web = packageName("web");

test("a flaw is told in the form of the advice", () => {
  const reader = new AdvisoryReader({ kind: "loaded", advisories });
  const hits = reader.hits(web, Version.parse("1.0"));
  assert.deepEqual(hits, [
    {
      id: "ADV-1",
      aliases: ["CVE-1"],
      package: "web",
      version: "1.0",
      severity: "high",
      fixed_in: "2.0",
      link: "https://osv.dev/vulnerability/ADV-1",
      reach: null,
    },
  ]);
  assert.equal(reader.hits(web, Version.parse("1.0")), hits);
});

test("without advisories nothing is known, of anything", () => {
  const reader = new AdvisoryReader({ kind: "missing", reason: "no advisories are installed" });
  assert.deepEqual(reader.hits(web, Version.parse("1.0")), []);
  assert.deepEqual(reader.undecided(web, Version.parse("1.0")), []);
});

test("what cannot be judged is one flaw with all its names, unless the release has it by another record", () => {
  const odd = (id: string, aliases: readonly string[]) => ({
    id,
    aliases: [...aliases],
    affected: affected([{ introduced: "0" }, { fixed: "the next one" }]),
  });
  const all = [...records, odd("ADV-3", ["CVE-1"]), odd("ADV-4", ["CVE-4"]), odd("ADV-5", ["CVE-4"])];
  const known = Advisories.of(all, { asOf: "2026-11-01", digest: "0" });
  const reader = new AdvisoryReader({ kind: "loaded", advisories: known });
  const flaws = (version: string) =>
    reader.undecidedFlaws(web, Version.parse(version)).map(({ id, aliases }) => [id, ...aliases]);
  assert.deepEqual(flaws("1.0"), [["ADV-2"], ["ADV-4", "ADV-5", "CVE-4"]]);
  assert.deepEqual(flaws("2.0"), [["ADV-2"], ["ADV-3", "ADV-1", "CVE-1"], ["ADV-4", "ADV-5", "CVE-4"]]);
});

test("advice says that its advisories are old, where somebody knows", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 3.0" } });
  const oldness: unknown[] = [];
  for (const age of [undefined, 7, 8]) {
    const known = { kind: "loaded", advisories, ...(age !== undefined && { age }) } as const;
    const advice = await ask({ ...world, services: { ...world.services, advisories: known } }, '[packages]\nweb = "*"');
    oldness.push(advice.advisories.judged && advice.advisories.old);
  }
  assert.deepEqual(oldness, [undefined, undefined, true]);
});

test("a record that cannot be judged is named in a note, and is no hit", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 3.0" } });
  const services = { ...world.services, advisories: { kind: "loaded", advisories } as const };
  const advice = await ask({ ...world, services }, '[packages]\nweb = "*"');
  assert.deepEqual(advice.advisories, { judged: true, as_of: "2026-11-01", before: [], after: [] });
  const note = "Whether `web 3.0` is affected cannot be told from `ADV-2`";
  assert.ok(advice.notes.some(({ message }) => message === note));
});

/** Advisories that a repository accepts: by any name, for a while, within a scope. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Advice, adviseProject } from "../../../src/advise/index.ts";
import {
  adviceWorld,
  ask,
  lockOf,
  manifestText,
  pins,
  type QuestionSketch,
  signal,
} from "../../support/advice-world.ts";

const any = '[packages]\nweb = "*"';
const index = "web 1.1\nweb 1.0";
const advisories = "web>=1.1 high CVE-2026-1,GHSA-aaaa-bbbb-cccc";
const today = "2026-11-24";

async function advised(sketch: QuestionSketch): Promise<Advice> {
  return await ask(await adviceWorld({ indexes: { pypi: index }, advisories, today }), any, sketch);
}

/** With an entry that says this, and what is chosen then: 1.1 has the flaw, 1.0 has not. */
const entries: readonly (readonly [string, string, string])[] = [
  ["nothing", "", "web 1.0"],
  ["its id", "{id: ADV-1, reason: r, until: 2027-01-01}", "web 1.1"],
  ["its CVE", "{id: CVE-2026-1, reason: r, until: 2027-01-01}", "web 1.1"],
  ["its GHSA id in another case", "{id: ghsa-AAAA-bbbb-cccc, reason: r, until: 2027-01-01}", "web 1.1"],
  ["another id", "{id: CVE-2026-11, reason: r, until: 2027-01-01}", "web 1.0"],
  ["its id, for this package", "{id: ADV-1, reason: r, until: 2027-01-01, scope: {package: WEB}}", "web 1.1"],
  ["its id, for another package", "{id: ADV-1, reason: r, until: 2027-01-01, scope: {package: web-x}}", "web 1.0"],
  ["its id, for this project", "{id: ADV-1, reason: r, until: 2027-01-01, scope: {project: ./}}", "web 1.1"],
  ["its id, for another project", "{id: ADV-1, reason: r, until: 2027-01-01, scope: {project: api}}", "web 1.0"],
  ["its id, until today", "{id: ADV-1, reason: r, until: 2026-11-24}", "web 1.0"],
];

for (const [title, entry, chosen] of entries)
  test(`\`ignore\` names ${title}`, async () => {
    const advice = await advised(entry === "" ? {} : { thothYaml: `ignore:\n  - ${entry}\n` });
    assert.equal(pins(advice), chosen);
  });

test("an entry for one environment leaves the others theirs", async () => {
  const thothYaml = [
    "runtime_environments: [{name: test}, {name: other}]",
    "ignore: [{id: ADV-1, reason: r, until: 2027-01-01, scope: {environment: other}}]",
  ].join("\n");
  assert.equal(pins(await advised({ thothYaml })), "web 1.0");
  assert.equal(pins(await advised({ thothYaml, name: "other" })), "web 1.1");
});

test("what is accepted is told with its reason and its end", async () => {
  const thothYaml = "ignore: [{id: CVE-2026-1, reason: no untrusted input, until: 2027-01-01}]";
  const { advisories: told } = await advised({ thothYaml });
  assert.deepEqual(told.judged && told.after.map(({ id, accepted }) => [id, accepted]), [
    ["ADV-1", { reason: "no untrusted input", until: "2027-01-01" }],
  ]);
});

for (const ids of ["CVE-2026-1", "CVE-2000-1,GHSA-AAAA-BBBB-CCCC", " adv-1 "])
  test(`the label \`allow-cve\` still allows \`${ids}\``, async () => {
    const advice = await advised({ labels: { "allow-cve": ids } });
    assert.equal(pins(advice), "web 1.1");
    assert.equal(advice.advisories.judged && advice.advisories.after[0]?.accepted?.until, null);
  });

test("an entry whose day has come fails the check and names its line", async () => {
  const thothYaml = "\nignore:\n  - {id: CVE-2026-1, reason: r, until: 2026-11-24}\n";
  const note = (await advised({ thothYaml })).notes.find(({ fails }) => fails);
  assert.deepEqual(note, {
    severity: "error",
    message:
      "`.thoth.yaml:3` accepted `CVE-2026-1` until 2026-11-24: it counts again, until the entry is renewed or removed",
    place: { file: ".thoth.yaml", line: 3 },
    fails: true,
  });
});

test("an entry that concerns nothing is told in a report", async () => {
  const { notes } = await advised({});
  assert.ok(!notes.some(({ message }) => message.includes("accepts")));
  const other = await advised({ thothYaml: "ignore: [{id: CVE-1-1, reason: r, until: 2027-01-01}]" });
  const told = other.notes.filter(({ message }) => message.includes("accepts"));
  assert.deepEqual(
    told.map(({ message, detail }) => [message, detail]),
    [["`.thoth.yaml:1` accepts `CVE-1-1`, which no release that was looked at has", true]],
  );
});

const evil = { indexes: { pypi: "web 1.1\nweb 1.0" }, advisories: "web>=1.1 unknown MAL-2026-7", today };
const stated = { thothYaml: "ignore: [{id: MAL-2026-7, reason: r, until: 2027-01-01}]" };

for (const [where, sketch] of [
  ["`.thoth.yaml:1`", stated],
  ["the label `allow-cve`", { labels: { "allow-cve": "MAL-2026-7" } }],
] as const)
  test(`what was made to do harm is refused to ${where}, which is told`, async () => {
    const world = await adviceWorld(evil);
    const advice = await ask(world, any, { ...sketch, lock: lockOf(world, any, "web 1.1") });
    assert.equal(pins(advice), "web 1.0");
    const told = advice.notes.filter(({ message }) => message.includes("accepts"));
    assert.deepEqual(
      told.map(({ severity, message }) => [severity, message]),
      [
        [
          "warning",
          `${where} accepts \`MAL-2026-7\`, which cannot be accepted: a release of \`web\` that has it is malicious`,
        ],
      ],
    );
  });

test("a pull request lists what is accepted beside what remains", async () => {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories, today });
  const files: Record<string, string> = {
    Pipfile: manifestText(world, any),
    "Pipfile.lock": lockOf(world, any, "web 1.0"),
    ".thoth.yaml": "ignore: [{id: CVE-2026-1, reason: no untrusted input, until: 2027-01-01}]",
  };
  const request = { readFile: async (path: string) => files[path], options: {}, command: "thoth advise" };
  const { plan } = await adviseProject(request, world.services, signal);
  assert.match(plan.body, /No advisory known as of 2026-11-01 remains, besides 1 that is accepted\./);
  assert.match(
    plan.body,
    /\| Accepted \| Severity \| Package \| Reason \|\n.*\n\| .*ADV-1.*CVE-2026-1.* \| high \| `web` \| no untrusted input, until 2027-01-01 \|/,
  );
});

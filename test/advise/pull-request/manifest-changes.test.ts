import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceNote } from "../../../src/advise/advice.ts";
import { writeManifestChanges } from "../../../src/advise/pull-request/manifest-changes.ts";
import { writeNotes } from "../../../src/advise/pull-request/notes.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { inference, training } from "../../support/example-advice.ts";
import { planInput, planned } from "../../support/made-up-advice.ts";

type Patch = NonNullable<AdviceNote["manifest_changes"]>[number]["patch"];

const advise = (patch: Patch): AdviceNote => ({
  severity: "info",
  message: "Threads fight",
  unit: "acme.Threads",
  manifest_changes: [{ api_version: "apps/v1", kind: "Deployment", patch }],
});

const summaryOf = (note: AdviceNote) =>
  summarise(planInput([planned({ ...inference(), notes: [note] }), planned({ ...training(), notes: [note] })], {}));

test("every operation says in words what to do, once for the environments that share it, and is no note besides", () => {
  const summary = summaryOf(
    advise([
      { op: "test", path: "/spec/replicas", value: 1 },
      { op: "replace", path: "/spec/replicas", value: 2 },
      { op: "add", path: "/env/-", value: { name: "N", value: "4" } },
      { op: "move", from: "/a", path: "/b" },
      { op: "copy", from: "/b", path: "/c" },
      { op: "remove", path: "/a" },
    ]),
  );
  assert.equal(
    writeManifestChanges(summary, 3_000),
    `## Manifest changes to apply

- Threads fight (\`acme.Threads\`) (both)
  - In a \`Deployment\` of \`apps/v1\`, go on only if \`/spec/replicas\` is \`1\`
  - In a \`Deployment\` of \`apps/v1\`, replace \`/spec/replicas\` by \`2\`
  - In a \`Deployment\` of \`apps/v1\`, add at \`/env/-\`: \`{"name":"N","value":"4"}\`
  - In a \`Deployment\` of \`apps/v1\`, move \`/a\` to \`/b\`
  - In a \`Deployment\` of \`apps/v1\`, copy \`/b\` to \`/c\`
  - In a \`Deployment\` of \`apps/v1\`, remove \`/a\``,
  );
  assert.equal(writeNotes(summary, 3_000), "");
});

test("of very many operations the rest is counted", () => {
  const patch = Array.from({ length: 15 }, (_, i) => ({ op: "remove", path: `/${i}` }) as const);
  assert.match(writeManifestChanges(summaryOf(advise(patch)), 3_000), /remove `\/11`\n {2}- and 3 more$/);
});

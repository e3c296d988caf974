import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { checkPrescriptions, type PrescriptionsLine } from "../../../src/main/conformance/prescriptions.ts";

const folder = mkdtempSync(join(tmpdir(), "thoth-rules-"));
after(() => rmSync(folder, { recursive: true }));

test("the door tells each file that is left out with its reason, and counts the rest", async () => {
  const wrap = "{name: A, type: wrap, should_include: {}, run: {}}";
  const sieve = "{name: B, type: sieve, should_include: {}, match: {package_version: {name: demo}}}";
  writeFileSync(join(folder, "a.yaml"), `units: {wraps: [${wrap}], sieves: [${sieve}]}\n`);
  writeFileSync(join(folder, "b.yaml"), "units: {hops: []}\n");
  const lines: PrescriptionsLine[] = [];
  for await (const line of checkPrescriptions(folder, new AbortController().signal)) lines.push(line);
  const [{ digest, ...counts }] = lines.slice(-1) as unknown as [{ digest: string }];
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.deepEqual(
    [...lines.slice(0, -1), counts],
    [
      { path: "b.yaml", code: "INVALID_RULE", reason: "b.yaml:1:9: unknown key `units.hops`" },
      { files: 1, rejected: 1, units: 2, kinds: { sieve: 1, wrap: 1 }, release: "UNKNOWN" },
    ],
  );
});

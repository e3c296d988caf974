import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { Ajv } from "ajv";

import { sarifOf } from "../../../src/source/index.ts";
import { findingsOfLabelled, labelledPaths } from "../../support/labelled-source.ts";

const found = labelledPaths.map(findingsOfLabelled);
const log = sarifOf(
  {
    findings: found.flatMap(({ findings }) => findings),
    suppressed: found.flatMap(({ suppressed }) => suppressed),
    unread: [{ file: "große datei.py", reason: "too large", isOwn: true }],
  },
  "1.2.3",
);

/** The published schema is one of draft 4, whose `id` newer drafts call `$id`. */
function validator() {
  const path = new URL("../../data/sarif/sarif-2.1.0-rtm.5.json.gz", import.meta.url);
  const {
    $schema: _,
    id: $id,
    ...schema
  } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Record<string, unknown>;
  const formats = { uri: isUri, "uri-reference": isReference, "date-time": () => true };
  return new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile({
    $id: String($id),
    ...schema,
  });
}

const isUri = (text: string) => URL.canParse(text);
const isReference = (text: string) => URL.canParse(text, "https://example.org/") && !/[ \\ß]/.test(text);

test("findings are SARIF by the published schema", () => {
  const validate = validator();
  // Its `$schema` names this very schema at another place.
  const { $schema: _, ...rest } = log;
  validate(structuredClone(rest));
  assert.deepEqual(validate.errors, null);
});

test("the published schema refuses what is none", () => {
  const validate = validator();
  assert.equal(validate({ version: "2.1.0", runs: [{ tool: {}, results: [{}] }] }), false);
});

test("each result has its rule, its line and its fingerprint", () => {
  const [run] = log.runs;
  assert.ok(run!.results.length > 200);
  for (const { ruleId, ruleIndex, locations, partialFingerprints } of run!.results) {
    assert.equal(run!.tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.ok(locations[0]!.physicalLocation.region.startLine >= 1);
    assert.ok(partialFingerprints["thoth/v1"]);
  }
});

test("what a comment switches off is suppressed, with the reason", () => {
  const off = log.runs[0]!.results.flatMap((result) =>
    "suppressions" in result ? (result.suppressions as { justification: string }[]) : [],
  );
  assert.ok(off.some(({ justification }) => justification === "# thoth: ignore: the name is from a list of ours"));
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { releaseMetadata } from "../../src/package-index/release-metadata.ts";
import { requirementsOf } from "../support/package-index.ts";

const file = "foo-1.0-py3-none-any.whl";
const none = { requires: [], requiresPython: "", extras: [] };

/** `Requires-Dist` lines and what is known of the release then. */
const requirements: readonly (readonly [readonly string[], readonly string[] | string])[] = [
  [[], []],
  [
    ["bar (>=1.0)", 'baz>=2; extra == "x"'],
    ["bar>=1.0", 'baz>=2; extra == "x"'],
  ],
  [["bar>=1.*"], ["bar>=1"]],
  [["bar", "%%%"], `\`${file}\` has the unreadable requirement \`%%%\``],
  [["%".repeat(200)], `\`${file}\` has the unreadable requirement \`${"%".repeat(80)}…\``],
];
for (const [requires, known] of requirements) {
  test(`a release that requires ${requires.join(" and ").slice(0, 60) || "nothing"}`, () => {
    assert.deepEqual(requirementsOf(releaseMetadata("declared", () => file, { ...none, requires })), known);
  });
}

/** `Requires-Python`, and its bounds as they print. */
const pythons: readonly (readonly [string, string | undefined])[] = [
  ["", undefined],
  [" ", undefined],
  [">=3.8,<4", "<4,>=3.8"],
  [">=3.6.*", ">=3.6"],
];
for (const [requiresPython, bounds] of pythons) {
  test(`Requires-Python \`${requiresPython}\` has the bounds ${bounds ?? "none"}`, () => {
    const answer = releaseMetadata("declared", () => file, { ...none, requiresPython });
    assert.ok(answer.kind === "known");
    assert.equal(answer.metadata.requiresPython?.toString(), bounds);
  });
}

test("a Requires-Python that nobody can read makes the release unknown", () => {
  const reason = `\`${file}\` has the unreadable \`Requires-Python\` \`three\``;
  assert.deepEqual(
    releaseMetadata("declared", () => file, { ...none, requiresPython: "three" }),
    {
      kind: "unknown",
      reason,
    },
  );
});

test("extras are normalised, and what is no name is left out", () => {
  const answer = releaseMetadata("declared", () => file, { ...none, extras: ["Some_Extra", "???"] });
  assert.deepEqual(answer.kind === "known" && answer.metadata.extras, ["some-extra"]);
});

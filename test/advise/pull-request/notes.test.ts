import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceNote } from "../../../src/advise/advice.ts";
import { writeNotes } from "../../../src/advise/pull-request/notes.ts";
import { summarise } from "../../../src/advise/pull-request/summary.ts";
import { inference, training } from "../../support/example-advice.ts";
import { planInput, planned } from "../../support/made-up-advice.ts";

const info = (message: string): AdviceNote => ({ severity: "info", message });
const yanked: AdviceNote = {
  severity: "warning",
  message: "`idna 3.4` was yanked",
  link: "https://peps.python.org/pep-0592/",
};

function notes(first: AdviceNote[], second: AdviceNote[], common: AdviceNote[] = []): string {
  const [one, two] = [
    { ...inference(), notes: first },
    { ...training(), notes: second },
  ];
  return writeNotes(summarise(planInput([planned(one), planned(two)], { notes: common })), 4_000);
}

test("warnings come first, then the repository's notes, each once with its environments", () => {
  assert.equal(
    notes([info("a"), yanked], [info("a"), info("b")], [info("`host` has no effect")]),
    `## Notes

- Warning: \`idna 3.4\` was yanked ([peps.python.org](https://peps.python.org/pep-0592/)) (\`inference\`)
- \`host\` has no effect
- a (both)
- b (\`training\`)`,
  );
});

test("errors come before warnings, with their links and what to change in manifests", () => {
  const grave: AdviceNote = {
    severity: "error",
    message: "Threads fight",
    link: "https://peps.python.org/pep-0592/",
    more_links: ["https://peps.python.org/pep-0600/"],
    manifest_changes: [{ api_version: "apps/v1", kind: "Deployment", patch: [{ op: "remove", path: "/spec" }] }],
  };
  assert.equal(
    notes([yanked, grave], []),
    `## Notes

- Error: Threads fight ([peps.python.org](https://peps.python.org/pep-0592/)) ([peps.python.org](https://peps.python.org/pep-0600/)) (\`inference\`)
  - in a \`Deployment\` of \`apps/v1\`: \`{"op":"remove","path":"/spec"}\`
- Warning: \`idna 3.4\` was yanked ([peps.python.org](https://peps.python.org/pep-0592/)) (\`inference\`)`,
  );
});

test("no notes, no section", () => assert.equal(notes([], []), ""));

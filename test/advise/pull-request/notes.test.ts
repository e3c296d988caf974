import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceNote } from "../../../src/advise/advice.ts";
import { writeAllNotes, writeFurtherNotes, writeNotes } from "../../../src/advise/pull-request/notes.ts";
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

test("errors come before warnings, with their unit and their links", () => {
  const grave: AdviceNote = {
    severity: "error",
    message: "Threads fight",
    unit: "acme.Threads",
    link: "https://peps.python.org/pep-0592/",
    more_links: ["https://docs.python.org/3/"],
  };
  assert.equal(
    notes([yanked, grave], []),
    `## Notes

- Error: Threads fight (\`acme.Threads\`, [peps.python.org](https://peps.python.org/pep-0592/), [docs.python.org](https://docs.python.org/3/)) (\`inference\`)
- Warning: \`idna 3.4\` was yanked ([peps.python.org](https://peps.python.org/pep-0592/)) (\`inference\`)`,
  );
});

test("what many packages share is one line, with a link of each where these differ", () => {
  const six = { ...yanked, message: "`six 1.0` was yanked" };
  const flask = { ...yanked, message: "`flask 2.0` was yanked", link: "https://pypi.org/project/flask/" };
  const gone = { ...yanked, message: "`gone 1.0` was taken away" };
  assert.equal(
    notes([yanked, gone, six, flask], [six]),
    `## Notes

- Warning: \`idna 3.4\` was yanked ([peps.python.org](https://peps.python.org/pep-0592/)); likewise [flask 2.0](https://pypi.org/project/flask/) (\`inference\`)
- Warning: \`gone 1.0\` was taken away ([peps.python.org](https://peps.python.org/pep-0592/)) (\`inference\`)
- Warning: \`six 1.0\` was yanked ([peps.python.org](https://peps.python.org/pep-0592/)) (both)`,
  );
});

const ofRule = (unit: string, message: string): AdviceNote => ({ severity: "info", message, unit });
const kin = ["one", "two", "three", "four", "five"].map((word, i) => ofRule(`acme.Release${i}`, word));

test("a pull request has ten lines of notes and three of a family, and the check and a report have the rest", () => {
  const others = Array.from({ length: 9 }, (_, i) => info(`note ${i}`));
  const advice = { ...inference(), notes: [kin[0]!, ...others, ...kin.slice(1)] };
  const summary = summarise(planInput([planned(advice)], {}));
  const shown = ["one", "two", "three", ...others.slice(0, 7).map(({ message }) => message)];
  const words = (page: string) => [...page.matchAll(/^- (.*?)(?: \(.*)?$/gm)].map((match) => match[1]);
  assert.deepEqual(words(writeNotes(summary, 4_000)), [...shown, "and 4 more in the check and in a report"]);
  assert.deepEqual(words(writeFurtherNotes(summary, 4_000)), ["four", "five", "note 7", "note 8"]);
  assert.deepEqual(words(writeAllNotes(summary, 4_000)), [
    ...kin.map(({ message }) => message),
    ...others.map(({ message }) => message),
  ]);
});

test("a note with an odd backtick is told alone", () => {
  const odd = ["`a was yanked", "`b was yanked", "`` was yanked"].map(info);
  assert.equal(notes(odd, odd).match(/^- /gm)?.length, 3);
});

test("no notes, no section", () => assert.equal(notes([], []), ""));

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatScorecards, isStaleCard, Scorecards } from "../../src/knowledge/index.ts";
import { packageName } from "../../src/python/index.ts";

const card = {
  package: "Demo_One",
  repository: "github.com/demo/one",
  confirmed: true,
  date: "2026-09-01",
  commit: "0123abcd",
  aggregate: 6.5,
  checks: [
    { name: "Maintained", score: 10, reason: "30 commits" },
    { name: "Branch-Protection", score: -1, reason: "cannot tell" },
    { name: "Fuzzing", score: 0 },
  ],
};
const lines = (...cards: readonly object[]) => cards.map((each) => JSON.stringify(each)).join("\n");
const parse = (text: string) => Scorecards.parse("cards.jsonl", text, "2026-09-02");

test("a card has the checks that could tell", () => {
  const cards = parse(lines(card));
  assert.deepEqual(cards.of(packageName("demo.one")), {
    repository: "github.com/demo/one",
    confirmed: true,
    date: "2026-09-01",
    commit: "0123abcd",
    aggregate: 6.5,
    checks: new Map([
      ["Maintained", { score: 10, reason: "30 commits" }],
      ["Fuzzing", { score: 0, reason: "" }],
    ]),
  });
  assert.equal(cards.of(packageName("other")), undefined);
  assert.deepEqual([cards.asOf, cards.size], ["2026-09-02", 1]);
});

test("an aggregate of nothing is unknown", () => {
  assert.equal(parse(lines({ ...card, aggregate: -1 })).of(packageName("demo-one"))?.aggregate, undefined);
});

test("the newest card of a package counts, wherever it stands", () => {
  const older = { ...card, package: "demo-one", date: "2026-08-01", aggregate: 1 };
  for (const text of [lines(card, older), lines(older, card)]) {
    assert.equal(parse(text).of(packageName("demo-one"))?.aggregate, 6.5);
    assert.equal(formatScorecards("cards.jsonl", text), `${lines({ ...card, package: "demo-one" })}\n`);
  }
});

test("a card is stale after 90 days", () => {
  assert.deepEqual(
    ["2026-09-01", "2026-11-30", "2026-12-01"].map((today) => isStaleCard(card, today)),
    [false, false, true],
  );
});

const broken: readonly (readonly [string, string])[] = [
  ["{", "cards.jsonl:1: not a scorecard: the line is not JSON"],
  [`\n${lines({ ...card, aggregate: 11 })}`, "cards.jsonl:2: not a scorecard: `/aggregate` must be <= 10"],
  [lines({ ...card, confirmed: "yes" }), "cards.jsonl:1: not a scorecard: `/confirmed` must be boolean"],
  [
    lines({ ...card, commit: "HEAD" }),
    'cards.jsonl:1: not a scorecard: `/commit` must match pattern "^[0-9a-f]{7,64}$"',
  ],
];
for (const [text, message] of broken)
  test(`refused: ${message}`, () => assert.throws(() => parse(text), { code: "NOT_A_SCORECARD", message }));

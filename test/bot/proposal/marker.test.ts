/** What a pull request remembers of itself, through whatever its readers do to its body. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { type Marker, tryParseMarker, withMarker } from "../../../src/bot/proposal/marker.ts";
import { recommendationTypes } from "../../../src/environments/index.ts";
import { codePoint } from "../../support/any-text.ts";
import { hostileStrings } from "../../support/hostile-strings.ts";
import { parseMarkdown } from "../../support/markdown-tree.ts";

const marker: Marker = {
  head: "0123456789abcdef0123456789abcdef01234567",
  digest: "0123456789abcdef".repeat(4),
  severe: ["CVE-2024-1", "GHSA-2222-3333-4444", "PYSEC-2024-60"],
  asked: { environment: undefined, recommendationType: undefined },
};
const line = withMarker("", marker).trim();

test("a marker is one line below the body, and says only what there is to say", () => {
  assert.equal(
    withMarker("body\n\n", { ...marker, severe: ["PYSEC-2024-60"] }),
    `body\n\n<!-- thoth:1 {"head":"${marker.head}","digest":"${marker.digest}","severe":["PYSEC-2024-60"]} -->\n`,
  );
});

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const anyId = fc.oneof(
  fc.constantFrom(...hostileStrings),
  fc.string({ unit: codePoint }),
  fc.stringMatching(/^[A-Z-]+$/),
);
const anyMarker: fc.Arbitrary<Marker> = fc.record({
  head: fc.oneof(hex(40), hex(64)),
  digest: hex(64),
  severe: fc.option(fc.array(anyId, { maxLength: 4 }), { nil: undefined }),
  asked: fc.record(
    {
      environment: fc.option(fc.stringMatching(/^[a-zA-Z0-9_-]{1,100}$/), { nil: undefined }),
      recommendationType: fc.option(fc.constantFrom(...recommendationTypes), { nil: undefined }),
    },
    { noNullPrototype: true },
  ),
});

test("whatever is written is read again, but for ids that cannot stand there: then none is told", () => {
  fc.assert(
    fc.property(anyMarker, fc.oneof(fc.constantFrom(...hostileStrings), fc.string()), (written, body) => {
      const read = tryParseMarker(withMarker(body, written));
      assert.deepEqual(read, { ...written, severe: read?.severe });
      if (read.severe !== undefined) assert.deepEqual(read.severe, written.severe);
    }),
  );
});

test("the marker is a comment that nobody sees, whatever the ids are", () => {
  for (const id of hostileStrings) {
    const tree = parseMarkdown(withMarker("words", { ...marker, severe: ["PYSEC-1", id] }));
    assert.deepEqual(
      tree.children.map(({ type }) => type),
      ["paragraph", "html"],
      id,
    );
    assert.match(JSON.stringify(tree.children[1]), /"value":"<!-- thoth:1 [^>]+ -->"/, id);
  }
});

test("an id may have 100 characters", () => {
  const told = (length: number) => tryParseMarker(withMarker("", { ...marker, severe: ["A".repeat(length)] }))?.severe;
  assert.deepEqual([told(100)?.length, told(101)], [1, undefined]);
});

test("ids that are too many for the body are not told, and nothing is told of a part of them", () => {
  const severe = Array.from({ length: 1_000 }, (_, index) => `GHSA-${index}`);
  const body = withMarker("", { ...marker, severe });
  assert.ok(body.length < 300);
  assert.equal(tryParseMarker(body)?.severe, undefined);
  assert.deepEqual(tryParseMarker(body)?.head, marker.head);
  assert.deepEqual(tryParseMarker(withMarker("", { ...marker, severe: severe.slice(0, 300) }))?.severe?.length, 300);
});

const edited: readonly (readonly [name: string, body: string])[] = [
  ["from the form of the host, with CRLF", `words\r\n\r\n${line}\r\n`],
  ["with other words above", `other words\n${line}`],
  ["with blanks below", `words\n\n${line}\n\n  \n`],
  ["above which an older one stands", `${line.replaceAll("0", "1")}\n\n${line}`],
];
for (const [name, body] of edited)
  test(`a body ${name} keeps its marker`, () => assert.deepEqual(tryParseMarker(body), marker));

for (const goal of [
  { kind: "repair" },
  { kind: "fix", advisories: "all" },
  { kind: "fix", advisories: ["CVE-2023-43804", "GHSA-v845-jxx5-vc9f"] },
] as const)
  test(`what a proposal is for is remembered: ${JSON.stringify(goal)}`, () => {
    assert.deepEqual(tryParseMarker(withMarker("", { ...marker, asked: { goal } }))?.asked.goal, goal);
  });

test("of ids without end, and of what is none, a proposal remembers what can be read again", () => {
  const advisories = ["-->", "x".repeat(200), ...Array.from({ length: 150 }, (_, index) => `CVE-2024-${index}`)];
  const read = tryParseMarker(withMarker("", { ...marker, asked: { goal: { kind: "fix", advisories } } }));
  assert.equal(read?.head, marker.head);
  const { goal } = read!.asked;
  assert.deepEqual(goal?.kind === "fix" && [goal.advisories.length, goal.advisories[0]], [40, "CVE-2024-0"]);
});

const lost: readonly (readonly [name: string, body: string])[] = [
  ["nothing", ""],
  ["words alone", "words"],
  ["words below it", `${line}\nwords`],
  ["words beside it", `${line} words`],
  ["words in front of it", `> ${line}`],
  ["a cut", line.slice(0, -20)],
  ["a cut and an end", `${line.slice(0, -20)} -->`],
  ["another version", line.replace("thoth:1", "thoth:2")],
  ["the beginning and the end in one", "<!-- thoth:1 -->"],
  ["something that is no object", "<!-- thoth:1 [] -->"],
  ["null", "<!-- thoth:1 null -->"],
  ["very many brackets", `<!-- thoth:1 ${"[".repeat(60_000)} -->`],
  ["a key that is missing", line.replace('"head"', '"heed"')],
  ["a commit that is none", line.replace(marker.head, "main")],
  ["a digest in upper case", line.replace(marker.digest, marker.digest.toUpperCase())],
  ["ids that are no texts", line.replace('"PYSEC-2024-60"', "60")],
  ["an advisory that would end it", line.replace("]}", '],"fix":["CVE--1"]}')],
  ["a goal that is none", line.replace("]}", '],"goal":"best"}')],
  ["an environment that is none", line.replace("]}", '],"environment":"a b"}')],
];
for (const [name, body] of lost)
  test(`a body with ${name} has no marker`, () => assert.equal(tryParseMarker(body), undefined));

test("a recommendation type that is not known any more is nothing that was asked", () => {
  const asked = line.replace("]}", '],"environment":"training","type":"fastest"}');
  assert.deepEqual(tryParseMarker(asked)?.asked, { environment: "training", recommendationType: undefined });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Markdown,
  code,
  formatSafeJson,
  join,
  link,
  marked,
  prose,
  source,
  text,
} from "../../src/advise/encode.ts";
import { redact } from "../../src/advise/redact.ts";
import { codePoint } from "../support/any-text.ts";
import { hostileStrings } from "../support/hostile-strings.ts";
import { findings, nodesOf, parseMarkdown, skeleton, wordsOf } from "../support/markdown-tree.ts";

const target = "https://osv.dev/vulnerability/X";

/** The forms, each with a harmless value and what its words are. */
const forms = {
  code: { encode: code, words: (value: string) => value.replaceAll("|", "\\u{7c}") },
  text: { encode: text, words: (value: string) => value },
  link: { encode: (value: string) => link(value, target), words: (value: string) => value },
};

const places: Readonly<Record<string, (value: Markdown) => Markdown>> = {
  paragraph: (value) => marked`${value}`,
  "list item": (value) => marked`- ${value}\n- and ${value} again`,
  "table cell": (value) => marked`| a | b |\n| --- | --- |\n| ${value} | ${value} |`,
  heading: (value) => marked`## ${value}\n\nbelow`,
  details: (value) => marked`<details>\n<summary>more</summary>\n\n${value}\n\n</details>\n\nbelow`,
};

/** A plain twin of what the encoder promises about words: blanks fold, unseen characters become visible. */
function shown(value: string): string {
  const blank = /^[\t-\r\u0085\p{Z}]$/u;
  const unseen = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]$/u;
  let words = "";
  for (const character of value) {
    if (blank.test(character)) words += words.endsWith(" ") ? "" : " ";
    else words += unseen.test(character) ? `\\u{${character.codePointAt(0)!.toString(16)}}` : character;
  }
  return words.trim();
}

interface Harmless {
  readonly skeleton: string;
  /** The words of the page, with a sign that no string here holds where the value stands. */
  readonly words: string;
}
const sign = "\u00a4";
const harmless = new Map<string, Harmless>();

/** What the page looks like around a value that is a single sign. */
function harmlessPage(form: keyof typeof forms, place: string): Harmless {
  const key = `${form} ${place}`;
  const known = harmless.get(key);
  if (known !== undefined) return known;
  const tree = parseMarkdown(places[place]!(forms[form].encode(sign)));
  const page = { skeleton: skeleton(tree), words: wordsOf(tree) };
  harmless.set(key, page);
  return page;
}

/** Checks one value in one form at one place. Values with credentials lose them, so their words are not compared. */
function check(form: keyof typeof forms, place: string, value: string): void {
  const { encode, words } = forms[form];
  const page = places[place]!(encode(value));
  const tree = parseMarkdown(page);
  assert.deepEqual(findings(page, tree), [], page);
  const expected = harmlessPage(form, place);
  assert.equal(skeleton(tree), expected.skeleton, page);
  if (/\/\/[^/]*@/.test(value)) return;
  assert.equal(
    wordsOf(tree),
    expected.words.replaceAll(sign, () => words(shown(value))),
    page,
  );
}

test("the table holds at least 150 strings", () => {
  assert.ok(hostileStrings.length >= 150, String(hostileStrings.length));
});

for (const form of ["code", "text", "link"] as const)
  for (const place of Object.keys(places))
    test(`${form} keeps every hostile string harmless in a ${place}`, () => {
      for (const value of hostileStrings) check(form, place, value);
    });

const pieces = fc.constantFrom(
  ..."` | \\ * _ [ ] ( ) < > ! # @ & ; : / . - + = ~ $ \" ' { } ^ % ? 1 a www http:// https://github.com/o/r/issues/1".split(
    " ",
  ),
  "\n",
  "\r",
  "\t",
  " ",
  "  ",
  "\u200b",
  "\u202e",
  "GH-1",
  "deadbeef",
  "<!--",
  "-->",
  "</details>",
  "&#64;",
  "\u00a0",
  "é",
  "🎉",
);
const hostileText = fc
  .oneof(
    fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join("")),
    fc.string({ unit: codePoint, maxLength: 40 }),
    fc.string({ maxLength: 40 }),
  )
  .filter((value) => shown(value) !== "");

for (const form of ["code", "text", "link"] as const)
  test(`${form} keeps any text harmless and whole at any place`, () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...Object.keys(places)), (value, place) => check(form, place, value)),
      { numRuns: 150 },
    );
  });

test("prose is as harmless as its parts", () => {
  fc.assert(
    fc.property(hostileText, fc.constantFrom(...Object.keys(places)), (value, place) => {
      assert.deepEqual(findings(places[place]!(prose(value))), []);
    }),
    { numRuns: 150 },
  );
});

for (const [words, expected] of [
  ["needs Python `>=3.9`", "needs Python `>=3.9`"],
  ["`pandas` 3 needs `numpy`", "`pandas` 3 needs `numpy`"],
  ["one ` alone", "one \\` alone"],
  ["`a` and ` alone", "`a` and \\` alone"],
  ["empty `` pair", "empty \\`\\` pair"],
  ["` ` blank", "\\` \\` blank"],
] as const)
  test(`prose shows ${JSON.stringify(words)} as ${expected}`, () => assert.equal(prose(words), expected));

for (const [value, expected] of [
  ["2.13.1", "`2.13.1`"],
  ["1.16.0.20240316", "`1.16.0.20240316`"],
  ["numpy<=1.24.3,>=1.22", "`numpy<=1.24.3,>=1.22`"],
  ["a`b", "``a`b``"],
  ["`a`", "`` `a` ``"],
  ["a|b", "`a\\u{7c}b`"],
  ["a\n b", "`a b`"],
  ["x\u202ey", "`x\\u{202e}y`"],
  ["@user", "`@\u200buser`"],
  ["deadbeefcafe1", "`deadbe\u200befcafe\u200b1`"],
  ["", ""],
  [" \n ", ""],
] as const)
  test(`code shows ${JSON.stringify(value)} as ${expected}`, () => assert.equal(code(value), expected));

for (const [value, expected] of [
  ["TensorFlow 2.11 is tested with CUDA 11.2, near 11.1", "TensorFlow 2.11 is tested with CUDA 11.2, near 11.1"],
  ["built-in", "built-in"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["<b>", "&lt;b&gt;"],
  ["a|b", "a&#124;b"],
  ["fixes #12", "fixes \\#&#8203;12"],
  ["https://x.y", "https:&#8203;\\/\\/x.y"],
  ["/lgtm", "\\/lgtm"],
] as const)
  test(`text shows ${JSON.stringify(value)} as ${expected}`, () => assert.equal(text(value), expected));

for (const [label, address, expected] of [
  ["X", target, `[X](${target})`],
  ["a](b)", target, `[a\\]\\(b\\)](${target})`],
  ["fix", "https://github.com/o/r/issues/5", "[fix](https://redirect.github.com/o/r/issues/5)"],
  ["fix", "https://github.com/o/r/pull/5/files", "[fix](https://redirect.github.com/o/r/pull/5/files)"],
  ["fix", "https://github.com/advisories/GHSA-x", "[fix](https://github.com/advisories/GHSA-x)"],
  ["q", "https://osv.dev/a(b)|c`d?x=1&y=2#[z]", "[q](https://osv.dev/a%28b%29%7Cc%60d?x=1&amp;y=2#%5Bz%5D)"],
  ["other", "https://example.org/a", "other (`https://example.org/a`)"],
  ["other", "https://osv.dev.example.org/", "other (`https://osv.dev.example.org/`)"],
  ["script", "javascript:alert(1)", "script"],
  ["plain", "http://osv.dev/x", "plain"],
  ["user", "https://osv.dev@example.org/", "user"],
  ["port", "https://osv.dev:8443/", "port"],
  ["long", `https://osv.dev/${"x".repeat(600)}`, "long"],
  ["none", "no address", "none"],
  ["", target, ""],
] as const)
  test(`link leads from ${JSON.stringify(label)} by ${address.slice(0, 50)} to ${expected}`, () => {
    assert.equal(link(label, address), expected);
  });

test("an address alone is a link with its host as words", () => {
  assert.equal(source("https://www.tensorflow.org/install"), "[tensorflow.org](https://www.tensorflow.org/install)");
  assert.equal(source("https://example.org/a`b"), "`https://example.org/a%60b`");
  assert.equal(source("javascript:alert(1)"), "");
});

test("long values are cut and say so, never inside a character", () => {
  assert.equal(code("x".repeat(1_000)), `\`${"x".repeat(199)}…\``);
  assert.equal(text("x".repeat(1_000)), `${"x".repeat(599)}…`);
  assert.equal(code(`${"x".repeat(198)}🎉🎉`), `\`${"x".repeat(198)}…\``);
});

test("credentials do not pass any form", () => {
  const address = "https://user:secret-word@pypi.example.org/simple";
  for (const shownText of [code(address), text(address), prose(`index \`${address}\` is down`), link("x", address)])
    assert.doesNotMatch(shownText, /secret-word/);
});

test("join leaves out what is empty", () => {
  assert.equal(join([code("a"), text(""), code("b")], ", "), "`a`, `b`");
});

test("our own links are the only ones in a page of hostile labels", () => {
  const page = join(
    hostileStrings.map((value) => marked`- ${link(value, target)}`),
    "\n",
  );
  const links = [...nodesOf(parseMarkdown(page))].filter(({ type }) => type === "link");
  assert.deepEqual([...new Set(links.map(({ url }) => url))], [target]);
});

test("safe JSON means the same, and holds no character that hides or moves a cursor", () => {
  const harmlessTexts = hostileStrings.filter((text) => redact(text) === text);
  const value = harmlessTexts.map((text) => ({ text, [`${text}\u009b`]: 1 }));
  assert.ok(value.length > 100);
  for (const indent of [undefined, 2]) {
    const json = formatSafeJson(value, indent);
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
    assert.doesNotMatch(json, /[^\n\P{C}]|[\u2028\u2029]/u);
  }
});

test("safe JSON holds no credentials, but the text of a lock as it is", () => {
  const address = "https://u:p4ssw0rd@corp.example/simple";
  assert.equal(
    formatSafeJson({ message: `Pipfile:3: ${address}`, list: [address], lock: address }),
    `{"message":"Pipfile:3: https://[redacted]@corp.example/simple","list":["https://[redacted]@corp.example/simple"],"lock":"${address}"}`,
  );
});

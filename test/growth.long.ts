/**
 * Ten times the text may take every parser of foreign text little more than ten times as long, whatever is in it. A ratio
 * past the bound is measured again before it counts. Still times are compared, so this is part of `npm run test:long` and
 * not of the gate.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../src/base/index.ts";
import { parseHtmlPage } from "../src/package-index/html-page.ts";
import { parsePipfile } from "../src/project/pipfile-parse.ts";
import { parsePylock } from "../src/project/pylock/parse.ts";
import { parsePyproject } from "../src/project/pyproject/parse.ts";
import { parseRequirements } from "../src/project/requirements/parse.ts";
import { parseThothYaml } from "../src/project/thoth-yaml.ts";
import { Marker, parseMetadata, parseWheelName, Requirement, SpecifierSet, Version } from "../src/python/index.ts";

const SMALL = 10_000;
const LARGE = 100_000;
/**
 * Linear work measures 8 to 12: what a large text leaves behind stays for longer, so that the garbage collector has more
 * to copy, and no longer fits the caches. Work that grows with the square of the text measures 100.
 */
const BOUND = 12;
const ATTEMPTS = 5;
const TURNS = 4;
/** Milliseconds that a turn takes at least. */
const TURN = 25;

type Parser = (text: string) => unknown;

/** A hostile text: `head`, a piece over and over until the text is full, `tail`. A piece may differ by its number. */
type Shape = readonly [head: string, piece: string | ((i: number) => string), tail?: string];

const clause = 'os_name == "a"';
const metadataHead = "Metadata-Version: 2.1\nName: a\nVersion: 1\n";
const pylockHead = 'lock-version = "1.0"\ncreated-by = "a"\n';
const projectHead = '[project]\nname = "a"\nversion = "1"\n';
const page = new URL("https://index.test/simple/a/");

const anyToml: readonly Shape[] = [
  ["a = ", "["],
  ["a = ", "{a="],
  ['a = "', "\\\\"],
  ['a = """', '"" '],
  ["a = '''", "'' "],
  ["a = [", "1,"],
  ["", "#"],
  ["", "\n"],
  ["", " ", "]"],
  ["", "[a]\n"],
  ["a", ".a", " = 1"],
  ["", (i) => `a${i} = 1\n`],
  ["", (i) => `[a${i}]\n`],
  ["", (i) => `a.b${i} = 1\n`],
  ["", "[[a]]\n"],
  ["a = 1", "1"],
];

const parsers: Readonly<Record<string, { readonly parse: Parser; readonly shapes: readonly Shape[] }>> = {
  version: {
    parse: (text) => Version.parse(text).normalized,
    shapes: [
      ["1", ".1"],
      ["1", ".0", "!"],
      ["1+a", ".a"],
      ["1+", "1a."],
      ["", " ", "1"],
      ["1", " ", "x"],
      ["1", "-"],
      ["", "1"],
      ["1", "a1"],
    ],
  },
  "specifier set": {
    parse: (text) => SpecifierSet.parse(text).toString(),
    shapes: [
      ["==1", ".1", ".*"],
      ["~=1", ".0", "!"],
      ["", (i) => `>=1.${i},`],
      ["", ">=1,"],
      ["", ",", "x"],
      [">=1", " ", "x"],
      ["===", "a"],
      ["", "="],
    ],
  },
  requirement: {
    parse: (text) => Requirement.parse(text).toString(),
    shapes: [
      ["a[", "x,", "x]"],
      ["a[", (i) => `x${i},`, "x]"],
      ["a[", "x,"],
      ["a (", ">=1,", ">=1)"],
      ["a (", ">=1,"],
      ["a", " ", "!"],
      ["a", "-_."],
      ["a @ ", "x:"],
      ["a ; ", `${clause} or `, clause],
      ["a ; ", "("],
    ],
  },
  marker: {
    parse: (text) => Marker.parse(text).toString(),
    shapes: [
      ["", `${clause} and `, clause],
      ["", `${clause} or `, "x"],
      ["", `(${clause}) and `, clause],
      ['os_name == "', "\\\\"],
      ['os_name == "', "a"],
      ["", "("],
      ["", " ", "x"],
      ["os_name not", " ", "in"],
    ],
  },
  "wheel name": {
    parse: parseWheelName,
    shapes: [
      ["a", "-a", ".whl"],
      ["a-1-", "py3.", "py3-none-any.whl"],
      ["a-1-py3-none-", "a.", "any.whl"],
      ["a", "_", "-1-py3-none-any.whl"],
      ["a", "_a", "-1-py3-none-any.whl"],
      ["a-1", ".1", "-py3-none-any.whl"],
      ["a-1-", "1", "a-py3-none-any.whl"],
      ["", ".", ".whl"],
    ],
  },
  "core metadata": {
    parse: (text) => parseMetadata("METADATA", text),
    shapes: [
      [metadataHead, "Requires-Dist: a\n"],
      [metadataHead, "Provides-Extra: a\n"],
      [`${metadataHead}Summary: a\n`, " a\n"],
      [metadataHead, (i) => `X-${i}: a\n`],
      [`${metadataHead}Summary: `, ":"],
      [metadataHead, "\n"],
      [metadataHead, "a"],
      [metadataHead, "\r"],
      [`${metadataHead}Summary:`, " "],
    ],
  },
  "requirements.txt": {
    parse: (text) => parseRequirements("requirements.txt", text),
    shapes: [
      ["", "\\\n"],
      ["", "a \\\n"],
      ["", (i) => `a${i}==${i}\n`],
      ["", `a==1 --hash=sha256:${"a".repeat(64)}\n`],
      ["a==1", ` --hash=sha256:${"a".repeat(64)}`],
      ["", "--pre "],
      ["", "# "],
      ["", " #"],
      ["", "a;"],
      ["", "'"],
      ["", "-e ."],
      ["", "${A}"],
      ["", "["],
      ["a", " ", "!"],
    ],
  },
  Pipfile: {
    parse: (text) => parsePipfile("Pipfile", text),
    shapes: [
      ...anyToml,
      ["[packages]\n", (i) => `a${i} = "*"\n`],
      ["[packages]\n", (i) => `a${i} = {version = ">=1", extras = ["x"]}\n`],
      ['[packages]\na = "', ">=1,", '"'],
      ["", (i) => `[[source]]\nname = "s${i}"\nurl = "https://index.test/${i}"\nverify_ssl = true\n`],
    ],
  },
  pyproject: {
    parse: (text) => parsePyproject("pyproject.toml", text),
    shapes: [
      ...anyToml.map(([head, ...rest]): Shape => [projectHead + head, ...rest]),
      [`${projectHead}dependencies = [`, (i) => `"a${i}>=1",`, "]"],
      [`${projectHead}dependencies = ["a`, "[x]", '"]'],
      [`${projectHead}[project.optional-dependencies]\n`, (i) => `a${i} = ["b"]\n`],
      ["[dependency-groups]\n", (i) => `a${i} = [{include-group = "a${i + 1}"}]\n`],
      ["[dependency-groups]\na = [", '{include-group = "a"},', "]"],
    ],
  },
  pylock: {
    parse: (text) => parsePylock("pylock.toml", text),
    shapes: [
      ...anyToml.map(([head, ...rest]): Shape => [pylockHead + head, ...rest]),
      [pylockHead, (i) => `[[packages]]\nname = "a${i}"\nversion = "1"\n`],
      [pylockHead, '[[packages]]\nname = "a"\nversion = "1"\n'],
      [`${pylockHead}environments = [`, `'${clause}',`, "]"],
      [`${pylockHead}extras = [`, (i) => `"a${i}",`, "]"],
    ],
  },
  "HTML page": {
    parse: (text) => parseHtmlPage("page", text, page),
    shapes: [
      ["", (i) => `<a href="a-${i}.tar.gz">`],
      ["", "<"],
      ["", "<a"],
      ["", "<a "],
      ["<a", " b"],
      ["<a", (i) => ` b${i}=c`],
      ["<a", " b='"],
      ["", "<!--"],
      ["", "<!-- -"],
      ["", "<script>"],
      ["", "<title></titl"],
      ["<script>", "</"],
      ['<a href="', "&amp;", '">'],
      ['<a href="', "&#", '">'],
      ['<a href="', "../", 'a.whl">'],
      ['<a href="', "%", '.whl">'],
    ],
  },
  ".thoth.yaml": {
    parse: (text) => parseThothYaml(".thoth.yaml", text),
    shapes: [
      ["", "["],
      ["", "{"],
      ["a: [", "1, "],
      ["", "- "],
      ["", "? "],
      ["", "&a "],
      ["", "*a "],
      ["", "!a "],
      ["", "# "],
      ["", " "],
      ["", "\t"],
      ["", "\n"],
      ["", "---\n"],
      ["", "a: "],
      ['a: "', "\\\\"],
      ["a: '", "''"],
      ["a: ", "x "],
      ["a: |\n", "  x\n"],
      ["", (i) => `a${i}: 1\n`],
      ["", "a: 1\n"],
      ["a: &a [x]\nb: [", "*a, ", "]"],
    ],
  },
};

for (const [name, { parse, shapes }] of Object.entries(parsers)) {
  test(`${name}: ten times the text takes at most ${BOUND} times as long`, (t) => {
    const measured = shapes.map((shape) => ({ shape, ratio: growth(parse, shape) }));
    const [worst] = measured.sort((a, b) => b.ratio - a.ratio);
    const said = `${name}: ${worst!.ratio.toFixed(1)}, the most of ${shapes.length} texts, for ${spelled(worst!.shape)}`;
    t.diagnostic(said);
    assert.ok(worst!.ratio <= BOUND, said);
  });
}

test("a parser that looked back at every step would be found", () => {
  const lookingBack: Parser = (text) => {
    let found = 0;
    for (let at = 0; at < text.length; at += 10) found += text.lastIndexOf("b", at);
    return found;
  };
  assert.ok(growth(lookingBack, ["", "a"]) > BOUND);
});

/**
 * How many times as long the large text takes as the small one: the least of a few attempts. An attempt parses the same
 * amount of both, in turns, and enough that both pay their share of garbage collection; both are compiled before.
 */
function growth(parse: Parser, shape: Shape): number {
  const times = LARGE / SMALL;
  const [small, large] = [filled(shape, SMALL), filled(shape, LARGE)];
  let repetitions = 1;
  while (duration(parse, large, repetitions) < TURN) repetitions *= 2;
  duration(parse, small, repetitions * times);
  let least = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && least > BOUND; attempt++) {
    const spent = { small: 0, large: 0 };
    for (let turn = 0; turn < TURNS; turn++) {
      spent.small += duration(parse, small, repetitions * times);
      spent.large += duration(parse, large, repetitions);
    }
    least = Math.min(least, (times * spent.large) / spent.small);
  }
  return least;
}

/**
 * Milliseconds that this thread was at work: whatever else the machine does is left out. The kernel counts them in steps
 * of up to 10. What a parser refuses it refuses in a sentence: anything else it throws is a failure.
 */
function duration(parse: Parser, text: string, repetitions = 1): number {
  const start = process.threadCpuUsage();
  for (let i = 0; i < repetitions; i++) {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

function filled([head, piece, tail = ""]: Shape, length: number): string {
  const pieces: string[] = [];
  let rest = length - head.length - tail.length;
  for (let i = 0; rest > 0; i++) {
    const next = typeof piece === "string" ? piece : piece(i);
    pieces.push(next);
    rest -= next.length;
  }
  return head + pieces.join("") + tail;
}

function spelled([head, piece, tail = ""]: Shape): string {
  return JSON.stringify([head, typeof piece === "string" ? piece : piece(0), tail]);
}

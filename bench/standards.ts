/**
 * How fast the standards are read, each beside the best package of npm for the same work:
 *
 *     node bench/standards.ts [--json]
 *
 * The texts are those of the example's index. `@renovatebot/pep440` keeps no parsed version and no parsed specifier: it
 * takes texts each time, so ours is timed from texts as well, and once more the way we use it. We know of no package that
 * evaluates markers or reads pages of an index: beside the pages stand `JSON.parse`, which checks nothing, and the same
 * fields collected with `htmlparser2`.
 */

import { readFile } from "node:fs/promises";
import {
  compare as pep440Compare,
  parse as pep440Parse,
  type Pep440Version,
  satisfies as pep440Satisfies,
} from "@renovatebot/pep440";
import { Parser } from "htmlparser2";
import { markerEnvironment } from "../src/environments/index.ts";
import { parseProjectPage } from "../src/package-index/project-page.ts";
import type { ReleaseFile } from "../src/ports/index.ts";
import { Marker, SpecifierSet, Version } from "../src/python/index.ts";
import { type ExampleTexts, htmlPage, jsonPage, readExampleTexts } from "./example-texts.ts";
import { type Contest, formatOutcome, machine, measure } from "./side-by-side.ts";

const ROUNDS = 5;
const MILLION = 1e6;
const HUNDRED_THOUSAND = 1e5;
const PAGE_FILES = 4_000;
/** One page takes a few milliseconds: too short to time alone. */
const PAGES = 10;

const texts = await readExampleTexts();
const outcomes = measure([...versions(texts), ...specifiers(texts), markers(texts), ...pages(texts)], ROUNDS);
const packages = await packageVersions();
const isJson = process.argv.includes("--json");
console.log(
  isJson ? JSON.stringify({ machine: machine(), packages, index: texts.cut, outcomes }, undefined, 2) : table(),
);

function versions({ versions: written }: ExampleTexts): readonly Contest[] {
  const next = [...written.slice(1), written[0]!];
  const [some, others] = [repeated(written, MILLION), repeated(next, MILLION)];
  // Repeated after parsing: a million objects that stay would have every other contest wait for the garbage collector.
  const parsed = repeated(
    written.map((text) => Version.parse(text)),
    MILLION,
  );
  const parsedOthers = repeated(
    next.map((text) => Version.parse(text)),
    MILLION,
  );
  const theirCompare = () => signs((i) => pep440Compare(some[i]!, others[i]!));
  return [
    {
      name: "parse a version",
      operations: MILLION,
      ours: () => sum(some, (text) => Number(Version.parse(text).isPrerelease)),
      theirs: { by: "pep440.parse", run: () => sum(some, (text) => Number(isPrerelease(pep440Parse(text)!))) },
    },
    {
      name: "parse a version and take it apart",
      operations: MILLION,
      ours: () => sum(some, (text) => Version.parse(text).release.length),
      theirs: { by: "pep440.parse", run: () => sum(some, (text) => pep440Parse(text)!.release.length) },
    },
    {
      name: "compare two versions, from their texts",
      operations: MILLION,
      ours: () => signs((i) => Version.compare(Version.parse(some[i]!), Version.parse(others[i]!))),
      theirs: { by: "pep440.compare", run: theirCompare },
    },
    {
      name: "compare two versions, parsed before",
      operations: MILLION,
      ours: () => signs((i) => Version.compare(parsed[i]!, parsedOthers[i]!)),
      theirs: { by: "pep440.compare, from their texts", run: theirCompare },
    },
  ];
}

function isPrerelease({ pre, dev }: Pick<Pep440Version, "pre" | "dev">): boolean {
  return Boolean(pre) || Boolean(dev);
}

function specifiers({ specifiers: written, versions: all }: ExampleTexts): readonly Contest[] {
  const tried = repeated(all, HUNDRED_THOUSAND);
  const contest = (name: string, clauses: readonly string[]): Contest => ({
    name,
    operations: HUNDRED_THOUSAND,
    ours: () => sum(clauses, (text, i) => Number(SpecifierSet.parse(text).contains(Version.parse(tried[i]!)))),
    theirs: {
      by: "pep440.satisfies",
      run: () => sum(clauses, (text, i) => Number(pep440Satisfies(tried[i]!, text, { prereleases: true }))),
    },
  });
  return [
    contest("lower a specifier, each a new one", distinctBounds(all)),
    contest("lower a specifier, as an index repeats them", repeated(written, HUNDRED_THOUSAND)),
  ];
}

/** Pairs of bounds of which none is met twice, so that no memo helps. */
function distinctBounds(all: readonly string[]): readonly string[] {
  const known = [...new Set(all)].filter((version) => !version.includes("+"));
  return Array.from({ length: HUNDRED_THOUSAND }, (_, i) => {
    const apart = 1 + Math.floor(i / known.length);
    return `>=${known[i % known.length]!},<${known[(i + apart) % known.length]!}`;
  });
}

function markers({ markers: written }: ExampleTexts): Contest {
  const environment = markerEnvironment({ pythonVersion: "3.8", platform: "linux-x86_64" });
  const parsed = repeated(
    written.map((text) => Marker.parse(text)),
    HUNDRED_THOUSAND,
  );
  return {
    name: "evaluate a marker",
    operations: HUNDRED_THOUSAND,
    ours: () => sum(parsed, (marker) => Number(marker.evaluate(environment))),
    theirs: undefined,
  };
}

function pages({ files }: ExampleTexts): readonly Contest[] {
  const some = files.slice(0, PAGE_FILES);
  const json = Buffer.from(jsonPage(some));
  const html = Buffer.from(htmlPage(some));
  const address = new URL("https://pypi.org/simple/example/");
  const contest = (format: string, body: Buffer, by: string, read: (text: string) => number): Contest => ({
    name: `read a page of ${PAGE_FILES} files, ${format}`,
    operations: PAGES,
    ours: () =>
      times(() => parseProjectPage("page", `application/vnd.pypi.simple.v1+${format}`, body, address).files.length),
    theirs: { by, run: () => times(() => read(body.toString("utf8"))) },
  });
  return [
    contest("json", json, "JSON.parse alone", (text) => (JSON.parse(text) as { files: unknown[] }).files.length),
    contest("html", html, "htmlparser2", (text) => linkedFiles(text, address).length),
  ];
}

/** The fields that our parser gives, with another's tokenizer, and trusting the page in everything. */
function linkedFiles(html: string, base: URL): readonly ReleaseFile[] {
  const files: ReleaseFile[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name !== "a") return;
      const url = new URL(attributes["href"]!, base);
      const sha256 = url.hash.slice("#sha256=".length);
      url.hash = "";
      files.push({
        filename: decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf("/") + 1)),
        url: url.href,
        sha256,
        size: undefined,
        uploaded: undefined,
        requiresPython: attributes["data-requires-python"],
        yanked: attributes["data-yanked"],
        sidecar: attributes["data-core-metadata"] === undefined ? undefined : { sha256: undefined },
      });
    },
  });
  parser.end(html);
  return files;
}

/** `items` over and over, to `length`. */
function repeated<Item>(items: readonly Item[], length: number): readonly Item[] {
  return Array.from({ length }, (_, i) => items[i % items.length]!);
}

function sum<Item>(items: readonly Item[], measureOf: (item: Item, at: number) => number): number {
  let total = 0;
  for (let i = 0; i < items.length; i++) total += measureOf(items[i]!, i);
  return total;
}

/** All signs in one number, so that two orders that differ anywhere give different ones. */
function signs(compareAt: (at: number) => number): number {
  let hash = 0;
  for (let i = 0; i < MILLION; i++) hash = (Math.imul(hash, 31) + Math.sign(compareAt(i))) | 0;
  return hash;
}

function times(read: () => number): number {
  let total = 0;
  for (let i = 0; i < PAGES; i++) total += read();
  return total;
}

/** Ours, and the others' as our manifest pins them. */
async function packageVersions(): Promise<Record<string, string>> {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const others = ["@renovatebot/pep440", "htmlparser2"].map((name) => [name, manifest.devDependencies[name]!]);
  return { thoth: manifest.version, ...Object.fromEntries(others) };
}

function table(): string {
  const { node, v8, system, processor, memory, load } = machine();
  return [
    `Node ${node} (V8 ${v8}) on ${system}, ${processor}, ${memory}, load ${load}`,
    Object.entries(packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    `medians of ${ROUNDS} runs in turns on the index of ${texts.cut.slice(0, 10)}, per operation: ours, theirs, ratio\n`,
    ...outcomes.map(formatOutcome),
  ].join("\n");
}

/**
 * Every limit of every kind of input, by the way in which that input really comes: at its limit it is read, and one past
 * it is refused. A limit without a case here does not compile. Where an input at its true limit would take long to make,
 * the same code is given a smaller one.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";

import { readWithin } from "../../src/adapters/github/archive.ts";
import { GitForge } from "../../src/adapters/git/index.ts";
import { checkBytes, limits, type NestedLimit } from "../../src/base/index.ts";
import { BrokenKnowledge, parseManifest } from "../../src/knowledge/manifest.ts";
import { readBillOfMaterials, readBundle, readDatabase } from "../../src/knowledge/index.ts";
import { parseOsvRecords } from "../../src/knowledge/osv.ts";
import { openArchive } from "../../src/main/adviser/source-archive.ts";
import { gatherKnowledge } from "../../src/main/knowledge/gather.ts";
import { HttpIndex, HttpTransport, parseSnapshot } from "../../src/package-index/index.ts";
import { parseJsonPage } from "../../src/package-index/json-page.ts";
import { parseProvenance } from "../../src/package-index/provenance-object.ts";
import { staticProject } from "../../src/package-index/static-project.ts";
import { loadPrescriptions, readPrescriptions, ruleFile } from "../../src/prescriptions/index.ts";
import { parseNotebook, parsePipfile, parsePipfileLock, parseThothYaml } from "../../src/project/index.ts";
import { readPythonFiles } from "../../src/project/python-files.ts";
import { parseRequirements } from "../../src/project/requirements/parse.ts";
import { readRequirements } from "../../src/project/requirements/read.ts";
import { packageName, Version } from "../../src/python/index.ts";
import { parseMetadata } from "../../src/python/metadata.ts";
import { chooseSources } from "../../src/source/index.ts";
import { readSources, usualTimes } from "../../src/source/read-sources.ts";
import { attestation, base64, provenanceAnswer, publisher, statement } from "../support/attestations.ts";
import { IndexServer, jsonPage, metadataText, sha256, wheel } from "../support/index-server.ts";
import { candidate, gzipJson, snapshotDocument, StandingClock } from "../support/package-index.ts";
import { temporaryFolder, TestRepository } from "../support/repository.ts";
import { tar, tarEntry } from "../support/tar.ts";

interface Case {
  readonly limit: number;
  /** Reads an input of which there is `amount`; throws where that is too much. */
  readonly read: (amount: number, context: TestContext) => unknown;
  /** What is thrown, where that is not `INPUT_TOO_LARGE`, or `INPUT_TOO_DEEP` for a depth. */
  readonly refusal?: RegExp;
}

const { signal } = new AbortController();
const clock = new StandingClock("2026-11-24T00:00:00Z");
const {
  configuration,
  notebook,
  manifest,
  requirements,
  lock,
  indexPage,
  metadata,
  wheelRange,
  sdist,
  prescription,
  knowledgeManifest,
  advisory,
  billOfMaterials,
  provenance,
  source,
} = limits;

/** `item` for each number below `count`. */
function times(count: number, item: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => item(index)).join("");
}

/** Reads `r.txt` and what it includes; a file that is not given is empty. */
async function readIncluding(files: Readonly<Record<string, string>>): Promise<unknown> {
  return await readRequirements("r.txt", async (path) => files[path] ?? (/^\d/.test(path) ? "" : undefined), signal);
}

/** A list in a list, `depth` levels in all. */
function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

const cases: { readonly [Kind in keyof typeof limits]: { readonly [What in keyof (typeof limits)[Kind]]: Case } } = {
  configuration: {
    bytes: { limit: configuration.bytes, read: (bytes) => parseThothYaml("f", "#".repeat(bytes)) },
    // The outermost mapping, the list, the manager and its configuration are four levels.
    depth: {
      limit: configuration.depth,
      read: (depth) => parseThothYaml("f", `managers: [{name: info, configuration: {a: ${nested(depth - 4)}}}]`),
    },
    keys: {
      limit: configuration.keys,
      read: (keys) =>
        parseThothYaml("f", `managers: [{name: info, configuration: {${times(keys - 3, (i) => `k${i}: 1,`)}}}]`),
    },
    environments: {
      limit: configuration.environments,
      read: (count) => parseThothYaml("f", `runtime_environments:\n${times(count, (i) => `- name: e${i}\n`)}`),
    },
    projects: {
      limit: configuration.projects,
      read: (count) => parseThothYaml("f", `projects:\n${times(count, (i) => `- p${i}\n`)}`),
    },
  },
  notebook: {
    bytes: { limit: notebook.bytes, read: (bytes) => parseNotebook("f", "{}".padEnd(bytes)) },
    depth: { limit: notebook.depth, read: (depth) => parseNotebook("f", nested(depth)) },
  },
  source: {
    bytes: {
      limit: source.bytes,
      read: (bytes) => readCode({ "a.py": "#".repeat(bytes) }),
      refusal: /^Error: too large$/,
    },
    files: {
      limit: source.files,
      read: (count) => {
        const { unread } = chooseSources(Array.from({ length: count }, (_, index) => `${index}.py`));
        if (unread.length > 0) throw new Error(unread[0]!.reason);
      },
      refusal: /^Error: more than 5000 files$/,
    },
    allBytes: {
      limit: 1_000,
      read: (bytes) => readCode({ "a.py": "#".repeat(900), "b.py": "#".repeat(bytes - 900) }, 1_000),
      refusal: /^Error: after as much as is read of one repository$/,
    },
  },
  manifest: {
    bytes: { limit: manifest.bytes, read: (bytes) => parsePipfile("f", "#".padEnd(bytes, "x")) },
    // The root and `[scripts]` are two levels.
    depth: { limit: manifest.depth, read: (depth) => parsePipfile("f", `[scripts]\nx = ${nested(depth - 2)}\n`) },
    requirements: {
      limit: manifest.requirements,
      read: (count) => parsePipfile("f", `[packages]\n${times(count, (i) => `p${i}="*"\n`)}`),
    },
    sources: {
      limit: manifest.sources,
      read: (count) =>
        parsePipfile(
          "f",
          times(count, (i) => `[[source]]\nname="s${i}"\nurl="https://index.test/${i}"\n`),
        ),
    },
  },
  requirements: {
    bytes: { limit: requirements.bytes, read: (bytes) => parseRequirements("f", "#".padEnd(bytes, "x")) },
    lines: { limit: requirements.lines, read: (lines) => parseRequirements("f", "a\n".repeat(lines)) },
    // The file itself is one of them.
    files: {
      limit: requirements.files,
      read: (files) => readIncluding({ "r.txt": times(files - 1, (i) => `-r ${i}.txt\n`) }),
    },
    depth: {
      limit: requirements.depth,
      read: (depth) =>
        readIncluding(
          Object.fromEntries(
            Array.from({ length: depth - 1 }, (_, i) => [i === 0 ? "r.txt" : `${i}.txt`, `-r ${i + 1}.txt`]),
          ),
        ),
      refusal: /^Error: 9\.txt:1:1: `10\.txt` is nested in 10 files, and no deeper one is read$/,
    },
  },
  pythonFile: {
    bytes: {
      limit: limits.pythonFile.bytes,
      read: async (size) => {
        const readFile = async (path: string, bytes: number) => {
          if (path === "Dockerfile") checkBytes(path, size, { bytes });
          return undefined;
        };
        const { remarks } = await readPythonFiles("", readFile, signal);
        if (remarks.length > 0) throw new Error(remarks[0]);
      },
      // It costs nobody their advice.
      refusal: /^Error: Dockerfile: 262145 bytes, and at most 262144 are read; which Python it names is not known$/,
    },
  },
  lock: {
    bytes: { limit: lock.bytes, read: (bytes) => parsePipfileLock("f", "{}".padEnd(bytes)) },
    depth: { limit: lock.depth, read: (depth) => parsePipfileLock("f", `{"_meta": {"x": ${nested(depth - 2)}}}`) },
    packages: {
      limit: lock.packages,
      read: (count) => parsePipfileLock("f", `{"default": {"p": {}${times(count - 1, (i) => `, "p${i}": {}`)}}}`),
    },
    hashesPerPackage: {
      limit: lock.hashesPerPackage,
      read: (count) => parsePipfileLock("f", JSON.stringify({ default: { a: { hashes: Array(count).fill("h") } } })),
    },
  },
  repository: {
    bytes: {
      limit: 1_000,
      read: (bytes, context) => readCommitted(context, "x".repeat(bytes), 0, { bytes: 1_000, files: 9 }),
    },
    files: { limit: 3, read: (count, context) => readCommitted(context, "", count - 1, { bytes: 1_000, files: 3 }) },
  },
  archive: {
    bytes: {
      limit: 1_000,
      read: (bytes) => readWithin(Readable.from([Buffer.alloc(900), Buffer.alloc(bytes - 900)]), 1_000),
      refusal: /^Error: it is larger than 1000 bytes$/,
    },
    // A header of 512 bytes and as much content.
    unpacked: { limit: 1_024, read: readArchived, refusal: /^Error: nothing of it was read$/ },
  },
  indexPage: {
    bytes: { limit: indexPage.bytes, read: readPage },
    depth: {
      limit: indexPage.depth,
      read: (depth) => parseJsonPage("p", `{"meta":{},"files":[],"x":${nested(depth - 1)}}`, new URL("https://a/")),
    },
    files: {
      limit: indexPage.files,
      read: (count) => {
        const files = Array(count).fill({ filename: "foo-1.zip", url: "foo-1.zip", hashes: {} });
        return parseJsonPage("p", JSON.stringify({ meta: {}, files }), new URL("https://a/"));
      },
    },
  },
  metadata: {
    // Bytes and not letters: each of these takes three.
    bytes: {
      limit: metadata.bytes,
      read: (bytes) => {
        const head = metadataText("foo", "1.0");
        const room = bytes - head.length;
        return parseMetadata("m", head + "€".repeat(Math.floor(room / 3)) + "x".repeat(room % 3));
      },
    },
    requirements: {
      limit: metadata.requirements,
      read: (count) => parseMetadata("m", metadataText("foo", "1.0", ...Array<string>(count).fill("Requires-Dist: a"))),
    },
  },
  wheelRange: {
    bytes: { limit: wheelRange.bytes, read: readWheel, refusal: /it is larger than 8388608 bytes/ },
  },
  sdist: {
    bytes: {
      limit: sdist.bytes,
      read: readSdist,
      refusal: /^Error: `foo-1\.0\.tar\.gz` has no PKG-INFO in the part of it/,
    },
    depth: {
      limit: sdist.depth,
      read: (depth) => {
        const text = `x = ${nested(depth - 1)}\n[project]\nname = "foo"`;
        const declared = staticProject(
          { name: packageName("foo"), version: Version.parse("1"), index: "", files: [] },
          text,
        );
        if (declared === undefined) throw new Error("too deep");
      },
      refusal: /too deep/,
    },
  },
  prescription: {
    bytes: { limit: prescription.bytes, read: (bytes) => loadStrictly(["units: {} #".padEnd(bytes, "x")]) },
    depth: { limit: prescription.depth, read: (depth) => loadStrictly([`units: {}\nmetadata: ${nested(depth - 1)}`]) },
    keys: {
      limit: 1_000,
      read: (keys) =>
        loadStrictly([`units: {}\nmetadata:\n${times(keys - 2, (i) => `  k${i}: 1\n`)}`], {
          ...prescription,
          keys: 1_000,
        }),
    },
    files: { limit: 3, read: (count, context) => readRules(context, count, { ...prescription, files: 3 }) },
    units: {
      limit: 3,
      read: (count) =>
        loadStrictly(
          Array.from({ length: count }, (_, index) => rule(index)),
          { ...prescription, units: 3 },
        ),
    },
    allBytes: {
      limit: 1_000,
      read: (bytes) =>
        loadStrictly([rule(0), "units: {} #".padEnd(bytes - rule(0).length, "x")], {
          ...prescription,
          allBytes: 1_000,
        }),
    },
  },
  knowledgeManifest: {
    bytes: { limit: knowledgeManifest.bytes, read: (bytes) => parseManifest("m", manifestOf([]).padEnd(bytes)) },
    depth: { limit: knowledgeManifest.depth, read: readDeepManifest },
    parts: {
      limit: knowledgeManifest.parts,
      read: (count) => parseManifest("m", manifestOf(Array<Buffer>(count).fill(Buffer.from("")))),
    },
  },
  knowledge: {
    bytes: { limit: 1_000, read: (bytes, context) => readKnowledge(context, bytes, { bytes: 1_000, depth: 32 }) },
    depth: {
      limit: limits.knowledge.depth,
      read: (depth) => parseOsvRecords("k", `{"id": "A", "x": ${nested(depth - 1)}}`),
    },
  },
  billOfMaterials: {
    bytes: { limit: billOfMaterials.bytes, read: (bytes) => readBill(bill("").padEnd(bytes)) },
    depth: { limit: billOfMaterials.depth, read: (depth) => readBill(bill(`"x": ${nested(depth - 1)}`)) },
    components: {
      limit: billOfMaterials.components,
      read: (count) => readBill(bill(`"components": [${Array(count).fill('{"type":"file","name":"f"}').join()}]`)),
    },
  },
  advisory: {
    bytes: { limit: advisory.bytes, read: (bytes) => readRecord("A-1.json", '{"id":"A-1"}'.padEnd(bytes)) },
    depth: { limit: advisory.depth, read: (depth) => readRecord("A-1.json", `{"id":"A-1","x":${nested(depth - 1)}}`) },
    keys: {
      limit: advisory.keys,
      read: (keys) => readRecord("A-1.yaml", `id: A-1\nx:\n${times(keys - 2, (index) => `  k${index}: 1\n`)}`),
    },
    files: { limit: 3, read: (count, context) => readSource(context, count, { files: 3, allBytes: 1_000 }) },
    allBytes: { limit: 24, read: (bytes, context) => readSource(context, 2, { files: 3, allBytes: 24 }, bytes) },
  },
  provenance: {
    bytes: { limit: provenance.bytes, read: readOrigin, refusal: /longer than/ },
    // The object itself is a level.
    depth: {
      limit: provenance.depth,
      read: (depth) => parseProvenance(JSON.stringify({ ...soundOrigin(1), more: JSON.parse(nested(depth - 1)) })),
      refusal: /nested too deep/,
    },
    attestations: {
      limit: provenance.attestations,
      read: (count) => parseProvenance(JSON.stringify(soundOrigin(count))),
      refusal: /has 51 attestations/,
    },
    // Base64 has four characters for three bytes.
    statement: {
      limit: provenance.statement,
      read: (length) => parseProvenance(JSON.stringify(soundOrigin(1, length))),
      refusal: /a statement of \d+ characters/,
    },
  },
  snapshot: {
    bytes: {
      limit: 1_000,
      read: (bytes) =>
        parseSnapshot("s", gzipSync(JSON.stringify(snapshotDocument({})).padEnd(bytes)), { bytes: 1_000, depth: 32 }),
    },
    depth: {
      limit: limits.snapshot.depth,
      read: (depth) => parseSnapshot("s", gzipJson({ ...snapshotDocument({}), sets: JSON.parse(nested(depth - 1)) })),
    },
  },
};

for (const [kind, kindCases] of Object.entries(cases))
  for (const [what, { limit, read, refusal }] of Object.entries<Case>(kindCases))
    test(`${kind}: ${what} up to the limit are read, and one more is refused`, async (context) => {
      await read(limit, context);
      const code = what === "depth" ? "INPUT_TOO_DEEP" : "INPUT_TOO_LARGE";
      await assert.rejects(async () => read(limit + 1, context), refusal ?? { code });
    });

/** Reads the file `f` of a commit that has others beside it. */
async function readCommitted(
  context: TestContext,
  text: string,
  others: number,
  limit: { readonly bytes: number; readonly files: number },
): Promise<void> {
  const { folder } = new TestRepository(context, {
    f: text,
    ...Object.fromEntries(Array.from({ length: others }, (_, i) => [`f${i}`, ""])),
  });
  const forge = await GitForge.open(folder, clock, signal, limit);
  await forge.readFile(await forge.head(signal), "f", Infinity, signal);
}

/** @param length of the statement, in characters of base64. */
function soundOrigin(count: number, length?: number): object {
  const about = JSON.stringify(statement({ filename: "f", sha256: sha256("f") }));
  const filled = length === undefined ? about : about.padEnd(Math.floor((length * 3) / 4));
  const encoded = base64(filled).padEnd(length ?? 0, "A");
  const attestations = Array.from({ length: count }, () => attestation(encoded));
  return { version: 1, attestation_bundles: [{ publisher: publisher(), attestations }] };
}

/** A provenance object of so many bytes. */
async function readOrigin(bytes: number): Promise<void> {
  await using server = await IndexServer.start();
  const filename = "foo-1.0-py3-none-any.whl";
  server.on("/simple/foo/", jsonPage([{ filename, provenance: `${server.origin}/origin` }]));
  server.on("/origin", provenanceAnswer(JSON.stringify(soundOrigin(1)).padEnd(bytes)));
  const index = openIndex(server);
  const found = candidate(await index.list(packageName("foo"), signal), "1.0");
  const answer = await index.provenance(found.files[0]!, signal);
  if (answer.kind !== "known") throw new Error("reason" in answer ? answer.reason : answer.kind);
}

function openIndex(server: IndexServer): HttpIndex {
  const transport = new HttpTransport({ proxies: "none" });
  return new HttpIndex({ name: "corp", address: server.simple, transport, clock, retryDelays: [] });
}

/** A page is measured after decompression. */
async function readPage(bytes: number): Promise<void> {
  await using server = await IndexServer.start();
  const headers = { "content-type": "text/html", "content-encoding": "gzip" };
  server.on("/simple/foo/", { headers, body: gzipSync("<html>".padEnd(bytes), { level: 1 }) });
  await openIndex(server).list(packageName("foo"), signal);
}

/** From a server that sends no ranges, so all of the wheel is read. */
async function readWheel(bytes: number): Promise<void> {
  const sized = (filler: number) =>
    wheel("foo", "1.0", metadataText("foo", "1.0"), [
      { path: "filler", content: Buffer.alloc(filler), method: "stored" },
    ]);
  await using server = await IndexServer.start();
  const filename = "foo-1.0-py3-none-any.whl";
  server.on("/simple/foo/", jsonPage([{ filename }]));
  server.on(`/files/${filename}`, { body: sized(bytes - sized(0).length) });
  const index = openIndex(server);
  const found = candidate(await index.list(packageName("foo"), signal), "1.0");
  const answer = await index.metadata(found, () => found.files[0]!, signal);
  if (answer.kind === "unknown") throw new Error(answer.reason);
}

/** An sdist whose tar archive has this size, with PKG-INFO at its end. */
async function readSdist(bytes: number): Promise<void> {
  const info = tar({ path: "foo-1.0/PKG-INFO", content: metadataText("foo", "1.0") });
  // The archive is made of blocks, so one byte more than the limit takes another block.
  const filler = Math.ceil(bytes / 512) * 512 - 3 * 512;
  const archive = Buffer.concat([tarEntry({ path: "filler", content: Buffer.alloc(filler) }), info.subarray(0, 1024)]);
  await using server = await IndexServer.start();
  const filename = "foo-1.0.tar.gz";
  server.on("/simple/foo/", jsonPage([{ filename }]));
  server.on(`/files/${filename}`, { body: gzipSync(archive, { level: 1 }) });
  const index = openIndex(server);
  const found = candidate(await index.list(packageName("foo"), signal), "1.0");
  const answer = await index.metadata(found, () => found.files[0]!, signal);
  if (answer.kind === "unknown") throw new Error(answer.reason);
}

async function readArchived(bytes: number): Promise<void> {
  const archive = gzipSync(tarEntry({ path: "acme-app/a.py", content: "#".repeat(bytes - 512) }), { level: 1 });
  const found = await openArchive(archive, ["a.py"], signal, { bytes: 1_024 });
  if (found.size === 0) throw new Error("nothing of it was read");
}

/** @param size of all files together. */
async function readCode(texts: Readonly<Record<string, string>>, size?: number): Promise<void> {
  const readFile = async (path: string, bytes: number) => {
    checkBytes(path, texts[path]!.length, { bytes });
    return texts[path];
  };
  const times = { ...usualTimes, ...(size !== undefined && { size }) };
  const { unread } = await readSources({ files: Object.keys(texts), readFile }, () => undefined, signal, times);
  if (unread.length > 0) throw new Error(unread[0]!.reason);
}

function bill(rest: string): string {
  const component = { type: "container", name: "a:1" };
  const metadata = JSON.stringify({ timestamp: "2026-01-01", component });
  return `{"bomFormat": "CycloneDX", "metadata": ${metadata}${rest === "" ? "" : `, ${rest}`}}`;
}

function readBill(text: string): unknown {
  return readBillOfMaterials("a.cdx.json", Buffer.from(text), undefined);
}

function readRecord(path: string, text: string): unknown {
  return readDatabase("db", [{ path, bytes: Buffer.from(text) }]);
}

/** A folder of so many records, and of so many bytes altogether. */
async function readSource(
  context: TestContext,
  count: number,
  limit: { readonly files: number; readonly allBytes: number },
  bytes = 0,
): Promise<void> {
  const folder = temporaryFolder(context);
  for (let index = 0; index < count; index++)
    writeFileSync(join(folder, `A-${index}.json`), '{"id":"A"}'.padEnd(index === 0 ? bytes - 10 * (count - 1) : 0));
  const wire = new HttpTransport({ proxies: "none" });
  await gatherKnowledge({ name: "db", folder }, { mirrors: folder, wire, limit }, signal);
}

function rule(index: number): string {
  return `units: {wraps: [{name: W${index}, type: wrap, should_include: {}, run: {}}]}`;
}

function loadStrictly(texts: readonly string[], limit: RuleLimit = prescription): unknown {
  return loadPrescriptions(
    texts.map((text, index) => ruleFile(`${index}.yaml`, text)),
    { strict: true, limit },
  );
}

type RuleLimit = { readonly [What in keyof typeof prescription]: number };

async function readRules(context: TestContext, count: number, limit: RuleLimit): Promise<void> {
  const folder = temporaryFolder(context);
  for (let index = 0; index < count; index++) writeFileSync(join(folder, `${index}.yaml`), rule(index));
  readPrescriptions(folder, { strict: true, limit }, signal);
}

function manifestOf(contents: readonly Buffer[]): string {
  const parts = contents.map((content) => ({
    kind: "advisories",
    file: "a.gz",
    as_of: "2026-11-24",
    source: "s",
    licence: "MIT",
    attribution: "a",
    sha256: createHash("sha256").update(content).digest("hex"),
  }));
  return JSON.stringify({ format: "knowledge/1", parts });
}

/** What nests so deep is no manifest; but that is said only of what is read at all. */
function readDeepManifest(depth: number): void {
  try {
    parseManifest("m", nested(depth));
  } catch (error) {
    if (!(error instanceof BrokenKnowledge)) throw error;
  }
}

/** A part is measured after decompression. */
async function readKnowledge(context: TestContext, bytes: number, limit: NestedLimit): Promise<void> {
  const folder = temporaryFolder(context);
  const content = gzipSync('{"id": "A"}'.padEnd(bytes));
  writeFileSync(join(folder, "a.gz"), content);
  writeFileSync(join(folder, "manifest.json"), manifestOf([content]));
  await readBundle(folder, signal, limit);
}

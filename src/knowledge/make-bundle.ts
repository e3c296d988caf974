/**
 * A knowledge bundle from databases: each gives its parts, dated and digested. The same databases give the same bytes,
 * whatever the day and the machine: records stand in the order of their ids, and nothing tells when they were packed.
 */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { checkBytes, compareText, type Limit, limits } from "../base/index.ts";
import { type AnalysedImage, formatImages } from "./images.ts";
import { formatMalwareRules, isMalicious, malwareRules } from "./malware.ts";
import { BrokenKnowledge, formatManifest, type KnowledgePart } from "./manifest.ts";
import type { OsvRecord } from "./osv.ts";

/** Whose data it is, for the manifest. */
export interface DatabaseOrigin {
  /** Stands in the names of its files, such as `pypa`; lower-case letters, digits and dashes. */
  readonly name: string;
  /** Address and revision. */
  readonly source: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly attribution: string;
}

/** One database. */
export type KnowledgeDatabase =
  | {
      readonly kind: "records";
      readonly origin: DatabaseOrigin;
      readonly records: readonly OsvRecord[];
      /** ISO 8601 date; without it that of the last change of a record. */
      readonly asOf: string | undefined;
    }
  | { readonly kind: "scorecards"; readonly origin: DatabaseOrigin; readonly text: string; readonly asOf: string }
  | { readonly kind: "images"; readonly origin: DatabaseOrigin; readonly images: readonly AnalysedImage[] }
  /** Parts of another bundle, taken over as they are. */
  | { readonly kind: "bundle"; readonly name: string; readonly parts: readonly PackedPart[] };

/** A part with its bytes. */
export interface PackedPart {
  readonly part: KnowledgePart;
  readonly content: Buffer;
}

/** A part before it is packed; there is none where the text is empty. */
interface PartText {
  readonly kind: string;
  readonly origin: DatabaseOrigin;
  readonly asOf: string;
  readonly text: string;
}

/**
 * The files of a bundle by name, the manifest among them.
 *
 * @param today ISO 8601 date; records that claim to be of a later day do not date anything.
 * @param limit of one part, which is not read past it.
 * @throws {BrokenKnowledge} when a database has no record of PyPI, or none that is dated, or an image of a later day.
 * @throws {InputTooLarge} when a database comes to more than a part may be.
 */
export function makeBundle(
  databases: readonly KnowledgeDatabase[],
  today: string,
  limit: Limit = limits.knowledge,
): ReadonlyMap<string, Buffer> {
  const wanted = namesWanted(databases);
  const packed = databases.flatMap((database) => {
    if (database.kind === "bundle") return takenOver(database);
    const texts = textsOf(database, wanted, today).filter(({ text }) => text !== "");
    return texts.map((text) => pack(text, limit));
  });
  const parts = packed.map(({ part }) => part);
  const files = new Map(packed.map(({ part, content }) => [part.file, content]));
  files.set("manifest.json", Buffer.from(formatManifest({ format: "knowledge/1", parts })));
  return files;
}

function textsOf(
  database: Exclude<KnowledgeDatabase, { readonly kind: "bundle" }>,
  wanted: ReadonlySet<string> | "all",
  today: string,
): readonly PartText[] {
  if (database.kind === "scorecards") return [database];
  return database.kind === "images" ? [imageText(database, today)] : recordTexts(database, wanted, today);
}

type RecordDatabase = Extract<KnowledgeDatabase, { readonly kind: "records" }>;

/** Ids and aliases of everything that concerns PyPI: what else has one of these names adds its severity. */
function namesWanted(databases: readonly KnowledgeDatabase[]): ReadonlySet<string> | "all" {
  // What the records of a bundle are called is not looked into.
  if (databases.some(({ kind }) => kind === "bundle")) return "all";
  const names = new Set<string>();
  for (const database of databases)
    if (database.kind === "records")
      for (const record of database.records.filter(isOfPyPI))
        for (const name of [record.id, ...(record.aliases ?? [])]) names.add(name);
  return names;
}

function recordTexts(
  { origin, records: all, asOf }: RecordDatabase,
  wanted: ReadonlySet<string> | "all",
  today: string,
): readonly PartText[] {
  const records = newestOfEach(all).toSorted((a, b) => compareText(a.id, b.id));
  const [own, others] = [records.filter(isOfPyPI), records.filter((record) => !isOfPyPI(record))];
  const isWanted = (record: OsvRecord) =>
    wanted === "all" || [record.id, ...(record.aliases ?? [])].some((name) => wanted.has(name));
  const advisories = own.filter((record) => !isMalicious(record)).map(onlyPyPI);
  const malware = own.filter((record) => isMalicious(record) && record.withdrawn === undefined).flatMap(malwareRules);
  const severities = others.filter((record) => saysHowBad(record) && isWanted(record)).map(onlyPyPI);
  const date = asOf ?? newestDate(records, today);
  if (own.length + severities.length === 0)
    throw new BrokenKnowledge(origin.name, "holds no record that concerns PyPI");
  if (date === undefined) throw new BrokenKnowledge(origin.name, "holds no record with a date, and none was stated");
  return [
    { kind: "advisories", origin, asOf: date, text: formatRecords(advisories) },
    { kind: "malware", origin, asOf: date, text: formatMalwareRules(malware) },
    { kind: "severities", origin, asOf: date, text: formatRecords(severities) },
  ];
}

/** Databases hold copies of their own records too: of those with one id the one that was changed last counts. */
function newestOfEach(records: readonly OsvRecord[]): readonly OsvRecord[] {
  const newest = new Map<string, OsvRecord>();
  for (const record of records) {
    const known = newest.get(record.id);
    if (known === undefined || (record.modified ?? "") > (known.modified ?? "")) newest.set(record.id, record);
  }
  return [...newest.values()];
}

function isOfPyPI({ affected = [] }: OsvRecord): boolean {
  return affected.some(({ package: of }) => of?.ecosystem === "PyPI");
}

/** Without what it says of other ecosystems. */
function onlyPyPI(record: OsvRecord): OsvRecord {
  const { affected, ...rest } = record;
  const own = (affected ?? []).filter(({ package: of }) => of?.ecosystem === "PyPI");
  return own.length === 0 ? rest : { ...rest, affected: own };
}

function saysHowBad({ severity = [], database_specific: specific, withdrawn }: OsvRecord): boolean {
  return withdrawn === undefined && (severity.length > 0 || specific?.severity !== undefined);
}

/** ISO 8601 date of the last change that is not of a day to come. */
function newestDate(records: readonly OsvRecord[], today: string): string | undefined {
  let newest: string | undefined;
  for (const { modified, published } of records) {
    const date = (modified ?? published)?.slice(0, 10);
    if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date) || date > today) continue;
    if (newest === undefined || date > newest) newest = date;
  }
  return newest;
}

type ImageDatabase = Extract<KnowledgeDatabase, { readonly kind: "images" }>;

/** As old as the oldest of them. @throws {BrokenKnowledge} when there are none, or one is of a day to come. */
function imageText({ origin, images }: ImageDatabase, today: string): PartText {
  const early = images.find(({ date }) => date > today);
  if (early !== undefined)
    throw new BrokenKnowledge(
      origin.name,
      `has \`${early.images[0]}\` as it was found on ${early.date}, a day to come`,
    );
  const [oldest] = images.map(({ date }) => date).toSorted();
  if (oldest === undefined) throw new BrokenKnowledge(origin.name, "holds no image");
  return { kind: "images", origin, asOf: oldest, text: formatImages(images) };
}

function formatRecords(records: readonly OsvRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** @throws {InputTooLarge} */
function pack({ kind, origin, asOf, text }: PartText, limit: Limit): PackedPart {
  const { name, source, licence, attribution } = origin;
  checkBytes(`${name} (${kind})`, Buffer.byteLength(text), limit);
  const content = gzipped(text);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const file = `${kind}-${name}.jsonl.gz`;
  return { part: { kind, file, as_of: asOf, source, licence, attribution, sha256 }, content };
}

/** The header of gzip names no time, and here no operating system either. RFC 1952, 2.3.1. */
function gzipped(text: string): Buffer {
  const content = gzipSync(text, { level: 9 });
  content[9] = 255;
  return content;
}

/** Several bundles may call their files alike. */
function takenOver({ name, parts }: Extract<KnowledgeDatabase, { readonly kind: "bundle" }>): readonly PackedPart[] {
  return parts.map(({ part, content }) => ({ part: { ...part, file: `${name}-${part.file}` }, content }));
}

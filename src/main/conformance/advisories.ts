/** The door `advisories`: releases to the advisories that they have, and CVSS vectors to scores. */

import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { UserError } from "../../base/index.ts";
import { Advisories, rateVector, readBundle, readDatabase } from "../../knowledge/index.ts";
import { packageName } from "../../python/index.ts";
import { FileUnreadable } from "../folder.ts";
import { gatherKnowledge } from "../knowledge/gather.ts";
import { ownWire } from "../knowledge/open-knowledge.ts";
import { readSource } from "../knowledge/pack.ts";
import { sharedMirrors } from "../shared-cache.ts";

/**
 * A knowledge bundle, advisory databases as their keepers publish them, or several of them in one folder.
 *
 * @param data a folder, or one file of records.
 * @throws {UserError} when there is none, or one is damaged.
 */
export async function openAdvisories(data: string, signal: AbortSignal): Promise<Advisories> {
  const path = resolve(data);
  const found = await stat(path).catch((cause: unknown) => Promise.reject(new FileUnreadable(data, cause)));
  if (found.isDirectory() && (await isThere(join(path, "manifest.json")))) return ofBundle(path, signal);
  const isArchive = found.isFile() && /\.(?:zip|tar\.gz|tgz)$/.test(path);
  const place = found.isDirectory() ? { folder: path } : isArchive ? { archive: path } : { folder: dirname(path) };
  const options = { mirrors: sharedMirrors(), wire: ownWire() };
  const gathered = await gatherKnowledge({ name: "data", ...place }, options, signal);
  const { contents } = gathered;
  if (contents.kind === "archive") {
    const database = await readSource(gathered, signal);
    if (database.kind !== "records") throw new NoAdvisories(data);
    return ofRecords(data, database.records);
  }
  const files = found.isFile() ? contents.files.filter((file) => file.path === basename(path)) : contents.files;
  return ofRecords(data, readDatabase(data, files));
}

/** Data without a single record, which would say of everything that it is clear. */
class NoAdvisories extends UserError {
  readonly code = "NO_ADVISORIES";
  constructor(place: string) {
    super(`\`${place}\` holds no advisory records`, { hint: "name a knowledge bundle, or a folder of OSV records" });
  }
}

async function ofBundle(folder: string, signal: AbortSignal): Promise<Advisories> {
  const { advisories } = await readBundle(folder, signal);
  if (advisories === undefined) throw new NoAdvisories(folder);
  return advisories;
}

function ofRecords(place: string, records: ReturnType<typeof readDatabase>): Advisories {
  if (records.length === 0) throw new NoAdvisories(place);
  const dates = records.flatMap(({ modified, published }) => modified ?? published ?? []);
  const asOf = dates.reduce((newest, date) => (date > newest ? date : newest), "").slice(0, 10);
  return Advisories.of(records, { asOf, digest: "" });
}

/** @param line `name==version` @returns an answer in JSON, or an error in its place. */
export function answerRelease(line: string, advisories: Advisories): string {
  const [, name = "", version = ""] = /^\s*(\S.*?)\s*==\s*(\S.*?)\s*$/.exec(line) ?? [];
  try {
    if (version === "") throw new UnreadableLine(line);
    const asked = packageName(name);
    const { matches, indeterminate } = advisories.judge(asked, version);
    const ids = [...new Set(matches.flatMap(({ records }) => records))].toSorted();
    const aliases = [...new Set(matches.flatMap((match) => match.aliasesOfRecords))].filter(
      (alias) => !ids.includes(alias),
    );
    const worst = severities.find((severity) => matches.some((match) => match.severity === severity));
    return JSON.stringify({
      name: asked,
      version,
      ids,
      indeterminate,
      aliases: aliases.toSorted(),
      severity: worst ?? null,
    });
  } catch (error) {
    if (error instanceof UserError) return JSON.stringify({ error: error.message });
    throw error;
  }
}

/** The worst first; null stands for no advisory at all. */
const severities = ["critical", "high", "medium", "low", "unknown"] as const;

class UnreadableLine extends UserError {
  readonly code = "UNREADABLE_CASE";
  constructor(line: string) {
    super(`\`${line}\` is no \`name==version\``);
  }
}

/** @param line a CVSS vector. */
export function answerVector(line: string): string {
  const vector = line.trim();
  const rating = rateVector(vector);
  return JSON.stringify(rating === undefined ? { vector, error: "is no whole CVSS vector" } : { vector, ...rating });
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

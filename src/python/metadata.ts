/**
 * Core metadata: the head of a wheel's METADATA, of an sdist's PKG-INFO or of the file beside a wheel. The format is that
 * of e-mail headers. Core metadata specification; PEP 345, 566, 643, 685.
 *
 * Surprises of the standard: names of fields ignore case, a line that starts with a blank continues the one before it,
 * and the head ends at the first empty line, behind which the description may hold lines that look like fields. Before
 * version 2.1 extras had no rule, and before 2.2 an sdist's requirements were only what its author's build wrote down.
 * Requirements and specifiers stay as written: much old metadata breaks their grammar.
 */

import { UserError, checkBytes, checkCount, limits } from "../base/index.ts";
import { type PackageName, packageName } from "./names.ts";
import { strip } from "./python-text.ts";
import { Version } from "./version.ts";

/** The fields that matter to whom a release is a candidate. Texts are as written, white space around them removed. */
export interface CoreMetadata {
  /** Such as `2.1`. */
  readonly metadataVersion: string;
  readonly name: PackageName;
  readonly version: Version;
  readonly requiresPython: string | undefined;
  /** `Requires-Dist`, in order. */
  readonly requiresDist: readonly string[];
  /** `Provides-Extra`, in order; not in normal form. */
  readonly providesExtra: readonly string[];
  /** `Dynamic`, lower case: fields of an sdist that a build may change. PEP 643. */
  readonly dynamic: readonly string[];
}

/** Core metadata that lacks a field or has one twice. */
export class InvalidMetadata extends UserError {
  readonly code = "INVALID_METADATA";
  /** @param reason a sentence without its period */
  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
  }
}

/**
 * @param place where `text` is from, for errors
 * @throws {InvalidMetadata | InvalidPackageName | InvalidVersion | InputTooLarge}
 */
export function parseMetadata(place: string, text: string): CoreMetadata {
  checkBytes(place, Buffer.byteLength(text), limits.metadata);
  const fields = readFields(text);
  const all = (name: string): readonly string[] => fields.get(name) ?? [];
  const one = (name: string, title: string): string | undefined => {
    const values = all(name);
    if (values.length > 1) throw new InvalidMetadata(place, `\`${title}\` stands ${values.length} times`);
    return values[0];
  };
  const required = (name: string, title: string): string => {
    const value = one(name, title);
    if (value === undefined) throw new InvalidMetadata(place, `\`${title}\` is missing`);
    return value;
  };
  checkCount(place, "requirements", all("requires-dist").length, limits.metadata.requirements);
  return {
    metadataVersion: required("metadata-version", "Metadata-Version"),
    name: within(place, () => packageName(required("name", "Name"))),
    version: within(place, () => Version.parse(required("version", "Version"))),
    requiresPython: one("requires-python", "Requires-Python"),
    requiresDist: all("requires-dist"),
    providesExtra: all("provides-extra"),
    dynamic: all("dynamic").map((field) => field.toLowerCase()),
  };
}

/** The addresses by which a METADATA file names its project, as written: `Project-URL` without its label, and `Home-page`. */
export function parseProjectUrls(text: string): readonly string[] {
  const fields = readFields(text, ["project-url", "home-page"]);
  const labelled = (fields.get("project-url") ?? []).map((value) => strip(value.slice(value.indexOf(",") + 1)));
  return [...labelled, ...(fields.get("home-page") ?? [])];
}

/** Adds the place to what an inner parser says. */
function within<Value>(place: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof InvalidMetadata) throw error;
    throw new InvalidMetadata(place, error.message);
  }
}

/** The fields that are read; the others, of which there may be thousands, are passed over. */
const readNames = [
  "metadata-version",
  "name",
  "version",
  "requires-python",
  "requires-dist",
  "provides-extra",
  "dynamic",
] as const;

/** Values by name in lower case. Stops at the empty line, or at the first line that is no field. */
function readFields(text: string, names: readonly string[] = readNames): ReadonlyMap<string, string[]> {
  const fields = new Map<string, string[]>(names.map((name) => [name, []]));
  let values: string[] | undefined;
  for (const line of headLines(text)) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (values === undefined) break;
      values.push(`${values.pop()}\n${line}`);
      continue;
    }
    const field = /^([\x21-\x39\x3b-\x7e]+):(.*)$/s.exec(line);
    if (field === null) break;
    values = fields.get(field[1]!.toLowerCase()) ?? [];
    values.push(field[2]!);
  }
  for (const list of fields.values()) for (const [i, value] of list.entries()) list[i] = strip(value);
  return fields;
}

/** The lines of the head. They are copies: a slice of `text` would keep the whole description in memory with it. */
function headLines(text: string): string[] {
  const end = /\r\n\r\n|\n\n|\r\r/.exec(text)?.index ?? text.length;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return Buffer.from(text.slice(start, end))
    .toString()
    .split(/\r\n|\n|\r/);
}

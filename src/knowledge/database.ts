/**
 * Advisory databases as their keepers publish them: a file for each record, in YAML or JSON, or one record a line. What
 * else lies beside them, such as a README or settings, is no record and is passed over by its name.
 */

import { gunzipSync } from "node:zlib";
import { checkBytes, checkDepth, decodeUtf8, limits, readYaml, tryReadPlainYaml, UserError } from "../base/index.ts";
import { NotAnAdvisory, type OsvRecord, osvRecord, parseOsvRecords } from "./osv.ts";

/** One file. */
export interface DatabaseFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Named after its record, such as `PYSEC-2021-335.yaml`. */
const recordFile = /(?:^|\/)[A-Z][A-Z0-9]*-[A-Za-z0-9_.-]+\.(?:json|ya?ml)$/;
const lines = /\.jsonl(?:\.gz)?$/;

/** Whether a file of a database holds records. */
export function isRecordFile(path: string): boolean {
  return recordFile.test(path) || lines.test(path);
}

/**
 * The records of a database, in the order of its files.
 *
 * @param place names the database in an error.
 * @throws {NotAnAdvisory | UserError} at the first file that holds anything else: half a database would read as "no advisories".
 */
export function readDatabase(place: string, files: Iterable<DatabaseFile>): readonly OsvRecord[] {
  const records: OsvRecord[] = [];
  for (const { path, bytes } of files) {
    if (!isRecordFile(path)) continue;
    for (const record of readFile(`${place}/${path}`, bytes)) records.push(record);
  }
  return records;
}

function readFile(place: string, bytes: Buffer): readonly OsvRecord[] {
  if (lines.test(place)) return parseOsvRecords(place, decodeUtf8(place, unpacked(place, bytes)), limits.knowledge);
  checkBytes(place, bytes.length, limits.advisory);
  const text = decodeUtf8(place, bytes);
  const record = osvRecord(place, place.endsWith(".json") ? parseJson(place, text) : parseYaml(place, text));
  return [record];
}

function unpacked(place: string, bytes: Buffer): Buffer {
  if (!place.endsWith(".gz")) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.knowledge.bytes });
  } catch (cause) {
    throw new NotAnAdvisory(place, "it is not a whole gzip file, or too large", cause);
  }
}

function parseJson(place: string, text: string): unknown {
  checkDepth(place, text, "json", limits.advisory);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotAnAdvisory(place, "the file is not JSON", cause);
  }
}

function parseYaml(place: string, text: string): unknown {
  try {
    return (tryReadPlainYaml(text, limits.advisory) ?? readYaml(place, text, limits.advisory)).value;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new NotAnAdvisory(place, "the file is not YAML", cause);
  }
}

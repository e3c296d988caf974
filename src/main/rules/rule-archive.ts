/** The files of rules in an archive. */

import { ByteRow, checkCount, InputTooLarge, limits, UserError } from "../../base/index.ts";
import { UnreadableArchive } from "../../package-index/index.ts";
import { isRulePath, type RuleFile, ruleFileOf, RulesUnreadable, unreadableFile } from "../../prescriptions/index.ts";
import { archiveFiles } from "../sources/archive-files.ts";
import type { SourceContents } from "./gather.ts";

/** An archive has a header and some padding beside each file. */
const unpacked = { bytes: 3 * limits.prescription.allBytes };

/** The files of a source, whatever it is. @throws {UserError} where an archive cannot be read. */
export async function filesOf(contents: SourceContents, signal: AbortSignal): Promise<readonly RuleFile[]> {
  if (contents.kind === "files") return contents.files;
  const { place, bytes, within } = contents;
  try {
    return await readArchive(place, bytes, within, signal);
  } catch (cause) {
    if (cause instanceof UserError || !(cause instanceof UnreadableArchive)) throw cause;
    throw new RulesUnreadable(place, cause);
  }
}

async function readArchive(
  place: string,
  archive: Buffer,
  within: string,
  signal: AbortSignal,
): Promise<readonly RuleFile[]> {
  const request = { within, isWanted: isRulePath, limit: limits.prescription, unpacked };
  const files = new Map<string, RuleFile>();
  const row = new ByteRow();
  for await (const file of archiveFiles(archive, request, signal)) {
    const { path } = file;
    // As whoever unpacks it: the last member of a name is the one that stays.
    files.set(path, "bytes" in file ? new FileInRow(path, row, row.add(file.bytes)) : tooLarge(path, file.size));
    checkCount(place, "files", files.size, limits.prescription.files);
  }
  return [...files.values()];
}

/** One of very many. */
class FileInRow implements RuleFile {
  readonly path: string;
  readonly #row: ByteRow;
  readonly #number: number;

  constructor(path: string, row: ByteRow, number: number) {
    this.path = path;
    this.#row = row;
    this.#number = number;
  }

  text(): string {
    return ruleFileOf(this.path, () => this.#row.at(this.#number)).text();
  }
}

function tooLarge(path: string, size: number): RuleFile {
  return unreadableFile(path, new InputTooLarge(path, "bytes", size, limits.prescription.bytes));
}

/** The files of rules in a `.tar.gz`, read in memory: links are not followed, and nothing is unpacked anywhere. */

import { checkCount, InputTooLarge, limits, UserError } from "../../base/index.ts";
import { gunzipped, readTar, UnreadableArchive } from "../../package-index/index.ts";
import { isRulePath, type RuleFile, ruleFileOf, RulesUnreadable } from "../../prescriptions/index.ts";
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
  const prefix = within === "" ? "" : `${within.replace(/\/+$/, "")}/`;
  const files = new Map<string, RuleFile>();
  for await (const member of readTar(gunzipped(inOnePiece(archive), unpacked))) {
    signal.throwIfAborted();
    const { type, path: written, size } = member;
    const whole = written.replace(/^(?:\.\/)+/, "");
    const path = whole.slice(prefix.length);
    if (type !== "file" || !whole.startsWith(prefix) || !isRulePath(path)) continue;
    // As whoever unpacks it: the last member of a name is the one that stays.
    if (size <= limits.prescription.bytes) {
      const bytes = await member.read();
      files.set(
        path,
        ruleFileOf(path, () => bytes),
      );
    } else files.set(path, { path, error: new InputTooLarge(path, "bytes", size, limits.prescription.bytes) });
    checkCount(place, "files", files.size, limits.prescription.files);
  }
  return [...files.values()];
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

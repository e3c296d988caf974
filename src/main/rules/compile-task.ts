/** How a source of rules crosses to the process that compiles it: all bytes in a row, and beside them what they are. */

import type { Message, Received } from "../../adapters/child/index.ts";
import { ToldError } from "../../adapters/child/index.ts";
import { UserError } from "../../base/index.ts";
import { type RuleFile, ruleFileOf, unreadableFile } from "../../prescriptions/index.ts";
import type { SourceContents } from "./gather.ts";
import type { CompiledSource, CompileOptions } from "./open-rules.ts";

/** What the parent says, which it made itself. Every `length` takes so many bytes off the row, in this order. */
interface Task {
  readonly origin: string;
  readonly earlier: readonly (Omit<CompiledSource, "bytes"> & { readonly length: number })[];
  readonly archive?: { readonly place: string; readonly within: string; readonly length: number };
  readonly files?: readonly FileTask[];
}

type FileTask =
  | { readonly path: string; readonly length: number }
  | { readonly path: string; readonly code: string; readonly message: string };

/** In the parent. */
export function tellTask(contents: SourceContents, { origin, earlier }: CompileOptions): Message {
  const parts = earlier.map(({ bytes }) => bytes);
  const task = {
    origin: origin.toString("hex"),
    earlier: earlier.map(({ bytes, ...rest }) => ({ ...rest, length: bytes.length })),
  };
  if (contents.kind === "archive") {
    const { place, within, bytes } = contents;
    const value: Task = { ...task, archive: { place, within, length: bytes.length } };
    return { value, bytes: Buffer.concat([...parts, bytes]) };
  }
  const files = contents.files.map((file): FileTask => {
    const { path } = file;
    try {
      const bytes = Buffer.from(file.text());
      parts.push(bytes);
      return { path, length: bytes.length };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { path, code: error.code, message: error.message };
    }
  });
  return { value: { ...task, files } satisfies Task, bytes: Buffer.concat(parts) };
}

/** In the process. */
export function readTask({ value, bytes }: Received): {
  readonly contents: SourceContents;
  readonly options: CompileOptions;
} {
  const { origin, earlier, archive, files } = value as Task;
  let at = 0;
  const take = (length: number) => bytes.subarray(at, (at += length));
  const options = {
    origin: Buffer.from(origin, "hex"),
    earlier: earlier.map(({ length, ...rest }) => ({ ...rest, bytes: take(length) })),
  };
  if (archive !== undefined) {
    const { place, within, length } = archive;
    return { contents: { kind: "archive", place, within, bytes: take(length) }, options };
  }
  const read = (file: FileTask): RuleFile => {
    if ("code" in file) return unreadableFile(file.path, new ToldError(file));
    const start = at;
    const end = (at += file.length);
    return ruleFileOf(file.path, () => bytes.subarray(start, end));
  };
  return { contents: { kind: "files", files: (files ?? []).map(read) }, options };
}

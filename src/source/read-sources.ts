/**
 * The Python of a repository, file by file, so that one at a time is in memory. A file that is too large, takes too long
 * or is no text costs itself alone, and is told. Parsing and looking stop at the deadline of the file by themselves, since
 * no timer fires while they run; between files others have their turn.
 */

import { setImmediate } from "node:timers/promises";

import { InputTooLarge, limits, UserError } from "../base/index.ts";
import { chooseSources, partOf } from "./choose.ts";
import { decodePython, LeftUnread } from "./decode.ts";
import { readNotebook } from "./notebook.ts";
import type { FileFacts } from "./syntax/facts.ts";
import { loadGrammar } from "./syntax/grammar.ts";
import { readFacts, type SourceText } from "./syntax/read-facts.ts";
import { type IsOver, OutOfTime } from "./syntax/tree.ts";
import type { UnreadSource } from "./usage.ts";

/** Text, or bytes, which may be in another encoding; undefined where there is no such file. */
export type ReadSource = (path: string, bytes: number, signal: AbortSignal) => Promise<string | Uint8Array | undefined>;

export interface SourceFiles {
  /** All files of the repository, or those that are to be looked at; what is no Python is passed over. */
  readonly files: readonly string[];
  /** A `UserError` leaves the file out. */
  readonly readFile: ReadSource;
  /** Told before each file. */
  readonly progress?: (path: string) => void;
}

/** Milliseconds for one file, and for all. */
export interface SourceTimes {
  readonly file: number;
  readonly all: number;
  readonly now: () => number;
  /** UTF-16 units of all files, `limits.source.allBytes` where nothing is said. */
  readonly size?: number;
}

export const usualTimes: SourceTimes = { file: 3_000, all: 120_000, now: () => performance.now() };

export interface ReadAccount {
  readonly files: number;
  readonly lines: number;
  readonly unread: readonly UnreadSource[];
}

/**
 * @param look at one file; it throws `OutOfTime` as soon as it is told that the time is over.
 * @throws the reason of `signal`, and what `readFile` and `look` throw but for `UserError`s.
 */
export async function readSources(
  { files, readFile, progress }: SourceFiles,
  look: (facts: FileFacts, isOver: IsOver) => void,
  signal: AbortSignal,
  times: SourceTimes = usualTimes,
): Promise<ReadAccount> {
  const grammar = await loadGrammar();
  const { paths, unread: left } = chooseSources(files);
  const end = times.now() + times.all;
  const unread: UnreadSource[] = [...left];
  const { size = limits.source.allBytes } = times;
  let [read, lines, units] = [0, 0, 0];
  for (const path of paths) {
    signal.throwIfAborted();
    progress?.(path);
    try {
      if (times.now() > end) throw new OutOfTime();
      const source = await readSource(path, readFile, signal);
      if (source === undefined) continue;
      units += source.text.length;
      if (units > size) throw new LeftUnread("after as much as is read of one repository");
      const fileEnd = Math.min(times.now() + times.file, end);
      const isOver = () => times.now() > fileEnd;
      look(readFacts(source, grammar, isOver), isOver);
      read++;
      lines += countLines(source.text);
    } catch (error) {
      unread.push({ file: path, reason: reasonOf(error, path, signal), isOwn: true });
    }
    await setImmediate();
  }
  return { files: read, lines, unread };
}

async function readSource(path: string, readFile: ReadSource, signal: AbortSignal): Promise<SourceText | undefined> {
  const isNotebook = /\.ipynb$/i.test(path);
  const content = await readFile(path, isNotebook ? limits.notebook.bytes : limits.source.bytes, signal);
  if (content === undefined) return undefined;
  const text = typeof content === "string" ? content.replace(/^\ufeff/, "") : decodePython(content);
  const part = partOf(path);
  if (!isNotebook) return { path, part, text };
  const code = readNotebook(text);
  if (code.text.length > limits.source.bytes) throw new LeftUnread("too much code for one notebook");
  return { path, part, ...code };
}

/** For people, who are told the path beside it. What is no fault of the file is thrown. */
function reasonOf(error: unknown, path: string, signal: AbortSignal): string {
  signal.throwIfAborted();
  if (error instanceof OutOfTime) return "it takes too long to read";
  if (error instanceof InputTooLarge) return "too large";
  if (error instanceof LeftUnread) return error.message;
  if (error instanceof UserError) return withoutPlace(error.message, `${path}: `);
  // The parser's WebAssembly has come to an end of its memory, or the text nests deeper than the stack is high.
  if (error instanceof RangeError || (error instanceof Error && error.name === "RuntimeError"))
    return "nested too deeply to be read";
  throw error;
}

function withoutPlace(message: string, place: string): string {
  return message.startsWith(place) ? message.slice(place.length) : message;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return text.endsWith("\n") ? lines - 1 : lines;
}

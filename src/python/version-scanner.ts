/**
 * Reads the grammar of PEP 440, appendix B, with the spellings that it normalises: a leading `v`, any case, `alpha` and
 * `beta`, `c`, `pre` and `preview`, `rev` and `r`, the separators `.`, `-` and `_` or none, implicit numbers (`1.0a` is
 * `1.0a0`) and the implicit post-release (`1.0-1` is `1.0.post1`). A separator may even stand without its number: `1.0a-`.
 */

import { type VersionNumber, isDigit, readNumber, skipDigits } from "./version-number.ts";
import type { Phase, VersionParts } from "./version-parts.ts";

/** A version found in a text, and where its parts end there. */
export interface ScannedVersion {
  readonly parts: VersionParts;
  /** Behind epoch and release. */
  readonly releaseEnd: number;
  /** Behind the public version; `end` lies behind the local version too. */
  readonly publicEnd: number;
  readonly end: number;
}

/** A suffix such as `rc1`, `.post2` or `+cu118`, and where it ends. */
interface Suffix<Value> {
  readonly value: Value;
  readonly end: number;
}

// A word that begins another one stands behind it.
const preWords: readonly (readonly [word: string, phase: Phase])[] = [
  ["alpha", "a"],
  ["a", "a"],
  ["beta", "b"],
  ["b", "b"],
  ["preview", "rc"],
  ["pre", "rc"],
  ["c", "rc"],
  ["rc", "rc"],
];
const postWords = [["post"], ["rev"], ["r"]] as const;
const devWords = [["dev"]] as const;

/**
 * The longest version that starts at `start`, or undefined when none does. White space is not skipped, and what follows
 * is not looked at.
 *
 * @throws {NumberTooLong}
 */
export function scanVersion(text: string, start: number): ScannedVersion | undefined {
  let at = isWord(text, start, "v") ? start + 1 : start;
  let epoch: VersionNumber = 0;
  const firstEnd = skipDigits(text, at);
  if (firstEnd === at) return undefined;
  if (text[firstEnd] === "!") {
    epoch = readNumber(text, at, firstEnd);
    at = firstEnd + 1;
    if (!isDigit(text.charCodeAt(at))) return undefined;
  }
  const release = scanRelease(text, at);
  const suffixes = scanSuffixes(text, release.end);
  const publicEnd = suffixes.end;
  const local = scanLocal(text, publicEnd);
  return {
    parts: { epoch, release: release.value, ...suffixes.value, local: local?.value },
    releaseEnd: release.end,
    publicEnd,
    end: local?.end ?? publicEnd,
  };
}

type Suffixes = Pick<VersionParts, "pre" | "post" | "dev">;

const noSuffixes: Suffixes = { pre: undefined, post: undefined, dev: undefined };

function scanSuffixes(text: string, start: number): Suffix<Suffixes> {
  if (start === text.length) return { value: noSuffixes, end: start };
  const pre = scanPre(text, start);
  const post = scanPost(text, pre?.end ?? start);
  const dev = scanDev(text, post?.end ?? pre?.end ?? start);
  const end = dev?.end ?? post?.end ?? pre?.end ?? start;
  return { value: { pre: pre?.value, post: post?.value, dev: dev?.value }, end };
}

function scanRelease(text: string, start: number): Suffix<VersionNumber[]> {
  const value: VersionNumber[] = [];
  let at = start;
  for (;;) {
    const end = skipDigits(text, at);
    value.push(readNumber(text, at, end));
    if (text[end] !== "." || !isDigit(text.charCodeAt(end + 1))) return { value, end };
    at = end + 1;
  }
}

function scanPre(text: string, start: number): Suffix<readonly [Phase, VersionNumber]> | undefined {
  const found = scanWord(text, start, preWords);
  return found && { value: [found.value[0][1], found.value[1]], end: found.end };
}

function scanPost(text: string, start: number): Suffix<VersionNumber> | undefined {
  if (text[start] === "-" && isDigit(text.charCodeAt(start + 1))) {
    const end = skipDigits(text, start + 1);
    return { value: readNumber(text, start + 1, end), end };
  }
  const found = scanWord(text, start, postWords);
  return found && { value: found.value[1], end: found.end };
}

function scanDev(text: string, start: number): Suffix<VersionNumber> | undefined {
  const found = scanWord(text, start, devWords);
  return found && { value: found.value[1], end: found.end };
}

/** `[-_.]? WORD [-_.]? [0-9]*`; gives the row of `words` that matched and the number. */
function scanWord<Row extends readonly [word: string, ...rest: unknown[]]>(
  text: string,
  start: number,
  words: readonly Row[],
): Suffix<readonly [Row, VersionNumber]> | undefined {
  const at = skipSeparator(text, start);
  if (!isLetterOrDigit(text.charCodeAt(at))) return undefined;
  for (const row of words) {
    if (!isWord(text, at, row[0])) continue;
    const numberStart = skipSeparator(text, at + row[0].length);
    const end = skipDigits(text, numberStart);
    return { value: [row, readNumber(text, numberStart, end)], end };
  }
  return undefined;
}

/** `+` and then letters and digits, separated by single `-`, `_` or `.`. PEP 440, "Local version identifiers". */
function scanLocal(text: string, start: number): Suffix<(VersionNumber | string)[]> | undefined {
  if (text[start] !== "+") return undefined;
  const value: (VersionNumber | string)[] = [];
  let end = start;
  for (let at = start + 1; ; at = end + 1) {
    const segmentEnd = skipAlphanumerics(text, at);
    if (segmentEnd === at) break;
    const isNumber = skipDigits(text, at) === segmentEnd;
    value.push(isNumber ? readNumber(text, at, segmentEnd) : text.slice(at, segmentEnd).toLowerCase());
    end = segmentEnd;
    if (skipSeparator(text, end) === end) break;
  }
  return value.length > 0 ? { value, end } : undefined;
}

function skipSeparator(text: string, at: number): number {
  const character = text[at];
  return character === "." || character === "-" || character === "_" ? at + 1 : at;
}

function skipAlphanumerics(text: string, start: number): number {
  let at = start;
  while (isLetterOrDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isLetterOrDigit(code: number): boolean {
  const lower = code | CASE;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x7a);
}

/** The bit that is all the difference between an ASCII letter and its capital. */
const CASE = 0x20;

/** Whether the ASCII `word`, lower case, stands at `start` in either case. */
function isWord(text: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i += 1) {
    if ((text.charCodeAt(start + i) | CASE) !== word.charCodeAt(i)) return false;
  }
  return true;
}

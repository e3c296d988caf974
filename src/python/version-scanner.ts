/**
 * Reads the grammar of PEP 440, appendix B, with the spellings that it normalises: a leading `v`, any case, `alpha` and
 * `beta`, `c`, `pre` and `preview`, `rev` and `r`, the separators `.`, `-` and `_` or none, implicit numbers (`1.0a` is
 * `1.0a0`) and the implicit post-release (`1.0-1` is `1.0.post1`). A separator may even stand without its number: `1.0a-`.
 *
 * Hot: a scan walks over the text once and allocates nothing but its result, a flat record of places. The segments are
 * read from them when somebody asks. Of the versions on an index one in five has a suffix: with an object for every
 * segment found or missed one such took 470 ns to read, so it takes 230 ns.
 */

import { type VersionNumber, checkDigits, codeAt, isDigit, readNumber, skipDigits } from "./version-number.ts";
import type { Phase, VersionParts } from "./version-parts.ts";

/** A version found in a text: where its segments begin and end there. A beginning of -1 stands for what is missing. */
export class ScannedVersion {
  readonly text: string;
  epochStart = -1;
  /** Behind epoch and `!`; behind `v` where there is none. */
  releaseStart = 0;
  /** Behind epoch and release. */
  releaseEnd = 0;
  phase: Phase | undefined = undefined;
  // Of the numbers behind the words; where none is written the end is the beginning.
  preStart = -1;
  preEnd = -1;
  postStart = -1;
  postEnd = -1;
  devStart = -1;
  devEnd = -1;
  /** Behind the public version; `end` lies behind the local version too. */
  publicEnd = 0;
  end = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether a dot stands in the release. */
  get hasSeveralNumbers(): boolean {
    return skipDigits(this.text, this.releaseStart) < this.releaseEnd;
  }

  /** What it says. */
  get parts(): VersionParts {
    return {
      epoch: this.epochStart < 0 ? 0 : readNumber(this.text, this.epochStart, this.releaseStart - 1),
      release: readRelease(this.text, this.releaseStart, this.releaseEnd),
      pre: this.phase && [this.phase, readNumber(this.text, this.preStart, this.preEnd)],
      post: this.postStart < 0 ? undefined : readNumber(this.text, this.postStart, this.postEnd),
      dev: this.devStart < 0 ? undefined : readNumber(this.text, this.devStart, this.devEnd),
      local: this.end === this.publicEnd ? undefined : readLocal(this.text, this.publicEnd + 1, this.end),
    };
  }
}

/**
 * The longest version that starts at `start`, or undefined when none does. White space is not skipped, and what follows
 * is not looked at.
 *
 * @throws {NumberTooLong}
 */
export function scanVersion(text: string, start: number): ScannedVersion | undefined {
  let at = (codeAt(text, start) | CASE) === LETTER.v ? start + 1 : start;
  if (!isDigit(codeAt(text, at))) return undefined;
  const found = new ScannedVersion(text);
  const firstEnd = skipNumber(text, at);
  if (codeAt(text, firstEnd) === EXCLAMATION) {
    found.epochStart = at;
    at = firstEnd + 1;
    if (!isDigit(codeAt(text, at))) return undefined;
  }
  found.releaseStart = at;
  found.releaseEnd = skipRelease(text, at);
  found.publicEnd = scanSuffixes(found);
  found.end = skipLocal(text, found.publicEnd);
  return found;
}

/** Gives where the public version ends. */
function scanSuffixes(found: ScannedVersion): number {
  const { text } = found;
  let end = found.releaseEnd;
  let word = wordAt(text, end);
  if (word >= WORD.a && word <= WORD.rc) {
    found.phase = word === WORD.a ? "a" : word === WORD.b ? "b" : "rc";
    found.preStart = wordEnd(text, end);
    end = found.preEnd = skipNumber(text, found.preStart);
    word = wordAt(text, end);
  }
  if (codeAt(text, end) === DASH && isDigit(codeAt(text, end + 1))) {
    found.postStart = end + 1;
    end = found.postEnd = skipNumber(text, end + 1);
    word = wordAt(text, end);
  } else if (word === WORD.post) {
    found.postStart = wordEnd(text, end);
    end = found.postEnd = skipNumber(text, found.postStart);
    word = wordAt(text, end);
  }
  if (word === WORD.dev) {
    found.devStart = wordEnd(text, end);
    end = found.devEnd = skipNumber(text, found.devStart);
  }
  return end;
}

const WORD = { none: 0, a: 1, b: 2, rc: 3, post: 4, dev: 5 } as const;
const LETTER = { a: 0x61, b: 0x62, c: 0x63, d: 0x64, p: 0x70, r: 0x72, v: 0x76, z: 0x7a } as const;
const [EXCLAMATION, PLUS, DASH, DOT, UNDERSCORE] = [0x21, 0x2b, 0x2d, 0x2e, 0x5f] as const;

/** The kind of word that starts a suffix, behind one separator at most. */
function wordAt(text: string, start: number): number {
  const at = skipSeparator(text, start);
  switch (codeAt(text, at) | CASE) {
    case LETTER.a:
      return WORD.a;
    case LETTER.b:
      return WORD.b;
    case LETTER.c:
      return WORD.rc;
    case LETTER.d:
      return isWord(text, at, "dev") ? WORD.dev : WORD.none;
    case LETTER.p:
      return isWord(text, at, "pre") ? WORD.rc : isWord(text, at, "post") ? WORD.post : WORD.none;
    case LETTER.r:
      return isWord(text, at, "rc") ? WORD.rc : WORD.post;
    default:
      return WORD.none;
  }
}

/** Where the number of the word may begin that {@link wordAt} has found here: behind word and one separator at most. */
function wordEnd(text: string, start: number): number {
  const at = skipSeparator(text, start);
  return skipSeparator(text, at + wordLength(text, at));
}

/** The longest spelling counts: `alpha` and not `a`. */
function wordLength(text: string, at: number): number {
  switch (codeAt(text, at) | CASE) {
    case LETTER.a:
      return isWord(text, at, "alpha") ? 5 : 1;
    case LETTER.b:
      return isWord(text, at, "beta") ? 4 : 1;
    case LETTER.d:
      return 3;
    case LETTER.p:
      return isWord(text, at, "preview") ? 7 : isWord(text, at, "pre") ? 3 : 4;
    case LETTER.r:
      return isWord(text, at, "rc") ? 2 : isWord(text, at, "rev") ? 3 : 1;
    default:
      return 1;
  }
}

function skipRelease(text: string, start: number): number {
  for (let at = start; ;) {
    const end = skipNumber(text, at);
    if (codeAt(text, end) !== DOT || !isDigit(codeAt(text, end + 1))) return end;
    at = end + 1;
  }
}

/** `+` and then letters and digits, separated by single `-`, `_` or `.`. PEP 440, "Local version identifiers". */
function skipLocal(text: string, start: number): number {
  if (codeAt(text, start) !== PLUS) return start;
  let end = start;
  for (let at = start + 1; ; at = end + 1) {
    const segmentEnd = skipAlphanumerics(text, at);
    if (segmentEnd === at) return end;
    if (skipDigits(text, at) === segmentEnd) checkDigits(text, at, segmentEnd);
    end = segmentEnd;
    if (skipSeparator(text, end) === end) return end;
  }
}

/** Where the digits end that start at `start`, if any. @throws {NumberTooLong} */
function skipNumber(text: string, start: number): number {
  const end = skipDigits(text, start);
  checkDigits(text, start, end);
  return end;
}

/** The numbers between the dots from `start` to `end`. */
export function readRelease(text: string, start: number, end: number): readonly VersionNumber[] {
  const firstEnd = skipDigits(text, start);
  const first = readNumber(text, start, firstEnd);
  if (firstEnd >= end) return [first];
  const secondEnd = skipDigits(text, firstEnd + 1);
  const second = readNumber(text, firstEnd + 1, secondEnd);
  if (secondEnd >= end) return [first, second];
  const thirdEnd = skipDigits(text, secondEnd + 1);
  // An array that is made whole has no room to spare; one that `push` has begun has it for 17.
  const numbers = [first, second, readNumber(text, secondEnd + 1, thirdEnd)];
  for (let at = thirdEnd + 1; at < end;) {
    const numberEnd = skipDigits(text, at);
    numbers.push(readNumber(text, at, numberEnd));
    at = numberEnd + 1;
  }
  return numbers;
}

function readLocal(text: string, start: number, end: number): (VersionNumber | string)[] {
  const segments: (VersionNumber | string)[] = [];
  for (let at = start; at < end;) {
    const segmentEnd = skipAlphanumerics(text, at);
    const isNumber = skipDigits(text, at) === segmentEnd;
    segments.push(isNumber ? readNumber(text, at, segmentEnd) : text.slice(at, segmentEnd).toLowerCase());
    at = segmentEnd + 1;
  }
  return segments;
}

function skipSeparator(text: string, at: number): number {
  const code = codeAt(text, at);
  return code === DOT || code === DASH || code === UNDERSCORE ? at + 1 : at;
}

function skipAlphanumerics(text: string, start: number): number {
  let at = start;
  while (isLetterOrDigit(codeAt(text, at))) at += 1;
  return at;
}

function isLetterOrDigit(code: number): boolean {
  const lower = code | CASE;
  return isDigit(code) || (lower >= LETTER.a && lower <= LETTER.z);
}

/** The bit that is all the difference between an ASCII letter and its capital. */
const CASE = 0x20;

/** Whether the ASCII `word`, lower case, stands at `start` in either case. */
function isWord(text: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i += 1) {
    if ((codeAt(text, start + i) | CASE) !== word.charCodeAt(i)) return false;
  }
  return true;
}

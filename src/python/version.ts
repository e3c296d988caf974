/**
 * Versions of PEP 440 and their one order.
 *
 * Surprises of the standard: `1.0` equals `1.0.0`, but each prints as written. Development releases come before
 * everything of their release: `1.0.dev1 < 1.0a1.dev1 < 1.0a1 < 1.0a1.post1 < 1.0`. `1.0-1` is a post-release, and so is
 * `1.0r1`; `c`, `pre` and `preview` are `rc`. A post-release of a final release is no pre-release, but one of `1.0a1`
 * is. An epoch beats everything behind it: `1!0.1 > 2024.1`. Locals order too, words before numbers, and `1.0 <
 * 1.0+anything < 1.0.post0.dev0`. Numbers have no upper bound.
 */

import { quoted, UserError } from "../base/index.ts";
import { isWhiteSpace, skipWhiteSpace } from "./python-text.ts";
import { type VersionNumber, isDigit, NumberTooLong } from "./version-number.ts";
import {
  type VersionParts,
  compareParts,
  compareReleaseParts,
  formatBase,
  formatParts,
  formatPublic,
  phaseRank,
} from "./version-parts.ts";
import { scanVersion } from "./version-scanner.ts";

/** What should be a version and is none. */
export class InvalidVersion extends UserError {
  readonly code = "INVALID_VERSION";
  constructor(text: string) {
    super(`${quoted(text)} is not a version`, { hint: "write numbers separated by dots, such as `1.4.2` or `2.0rc1`" });
  }
}

/** A version, ordered as PEP 440 orders it: `1.0` equals `1.0.0`, and each prints as it was written. */
export class Version {
  /** As written, to the letter. */
  readonly text: string;
  /** Whether it is an alpha, beta, release candidate or development release. */
  readonly isPrerelease: boolean;
  // The sort key of a version whose numbers are small: `head` orders releases, `tail` what is in one release. Most
  // versions have one, and two subtractions order them; see `pack`. Without one `head` is negative.
  readonly #head: number;
  readonly #tail: number;
  /** Filled when first asked for: a version of digits and dots that is only compared never needs it. */
  #parts: VersionParts | undefined;

  private constructor(text: string, key: SortKey, isPrerelease: boolean, parts: VersionParts | undefined) {
    this.text = text;
    this.isPrerelease = isPrerelease;
    this.#head = key.head;
    this.#tail = key.tail;
    this.#parts = parts;
  }

  /**
   * @throws {InvalidVersion} when `text` does not fit the grammar of PEP 440, appendix B; white space may surround it
   * @throws {NumberTooLong} past `MAX_DIGITS` digits in one number
   */
  static parse(text: string): Version {
    const version = readVersion(text);
    if (version === undefined) throw new InvalidVersion(text);
    return version;
  }

  /** Undefined where {@link Version.parse} throws. */
  static tryParse(text: string): Version | undefined {
    try {
      return readVersion(text);
    } catch (error) {
      if (error instanceof NumberTooLong) return undefined;
      throw error;
    }
  }

  /** The version that has these parts, written in normal form. */
  static fromParts(parts: VersionParts, text: string = formatParts(parts)): Version {
    return new Version(text, pack(parts), parts.pre !== undefined || parts.dev !== undefined, parts);
  }

  /** A version of digits and dots; undefined when `text` has anything else, or numbers past the sort key. */
  static fromDigits(text: string): Version | undefined {
    const key = packDigits(text);
    return key && new Version(text, key, false, undefined);
  }

  /** Negative when `a` is older, so `versions.sort(Version.compare)` puts the oldest first. */
  static compare(a: Version, b: Version): number {
    if (a.#head >= 0 && b.#head >= 0) return a.#head - b.#head || a.#tail - b.#tail;
    return compareParts(a.parts, b.parts);
  }

  /** Whether no order is between them: `1.0` and `1.0.0` are equal, `1.0` and `1.0+local` are not. */
  static equal(a: Version, b: Version): boolean {
    return Version.compare(a, b) === 0;
  }

  /** Orders by epoch and release only: all pre-, post- and local versions of a release are equal. */
  static compareReleases(a: Version, b: Version): number {
    if (a.#head >= 0 && b.#head >= 0) {
      return a.#head - b.#head || Math.floor(a.#tail / BELOW_RELEASE) - Math.floor(b.#tail / BELOW_RELEASE);
    }
    return compareReleaseParts(a.parts, b.parts);
  }

  /** Its segments. */
  get parts(): VersionParts {
    return (this.#parts ??= scanVersion(this.text, skipWhiteSpace(this.text, 0))!.parts);
  }

  /** PEP 440's normal form: `v1.0-Alpha.1` is `1.0a1`. */
  get normalized(): string {
    return formatParts(this.parts);
  }

  /** The normal form without the local version. */
  get public(): string {
    return formatPublic(this.parts);
  }

  /** The normal form of epoch and release only. */
  get base(): string {
    return formatBase(this.parts);
  }

  /** The local version in normal form, without its `+`. */
  get local(): string | undefined {
    return this.parts.local?.join(".");
  }

  get epoch(): VersionNumber {
    return this.parts.epoch;
  }

  /** As written, trailing zeros included; never empty. */
  get release(): readonly VersionNumber[] {
    return this.parts.release;
  }

  /** The first number of the release. Rounded past `Number.MAX_SAFE_INTEGER`, as are `minor` and `micro`. */
  get major(): number {
    return Number(this.release[0] ?? 0);
  }

  /** The second number of the release, 0 where there is none. */
  get minor(): number {
    return Number(this.release[1] ?? 0);
  }

  /** The third number of the release, 0 where there is none. */
  get micro(): number {
    return Number(this.release[2] ?? 0);
  }

  get isPostrelease(): boolean {
    return this.parts.post !== undefined;
  }

  get isDevrelease(): boolean {
    return this.parts.dev !== undefined;
  }

  toString(): string {
    return this.text;
  }
}

function readVersion(text: string): Version | undefined {
  const simple = Version.fromDigits(text);
  if (simple !== undefined) return simple;
  const start = skipWhiteSpace(text, 0);
  const found = scanVersion(text, start);
  if (found === undefined) return undefined;
  let end = text.length;
  while (end > found.end && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return end === found.end ? Version.fromParts(found.parts, text) : undefined;
}

/**
 * Two doubles that order small versions as `compareParts` does, each within 53 bits: a million comparisons take 8 ms, by
 * parts 31 ms, and a version of digits and dots is read without its parts in 100 ns. From the top:
 * `head` = first (21), second (16) and third (16) number of the release;
 * `tail` = fourth number (10), phase rank (3), number of the pre-release (10), of the post-release plus 1, 0 for none
 * (10), of the development release, all ones for none (20).
 */
interface SortKey {
  readonly head: number;
  readonly tail: number;
}

const FIRST = 2 ** 21;
const OTHER = 2 ** 16;
const FOURTH = 2 ** 10;
const SUFFIX = 2 ** 10;
const DEV = 2 ** 20;
/** What lies below the fourth number in `tail`. */
const BELOW_RELEASE = 8 * SUFFIX * SUFFIX * DEV;
/** The `tail` of a final release of at most three numbers. */
const FINAL = 4 * SUFFIX * SUFFIX * DEV + (DEV - 1);
const NONE: SortKey = { head: -1, tail: 0 };

function pack(parts: VersionParts): SortKey {
  const { epoch, release, pre, post, dev, local } = parts;
  const [first, second = 0, third = 0, fourth = 0] = release;
  const isSmall = first! < FIRST && second < OTHER && third < OTHER && fourth < FOURTH;
  const hasSmallSuffix = (pre?.[1] ?? 0) < SUFFIX && (post ?? 0) < SUFFIX - 1 && (dev ?? 0) < DEV - 1;
  if (!isSmall || !hasSmallSuffix || epoch !== 0 || local !== undefined || release.length > 4) return NONE;
  const postField = post === undefined ? 0 : Number(post) + 1;
  const phase = Number(fourth) * 8 + phaseRank(parts);
  return {
    head: (Number(first) * OTHER + Number(second)) * OTHER + Number(third),
    tail: ((phase * SUFFIX + Number(pre?.[1] ?? 0)) * SUFFIX + postField) * DEV + Number(dev ?? DEV - 1),
  };
}

/** The key of a text of one to four small numbers and dots; undefined for any other text, valid or not. */
function packDigits(text: string): SortKey | undefined {
  let head = 0;
  let value = 0;
  let dots = 0;
  let wasDigit = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      value = value * 10 + code - 0x30;
      wasDigit = true;
      if (value >= (dots === 0 ? FIRST : dots === 3 ? FOURTH : OTHER)) return undefined;
    } else {
      if (code !== 0x2e || !wasDigit || dots === 3) return undefined;
      head = head * OTHER + value;
      value = 0;
      dots += 1;
      wasDigit = false;
    }
  }
  if (!wasDigit) return undefined;
  if (dots === 3) return { head, tail: value * BELOW_RELEASE + FINAL };
  return { head: (head * OTHER + value) * OTHER ** (2 - dots), tail: FINAL };
}

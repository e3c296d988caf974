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
import { skipWhiteSpace } from "./python-text.ts";
import { BITS_BELOW_RELEASE, type SortKey, keyOfParts, keyOfScanned, readDigitsKey } from "./version-key.ts";
import { type VersionNumber, NumberTooLong } from "./version-number.ts";
import {
  type VersionParts,
  compareParts,
  compareReleaseParts,
  formatBase,
  formatParts,
  formatPublic,
} from "./version-parts.ts";
import { type ScannedVersion, readRelease, scanVersion } from "./version-scanner.ts";

/** What should be a version and is none. */
export class InvalidVersion extends UserError {
  readonly code = "INVALID_VERSION";
  constructor(text: string) {
    super(`${quoted(text)} is not a version`, { hint: "write numbers separated by dots, such as `1.4.2` or `2.0rc1`" });
  }
}

/** A version, ordered as PEP 440 orders it: `1.0` equals `1.0.0`, and each prints as it was written. */
export class Version {
  /** Whether it is an alpha, beta, release candidate or development release. */
  readonly isPrerelease: boolean;
  // The sort key of a version whose numbers are small: `head` orders releases, `tail` and `dev` what is in one release.
  // Most versions have one, and a subtraction or two order them; see `version-key.ts`. Without one `head` is negative.
  readonly #head: number;
  readonly #tail: number;
  readonly #dev: number;
  // What one of them says the others are made of when first asked for: a version that is only compared never needs its
  // parts, and one that stands for a bound never its text. `found` is of a text that is more than digits and dots.
  #text: string | undefined;
  readonly #found: ScannedVersion | undefined;
  #parts: VersionParts | undefined;

  private constructor(
    key: SortKey,
    isPrerelease: boolean,
    text: string | undefined,
    found: ScannedVersion | undefined,
    parts: VersionParts | undefined,
  ) {
    this.#head = key.head;
    this.#tail = key.tail;
    this.#dev = key.dev;
    this.isPrerelease = isPrerelease;
    this.#text = text;
    this.#found = found;
    this.#parts = parts;
  }

  /**
   * @throws {InvalidVersion} when `text` does not fit the grammar of PEP 440, appendix B; white space may surround it
   * @throws {NumberTooLong} past `MAX_DIGITS` digits in one number
   */
  static parse(text: string): Version {
    const version = Version.read(text);
    if (version === undefined) throw new InvalidVersion(text);
    return version;
  }

  /** Undefined where {@link Version.parse} throws. */
  static tryParse(text: string): Version | undefined {
    try {
      return Version.read(text);
    } catch (error) {
      if (error instanceof NumberTooLong) return undefined;
      throw error;
    }
  }

  /** The version that has these parts, written in normal form. */
  static fromParts(parts: VersionParts): Version {
    const isPrerelease = parts.pre !== undefined || parts.dev !== undefined;
    return new Version(keyOfParts(parts), isPrerelease, undefined, undefined, parts);
  }

  /**
   * A release whose version is none, as indexes had them before PEP 440. None that has one is older, and `===`
   * finds it by its text.
   */
  static legacy(text: string): Version {
    const oldest = { epoch: 0, release: [0], pre: undefined, post: undefined, dev: 0, local: undefined };
    return new Version(keyOfParts(oldest), true, text, undefined, oldest);
  }

  /** The version that `text` is, white space around it included; undefined where it is none. @throws {NumberTooLong} */
  static read(text: string): Version | undefined {
    const digits = readDigitsKey(text);
    if (digits !== undefined) return new Version(digits, false, text, undefined, undefined);
    const found = scanVersion(text, skipWhiteSpace(text, 0));
    if (found === undefined || skipWhiteSpace(text, found.end) !== text.length) return undefined;
    const isPrerelease = found.phase !== undefined || found.devStart >= 0;
    return new Version(keyOfScanned(found), isPrerelease, text, found, undefined);
  }

  /** Negative when `a` is older, so `versions.sort(Version.compare)` puts the oldest first. */
  static compare(a: Version, b: Version): number {
    if (a.#head >= 0 && b.#head >= 0) return a.#head - b.#head || a.#tail - b.#tail || a.#dev - b.#dev;
    return compareParts(a.parts, b.parts);
  }

  /** Whether no order is between them: `1.0` and `1.0.0` are equal, `1.0` and `1.0+local` are not. */
  static equal(a: Version, b: Version): boolean {
    return Version.compare(a, b) === 0;
  }

  /** Orders by epoch and release only: all pre-, post- and local versions of a release are equal. */
  static compareReleases(a: Version, b: Version): number {
    if (a.#head >= 0 && b.#head >= 0) {
      return a.#head - b.#head || (a.#tail >> BITS_BELOW_RELEASE) - (b.#tail >> BITS_BELOW_RELEASE);
    }
    return compareReleaseParts(a.parts, b.parts);
  }

  /** Numbers that order versions of small numbers as {@link Version.compare} does; undefined for others. */
  get sortKey(): SortKey | undefined {
    return this.#head >= 0 ? { head: this.#head, tail: this.#tail, dev: this.#dev } : undefined;
  }

  /** As written, to the letter; in normal form where it was made from its parts. */
  get text(): string {
    return (this.#text ??= formatParts(this.#parts!));
  }

  /** Its segments. */
  get parts(): VersionParts {
    return (this.#parts ??= this.#found?.parts ?? digitsParts(this.#text!));
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
    return this.#parts === undefined ? (this.#found?.postStart ?? -1) >= 0 : this.#parts.post !== undefined;
  }

  get isDevrelease(): boolean {
    return this.parts.dev !== undefined;
  }

  toString(): string {
    return this.text;
  }
}

/** @param text digits and dots */
function digitsParts(text: string): VersionParts {
  const release = readRelease(text, 0, text.length);
  return { epoch: 0, release, pre: undefined, post: undefined, dev: undefined, local: undefined };
}

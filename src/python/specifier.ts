/**
 * One clause of a version specifier, such as `>=1.4`. PEP 440, "Version specifiers".
 *
 * Surprises of the standard: `==1.0` takes `1.0+local`, but `==1.0+local` takes nothing else. `>1.7` takes neither
 * `1.7.0.post1` nor `1.7+local`, while `>1.7.post2` does take `1.7.post3`; `<1.7` takes no pre-release of 1.7, unless it
 * names one itself. `==1.1.*` takes `1.1.dev1` and `1.1a1`. `~=2.2.post3` is `>=2.2.post3, ==2.*`. `===` compares texts,
 * without regard to case, and is the only way to name what is no version at all.
 *
 * Every ordered clause is an interval of versions. Where the standard bounds it by "all local versions of V" or "all
 * post-releases of V", the bound below is the least version past those.
 */

import { quoted, UserError } from "../base/index.ts";
import { isWhiteSpace, skipWhiteSpace, strip } from "./python-text.ts";
import { NumberTooLong, plusOne } from "./version-number.ts";
import { type VersionParts, formatParts } from "./version-parts.ts";
import { scanVersion } from "./version-scanner.ts";
import { Version } from "./version.ts";

/** Longer ones stand before those they begin with. */
const operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] as const;
export type Operator = (typeof operators)[number];

/** What should be a specifier and is none. */
export class InvalidSpecifier extends UserError {
  readonly code = "INVALID_SPECIFIER";
  constructor(text: string) {
    super(`${quoted(text)} is not a version specifier`, {
      hint: "write an operator and a version, such as `>=1.4`, and separate several with commas",
    });
  }
}

/** Whether a version is taken, whatever the policy on pre-releases. */
type Test = (version: Version) => boolean;

/** One clause. It has no opinion on pre-releases beyond its operator's: that is the policy of the set it is in. */
export class Specifier {
  readonly operator: Operator;
  /** As written, with `.*` if there is one. */
  readonly version: string;
  /** Whether it opts in to pre-releases by naming one; `!=` does not. */
  readonly namesPrerelease: boolean;
  readonly #bound: Version | undefined;
  readonly #test: Test;

  private constructor(operator: Operator, version: string, bound: Version | undefined) {
    this.operator = operator;
    this.version = version;
    this.#bound = bound;
    this.namesPrerelease = operator !== "!=" && bound?.isPrerelease === true;
    this.#test = compile(operator, version, bound);
  }

  /** White space may surround the operator and the version. @throws {InvalidSpecifier | NumberTooLong} */
  static parse(text: string): Specifier {
    const specifier = readSpecifier(text);
    if (specifier === undefined) throw new InvalidSpecifier(text);
    return specifier;
  }

  /** Undefined where {@link Specifier.parse} throws. */
  static tryParse(text: string): Specifier | undefined {
    try {
      return readSpecifier(text);
    } catch (error) {
      if (error instanceof NumberTooLong) return undefined;
      throw error;
    }
  }

  /** The clause of this operator and version; `bound` is `version` without `.*`, undefined if that is no version. */
  static of(operator: Operator, version: string, bound: Version | undefined): Specifier {
    return new Specifier(operator, version, bound);
  }

  /** Whether `version` is taken, pre-releases included. A string stands for a version that need not be one. */
  admits(version: Version | string): boolean {
    if (typeof version !== "string") return this.#test(version);
    if (this.operator === "===") return sameText(this.version, version);
    const parsed = Version.tryParse(version);
    return parsed !== undefined && this.#test(parsed);
  }

  /** Equal for clauses that mean the same by spelling: `>=1.0` and `>=v1`, but not `~=1.0` and `~=1.0.0`. */
  get canonical(): string {
    if (this.#bound === undefined || this.operator === "===" || this.version.endsWith(".*")) return this.toString();
    if (this.operator === "~=") return this.operator + this.#bound.normalized;
    const { release, ...parts } = this.#bound.parts;
    const length = Math.max(1, release.findLastIndex((number) => number !== 0) + 1);
    return this.operator + formatParts({ ...parts, release: release.slice(0, length) });
  }

  toString(): string {
    return this.operator + this.version;
  }
}

function readSpecifier(text: string): Specifier | undefined {
  const start = skipWhiteSpace(text, 0);
  const found = scanSpecifier(text, start);
  if (found === undefined || skipWhiteSpace(text, found.end) !== text.length) return undefined;
  const version = strip(text.slice(start + found.operator.length, found.end));
  const bound = Version.tryParse(found.isPrefix ? version.slice(0, -".*".length) : version);
  return Specifier.of(found.operator, version, bound);
}

/** A clause found in a text. */
export interface ScannedSpecifier {
  readonly operator: Operator;
  /** Whether it ends in `.*`. */
  readonly isPrefix: boolean;
  readonly end: number;
}

/** The longest clause that starts at `start`, without white space before or after it. @throws {NumberTooLong} */
export function scanSpecifier(text: string, start: number): ScannedSpecifier | undefined {
  const operator = operatorAt(text, start);
  if (operator === undefined) return undefined;
  const versionStart = skipWhiteSpace(text, start + operator.length);
  // The version of `===` may be any text, even none.
  if (operator === "===") return { operator, isPrefix: false, end: skipArbitrary(text, versionStart) };
  const version = scanVersion(text, versionStart);
  if (version === undefined) return undefined;
  if (operator === "==" || operator === "!=") {
    const isPrefix = text.startsWith(".*", version.releaseEnd);
    return { operator, isPrefix, end: isPrefix ? version.releaseEnd + 2 : version.end };
  }
  if (operator === "~=" && !version.hasSeveralNumbers) return undefined;
  return { operator, isPrefix: false, end: version.publicEnd };
}

function operatorAt(text: string, start: number): Operator | undefined {
  for (const operator of operators) if (text.startsWith(operator, start)) return operator;
  return undefined;
}

/** What `===` compares runs to white space, `;` or `)`. */
function skipArbitrary(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== ";" && text[at] !== ")" && !isWhiteSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function compile(operator: Operator, version: string, bound: Version | undefined): Test {
  if (operator === "===" || bound === undefined) return (candidate) => sameText(version, candidate.text);
  return compilers[operator](bound, version.endsWith(".*"));
}

/** One row per ordered operator: from the clause's version, and whether `.*` follows it, to the test. */
const compilers: { readonly [O in Exclude<Operator, "===">]: (bound: Version, isPrefix: boolean) => Test } = {
  ">=": (bound) => (version) => Version.compare(version, bound) >= 0,
  "<=": (bound) => below(pastLocals(bound)),
  "<": compileBefore,
  ">": compileAfter,
  "~=": (bound) => between(bound, pastPrefix(bound, bound.release.length - 1)),
  "==": compileEqual,
  "!=": (bound, isPrefix) => {
    const equal = compileEqual(bound, isPrefix);
    return (version) => !equal(version);
  },
};

function compileEqual(bound: Version, isPrefix: boolean): Test {
  if (isPrefix) return between(firstOf(bound), pastPrefix(bound, bound.release.length));
  if (bound.local !== undefined) return (version) => Version.compare(version, bound) === 0;
  return between(bound, pastLocals(bound));
}

function compileBefore(bound: Version): Test {
  if (bound.isPrerelease) return below(bound);
  // All that comes before a final release in its own release is a pre-release of it.
  if (!bound.isPostrelease) return (version) => Version.compareReleases(version, bound) < 0;
  return below(firstOf(bound));
}

function compileAfter(bound: Version): Test {
  const { pre, post, dev } = bound.parts;
  // Of a final release all that comes after it in its own release is a post-release or local version of it.
  if (pre === undefined && post === undefined && dev === undefined) {
    return (version) => Version.compareReleases(version, bound) > 0;
  }
  const least = pastPostReleases(bound);
  return (version) => Version.compare(version, least) >= 0;
}

function below(high: Version): Test {
  return (version) => Version.compare(version, high) < 0;
}

function between(low: Version, high: Version): Test {
  return (version) => Version.compare(version, low) >= 0 && Version.compare(version, high) < 0;
}

/** `===`: texts as written, without regard to case. PEP 440, "Arbitrary equality". */
function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The least version of the same release, or of the same post-release: `1.7.dev0` for `1.7`. */
function firstOf(version: Version): Version {
  return Version.fromParts({ ...version.parts, dev: 0, local: undefined });
}

/** The least version above `version` and all its local versions: `1.7.post0.dev0` for `1.7`. */
function pastLocals(version: Version): Version {
  const { post, dev } = version.parts;
  const next: Partial<VersionParts> =
    dev === undefined ? { post: post === undefined ? 0 : plusOne(post), dev: 0 } : { dev: plusOne(dev) };
  return Version.fromParts({ ...version.parts, ...next, local: undefined });
}

/** The least version above a pre-, post- or development release and all that belongs to it: `1.7a3.dev0` for `1.7a2`. */
function pastPostReleases(version: Version): Version {
  const { pre, post, dev } = version.parts;
  if (pre === undefined || post !== undefined || dev !== undefined) return pastLocals(version);
  return Version.fromParts({ ...version.parts, pre: [pre[0], plusOne(pre[1])], dev: 0, local: undefined });
}

/** The least version past all that begin with the first `length` numbers: `1.8.dev0` for `1.7.3` and 2. */
function pastPrefix(version: Version, length: number): Version {
  const { epoch, release } = version.parts;
  const next = release.slice(0, length);
  next[length - 1] = plusOne(release[length - 1]!);
  return Version.fromParts({ epoch, release: next, pre: undefined, post: undefined, dev: 0, local: undefined });
}

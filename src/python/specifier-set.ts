/**
 * Clauses that must hold together, such as `>=1.4,<2`. PEP 440, "Version specifiers".
 *
 * Surprises of the standard: the order of clauses means nothing, and an empty set takes everything, even what is no
 * version. One version asked for alone is taken although it is a pre-release, since no final release competes with it;
 * only a list can be filtered by the default policy. A comma always separates, also within `===`.
 */

import { compareCodePoints } from "../base/index.ts";
import { Cursor } from "./cursor.ts";
import { readLenientClauses } from "./lenient-specifier.ts";
import { Memo } from "./memo.ts";
import { type PrereleaseChoice, applyPrereleaseChoice } from "./prerelease-policy.ts";
import { strip } from "./python-text.ts";
import { InvalidSpecifier, Specifier } from "./specifier.ts";
import { NumberTooLong } from "./version-number.ts";
import { Version } from "./version.ts";

/** Whether pre-releases count; without `prereleases` the default of PEP 440 decides. */
export interface PrereleaseOptions {
  readonly prereleases?: PrereleaseChoice;
}

/** An immutable set of clauses. */
export class SpecifierSet {
  static readonly #memo = new Memo<SpecifierSet>(10_000);
  /** Takes every version. */
  static readonly any = new SpecifierSet([]);

  /** In the order of writing, repetitions included. */
  readonly clauses: readonly Specifier[];
  /** Whether a clause opts in to pre-releases by naming one. */
  readonly namesPrerelease: boolean;

  private constructor(clauses: readonly Specifier[]) {
    this.clauses = clauses;
    this.namesPrerelease = clauses.some((clause) => clause.namesPrerelease);
  }

  /** Empty text, and empty clauses between commas, bind nothing. @throws {InvalidSpecifier | NumberTooLong} */
  static parse(text: string): SpecifierSet {
    return SpecifierSet.#memo.get(text, readSpecifierSet);
  }

  /** Undefined where {@link SpecifierSet.parse} throws. */
  static tryParse(text: string): SpecifierSet | undefined {
    const known = SpecifierSet.#memo.known(text);
    if (known !== undefined) return known;
    const clauses = clauseTexts(text).map((clause) => Specifier.tryParse(clause));
    return clauses.includes(undefined) ? undefined : SpecifierSet.parse(text);
  }

  /**
   * As metadata wrote specifiers before tools checked them; see `lenient-specifier.ts`. Everything that is strictly a
   * specifier means the same here. @throws {InvalidSpecifier | NumberTooLong}
   */
  static parseLenient(text: string): SpecifierSet {
    return SpecifierSet.tryParse(text) ?? readLenientSet(text);
  }

  /** Undefined where {@link SpecifierSet.parseLenient} throws. */
  static tryParseLenient(text: string): SpecifierSet | undefined {
    try {
      return SpecifierSet.parseLenient(text);
    } catch (error) {
      if (error instanceof InvalidSpecifier || error instanceof NumberTooLong) return undefined;
      throw error;
    }
  }

  static of(clauses: readonly Specifier[]): SpecifierSet {
    return clauses.length === 0 ? SpecifierSet.any : new SpecifierSet(clauses);
  }

  /** Whether there is no clause. */
  get isAny(): boolean {
    return this.clauses.length === 0;
  }

  /**
   * Whether `version` alone would be taken: pre-releases too, unless `prereleases` is false. A string stands for a
   * version that need not be one: only `===`, and the empty set, can take what is none.
   */
  contains(version: Version | string, options: PrereleaseOptions = {}): boolean {
    if (options.prereleases === false && toVersion(version)?.isPrerelease === true) return false;
    return this.admits(version);
  }

  /** Whether every clause takes `version`, pre-release or not. */
  admits(version: Version | string): boolean {
    for (const clause of this.clauses) if (!clause.admits(version)) return false;
    return true;
  }

  /**
   * Those of `items` that are taken, in their order. By default pre-releases stay only where a clause names one or where
   * nothing else is left. PEP 440, "Handling of pre-releases".
   */
  filter<Item>(
    items: Iterable<Item>,
    options: PrereleaseOptions & { readonly version: (item: Item) => Version | string },
  ): Item[] {
    const matches = [...items].filter((item) => this.admits(options.version(item)));
    const choice = options.prereleases ?? (this.namesPrerelease ? true : undefined);
    return applyPrereleaseChoice(matches, (item) => toVersion(options.version(item)), choice);
  }

  /** Takes what both take. */
  and(other: SpecifierSet): SpecifierSet {
    if (other.isAny) return this;
    return this.isAny ? other : SpecifierSet.of([...this.clauses, ...other.clauses]);
  }

  /** The clauses in the order of their texts, as Python sorts texts; repetitions stay. */
  sorted(): Specifier[] {
    return this.clauses.toSorted((a, b) => compareCodePoints(a.toString(), b.toString()));
  }

  /** Sorted by text, joined with commas, and without clauses that repeat another in other words; empty for no clause. */
  toString(): string {
    const distinct = new Map<string, Specifier>();
    for (const clause of this.sorted()) if (!distinct.has(clause.canonical)) distinct.set(clause.canonical, clause);
    return [...distinct.values()].join(",");
  }
}

function readSpecifierSet(text: string): SpecifierSet {
  return SpecifierSet.of(clauseTexts(text).map((clause) => Specifier.parse(clause)));
}

function readLenientSet(text: string): SpecifierSet {
  const cursor = new Cursor(text);
  const clauses = readLenientClauses(cursor);
  if (!cursor.isAtEnd) throw new InvalidSpecifier(text);
  return SpecifierSet.parse(clauses);
}

/** Without the empty ones, and without a list of them: `,` a hundred thousand times is one walk. */
function clauseTexts(text: string): string[] {
  const clauses: string[] = [];
  for (let start = 0; start <= text.length;) {
    const comma = text.indexOf(",", start);
    const end = comma < 0 ? text.length : comma;
    const clause = strip(text.slice(start, end));
    if (clause !== "") clauses.push(clause);
    start = end + 1;
  }
  return clauses;
}

function toVersion(version: Version | string): Version | undefined {
  return typeof version === "string" ? Version.tryParse(version) : version;
}

/**
 * Requirements of one package on another, such as `requests[socks]>=2.31,<3; python_version >= "3.8"`. PEP 508, as the
 * dependency specifiers of the packaging guide amend it.
 *
 * Surprises of the standard: an address ends at the first blank, so `;` needs one before it; clauses may stand in
 * parentheses, without a blank, and end in a comma; there may be no extra at all between the brackets; `foo=== ;` is
 * whole. Old metadata is stranger still, hence a lenient reading.
 */

import { quoted, UserError } from "../base/index.ts";
import { Cursor, SyntaxMistake } from "./cursor.ts";
import { readLenientClauses } from "./lenient-specifier.ts";
import { Marker } from "./marker.ts";
import { Memo } from "./memo.ts";
import { type ExtraName, type PackageName, lenientName, normalizeName } from "./names.ts";
import { strip } from "./python-text.ts";
import { type ParsedRequirement, readRequirement } from "./requirement-parser.ts";
import { SpecifierSet } from "./specifier-set.ts";

/** What should be a requirement and is none. */
export class InvalidRequirement extends UserError {
  readonly code = "INVALID_REQUIREMENT";
  constructor(text: string, cause: Error) {
    super(`${quoted(text)} is not a requirement: ${cause.message}`, {
      cause,
      hint: "write a name and its bounds, such as `requests>=2.31,<3`",
    });
  }
}

/** An immutable requirement. */
export class Requirement {
  static readonly #memo = new Memo<Requirement>(20_000);
  static readonly #lenientMemo = new Memo<Requirement>(20_000);

  readonly name: PackageName;
  readonly nameAsWritten: string;
  /** Without repetitions, sorted. */
  readonly extras: readonly ExtraName[];
  /** Without repetitions, sorted. */
  readonly extrasAsWritten: readonly string[];
  /** Takes everything where an address stands instead. */
  readonly specifier: SpecifierSet;
  /** The address of a direct reference. */
  readonly url: string | undefined;
  readonly marker: Marker | undefined;

  private constructor(parsed: ParsedRequirement, specifier: SpecifierSet) {
    this.name = lenientName(parsed.name);
    this.nameAsWritten = parsed.name;
    this.extras = [...new Set(parsed.extras.map(normalizeName))].sort() as ExtraName[];
    this.extrasAsWritten = [...new Set(parsed.extras)].sort();
    this.specifier = specifier;
    this.url = parsed.url;
    this.marker = parsed.marker && Marker.of(parsed.marker);
  }

  /** Strict, as `packaging` reads it. @throws {InvalidRequirement} with the column where `text` stops being one */
  static parse(text: string): Requirement {
    return Requirement.#memo.get(text, () => readWhole(text, () => readRequirement(new Cursor(text))));
  }

  /** Undefined where {@link Requirement.parse} throws. */
  static tryParse(text: string): Requirement | undefined {
    try {
      return Requirement.parse(text);
    } catch (error) {
      if (error instanceof InvalidRequirement) return undefined;
      throw error;
    }
  }

  /**
   * As metadata wrote requirements before tools checked them: missing commas, `>=1.0.*`, `!=1.0*`, versions in quotes,
   * white space around the whole. Everything that is strictly a requirement means the same here. @throws {InvalidRequirement}
   */
  static parseLenient(text: string): Requirement {
    return Requirement.#lenientMemo.get(
      text,
      () =>
        Requirement.tryParse(text) ??
        readWhole(text, () => readRequirement(new Cursor(strip(text)), readLenientClauses)),
    );
  }

  static of(parsed: ParsedRequirement, specifier: SpecifierSet): Requirement {
    return new Requirement(parsed, specifier);
  }

  /** As `packaging` prints it: name and extras as written, clauses sorted, parentheses only inside the marker. */
  toString(): string {
    const extras = this.extrasAsWritten.length > 0 ? `[${this.extrasAsWritten.join(",")}]` : "";
    const url = this.url === undefined ? "" : ` @ ${this.url}${this.marker ? " " : ""}`;
    const marker = this.marker ? `; ${this.marker.toString()}` : "";
    return this.nameAsWritten + extras + this.specifier.toString() + url + marker;
  }
}

function readWhole(text: string, read: () => ParsedRequirement): Requirement {
  try {
    const parsed = read();
    return Requirement.of(parsed, SpecifierSet.parse(parsed.specifier));
  } catch (error) {
    if (error instanceof SyntaxMistake || error instanceof UserError) throw new InvalidRequirement(text, error);
    throw error;
  }
}

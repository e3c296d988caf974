/**
 * What the search knows of one package: its candidates as the members of a group of the solver, the selectors made for
 * requirements on it, and the requirements read so far.
 */

import type { Candidate, IndexName } from "../ports/index.ts";
import { Version, type ExtraName, type PackageName, type Requirement, type SpecifierSet } from "../python/index.ts";
import type { Group } from "./core/groups.ts";
import { isFalse, type Literal, type Variable } from "./core/literal.ts";
import type { Solver } from "./core/solver.ts";
import type { FactOf, Reason } from "./fact.ts";
import type { CostVector } from "./ranking.ts";
import type { Leave, Skipping } from "./skipping.ts";

/** A requirement of one candidate that applies in this environment: always, or only while `extra` is asked for. */
export interface Edge {
  readonly owner: KnownPackage;
  readonly ordinal: number;
  readonly extra: ExtraName | undefined;
  readonly requirement: Requirement;
  /** Where a stand-in requires what it stands for: that very candidate, and nothing else. */
  readonly instead?: Candidate;
  /** How it may be left out, where a rule lets it; set when it is encoded. */
  leave?: Leave | undefined;
}

/** A requirement of a stack that holds some pins. */
export interface Addition {
  readonly fact: FactOf<"add">;
  /** The packages of the pins, and who must have brought them in. */
  readonly owners: readonly KnownPackage[];
  /** True where the situation is one of the stack; `ConditionalFacts` sees to that. */
  readonly fires: Literal;
  readonly requirement: Requirement;
  /** Set when it is encoded. */
  leave?: Leave | undefined;
}

/** What the requirements of a read candidate are sorted into. */
export interface ReadRequirements {
  /** Those that apply, for the extras asked for so far. */
  readonly edges: Edge[];
  /** Those that apply only for some extra. */
  readonly conditional: readonly Requirement[];
}

/** What there is to know of a package when the search first meets it. */
export interface PackageFacts {
  readonly name: PackageName;
  /** Newest first; the place of a candidate is its ordinal. */
  readonly candidates: readonly Candidate[];
  /** Versions that exist but may not be chosen. */
  readonly outside: () => readonly Version[];
  /** Why there are no candidates, if there are none. */
  readonly missing: string | undefined;
  /** What may stand in for one of them. Their ordinals come after those of the candidates. */
  readonly standIns: readonly FactOf<"offer">[];
  /** By ordinal; a stand-in costs what its candidate does. */
  readonly costs: readonly CostVector[];
  /** Ordinals in the order in which they are tried. */
  readonly ranking: readonly number[];
  /** The one that would be chosen if the user's lines on this package were all there is: a final release, where there is one. */
  readonly firstChoice: number | undefined;
}

/** Why the package tells the solver a clause of its own accord. */
export type PackageCause =
  /** The candidate cannot be chosen. */
  | { readonly kind: "excluded"; readonly package: KnownPackage; readonly ordinal: number; readonly reason: Reason }
  /** No candidate of the package fits what was asked; `versions` is that, as text. */
  | { readonly kind: "absent"; readonly package: KnownPackage; readonly versions: string; readonly reason: Reason }
  /** The package has no candidates at all. */
  | { readonly kind: "missing"; readonly package: KnownPackage; readonly reason: string };

export class KnownPackage {
  readonly facts: PackageFacts;
  readonly group: Group;
  /** The variable of ordinal 0; the others follow. */
  readonly first: Variable;
  /** By ordinal: undefined until the candidate is read. */
  readonly read: (ReadRequirements | undefined)[] = [];
  /** What candidates read so far require of this package. */
  readonly requiredBy: Edge[] = [];
  /** What rules require of it. */
  readonly addedBy: Addition[] = [];
  /** The rules that may let a requirement on it vanish; complete when the package is met. */
  readonly skips: Skipping[] = [];
  /** Ordinals that cannot be chosen whatever else is. */
  readonly ruledOut = new Set<number>();
  /** The extras that some requirement asks for, and the variable that says so. */
  readonly extras = new Map<ExtraName, Variable>();

  readonly #solver: Solver;
  readonly #addCause: (cause: PackageCause) => number;
  readonly #admitted = new Map<string, readonly number[]>();
  readonly #selectors = new Map<string, Variable>();

  /** @param addCause keeps a cause and answers its number, the source of the clause that is told for it. */
  constructor(facts: PackageFacts, solver: Solver, addCause: (cause: PackageCause) => number) {
    this.facts = facts;
    this.#solver = solver;
    this.#addCause = addCause;
    this.group = solver.addGroup(facts.ranking);
    this.first = solver.groups.first.at(this.group);
  }

  get name(): PackageName {
    return this.facts.name;
  }

  /** Candidates and stand-ins. */
  get size(): number {
    return this.facts.ranking.length;
  }

  isStandIn(ordinal: number): boolean {
    return ordinal >= this.facts.candidates.length;
  }

  /** The offer that the stand-in `ordinal` is of; undefined for a candidate. */
  standIn(ordinal: number): FactOf<"offer"> | undefined {
    return this.facts.standIns[ordinal - this.facts.candidates.length];
  }

  /** Of a stand-in the candidate that it stands for. */
  candidate(ordinal: number): Candidate {
    return this.facts.candidates[ordinal] ?? this.standIn(ordinal)!.candidate;
  }

  /** The variable that says candidate `ordinal` is chosen. */
  variable(ordinal: number): Variable {
    return this.first + ordinal;
  }

  /** The ordinal that the solver's present model chooses. */
  choice(): number | undefined {
    for (let ordinal = 0; ordinal < this.size; ordinal++) if (this.#solver.isTrue(this.first + ordinal)) return ordinal;
    return undefined;
  }

  /** The ordinals that a requirement takes, or `also` does, pre-releases and stand-ins too, of one index or of all; ascending. */
  admitted({ specifier, url }: Requirement, index: IndexName | undefined, also?: SpecifierSet): readonly number[] {
    // No candidate of an index is what stands at an address.
    if (url !== undefined) return [];
    const key = `${specifier.toString()} @${index ?? ""}${also === undefined ? "" : ` or ${also.toString()}`}`;
    let ordinals = this.#admitted.get(key);
    if (ordinals === undefined) {
      ordinals = this.members(
        ({ index: own, version }) =>
          (index === undefined || own === index) && (specifier.admits(version) || also?.admits(version) === true),
      );
      this.#admitted.set(key, ordinals);
    }
    return ordinals;
  }

  /** The ordinals of the candidates that pass, ascending. */
  ordinals(passes: (candidate: Candidate) => boolean): readonly number[] {
    return [...this.facts.candidates.keys()].filter((ordinal) => passes(this.candidate(ordinal)));
  }

  /** The same with the stand-ins for them. */
  members(passes: (candidate: Candidate) => boolean): readonly number[] {
    return this.#all().filter((ordinal) => passes(this.candidate(ordinal)));
  }

  #all(): number[] {
    return Array.from({ length: this.size }, (_, ordinal) => ordinal);
  }

  /** The variable that says one of `ordinals` (ascending, not empty) is chosen; equal sets share one. */
  selector(ordinals: readonly number[]): Variable {
    if (ordinals.length === 1) return this.variable(ordinals[0]!);
    return this.#selectorFor(ordinals.join(), () => this.#solver.addSelector(this.group, ordinals));
  }

  /** The variable that says some candidate is chosen; there must be one. */
  anyOf(): Variable {
    return this.selector([...this.facts.candidates.keys()]);
  }

  /** The variable that says some candidate or stand-in is chosen; there must be one. */
  anyMember(): Variable {
    return this.selector(this.#all());
  }

  /** The variable that says the choice is one that the requirement takes. When there is none it is false, with its cause. */
  selectorOf(requirement: Requirement, index: IndexName | undefined, also?: SpecifierSet): Variable {
    const ordinals = this.admitted(requirement, index, also);
    if (ordinals.length > 0) return this.selector(ordinals);
    const { specifier, url } = requirement;
    const outside = this.facts.outside().some((version) => specifier.admits(version));
    return this.#emptySelector(
      url === undefined ? specifier.clauses.join() : `@ ${url}`,
      index,
      outside && url === undefined,
    );
  }

  /** Rules a candidate out. */
  exclude(ordinal: number, reason: Reason): void {
    this.ruledOut.add(ordinal);
    const cause = this.#addCause({ kind: "excluded", package: this, ordinal, reason });
    this.#solver.addClause([isFalse(this.variable(ordinal))], cause);
  }

  #selectorFor(key: string, make: () => Variable): Variable {
    let selector = this.#selectors.get(key);
    if (selector === undefined) {
      selector = make();
      this.#selectors.set(key, selector);
    }
    return selector;
  }

  /** A selector that nothing satisfies. @param outside whether such releases exist where nobody may choose them. */
  #emptySelector(versions: string, index: IndexName | undefined, outside: boolean): Variable {
    const where = index === undefined ? "" : ` on \`${index}\``;
    const message = outside
      ? `Such releases exist${where} but may not be chosen here`
      : `There is no such release${where}`;
    const cause: PackageCause =
      this.facts.missing === undefined
        ? { kind: "absent", package: this, versions, reason: { unit: "index", message } }
        : { kind: "missing", package: this, reason: this.facts.missing };
    return this.#selectorFor(`none of ${versions}${where}`, () =>
      this.#solver.addSelector(this.group, [], this.#addCause(cause)),
    );
  }
}

/**
 * Whether a situation that a fact speaks of is the one of a stack, and the clauses that tell the solver why it is or is not.
 * A clause is true of every stack: where a release that nobody has read may bring the situation about, or end it, the
 * clause says so.
 */

import type { PackageName } from "../python/index.ts";
import { isFalse, isTrue, negate, type Literal, type Variable } from "./core/literal.ts";
import { type Introduction, type PinCondition, pinMatches, type Situation } from "./fact.ts";
import type { Foundations } from "./foundations.ts";
import type { Founded, FoundedPackage } from "./founded.ts";
import type { Edge, KnownPackage } from "./known-package.ts";

type Known = ReadonlyMap<PackageName, KnownPackage>;

/** The pins that a situation speaks of, those of the introduction too. */
export function pinsIn({ when, introduced }: Situation): readonly PinCondition[] {
  return introduced === undefined ? when : [...when, ...introduced.by];
}

/** Whether it is the situation of a stack all of which has been read. */
export function holdsIn(situation: Situation, founded: Founded): boolean {
  const { introduced } = situation;
  if (!pinsIn(situation).every((condition) => pinnedIn(condition, founded) !== undefined)) return false;
  if (introduced === undefined) return true;
  const isBrought = introduced.by.every(
    (condition) => edgesOn(introduced.package, pinnedIn(condition, founded)!).length > 0,
  );
  return isBrought && !(introduced.only && othersIn(introduced, founded).length > 0);
}

/** The package of the stack that the condition matches. What another stands in for is not in the stack. */
function pinnedIn(condition: PinCondition, { packages }: Founded): FoundedPackage | undefined {
  const found = packages.get(condition.name);
  if (found === undefined || found.known.isStandIn(found.ordinal)) return undefined;
  return pinMatches(condition, found.known.candidate(found.ordinal)) ? found : undefined;
}

/** The requirements of a package of the stack on another one, skipped or not. */
function edgesOn(name: PackageName, { known, ordinal, extras }: FoundedPackage): readonly Edge[] {
  const edges = known.read[ordinal]?.edges ?? [];
  return edges.filter(
    ({ requirement, extra }) => requirement.name === name && (extra === undefined || extras.has(extra)),
  );
}

/** One literal list each for who else requires the package in the stack: all are true then. */
function othersIn(introduced: Introduction, { packages, lines }: Founded): readonly (readonly Literal[])[] {
  const own = lines.filter(({ root }) => root.requirement.name === introduced.package);
  const edges = [...packages.values()].flatMap((found) => edgesOn(introduced.package, found));
  return [...own.map(({ literal }) => [literal]), ...edges.filter((edge) => isOther(introduced, edge)).map(partsOf)];
}

function isOther({ package: name, by }: Introduction, { owner, ordinal }: Edge): boolean {
  if (owner.name === name) return false;
  return owner.isStandIn(ordinal) || !by.some((condition) => pinMatches(condition, owner.candidate(ordinal)));
}

/** Literals that are true together where the requirement applies. */
function partsOf({ owner, ordinal, extra }: Edge): Literal[] {
  const chosen = isTrue(owner.variable(ordinal));
  return extra === undefined ? [chosen] : [chosen, isTrue(owner.extras.get(extra)!)];
}

/** The variable of the candidates that a pin matches; undefined where there are none, or none that are known. */
export function pinOf(condition: PinCondition, known: Known): Variable | undefined {
  const owner = known.get(condition.name);
  const ordinals = owner?.ordinals((candidate) => pinMatches(condition, candidate)) ?? [];
  return ordinals.length === 0 ? undefined : owner!.selector(ordinals);
}

/** What the situations of one problem are to the solver. */
export class Situations {
  readonly #known: Known;
  readonly #foundations: Foundations;

  constructor(known: Known, foundations: Foundations) {
    this.#known = known;
    this.#foundations = foundations;
  }

  /** Of a situation that holds in a stack: one of the literals is true in each stack in which it does not. */
  unless({ when, introduced }: Situation, founded: Founded): Literal[] {
    const pins = when.map((condition) => isFalse(pinOf(condition, this.#known)!));
    if (introduced === undefined) return pins;
    const brought = introduced.by.flatMap((condition) => {
      const [edge] = edgesOn(introduced.package, pinnedIn(condition, founded)!);
      return partsOf(edge!).map(negate);
    });
    return [...pins, ...brought, ...(introduced.only ? this.#others(introduced) : [])];
  }

  /** Of a situation that does not hold in a stack: one of the literals is true in each stack in which it does. */
  requires(situation: Situation, founded: Founded): Literal[] {
    const missing = pinsIn(situation).find((condition) => pinnedIn(condition, founded) === undefined);
    if (missing !== undefined) {
      if (!this.#known.has(missing.name)) return this.#foundations.unread(new Set());
      const pin = pinOf(missing, this.#known);
      return pin === undefined ? [] : [isTrue(pin)];
    }
    const introduced = situation.introduced!;
    for (const condition of introduced.by) {
      const found = pinnedIn(condition, founded)!;
      if (edgesOn(introduced.package, found).length > 0) continue;
      const { known, ordinal } = found;
      const edges = known.read[ordinal]!.edges.filter(({ requirement }) => requirement.name === introduced.package);
      const brought = edges.map((edge) => this.#foundations.applies(edge));
      // Whoever has not been read may ask for another extra.
      return [isFalse(known.variable(ordinal)), ...brought, ...this.#foundations.unread(new Set())];
    }
    const [other] = othersIn(introduced, founded);
    return other!.map(negate);
  }

  /** That someone else requires the package, or may. */
  #others(introduced: Introduction): Literal[] {
    const edges = this.#known.get(introduced.package)!.requiredBy.filter((edge) => isOther(introduced, edge));
    return [
      ...this.#foundations.linesOn(introduced.package).map(({ literal }) => literal),
      ...edges.map((edge) => this.#foundations.applies(edge)),
      ...this.#foundations.unread(new Set()),
    ];
  }
}

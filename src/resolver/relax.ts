/**
 * What the user may do where there is no stack: the cheapest ways to relax lines of theirs after which there is one.
 * Every way has to touch each core, so the cheapest choice that touches all cores found so far is tried (Moreno-Centeno
 * and Karp, "The implicit hitting set approach", 2013). If there is still no stack, the search names a further core; if
 * there is one, no cheaper way exists, and ways that do as much and more are left out from then on.
 */

import { negate, type Literal } from "./core/literal.ts";
import type { Encoding } from "./encoding.ts";
import type { PackageName, Version } from "../python/index.ts";
import type { Problem, RootRequirement } from "./problem.ts";
import { compareCosts } from "./ranking.ts";
import type { Relaxation, Stack } from "./resolution.ts";
import { type RootLine, withoutBounds } from "./root-line.ts";
import type { Search } from "./search.ts";

/** Ways that are looked for. */
const MOST_WAYS = 3;
/** Lines that one way may touch; nobody follows longer advice. */
const MOST_LINES = 3;
/** Cores after which the search for ways ends. */
const MOST_CORES = 60;
/** Decisions and conflicts spent on finding out whether a core can do without one of its lines. */
const BUDGET = 2_000;

/** What goes of each of the user's lines that is touched. */
export type Way = ReadonlyMap<RootLine, "bounds" | "line">;

/** By package: once a line is relaxed, nothing older is taken than this, and than what the line takes now. */
type Floor = ReadonlyMap<PackageName, Version>;

/** What each line of a core has to lose, so that the core is one no longer. */
type Core = Way;

export class Relaxing {
  readonly #encoding: Encoding;
  readonly #search: Search;
  readonly #pins: readonly Literal[];
  /** The user's lines in their order. */
  readonly #lines: readonly RootLine[];
  /** What holds of a line that has lost its bounds. */
  readonly #loosened = new Map<RootLine, Literal>();
  readonly #floor: Floor;
  /** What keeps the package of a line that is relaxed from going below the floor. */
  readonly #floors = new Map<RootLine, Literal>();

  /** @param pins assumptions that are not the user's lines. */
  constructor(encoding: Encoding, search: Search, pins: readonly Literal[], floor: Floor) {
    this.#encoding = encoding;
    this.#search = search;
    this.#pins = pins;
    this.#floor = floor;
    this.#lines = [...encoding.requirements, ...encoding.constraints];
  }

  /** The cheapest first; it ends early when the signal of the search has fired. @param conflict lines that cannot hold together. */
  async *ways(conflict: readonly RootLine[]): AsyncGenerator<Way> {
    const cores = [this.#coreOf(new Set(conflict.map(({ literal }) => literal)))];
    const found: Way[] = [];
    while (found.length < MOST_WAYS && cores.length < MOST_CORES) {
      const way = this.#cheapest(cores, found);
      if (way === undefined) return;
      const outcome = await this.#search.run([...this.#pins, ...this.#assumptions(way)]);
      if (outcome.kind === "stopped") return;
      if (outcome.kind === "none") cores.push(this.#coreOf(await this.#minimise(outcome.core)));
      else {
        found.push(way);
        yield way;
      }
    }
  }

  /** What is left of the user's lines. */
  #assumptions(way: Way): Literal[] {
    return this.#lines.flatMap((line) => {
      const without = way.get(line);
      const loosened = this.#loosened.get(line);
      if (without === undefined) return loosened === undefined ? [line.literal] : [line.literal, loosened];
      if (!this.#isRequirement(line)) return this.#floorOf(line);
      // A line that goes is really gone: a rule may let something vanish only where it is.
      const gone = negate(line.literal);
      if (without === "bounds") return [gone, this.#loosen(line)];
      return [gone, ...(loosened === undefined ? [] : [negate(loosened)]), ...this.#floorOf(line)];
    });
  }

  /** It holds while the line does, and so of every way: in a core it is nothing to relax. */
  #floorOf(line: RootLine): Literal[] {
    const floor = this.#floor.get(line.root.requirement.name);
    if (floor === undefined) return [];
    const literal = this.#floors.get(line) ?? this.#encoding.floorOf(line, floor).literal;
    this.#floors.set(line, literal);
    return [literal];
  }

  #loosen(line: RootLine): Literal {
    const floor = this.#floor.get(line.root.requirement.name);
    const literal = this.#loosened.get(line) ?? this.#encoding.loosen(line, floor).literal;
    this.#loosened.set(line, literal);
    return literal;
  }

  /** Lines that can be relaxed, and how far each has to be. */
  #coreOf(literals: ReadonlySet<Literal>): Core {
    return new Map(
      this.#lines.flatMap((line) => {
        if (line.root.isImplied) return [];
        const loosened = this.#loosened.get(line);
        if (literals.has(line.literal)) return [[line, this.#hasBounds(line) ? "bounds" : "line"]];
        return loosened !== undefined && literals.has(loosened) ? [[line, "line"]] : [];
      }),
    );
  }

  /** A constraint is nothing but bounds. */
  #hasBounds(line: RootLine): boolean {
    const { specifier, url } = line.root.requirement;
    return !this.#isRequirement(line) || (url === undefined && specifier.clauses.length > 0);
  }

  #isRequirement(line: RootLine): boolean {
    return this.#encoding.requirements.includes(line);
  }

  /** Leaves out what the core can do without, as far as that shows without reading more. */
  async #minimise(core: readonly Literal[]): Promise<ReadonlySet<Literal>> {
    const { solver } = this.#encoding;
    const pins = new Set(this.#pins);
    let left = core.filter((literal) => !pins.has(literal));
    for (const literal of left) {
      if (!left.includes(literal)) continue;
      if (!(await this.#search.rest())) break;
      const rest = left.filter((other) => other !== literal);
      solver.reset();
      if (solver.solve([...this.#pins, ...rest], BUDGET) !== "unsatisfiable") continue;
      const needed = new Set(solver.core());
      left = rest.filter((other) => needed.has(other));
    }
    return new Set(left);
  }

  /** The cheapest way that touches every core and does not do as much as one that was found. */
  #cheapest(cores: readonly Core[], found: readonly Way[]): Way | undefined {
    for (let most = 1; most <= MOST_LINES; most++) {
      const way = this.#cheapestOf(most, cores, found);
      if (way !== undefined) return way;
    }
    return undefined;
  }

  #cheapestOf(most: number, cores: readonly Core[], found: readonly Way[]): Way | undefined {
    let best: Way | undefined;
    const extend = (way: Way): void => {
      if (way.size > most || found.some((other) => doesAsMuch(way, other))) return;
      // Whatever is added costs more.
      if (best !== undefined && compareCosts(this.#costOf(way), this.#costOf(best)) >= 0) return;
      const open = cores.find((core) => !touches(way, core));
      if (open === undefined) best = this.#inOrder(way);
      else for (const [line, without] of open) extend(new Map([...way, [line, without]]));
    };
    extend(new Map());
    return best;
  }

  #inOrder(way: Way): Way {
    return new Map([...way].sort(([a], [b]) => this.#lines.indexOf(a) - this.#lines.indexOf(b)));
  }

  /** How many lines are touched, how many go altogether, then which are touched, and which go. */
  #costOf(way: Way): number[] {
    const ordered = this.#inOrder(way);
    const places = [...ordered.keys()].map((line) => this.#lines.indexOf(line));
    const goes = [...ordered.values()].map((without) => Number(without === "line"));
    return [way.size, goes.reduce((sum, gone) => sum + gone, 0), ...places, ...goes];
  }
}

function touches(way: Way, core: Core): boolean {
  return [...core].some(([line, without]) => relaxes(way, line, without));
}

function doesAsMuch(way: Way, other: Way): boolean {
  return [...other].every(([line, without]) => relaxes(way, line, without));
}

function relaxes(way: Way, line: RootLine, without: "bounds" | "line"): boolean {
  const done = way.get(line);
  return done === "line" || (done !== undefined && done === without);
}

/** The problem with the lines relaxed. */
export function relaxed(problem: Problem, way: Way, floor: Floor): Problem {
  const changes = new Map([...way].map(([{ root }, without]) => [root, without]));
  const loosened = (root: RootRequirement) => withoutBounds(root, floor.get(root.requirement.name));
  const floors = [...changes].flatMap(([root, without]) =>
    floor.has(root.requirement.name) && (without === "line" || problem.constraints.includes(root))
      ? [loosened(root)]
      : [],
  );
  return {
    ...problem,
    requirements: problem.requirements.flatMap((root) => {
      const without = changes.get(root);
      if (without === undefined) return [root];
      return without === "line" ? [] : [loosened(root)];
    }),
    constraints: [...problem.constraints.filter((root) => !changes.has(root)), ...floors],
  };
}

/** @param stack the best one of the problem with the lines relaxed. */
export function toRelaxation(way: Way, stack: Stack): Relaxation {
  return [...way].map(([{ root }, without]) => {
    return { root, without, gives: stack.get(root.requirement.name)?.candidate };
  });
}

/**
 * From a problem to clauses, bit by bit: packages when they are first met, requirements when a candidate is read. With
 * `x` for "this candidate is chosen", `s` for "the choice is one that the specifier takes" and `e` for "someone asks for
 * this extra", a requirement `b[e] >= 2` of a candidate, under its own extra `f`, becomes `not x, or not f, or s` and
 * `not x, or not f, or e`. The user's requirements and constraints hang on variables that the search assumes, so that
 * a core names lines of the user's file.
 */

import type { Candidate } from "../ports/index.ts";
import { Requirement, type SpecifierSet, Version, type ExtraName, type PackageName } from "../python/index.ts";
import { Causes } from "./cause.ts";
import { isFalse, isTrue, negate, type Literal } from "./core/literal.ts";
import { Solver } from "./core/solver.ts";
import { ConditionalFacts, lossOf } from "./conditional-facts.ts";
import { findFirstChoices, type FirstChoices } from "./first-choices.ts";
import { Foundations } from "./foundations.ts";
import { findFounded, type Founded } from "./founded.ts";
import type { Addition, Edge, KnownPackage } from "./known-package.ts";
import { meetPackage } from "./meeting.ts";
import { MetadataReader, type Choice } from "./metadata-reader.ts";
import { Prereleases } from "./prereleases.ts";
import type { Assumption, CandidateRequirements, Problem, RootRequirement } from "./problem.ts";
import type { CostVector } from "./ranking.ts";
import { type RootLine, withoutBounds } from "./root-line.ts";
import { type Claimant, leave, type Leave, skipsOf } from "./skipping.ts";

/** A requirement to tell the solver of. */
interface AskedFor {
  readonly target: KnownPackage;
  readonly requirement: Requirement;
  readonly index: string | undefined;
  readonly also?: SpecifierSet | undefined;
  readonly source: number;
}

export class Encoding {
  readonly problem: Problem;
  readonly solver: Solver;
  readonly causes = new Causes();
  readonly prereleases: Prereleases;
  readonly packages = new Map<PackageName, KnownPackage>();
  /** The same, in the order of first sight. */
  readonly met: KnownPackage[] = [];
  readonly conditional: ConditionalFacts;
  readonly requirements: readonly RootLine[];
  readonly constraints: readonly RootLine[];
  /** Requirements of the user's without their bounds, as `loosen` made them. */
  readonly loosened: RootLine[] = [];
  /** What is left as a constraint of lines without their bounds, as `floorOf` made them. */
  readonly #floors: RootLine[] = [];
  readonly #reader: MetadataReader;
  #firstChoices: FirstChoices = { kind: "unread", choices: [] };
  /** Requirements that wait for their target to be met. */
  #queue: Edge[] = [];
  /** How many additions have been encoded. */
  #added = 0;

  /** @param solver of the other encodings that this one is solved with. */
  constructor(problem: Problem, solver = new Solver()) {
    this.problem = problem;
    this.solver = solver;
    const foundations = new Foundations(this.solver, this.met, () => this.#lines());
    this.prereleases = new Prereleases(this.solver, foundations);
    this.conditional = new ConditionalFacts(this.solver, this.causes, foundations, this.packages);
    this.#reader = new MetadataReader(problem.universe, this.solver);
    const toLine = (root: RootRequirement): RootLine => ({ root, literal: isTrue(this.solver.addVariable()) });
    this.requirements = problem.requirements.map(toLine);
    this.constraints = problem.constraints.map(toLine);
  }

  /** Candidates whose metadata was read, also if only ahead of the search. */
  get metadataRead(): number {
    return this.#reader.count;
  }

  /** By tier, and then the number of packages. */
  costOf(founded: Founded): CostVector {
    const total = Array.from<number>({ length: this.problem.tiers + 1 }).fill(0);
    for (const { known, ordinal } of founded.packages.values()) {
      if (!known.isStandIn(ordinal)) total[this.problem.tiers]!++;
      for (const [tier, cost] of known.facts.costs[ordinal]!.entries()) total[tier]! += cost;
    }
    for (const { fact } of this.conditional.scores) total[fact.tier]! += lossOf(fact, founded);
    return total;
  }

  /** The stack in the present model of the solver. */
  founded(): Founded {
    return findFounded(this.#lines(), this.packages, this.conditional.additions, this.solver);
  }

  #lines(): readonly RootLine[] {
    return [...this.requirements, ...this.loosened];
  }

  /** Tells the solver what the user requires. */
  async encodeRoot(signal: AbortSignal): Promise<void> {
    await this.meet(
      this.requirements.map(({ root }) => root.requirement.name),
      signal,
    );
    for (const line of this.requirements) this.#encodeLine(line);
    await this.#encodeQueue(signal);
  }

  /** What first choices require of each other; the same from the moment on when it is known. `encodeRoot` came before. */
  firstChoices(): FirstChoices {
    if (this.#firstChoices.kind === "unread")
      this.#firstChoices = findFirstChoices(
        this.requirements.map(({ root }) => root.requirement),
        this.packages,
      );
    return this.#firstChoices;
  }

  /** A line of its own for what is left of a requirement of the user's without its bounds. `encodeRoot` came before. */
  loosen({ root }: RootLine, floor?: Version): RootLine {
    const line = { root: withoutBounds(root, floor), literal: isTrue(this.solver.addVariable()) };
    this.loosened.push(line);
    this.#encodeLine(line);
    return line;
  }

  /** A constraint of its own: what the line takes, and nothing else below `floor`. */
  floorOf({ root }: RootLine, floor: Version): RootLine {
    const line = { root: withoutBounds(root, floor), literal: isTrue(this.solver.addVariable()) };
    this.#floors.push(line);
    const known = this.packages.get(root.requirement.name);
    if (known !== undefined) this.#constrain(line, known);
    return line;
  }

  #encodeLine(line: RootLine): void {
    const { requirement, index, also } = line.root;
    const target = this.packages.get(requirement.name)!;
    const source = this.causes.add({ kind: "root", root: line.root, target });
    line.leave = this.#require([line.literal], "line", { target, requirement, index, also, source });
  }

  /** What says that no other releases than those pinned are chosen; a package that nothing requires stays out all the same. */
  async encodePins(pins: readonly Assumption[], signal: AbortSignal): Promise<Literal[]> {
    await this.meet(
      pins.map((pin) => pin.name),
      signal,
    );
    await this.#encodeQueue(signal);
    return pins.flatMap(({ name, version }) => {
      const known = this.packages.get(name)!;
      const others = known.members((candidate) => !Version.equal(candidate.version, version));
      return others.length === 0 ? [] : [isFalse(known.selector(others))];
    });
  }

  /**
   * Reads the metadata of candidates, all at once. Call it while the solver holds the model that chooses them.
   *
   * @param level how many assumptions the model rests on.
   */
  read(unread: readonly Choice[], level: number, signal: AbortSignal): Promise<readonly CandidateRequirements[]> {
    return this.#reader.read(unread, level, signal);
  }

  /** Tells the solver what candidates require, by the `answers` of `read` to them. */
  async tell(unread: readonly Choice[], answers: readonly CandidateRequirements[], signal: AbortSignal): Promise<void> {
    for (const [i, [owner, ordinal]] of unread.entries()) {
      const answer = answers[i]!;
      if (answer.kind === "known") this.#sort(owner, ordinal, answer.requires);
      else {
        owner.read[ordinal] = { edges: [], conditional: [] };
        owner.exclude(ordinal, { unit: "metadata", message: sentence(answer.reason) });
      }
    }
    await this.#encodeQueue(signal);
  }

  /** Lists the candidates of the names not met before, all at once, and tells the solver the facts about them. */
  async meet(names: readonly PackageName[], signal: AbortSignal): Promise<void> {
    const unknown = [...new Set(names)].filter((name) => !this.packages.has(name));
    const lists = await Promise.all(unknown.map((name) => this.problem.universe.candidates(name, signal)));
    for (const [i, name] of unknown.entries()) {
      const { known, conditional, heldBack } = meetPackage(name, lists[i]!, this);
      this.prereleases.guard(known, heldBack);
      this.packages.set(name, known);
      this.met.push(known);
      for (const line of [...this.constraints, ...this.#floors])
        if (line.root.requirement.name === name) this.#constrain(line, known);
      for (const skip of known.skips) this.conditional.addSkip(skip);
      for (const fact of conditional) this.conditional.add(fact);
      this.conditional.tellWaiting(name);
      this.#readStandIns(known);
    }
  }

  /** What stands in requires what it stands for, and nothing else. */
  #readStandIns(owner: KnownPackage): void {
    for (const [i, { instead }] of owner.facts.standIns.entries()) {
      const ordinal = owner.facts.candidates.length + i;
      const edge = { owner, ordinal, extra: undefined, requirement: exactly(instead), instead };
      owner.read[ordinal] = { edges: [edge], conditional: [] };
      this.#queue.push(edge);
    }
  }

  /** Sorts what a candidate requires by when it applies. */
  #sort(owner: KnownPackage, ordinal: number, requires: readonly Requirement[]): void {
    const { markers } = this.problem;
    const edges: Edge[] = [];
    const conditional: Requirement[] = [];
    for (const requirement of requires) {
      if (requirement.marker === undefined || requirement.marker.evaluate(markers))
        edges.push({ owner, ordinal, extra: undefined, requirement });
      else if (requirement.marker.variables().has("extra")) conditional.push(requirement);
    }
    this.#queue.push(...edges);
    owner.read[ordinal] = { edges, conditional };
    for (const extra of owner.extras.keys()) this.#queueExtra(owner, ordinal, extra);
  }

  /** Queues what a read candidate requires for `extra` on top of the rest. */
  #queueExtra(owner: KnownPackage, ordinal: number, extra: ExtraName): void {
    const read = owner.read[ordinal];
    if (read === undefined) return;
    const instead = owner.standIn(ordinal)?.instead;
    const edges: Edge[] =
      instead !== undefined
        ? [{ owner, ordinal, extra, requirement: exactly(instead, extra), instead }]
        : read.conditional
            .filter((requirement) => requirement.marker!.evaluate(this.problem.markers, [extra]))
            .map((requirement) => ({ owner, ordinal, extra, requirement }));
    read.edges.push(...edges);
    this.#queue.push(...edges);
  }

  async #encodeQueue(signal: AbortSignal): Promise<void> {
    const { additions } = this.conditional;
    while (this.#queue.length > 0 || this.#added < additions.length) {
      const edges = this.#queue;
      this.#queue = [];
      const added = additions.slice(this.#added);
      this.#added = additions.length;
      await this.meet(
        [...edges, ...added].map(({ requirement }) => requirement.name),
        signal,
      );
      for (const edge of edges) this.#encodeEdge(edge);
      for (const addition of added) this.#encodeAddition(addition);
    }
  }

  #encodeEdge(edge: Edge): void {
    const { owner, ordinal, extra, requirement, instead } = edge;
    const target = this.packages.get(requirement.name)!;
    target.requiredBy.push(edge);
    const holds = [isTrue(owner.variable(ordinal))];
    if (extra !== undefined) holds.push(isTrue(owner.extras.get(extra)!));
    if (instead !== undefined) return this.#encodeStandIn(edge, instead, target, holds);
    const source = this.causes.add({ kind: "requires", owner, ordinal, target, requirement });
    edge.leave = this.#require(holds, edge, { target, requirement, index: undefined, source });
    this.prereleases.openFor(target, edge);
  }

  #encodeStandIn(
    { owner, ordinal, requirement }: Edge,
    instead: Candidate,
    target: KnownPackage,
    holds: readonly Literal[],
  ): void {
    const offer = owner.standIn(ordinal)!;
    const [chosen] = target.ordinals(
      ({ version, index }) => index === instead.index && Version.equal(version, instead.version),
    );
    if (chosen === undefined) throw new Error(`an offer of ${offer.reason.unit} names no candidate of ${target.name}`);
    const source = this.causes.add({ kind: "offered", owner, target, offer });
    this.#tellRequirement(holds.map(negate), isTrue(target.variable(chosen)), target, requirement, source);
  }

  #encodeAddition(addition: Addition): void {
    const { fires, owners, fact } = addition;
    const { requirement, reason } = fact;
    const target = this.packages.get(requirement.name)!;
    target.addedBy.push(addition);
    const names = owners.map(({ name }) => name).sort();
    const source = this.causes.add({ kind: "added", names, target, requirement, reason });
    addition.leave = this.#require([fires], "rule", { target, requirement, index: undefined, source });
  }

  /**
   * Where all of `holds` are true, a requirement is met, unless it may be left out.
   *
   * @returns how it may be; undefined where it may not.
   */
  #require(holds: readonly Literal[], claimant: Claimant, asked: AskedFor): Leave | undefined {
    const { target, requirement, index, also, source } = asked;
    const skips = target.skips.length === 0 ? [] : skipsOf(claimant, target.admitted(requirement, index, also), target);
    const left = skips.length === 0 ? undefined : leave(skips, holds, this.solver, source);
    if (left !== undefined && left.taken === undefined) return left;
    const unless = left?.taken === undefined ? holds.map(negate) : [negate(left.taken)];
    this.#tellRequirement(unless, isTrue(target.selectorOf(requirement, index, also)), target, requirement, source);
    return left;
  }

  /** Unless one of the literals `unless` is true, `met` is, and the extras of `requirement` are asked for. */
  #tellRequirement(
    unless: readonly Literal[],
    met: Literal,
    target: KnownPackage,
    requirement: Requirement,
    source: number,
  ): void {
    this.solver.addClause([...unless, met], source);
    for (const extra of requirement.extras)
      this.solver.addClause([...unless, isTrue(this.#extraVariable(target, extra))], source);
  }

  #extraVariable(target: KnownPackage, extra: ExtraName): number {
    const known = target.extras.get(extra);
    if (known !== undefined) return known;
    const variable = this.solver.addVariable();
    target.extras.set(extra, variable);
    for (const ordinal of target.read.keys()) this.#queueExtra(target, ordinal, extra);
    return variable;
  }

  /** While the constraint is assumed, no release outside its bounds is chosen. */
  #constrain({ root, literal }: RootLine, target: KnownPackage): void {
    const admitted = new Set(target.admitted(root.requirement, root.index, root.also));
    const outside = target.members(() => true).filter((ordinal) => !admitted.has(ordinal));
    if (outside.length === 0) return;
    const cause = this.causes.add({ kind: "root", root, target });
    this.solver.addClause([negate(literal), isFalse(target.selector(outside))], cause);
  }
}

/** What completes "NAME VERSION …" as a sentence of its own: "needs Python >=3.9" becomes "Needs Python >=3.9". */
function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What a stand-in requires. */
function exactly({ name, version }: Candidate, extra?: ExtraName): Requirement {
  return Requirement.parse(`${name}${extra === undefined ? "" : `[${extra}]`}==${version.text}`);
}

/**
 * Why there is no stack. First the user's lines are cut down to a set none of which can be missed, by searching again
 * without each. Then the refutation is followed back to the clauses it rests on, these become lines, each for all the
 * releases it holds for, and lines that the contradiction can do without go. What is left is told from the cause to the
 * consequence and ends in the user's own lines.
 */

import { isTrue, negate, type Literal } from "./core/literal.ts";
import { Solver } from "./core/solver.ts";
import { DEFINITION } from "./core/proof.ts";
import { groupIntoLines, type ProofLine } from "./proof-lines.ts";
import type { Encoding } from "./encoding.ts";
import type { ConflictLine } from "./resolution.ts";
import type { RootLine } from "./root-line.ts";
import type { Search } from "./search.ts";
import { tellLines } from "./tell.ts";

/** Lines of a refutation that are tried one by one; a longer one is told as it was found. */
const MOST_TRIED = 200;
/** Decisions and conflicts spent on finding out whether one line can go. */
const BUDGET = 20_000;

/** A conflict in the making. */
export interface Explanation {
  /** The user's lines, none of which can be missed. */
  readonly minimal: readonly RootLine[];
  /** The whole proof, causes before consequences; it ends in those lines. */
  readonly lines: readonly ConflictLine[];
}

/**
 * @param pins assumptions that are not the user's lines; they are taken for granted and not told.
 * @param core literals that cannot hold together, as the search found them.
 * @returns undefined when the signal has fired.
 */
export async function explain(
  encoding: Encoding,
  search: Search,
  pins: readonly Literal[],
  core: readonly Literal[],
): Promise<Explanation | undefined> {
  const all = [...encoding.requirements, ...encoding.constraints];
  const involved = all.filter(({ literal }) => core.includes(literal));
  const minimal = await dropNeedless(search, pins, involved);
  if (minimal === undefined) return undefined;
  const assumptions = [...pins, ...minimal.map(({ literal }) => literal)];
  const lines = neededLines(encoding, assumptions);
  const causes = tellLines(lines, minimal);
  const roots = minimal.map(({ root: { requirement, origin } }) => ({ kind: "root" as const, requirement, origin }));
  return { minimal, lines: [...causes, ...roots] };
}

/** Searches without each of the lines in turn, the last first. The solver is left with the refutation of the result. */
async function dropNeedless(
  search: Search,
  pins: readonly Literal[],
  lines: readonly RootLine[],
): Promise<readonly RootLine[] | undefined> {
  let left = lines;
  for (const line of lines.toReversed()) {
    if (!left.includes(line)) continue;
    const rest = left.filter((other) => other !== line);
    const outcome = await search.run([...pins, ...rest.map(({ literal }) => literal)]);
    if (outcome.kind === "stopped") return undefined;
    if (outcome.kind === "none") left = rest.filter(({ literal }) => outcome.core.includes(literal));
  }
  const last = await search.run([...pins, ...left.map(({ literal }) => literal)]);
  if (last.kind === "found") throw new Error(`a stack for lines that cannot hold together: ${left.map(textOf).join()}`);
  return last.kind === "none" ? left : undefined;
}

function textOf({ root }: RootLine): string {
  return root.origin.text;
}

/** The lines of the present refutation without those that the contradiction can do without. */
function neededLines({ solver, causes }: Encoding, assumptions: readonly Literal[]): readonly ProofLine[] {
  const refutation = solver.refutation();
  const lines = groupIntoLines(refutation, solver, causes);
  if (lines.length > MOST_TRIED) return lines;
  // A second solver over the same variables holds each line's clauses under a switch of its own.
  const checker = new Solver(solver.groups);
  const isGrouped = new Set(lines.flatMap(({ clauses }) => clauses));
  for (const clause of refutation) if (!isGrouped.has(clause)) checker.addClause(solver.literalsOf(clause), DEFINITION);
  const switches = new Map<Literal, ProofLine>();
  for (const line of lines) {
    const on = isTrue(checker.addVariable());
    switches.set(on, line);
    for (const clause of line.clauses) checker.addClause([negate(on), ...solver.literalsOf(clause)], DEFINITION);
  }
  return keepNeeded(checker, assumptions, [...switches.keys()]).map((on) => switches.get(on)!);
}

/** The switches, in their order, none of which can be turned off without losing the contradiction. */
function keepNeeded(checker: Solver, assumptions: readonly Literal[], switches: readonly Literal[]): Literal[] {
  let left = [...switches];
  for (const on of switches) {
    if (!left.includes(on)) continue;
    const rest = left.filter((other) => other !== on);
    checker.reset();
    if (checker.solve([...assumptions, ...rest], BUDGET) !== "unsatisfiable") continue;
    const core = new Set(checker.core());
    left = rest.filter((other) => core.has(other));
  }
  return left;
}

/** The solver beside a plain twin that tries every assignment. */

import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { isFalse, isTrue, negate, type Literal } from "../../../src/resolver/core/literal.ts";
import { DEFINITION } from "../../../src/resolver/core/proof.ts";
import { Solver } from "../../../src/resolver/core/solver.ts";

/** Enough for anything here. */
const BUDGET = 1e9;

/**
 * A package problem in numbers: groups by size, selectors as a group and ordinals, and clauses of literals of the kind
 * "not this member, or this selector", the form that requirements have, and of selectors only.
 */
interface Puzzle {
  /** Variables that are there before: the solver's arrays grow at powers of two. */
  readonly before: number;
  readonly sizes: readonly number[];
  readonly selectors: readonly { readonly group: number; readonly ordinals: readonly number[] }[];
  /** A member (group and ordinal, both cut to size) that needs a selector. */
  readonly needs: readonly { readonly group: number; readonly ordinal: number; readonly selector: number }[];
  /** Selectors that may not all hold. */
  readonly conflicts: readonly (readonly number[])[];
  /** Selectors that must hold. */
  readonly wanted: readonly number[];
}

const small = fc.nat(3);
const puzzle: fc.Arbitrary<Puzzle> = fc.record({
  before: fc.nat(70),
  sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }),
  selectors: fc.array(fc.record({ group: small, ordinals: fc.subarray([0, 1, 2]) }), { minLength: 6, maxLength: 6 }),
  needs: fc.array(fc.record({ group: small, ordinal: fc.nat(2), selector: fc.nat(5) }), { maxLength: 12 }),
  conflicts: fc.array(fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
  wanted: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
});

/** A puzzle told to a solver; its clauses have the sources 0, 1, … in the order of `needs`, then `conflicts`. */
interface Told {
  readonly solver: Solver;
  readonly first: readonly number[];
  readonly selectors: readonly number[];
}

function tell(
  { before, sizes, selectors, needs, conflicts }: Puzzle,
  firstClauses = Number.MAX_SAFE_INTEGER,
): Told & { rest: () => void } {
  const solver = new Solver();
  for (let variable = 0; variable < before; variable++) solver.addVariable();
  const groups = sizes.map((size) => solver.addGroup(range(size)));
  const first = groups.map((group) => solver.groups.first.at(group));
  const told = selectors.map(({ group, ordinals }) =>
    solver.addSelector(
      groups[group]!,
      ordinals.filter((ordinal) => ordinal < sizes[group]!),
    ),
  );
  const clauses: Literal[][] = [
    ...needs.map(({ group, ordinal, selector }) => [
      isFalse(first[group]! + (ordinal % sizes[group]!)),
      isTrue(told[selector]!),
    ]),
    ...conflicts.map((together) => together.map((selector) => isFalse(told[selector]!))),
  ];
  const add = (from: number, to: number): void => {
    for (const [i, clause] of clauses.entries()) if (i >= from && i < to) solver.addClause(clause, i);
  };
  add(0, firstClauses);
  return { solver, first, selectors: told, rest: () => add(firstClauses, clauses.length) };
}

/** Whether some choice of a member or none per group satisfies the clauses with the given sources and the wanted selectors. */
function isPossible(
  { sizes, selectors, needs, conflicts }: Puzzle,
  wanted: readonly number[],
  sources?: ReadonlySet<number>,
): boolean {
  const used = (source: number): boolean => sources === undefined || sources.has(source);
  return choices(sizes).some((choice) => {
    const holds = (selector: number): boolean => {
      const { group, ordinals } = selectors[selector]!;
      return ordinals.includes(choice[group]!);
    };
    return (
      wanted.every(holds) &&
      needs.every(
        ({ group, ordinal, selector }, i) => !used(i) || choice[group] !== ordinal % sizes[group]! || holds(selector),
      ) &&
      conflicts.every((together, i) => !used(needs.length + i) || !together.every(holds))
    );
  });
}

/** Every choice; -1 is none. */
function choices(sizes: readonly number[]): number[][] {
  const [size, ...rest] = sizes;
  if (size === undefined) return [[]];
  return [-1, ...range(size)].flatMap((ordinal) => choices(rest).map((choice) => [ordinal, ...choice]));
}

function range(length: number): number[] {
  return [...Array(length).keys()];
}

test("agrees with trying everything, before and after more clauses come", () => {
  fc.assert(
    fc.property(puzzle, fc.nat(8), (made, early) => {
      const told = tell(made, early);
      const assumptions = made.wanted.map((selector) => isTrue(told.selectors[selector]!));
      const earlySources = new Set(range(early));
      assert.equal(told.solver.solve(assumptions, BUDGET), verdict(isPossible(made, made.wanted, earlySources)));
      told.solver.reset();
      told.rest();
      assert.equal(told.solver.solve(assumptions, BUDGET), verdict(isPossible(made, made.wanted)));
    }),
    { numRuns: 500 },
  );
});

test("a core cannot hold together, and the refutation's clauses are enough to see it", () => {
  fc.assert(
    fc.property(puzzle, (made) => {
      const { solver, selectors } = tell(made);
      const assumptions = made.wanted.map((selector) => isTrue(selectors[selector]!));
      if (solver.solve(assumptions, BUDGET) !== "unsatisfiable") return;
      const core = new Set(solver.core());
      for (const literal of core) assert.ok(assumptions.includes(literal) || assumptions.includes(negate(literal)));
      const needed = made.wanted.filter((selector) => core.has(isTrue(selectors[selector]!)));
      const sources = new Set(solver.refutation().map((clause) => solver.sourceOf(clause)));
      assert.equal(isPossible(made, needed, sources), false);
    }),
    { numRuns: 500 },
  );
});

test("a pause changes nothing", () => {
  fc.assert(
    fc.property(puzzle, (made) => {
      const whole = tell(made);
      const paused = tell(made);
      const assumptions = made.wanted.map((selector) => isTrue(whole.selectors[selector]!));
      const expected = whole.solver.solve(assumptions, BUDGET);
      let found = paused.solver.solve(assumptions, 1);
      for (let i = 0; found === "paused" && i < 1000; i++) found = paused.solver.solve(assumptions, 1);
      assert.equal(found, expected);
      assert.deepEqual(modelOf(made, paused), modelOf(made, whole));
    }),
    { numRuns: 200 },
  );
});

function modelOf({ sizes }: Puzzle, { solver, first }: Told): boolean[] {
  return sizes.flatMap((size, group) => range(size).map((ordinal) => solver.isTrue(first[group]! + ordinal)));
}

function verdict(possible: boolean): "satisfiable" | "unsatisfiable" {
  return possible ? "satisfiable" : "unsatisfiable";
}

test("chooses the first member in the order of trial that is possible", () => {
  const solver = new Solver();
  const group = solver.addGroup([2, 0, 1]);
  const any = solver.addSelector(group, [0, 1, 2]);
  const first = solver.groups.first.at(group);
  solver.addClause([isFalse(first + 2)], DEFINITION);
  assert.equal(solver.solve([isTrue(any)], BUDGET), "satisfiable");
  assert.deepEqual(
    [0, 1, 2].map((ordinal) => solver.isTrue(first + ordinal)),
    [true, false, false],
  );
});

test("leaves a group empty that nobody wants", () => {
  const solver = new Solver();
  const group = solver.addGroup([0, 1]);
  solver.addSelector(group, [0, 1]);
  assert.equal(solver.solve([], BUDGET), "satisfiable");
  assert.equal(solver.isTrue(solver.groups.first.at(group)), false);
});

for (const pigeons of [4, 6, 8])
  test(`${pigeons} pigeons do not fit into ${pigeons - 1} holes`, () => {
    const solver = pigeonhole(pigeons);
    assert.equal(solver.solve([], BUDGET), "unsatisfiable");
    assert.deepEqual(solver.core(), []);
  });

test("remembers the pigeons when learned clauses are deleted", () => {
  // 9 pigeons take some 10,000 conflicts, more than the solver keeps clauses for.
  const solver = pigeonhole(9);
  assert.equal(solver.solve([], BUDGET), "unsatisfiable");
  assert.ok(solver.conflicts > 5000);
  const sources = solver.refutation().map((clause) => solver.sourceOf(clause));
  assert.equal(new Set(sources.filter((source) => source >= 0)).size, 9 + 9 * 8);
});

/** Pigeon `p` in hole `h` needs the hole to hold pigeon `p`; one source for each pigeon and for each such need. */
function pigeonhole(pigeons: number): Solver {
  const solver = new Solver();
  const holes = range(pigeons - 1).map(() => solver.addGroup(range(pigeons)));
  let source = 0;
  for (const pigeon of range(pigeons)) {
    const places = solver.addGroup(range(pigeons - 1));
    solver.addClause([isTrue(solver.addSelector(places, range(pigeons - 1)))], source++);
    for (const [hole, group] of holes.entries()) {
      const held = solver.groups.first.at(group) + pigeon;
      solver.addClause([isFalse(solver.groups.first.at(places) + hole), isTrue(held)], source++);
    }
  }
  return solver;
}

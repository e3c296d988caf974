/** Who watches the search hears of lost decisions and may change its order. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isFalse, isTrue } from "../../../src/resolver/core/literal.ts";
import { DEFINITION } from "../../../src/resolver/core/proof.ts";
import { Solver } from "../../../src/resolver/core/solver.ts";

const BUDGET = 1e6;

/** Two groups of three members, of both of which one is wanted; `a0` goes with no member of `b`, but only by way of others. */
function tangled() {
  const solver = new Solver();
  const [a, b] = [solver.addGroup([0, 1, 2]), solver.addGroup([0, 1, 2])];
  const wanted = [a, b].map((group) => isTrue(solver.addSelector(group, [0, 1, 2])));
  const [a0, b0] = [solver.groups.first.at(a), solver.groups.first.at(b)];
  const [x, y] = [solver.addVariable(), solver.addVariable()];
  for (const literals of [
    [isFalse(a0), isTrue(x)],
    [isFalse(a0), isTrue(y)],
    [isFalse(x), isFalse(b0), isFalse(y)],
    [isFalse(x), isFalse(b0 + 1), isFalse(y)],
    [isFalse(x), isFalse(b0 + 2), isFalse(y)],
  ])
    solver.addClause(literals, DEFINITION);
  return { solver, a, b, a0, b0, wanted };
}

test("a decision that leads to a conflict is told, and a restart that was wanted for it", () => {
  for (const restless of [true, false]) {
    const { solver, a0, wanted } = tangled();
    const heard: string[] = [];
    solver.watch({
      lost: (member) => {
        heard.push(`lost ${member - a0}`);
        return restless;
      },
      restarted: () => void heard.push("restarted"),
    });
    assert.equal(solver.solve(wanted, BUDGET), "satisfiable");
    assert.deepEqual(heard, restless ? ["lost 0", "restarted"] : ["lost 0"]);
    assert.ok(solver.isTrue(a0 + 1));
  }
});

test("nobody hears of anything any more who has stopped watching", () => {
  const { solver, wanted } = tangled();
  const fail = (): never => assert.fail("heard of something");
  solver.watch({ lost: fail, restarted: fail });
  solver.watch(undefined);
  assert.equal(solver.solve(wanted, BUDGET), "satisfiable");
});

test("a reordered group is tried in its new order, and from a restart on", () => {
  const { solver, a, b, a0, b0, wanted } = tangled();
  solver.reorder(a, [2, 1, 0]);
  solver.watch({ lost: () => true, restarted: () => solver.reorder(b, [1, 2, 0]) });
  assert.equal(solver.solve(wanted, BUDGET), "satisfiable");
  assert.ok(solver.isTrue(a0 + 2) && solver.isTrue(b0), "no conflict, no restart");
  solver.reset();
  solver.reorder(a, [0, 2, 1]);
  assert.equal(solver.solve(wanted, BUDGET), "satisfiable");
  assert.ok(solver.isTrue(a0 + 2) && solver.isTrue(b0 + 1));
});

test("groups that are put in front are decided first", () => {
  for (const front of [undefined, "a", "b"] as const) {
    const { solver, a, b, a0, b0, wanted } = tangled();
    if (front !== undefined) solver.advance(front === "a" ? [a] : [b]);
    solver.addClause([isFalse(a0 + 2), isFalse(b0 + 2)], DEFINITION);
    solver.reorder(a, [2, 1, 0]);
    solver.reorder(b, [2, 1, 0]);
    assert.equal(solver.solve(wanted, BUDGET), "satisfiable");
    const isFirst = solver.isTrue(front === "b" ? b0 + 2 : a0 + 2);
    assert.ok(isFirst, `the other group was decided before ${front ?? "a"}`);
  }
});

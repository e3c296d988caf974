/** What the user may do where there is no stack, compared whole. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { type Conflict, resolve } from "../../src/resolver/index.ts";
import { ask, problemOf, type QuestionOptions, type World, world } from "../support/world.ts";

interface Case {
  readonly name: string;
  readonly world: string;
  readonly requires: string;
  readonly options?: QuestionOptions;
  /** One way a text: each line that it touches, what goes of it, and what there is then. */
  readonly ways: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "the bounds of a line go before the line",
    world: `web 2 -> http >=2
            web 1 -> http >=2
            http 2
            http 1`,
    requires: "web, http <2",
    ways: ["http <2 without bounds: 2", "web without line: nothing"],
  },
  {
    name: "either of two lines",
    world: `a 2 -> common >=2
            a 1 -> common <2
            b 2 -> common >=2
            b 1 -> common <2
            common 2
            common 1`,
    requires: "unrelated, a >=2, b <2",
    ways: ["a >=2 without bounds: 1", "b <2 without bounds: 2"],
  },
  {
    name: "two lines where one is not enough",
    world: `a 1
            b 1`,
    requires: "a >=2, b >=2",
    ways: ["a >=2 without bounds: 1; b >=2 without bounds: 1"],
  },
  {
    name: "a line whose package does not exist can only go",
    world: "a 1",
    requires: "a, gone >=2",
    ways: ["gone >=2 without line: nothing"],
  },
  {
    name: "a constraint loses its bounds, and what it bounds is in the stack all the same",
    world: `web 1 -> http >=2
            http 2
            http 1`,
    requires: "web",
    options: { constraints: "http <2" },
    ways: ["http <2 without bounds: 2", "web without line: nothing"],
  },
  {
    name: "the stack without the bounds is the best one, and a pre-release is not in it without need",
    world: `a 3b1
            a 2
            a 1`,
    requires: "a >=4",
    ways: ["a >=4 without bounds: 2"],
  },
  {
    name: "extras and index stay",
    world: `web 3 @corp
            web 2 @pypi
            web[socks] 2 @pypi -> socks
            socks 1`,
    requires: "web[socks] >=3 @pypi",
    ways: ["web[socks] >=3 without bounds: 2"],
  },
  {
    name: "each of four, of which three are told",
    world: `x 4
            x 3
            x 2
            x 1`,
    requires: "x !=1, x !=2, x !=3, x !=4",
    ways: ["x !=1 without bounds: 1", "x !=2 without bounds: 2", "x !=3 without bounds: 3"],
  },
  {
    name: "above a floor a line widens upwards, where that takes more lines than downwards",
    world: `web 3 -> http >=2
            web 2 -> http <1
            web 1
            http 2
            http 1`,
    requires: "web ==2, http <2",
    options: { floor: "web 2, http 1" },
    ways: ["web ==2 without line: nothing", "web ==2 without bounds: 3; http <2 without bounds: 2"],
  },
  {
    name: "what a line that goes leaves behind is not below the floor either",
    world: `web 1 -> http <2
            http 2
            http 1`,
    requires: "web, http >=2",
    options: { floor: "http 2" },
    ways: ["web without line: nothing"],
  },
  {
    name: "a constraint does not go below the floor",
    world: `web 1 -> http <2
            http 3
            http 2
            http 1`,
    requires: "web",
    options: { constraints: "http >=3", floor: "http 2" },
    ways: ["web without line: nothing"],
  },
];

function say({ relaxations }: Conflict): string[] {
  return relaxations.map((lines) =>
    lines
      .map(({ root, without, gives }) => `${root.origin.text} without ${without}: ${gives?.version.text ?? "nothing"}`)
      .join("; "),
  );
}

async function conflictOf(universe: World, requires: string, options: QuestionOptions = {}): Promise<Conflict> {
  const resolution = await ask(universe, requires, options);
  return resolution.kind === "unsolvable" ? resolution.conflict : assert.fail(resolution.kind);
}

const relax = () => new AbortController().signal;

for (const { name, world: text, requires, options, ways } of cases)
  test(name, async () => {
    const conflict = await conflictOf(world(`${text}\nunrelated 1`), requires, { ...options, relax });
    assert.deepEqual(say(conflict), ways);
  });

test("nothing is looked for unless it is asked for, or without time", async () => {
  assert.deepEqual((await conflictOf(world("a 1"), "a >=2")).relaxations, []);
  const late = await conflictOf(world("a 1"), "a >=2", { relax: () => AbortSignal.abort() });
  assert.deepEqual(late.relaxations, []);
});

test("a requirement that only follows from a line stays", async () => {
  const problem = problemOf(world("a 1\nb 1 -> a <2\na 2"), "a >=2, b");
  const [first, second] = problem.requirements;
  const requirements = [{ ...first!, isImplied: true as const }, second!];
  const resolution = await resolve({ ...problem, requirements }, { signal: relax(), relax });
  assert.equal(resolution.kind, "unsolvable");
  assert.deepEqual(say(resolution.conflict), ["b without line: nothing"]);
});

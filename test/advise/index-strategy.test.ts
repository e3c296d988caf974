/** What becomes of a stack when a repository lets all of its indexes answer for every name. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Advice } from "../../src/advise/index.ts";
import { adviceWorld, ask, pins, solved } from "../support/advice-world.ts";

const indexes = {
  corp: `lib 1.0
         lib 1.1 -> tool <3
         same 1.0
         own 1.0`,
  pypi: `lib 9.0
         lib 0.9
         same 1.0
         tool 2.0
         old 1.0`,
};

const strategy = (name: string) => ({ thothYaml: `index_strategy: ${name}` });

function places(advice: Advice): string {
  const packages = Object.entries(solved(advice).packages);
  return packages.map(([name, { version, index }]) => `${name} ${version} ${index}`).join(", ");
}

/** What is asked for, the strategy, and where each release is from. */
const stacks: readonly (readonly [string, string, string])[] = [
  ['lib = "*"', "first-index", "lib 1.1 corp, tool 2.0 pypi"],
  ['lib = "*"', "unsafe-first-match", "lib 1.1 corp, tool 2.0 pypi"],
  ['lib = "*"', "unsafe-best-match", "lib 9.0 pypi"],
  ['lib = ">=2"', "unsafe-first-match", "lib 9.0 pypi"],
  ['lib = "<1"', "unsafe-first-match", "lib 0.9 pypi"],
  ['lib = "<1"', "unsafe-best-match", "lib 0.9 pypi"],
  ['same = "*"', "unsafe-first-match", "same 1.0 corp"],
  ['same = "*"', "unsafe-best-match", "same 1.0 corp"],
  ['own = "*"\nold = "*"', "unsafe-best-match", "old 1.0 pypi, own 1.0 corp"],
  ['lib = {version = "*", index = "corp"}', "unsafe-best-match", "lib 1.1 corp, tool 2.0 pypi"],
];
for (const [wish, name, expected] of stacks) {
  test(`\`${wish.replace("\n", ", ")}\` by ${name}: ${expected}`, async () => {
    const world = await adviceWorld({ indexes });
    const advice = await ask(world, `[packages]\n${wish}`, strategy(name));
    assert.equal(places(advice), expected);
    const again = await ask(world, `[packages]\n${wish}`, { ...strategy(name), lock: solved(advice).lock });
    assert.equal(solved(again).lock, solved(advice).lock);
  });
}

test("by default a release that only a later index has is not looked for there", async () => {
  const world = await adviceWorld({ indexes });
  const advice = await ask(world, '[packages]\nlib = ">=2"', strategy("first-index"));
  assert.equal(advice.outcome.kind, "unsolvable");
});

const warnings = ({ notes }: Advice) =>
  notes.filter(({ severity }) => severity === "warning").map(({ message }) => message);

test("an unsafe strategy is a visible warning, with the packages that it decides on", async () => {
  const world = await adviceWorld({ indexes });
  const advice = await ask(world, '[packages]\nlib = "*"', strategy("unsafe-best-match"));
  assert.deepEqual(warnings(advice), [
    "`index_strategy: unsafe-best-match` asks every index for every package: whoever can publish on one of the 2 indexes can replace a package of another; pin private packages to their index, or take the line out of `.thoth.yaml`",
    "On several of your indexes and pinned to none, so that the best release of any of them is taken: `lib` (from `pypi`, also on `corp`)",
  ]);
  const first = await ask(world, '[packages]\nlib = ">=2"', strategy("unsafe-first-match"));
  assert.match(warnings(first)[1]!, /so that the first index with a release that fits decides: `lib` \(from `pypi`/);
});

test("where there is one index, it says that it is of no effect", async () => {
  const world = await adviceWorld({ indexes: { pypi: indexes.pypi } });
  const advice = await ask(world, '[packages]\nlib = "*"', strategy("unsafe-first-match"));
  assert.equal(pins(advice), "lib 9.0");
  assert.deepEqual(warnings(advice), []);
  assert.ok(advice.notes.some(({ message }) => /`index_strategy: unsafe-first-match` is of no effect/.test(message)));
});

test("why a newer release of a later index is not chosen is told", async () => {
  const world = await adviceWorld({ indexes });
  const advice = await ask(world, '[packages]\nlib = "*"', strategy("unsafe-first-match"));
  const change = solved(advice).changes.find(({ name }) => name === "lib")!;
  assert.deepEqual(
    change.held_back.map(({ version, hold }) => [version, hold.kind, hold.kind === "worse" && hold.tier]),
    [["9.0", "worse", "order of the indexes"]],
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Goal } from "../../../src/project/index.ts";
import { adviceWorld, ask, lockOf, pins } from "../../support/advice-world.ts";

interface Case {
  readonly index: string;
  readonly lock: string;
  /** Else `*` for every package of the lock. */
  readonly asks?: string;
  readonly goal?: Goal;
}

async function answer({ index, lock, asks, goal = { kind: "repair" } }: Case): Promise<string> {
  const world = await adviceWorld({ indexes: { pypi: index } });
  const names = lock.split(", ").map((pin) => pin.split(" ")[0]!);
  const sections = `[packages]\n${asks ?? names.map((name) => `${name} = "*"`).join("\n")}`;
  return pins(await ask(world, sections, { lock: lockOf(world, sections, lock), goal }));
}

const smallest: readonly (readonly [rule: string, question: Case, pins: string])[] = [
  ["a lock that holds stays", { index: "web 1.0\nweb 2.0", lock: "web 1.0" }, "web 1.0"],
  [
    "what has to move goes to the newest patch",
    { index: "web 1.0.0\nweb 1.0.2\nweb 1.0.3\nweb 1.1.0", lock: "web 1.0.0", asks: 'web = "!=1.0.0"' },
    "web 1.0.3",
  ],
  [
    "then to the nearest minor version, and there to the newest patch",
    { index: "web 1.0\nweb 1.1.0\nweb 1.1.4\nweb 1.2\nweb 2.0", lock: "web 1.0", asks: 'web = ">1.0"' },
    "web 1.1.4",
  ],
  [
    "then to the nearest major version",
    { index: "web 1.0\nweb 2.0\nweb 2.1\nweb 3.0", lock: "web 1.0", asks: 'web = ">=2"' },
    "web 2.1",
  ],
  [
    "three patches are less than a minor move",
    {
      index: `web 1.0.0
              web 1.0.1 -> log >=1.0.1, db >=1.0.1
              web 1.1.0
              log 1.0.0
              log 1.0.1
              db 1.0.0
              db 1.0.1`,
      lock: "db 1.0.0, log 1.0.0, web 1.0.0",
      asks: 'web = ">1.0.0"\nlog = "*"\ndb = "*"',
    },
    "db 1.0.1, log 1.0.1, web 1.0.1",
  ],
  [
    "an older release is the last that is chosen",
    { index: "web 0.9\nweb 1.0\nweb 4.0 -> log\nlog 1.0", lock: "web 1.0", asks: 'web = "!=1.0"' },
    "log 1.0, web 4.0",
  ],
  [
    "a new package counts",
    { index: "web 1.0.0\nweb 1.0.1\nweb 1.0.2 -> log\nlog 1.0", lock: "web 1.0.0", asks: 'web = ">1.0.0"' },
    "web 1.0.1",
  ],
  [
    "without a goal the best stack is the answer",
    { index: "web 1.0\nweb 1.1", lock: "web 1.0", goal: { kind: "advise" } },
    "web 1.1",
  ],
];

for (const [rule, question, expected] of smallest)
  test(rule, async () => assert.equal(await answer(question), expected));

test("without a lock there is nothing to stay near to", async () => {
  const world = await adviceWorld({ indexes: { pypi: "web 1.0 \nweb 2.0 -> log\nlog 1.0" } });
  assert.equal(pins(await ask(world, '[packages]\nweb = "*"', { goal: { kind: "repair" } })), "log 1.0, web 2.0");
});

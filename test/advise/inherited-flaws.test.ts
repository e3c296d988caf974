/** That a flawed package drops out where others go back to before they needed it is no fix, and neither is going back to get around a young one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Goal } from "../../src/project/index.ts";
import { adviceWorld, ask, lockOf, pins, type QuestionSketch } from "../support/advice-world.ts";

interface Case extends Omit<QuestionSketch, "lock"> {
  readonly index: string;
  readonly advisories: string;
  readonly asks?: string;
  readonly locked?: string;
  readonly expected: string;
}

const token = `
  token 3.0 -> sign
  token 0.1 (uploaded 2010-01-01)
  sign 1.0 -> curve
  curve 0.19`;
const needed = "curve 0.19, sign 1.0, token 3.0";
const fixAll: Goal = { kind: "fix", advisories: "all" };

const cases: Readonly<Record<string, Case>> = {
  "a parent does not go back because what it needs has no fix": {
    index: token,
    advisories: "curve high",
    locked: needed,
    expected: needed,
  },
  "nor for the least change": {
    index: token,
    advisories: "curve high",
    locked: needed,
    goal: { kind: "repair" },
    expected: needed,
  },
  "nor for a fix that is asked for": {
    index: token,
    advisories: "curve high",
    locked: needed,
    goal: fixAll,
    expected: needed,
  },
  "nor to an ancient release where nothing is locked": { index: token, advisories: "curve high", expected: needed },
  "nor for several flaws of all severities": {
    index: token,
    advisories: "curve low\ncurve critical\nsign medium",
    type: "security",
    locked: needed,
    expected: needed,
  },
  "a parent goes back where there is a fix that it keeps out": {
    index: "token 3.0 -> curve <0.20\ntoken 2.9 -> curve\ncurve 0.19\ncurve 0.20",
    advisories: "curve<0.20 high",
    locked: "curve 0.19, token 3.0",
    expected: "curve 0.20, token 2.9",
  },
  "a parent moves on where that drops what has no fix": {
    index: `${token}\ntoken 3.1`,
    advisories: "curve high",
    locked: needed,
    expected: "token 3.1",
  },
  "what somebody accepts holds nobody": {
    index: token,
    advisories: "curve high CVE-1",
    locked: needed,
    thothYaml: "ignore:\n  - {id: CVE-1, reason: not used, until: 2027-01-01}",
    expected: needed,
  },
};

for (const [title, sketch] of Object.entries(cases))
  test(title, async () => {
    const { index, advisories, asks = 'token = "*"', locked, expected, ...more } = sketch;
    const world = await adviceWorld({ indexes: { pypi: index }, advisories });
    const manifest = `[packages]\n${asks}`;
    const lock = locked && lockOf(world, manifest, locked);
    assert.equal(pins(await ask(world, manifest, { ...more, ...(lock && { lock }) })), expected);
  });

for (const [what, sketch] of Object.entries({
  "the least change": { goal: { kind: "repair" } },
  "a fix that is asked for": { goal: fixAll },
  "the type `security`": { type: "security" },
  "the type `stable`": {},
} satisfies Readonly<Record<string, QuestionSketch>>))
  test(`a fix that was uploaded yesterday comes before going back, with ${what}`, async () => {
    const index = `
      web 2.0 -> names
      web 1.0
      names 3.19 (uploaded 2026-11-23)
      names 3.18`;
    const world = await adviceWorld({
      indexes: { pypi: index },
      advisories: "names<3.19 critical",
      today: "2026-11-24",
    });
    const lock = lockOf(world, '[packages]\nweb = "*"', "names 3.18, web 2.0");
    assert.equal(pins(await ask(world, '[packages]\nweb = "*"', { ...sketch, lock })), "names 3.19, web 2.0");
  });

/** Of which refusals the reader hears: of those that kept something out which nothing else did. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceWorld, ask, lockOf, type QuestionSketch } from "../../support/advice-world.ts";
import { compile } from "../../support/rule-samples.ts";

const talk = 'stack_info: [{type: WARNING, message: told, link: "https://example.org/"}]';
const refused = '{name: demo, version: ">=1.5"}';

/** Rules that refuse `demo` from 1.5 on, of each kind that can; `other` is in every stack. */
const kinds: Readonly<Record<string, string>> = {
  sieves: `type: sieve, match: {package_version: ${refused}}, run: {${talk}}`,
  steps: `type: step.Group, match: {group: [{package_version: {name: other}}, {package_version: ${refused}}]}, run: {not_acceptable: never, ${talk}}`,
  strides: `type: stride, match: {state: {resolved_dependencies: [{name: other}, ${refused}]}}, run: {not_acceptable: never, ${talk}}`,
};

interface Scene extends Omit<QuestionSketch, "lock"> {
  /** Of `demo` and whoever requires it. */
  readonly index: string;
  readonly packages?: string;
  readonly locked?: string;
  readonly isTold: boolean;
}

const releases = "demo 2.0\ndemo 1.0";
const repair = { goal: { kind: "repair" } } as const;

const scenes: Readonly<Record<string, Scene>> = {
  "the newest release": { index: releases, isTold: true },
  "what is locked": { index: "demo 3.0 -> absent\ndemo 2.0\ndemo 1.0", locked: "demo 2.0", isTold: true },
  "what the user's own line excludes": { index: releases, packages: 'demo = "<2"', isTold: false },
  "what this Python cannot run": { index: "demo 2.0 (python >=3.9)\ndemo 1.0", isTold: false },
  "what was taken back": { index: "demo 2.0 (yanked broken)\ndemo 1.0", isTold: false },
  "a pre-release that nobody asked for": { index: "demo 2.0rc1\ndemo 1.0", isTold: false },
  "a pre-release that is allowed": { index: "demo 2.0rc1\ndemo 1.0", allowPrereleases: ["demo"], isTold: true },
  "what a hold keeps out": {
    index: releases,
    locked: "demo 1.0",
    thothYaml: "hold:\n  - {package: demo, reason: not yet}",
    isTold: false,
  },
  "what is too young": {
    index: "demo 2.0 (uploaded 2024-09-30)\ndemo 1.0",
    thothYaml: "cooldown: {days: 7}",
    isTold: false,
  },
  "what another package does not want": {
    index: `${releases}\nweb 1.0 -> demo <2`,
    packages: 'demo = "*"\nweb = "*"',
    isTold: false,
  },
  "what an older release of another package does not want, whose newer one does": {
    index: `${releases}\nweb 2.0 -> demo >=2\nweb 1.0 -> demo <2`,
    packages: 'web = "*"',
    isTold: true,
  },
  "what the least change would not touch": { ...repair, index: releases, locked: "demo 1.0", isTold: false },
  "what the least change would keep": { ...repair, index: releases, locked: "demo 2.0", isTold: true },
  "what is new with the least change": { ...repair, index: releases, locked: "other 1.0", isTold: true },
};

test("a refusal of a pre-release is told where another one had to be chosen", async () => {
  const index = "demo 2.0rc2\ndemo 2.0rc1\ndemo 1.0";
  const refuse = (version: string, word: string) =>
    `type: sieve, match: {package_version: {name: demo, version: "${version}"}}, run: {${talk.replace("told", word)}}`;
  const units = compile("sieves", refuse("==1.0", "final"), refuse("==2.0rc2", "early"));
  const { notes } = await ask(await adviceWorld({ indexes: { pypi: index }, units }), '[packages]\ndemo = "*"');
  for (const word of ["final", "early"]) assert.ok(notes.some(({ message }) => message.startsWith(word)));
});

for (const [section, rule] of Object.entries(kinds))
  for (const [what, scene] of Object.entries(scenes))
    test(`a refusal of ${section} that ${scene.isTold ? "kept out" : "refuses"} ${what} is ${scene.isTold ? "" : "not "}told`, async () => {
      const { index, packages = 'demo = "*"', locked, isTold, ...sketch } = scene;
      const world = await adviceWorld({ indexes: { pypi: `${index}\nother 1.0` }, units: compile(section, rule) });
      const manifest = `[packages]\n${packages}\nother = "*"`;
      const pins = locked === undefined ? undefined : [...new Set([...locked.split(", "), "other 1.0"])].join(", ");
      const lock = pins && lockOf(world, manifest, pins);
      const { outcome, notes } = await ask(world, manifest, { ...sketch, ...(lock && { lock }) });
      assert.equal(outcome.kind, "solved");
      assert.equal(outcome.kind === "solved" && outcome.packages["demo"]?.version, "1.0");
      assert.equal(
        notes.some(({ message }) => message.startsWith("told")),
        isTold,
      );
    });

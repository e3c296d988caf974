/**
 * What holds for advice on any world: its lock is right, it is stable, and it is never worse than what the user has. The gate
 * checks each on two hundred worlds, `npm run test:long` on ten thousand.
 */

import assert from "node:assert/strict";
import fc from "fast-check";

import { type Question, readQuestion } from "../../src/advise/question.ts";
import { recommendationTypes } from "../../src/environments/index.ts";
import { Version, packageName } from "../../src/python/index.ts";
import { compareCosts, resolve } from "../../src/resolver/index.ts";
import { adviceWorld, ask, lockOf, manifestText, requestOf, signal } from "./advice-world.ts";

const names = ["a", "b", "c", "d"] as const;
const versions = ["1.0", "1.5", "2.0", "3.0rc1"] as const;

// Two sections, four packages, every kind of release: whatever the generators make, the properties hold.
const name = fc.constantFrom(...names);
const bound = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  fc
    .tuple(fc.constantFrom("<", ">=", "==", "!=", "<="), fc.constantFrom(...versions.slice(0, 3)))
    .map((parts) => parts.join("")),
);
const marker = fc.constantFrom("", "", "", "; python_version < '3.8'", '; extra == "x"', "; sys_platform == 'linux'");
const extra = fc.constantFrom("", "", "[x]");
const requirement = fc.tuple(name, extra, bound, marker).map((parts) => parts.join(""));
const release = fc.record({
  name,
  version: fc.constantFrom(...versions),
  option: fc.constantFrom("", "", "", "", " (python >=3.9)", " (yanked bad)", " (wheel cp38-cp38-win_amd64)"),
  requires: fc.array(requirement, { maxLength: 2 }),
});
const index = fc
  .uniqueArray(release, { minLength: 4, maxLength: 14, selector: (each) => `${each.name} ${each.version}` })
  .map((releases) =>
    releases
      .map(
        (each) =>
          `${each.name} ${each.version}${each.option}${each.requires.length > 0 ? ` -> ${each.requires.join(", ")}` : ""}`,
      )
      .join("\n"),
  );

const entry = fc.tuple(name, bound, extra).map(([key, specifier, extras]) => {
  const version = specifier === "" ? "*" : specifier;
  return extras === "" ? `${key} = "${version}"` : `${key} = {version = "${version}", extras = ["x"]}`;
});
const section = fc.uniqueArray(entry, { maxLength: 2, selector: (line) => line[0] }).map((lines) => lines.join("\n"));
const sections = fc.tuple(section, section).map(([packages, dev]) => `[packages]\n${packages}\n[dev-packages]\n${dev}`);
const advisory = fc
  .tuple(name, fc.constantFrom("<1.5", "<2.0", ">=2.0"), fc.constantFrom(" high", " low"))
  .map((parts) => parts.join(""));
const advisories = fc.array(advisory, { maxLength: 3 }).map((lines) => lines.join("\n"));

const situation = fc.record({ index, sections, advisories, type: fc.constantFrom(...recommendationTypes) });

const locked = fc
  .uniqueArray(fc.tuple(name, fc.constantFrom(...versions)), { minLength: 1, selector: ([each]) => each })
  .map((pins) => pins.map((pin) => pin.join(" ")).join(", "));

/** By sentence. */
export const adviceProperties: Readonly<Record<string, fc.IAsyncProperty<unknown>>> = {
  "any lock passes the second checker, and advice on it changes nothing": fc.asyncProperty(
    situation,
    async ({ index: text, sections: manifest, advisories: known, type }) => {
      const world = await adviceWorld({ indexes: { pypi: text }, advisories: known });
      const { outcome } = await ask(world, manifest, { type });
      assert.notEqual(outcome.kind, "failed");
      if (outcome.kind !== "solved") return;
      const again = await ask(world, manifest, { type, lock: outcome.lock });
      assert.equal(again.outcome.kind === "solved" && again.outcome.lock, outcome.lock);
    },
  ),

  "advice is never worse than the locked releases, if they are a stack": fc.asyncProperty(
    situation,
    locked,
    async ({ index: text, sections: manifest, advisories: known, type }, old) => {
      const world = await adviceWorld({ indexes: { pypi: text }, advisories: known });
      const sketch = { type, lock: lockOf(world, manifest, old) };
      const { outcome } = await ask(world, manifest, sketch);
      const question = await readQuestion(requestOf(manifestText(world, manifest), sketch), world.services, signal);
      const theirs = await costOf(
        question,
        [...question.old].map(([each, pin]) => [each, pin.version!.text]),
      );
      if (theirs === undefined) return;
      assert.ok(outcome.kind === "solved");
      const pins = Object.entries(outcome.packages).map(([each, pin]) => [each, pin.version] as const);
      const ours = await costOf(question, pins);
      assert.ok(ours !== undefined && compareCosts(ours, theirs) <= 0, `${ours?.join()} against ${theirs.join()}`);
    },
  ),
};

/** What the pins cost, or undefined where no stack has them. */
async function costOf(
  question: Question,
  pins: readonly (readonly [name: string, version: string])[],
): Promise<readonly number[] | undefined> {
  const assumptions = pins.map(([each, text]) => ({ name: packageName(each), version: Version.parse(text) }));
  const resolution = await resolve(question.problem, { assumptions, signal });
  return resolution.kind === "solved" ? resolution.cost : undefined;
}

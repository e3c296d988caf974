import { test } from "node:test";
import assert from "node:assert/strict";

import type { BecauseReason } from "../../../src/advise/index.ts";
import type { Step } from "../../../src/pipeline/index.ts";
import { adviceWorld, ask, changeOf, lockOf } from "../../support/advice-world.ts";

/** Likes one release of one package. */
function fan(name: string, version: string): Step {
  return {
    kind: "step",
    name: "test.Fan",
    *facts(_context, asked, candidates) {
      const candidate = candidates.find((each) => asked === name && each.version.text === version);
      if (candidate !== undefined)
        yield {
          kind: "opinion",
          candidate,
          score: 0.5,
          reason: { unit: "test.Fan", message: `${name} ${version} is fast` },
        };
    },
  };
}

interface Case {
  readonly title: string;
  readonly index: string;
  readonly manifest: string;
  /** The old lock, as pins. */
  readonly locked: string;
  readonly of: string;
  readonly because: BecauseReason;
}

const line = (text: string, number = 7) => ({ file: "Pipfile", line: number, text });

const cases: readonly Case[] = [
  {
    title: "a package that is needed now",
    index: "web 1.0 -> http\nhttp 1.0",
    manifest: 'web = "*"',
    locked: "web 1.0",
    of: "http",
    because: { kind: "required", demand: { by: "web", by_version: "1.0", requirement: "http" } },
  },
  {
    title: "a package that nobody needs any more",
    index: "web 2.0\nweb 1.0 -> http\nhttp 1.0",
    manifest: 'web = "*"',
    locked: "web 1.0, http 1.0",
    of: "http",
    because: { kind: "not-required" },
  },
  {
    title: "advisories that the new release does not have, before a demand for it",
    index: "web 1.0 -> http>=2\nhttp 2.0\nhttp 1.0",
    manifest: 'web = "*"',
    locked: "web 1.0, http 1.0",
    of: "http",
    because: { kind: "fixes", advisories: ["ADV-1"] },
  },
  {
    title: "a rule that likes it better than the newest",
    index: "fast 3.0\nfast 2.0\nfast 1.0",
    manifest: 'fast = "<4"',
    locked: "fast 1.0",
    of: "fast",
    because: { kind: "rule", rule: { unit: "test.Fan", message: "fast 2.0 is fast" } },
  },
  {
    title: "an old release without a wheel that fits",
    index: "web 2.0\nweb 1.0 (wheel cp27-cp27m-win32)",
    manifest: 'web = "*"',
    locked: "web 1.0",
    of: "web",
    because: { kind: "excluded", rule: { unit: "fitting-file", message: "No wheel fits Python 3.8 on linux-x86_64" } },
  },
  {
    title: "an old release that is not there any more",
    index: "web 2.0",
    manifest: 'web = "*"',
    locked: "web 1.0",
    of: "web",
    because: {
      kind: "excluded",
      rule: { unit: "index", message: "1.0 is not among the releases on `pypi` that can be chosen here" },
    },
  },
  {
    title: "the user's own line",
    index: "web 2.0\nweb 1.0",
    manifest: 'web = ">=2"',
    locked: "web 1.0",
    of: "web",
    because: {
      kind: "demanded",
      demand: { by: null, by_version: null, requirement: "web>=2", line: line('web = ">=2"') },
    },
  },
  {
    title: "another package of the new stack",
    index: "web 1.0 -> http<2\nhttp 2.0\nhttp 1.0",
    manifest: 'web = "*"',
    locked: "web 1.0, http 2.0",
    of: "http",
    because: { kind: "demanded", demand: { by: "web", by_version: "1.0", requirement: "http<2" } },
  },
  {
    title: "being newest",
    index: "web 2.0\nweb 1.0",
    manifest: 'web = "<3"',
    locked: "web 1.0",
    of: "web",
    because: { kind: "newest" },
  },
  {
    title: "being the newest that is admitted",
    index: "web 3.0\nweb 2.0\nweb 1.0",
    manifest: 'web = "<3"',
    locked: "web 1.0",
    of: "web",
    because: { kind: "newest-admitted" },
  },
];

for (const { title, index, manifest, locked, of, because } of cases)
  test(`a change is explained by ${title}`, async () => {
    const units = [fan("fast", "2.0")];
    const world = await adviceWorld({ indexes: { pypi: index }, advisories: "http<1.5 high", units });
    const sections = `[packages]\n${manifest}`;
    const advice = await ask(world, sections, { lock: lockOf(world, sections, locked) });
    assert.deepEqual(changeOf(advice, of).because, because);
  });

/** What advisories make of an answer: how they weigh, what is no fix, and where types differ. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { advise, type Advice, type AdviceServices, type AdvisoryHit } from "../../../src/advise/index.ts";
import type { RecommendationType } from "../../../src/environments/index.ts";
import {
  adviceWorld,
  ask,
  lockOf,
  manifestText,
  pins,
  type QuestionSketch,
  requestOf,
  signal,
} from "../../support/advice-world.ts";

interface Story extends Pick<QuestionSketch, "type" | "thothYaml"> {
  readonly title: string;
  readonly index: string;
  readonly manifest?: string;
  readonly advisories: string;
  readonly locked?: string;
  readonly pins: string;
  /** The error that is told, if any. */
  readonly error?: string;
}

const any = 'web = "*"';

const stories: readonly Story[] = [
  {
    title: "the ancient release without advisories is not chosen over a lock that nobody has fixed",
    index: "web 3.1\nweb 3.0\nweb 0.1 (uploaded 2009-01-01)",
    advisories: "web>=1.0 critical",
    locked: "web 3.0",
    pins: "web 3.1",
    error: "No fixed release of `web`: 3.1 has ADV-1 (critical); 0.1 is free of it, but going back is no fix",
  },
  {
    title: "nor is it without a lock",
    index: "web 3.1 (uploaded 2024-05-01)\nweb 3.0 (uploaded 2023-05-01)\nweb 0.1 (uploaded 2009-01-01)",
    advisories: "web>=1.0 critical",
    pins: "web 3.1",
    error: "No fixed release of `web`: 3.1 has ADV-1 (critical); 0.1 is free of it, but going back is no fix",
  },
  {
    title: "nor where a fix there is does not fit",
    index: "web 4.0\nweb 3.0\nweb 0.1 (uploaded 2009-01-01)",
    manifest: 'web = "<4"',
    advisories: "web>=1.0<4.0 critical",
    locked: "web 3.0",
    pins: "web 3.0",
  },
  {
    title: "of those that nobody has fixed the one with the least stays",
    index: "web 3.1\nweb 3.0\nweb 2.0",
    advisories: "web>=3.0 medium\nweb>=3.1 high",
    locked: "web 3.0",
    pins: "web 3.0",
    error: "No fixed release of `web`: 3.0 has ADV-1 (medium); 2.0 is free of it, but going back is no fix",
  },
  {
    title: "where the user asks for an older release, the best of the older ones is taken",
    index: "web 3.0\nweb 1.9\nweb 1.8",
    manifest: 'web = "<2"',
    advisories: "web>=3.0 critical\nweb>=1.9<2.0 high",
    locked: "web 3.0",
    pins: "web 1.8",
  },
  {
    title: "one package goes back where that is what fixes another",
    index: "web 2.0 -> log<2\nweb 1.0 -> log\nlog 2.0\nlog 1.0",
    manifest: 'web = "*"\nlog = "*"',
    advisories: "web<2.0 high",
    locked: "web 1.0, log 2.0",
    pins: "log 1.0, web 2.0",
  },
  {
    title: "only a pre-release fixes it, and nobody has allowed one",
    index: "web 2.0rc1\nweb 1.0",
    advisories: "web<2.0rc1 high",
    locked: "web 1.0",
    pins: "web 1.0",
    error:
      "No fixed release of `web`: 1.0 has ADV-1 (high); 2.0rc1 is free of it, and may not be chosen: it is a pre-release",
  },
];

async function advised({ index, manifest = any, advisories, locked, ...sketch }: Omit<Story, "pins" | "title">) {
  const world = await adviceWorld({ indexes: { pypi: index }, advisories });
  const sections = `[packages]\n${manifest}`;
  const lock = locked === undefined ? {} : { lock: lockOf(world, sections, locked) };
  return await ask(world, sections, { type: "security", ...sketch, ...lock });
}

const errors = ({ notes }: Advice) => notes.filter(({ severity }) => severity === "error");

for (const { title, pins: expected, error, ...story } of stories)
  test(title, async () => {
    const advice = await advised(story);
    assert.equal(pins(advice), expected);
    assert.deepEqual(
      errors(advice).map(({ message, fails }) => [message, fails]),
      error === undefined ? [] : [[error, undefined]],
    );
  });

test("what nobody has fixed fails the check where the repository says so", async () => {
  const thothYaml = "security: {unfixable: fail}";
  const advice = await advised({ index: "web 1.0", advisories: "web>=1.0 low", thothYaml });
  assert.deepEqual(
    errors(advice).map(({ fails }) => fails),
    [true],
  );
});

// A major move fixes a small flaw: worth it for one type, and not asked for by the other.
const major = { index: "web 2.0\nweb 1.1\nweb 1.0", advisories: "web<2.0 medium", locked: "web 1.0" };
test("`stable` keeps the major version where `security` leaves it for a small flaw", async () => {
  assert.equal(pins(await advised({ ...major, type: "stable" })), "web 1.1");
  assert.equal(pins(await advised({ ...major, type: "security" })), "web 2.0");
});

test("`stable` leaves it for a severe one", async () => {
  assert.equal(pins(await advised({ ...major, advisories: "web<2.0 high", type: "stable" })), "web 2.0");
});

// One of the two has its flaw, whichever is chosen.
const either = "web 2.0 -> log<2\nweb 1.0 -> log\nlog 2.0\nlog 1.0";

test("an advisory weighs half where only development needs the package", async () => {
  const advisories = "web<2.0 medium\nlog<2.0 medium\nlog<2.0 low";
  const shipped = '[packages]\nweb = "*"\nlog = "*"';
  const developed = '[packages]\nweb = "*"\n[dev-packages]\nlog = "*"';
  const world = await adviceWorld({ indexes: { pypi: either }, advisories });
  assert.equal(pins(await ask(world, shipped, { type: "security" })), "log 2.0, web 1.0");
  assert.equal(pins(await ask(world, developed, { type: "security" })), "log 1.0, web 2.0");
});

test("what development brings in is told by the sections of the lock", async () => {
  const index = `${either}\ntool 1.0 -> log`;
  const advisories = "web<2.0 medium\nlog<2.0 medium\nlog<2.0 low";
  const sections = '[packages]\nweb = "*"\n[dev-packages]\ntool = "*"';
  const world = await adviceWorld({ indexes: { pypi: index }, advisories });
  assert.equal(pins(await ask(world, sections, { type: "security" })), "log 2.0, tool 1.0, web 1.0");
  const lock = JSON.parse(lockOf(world, sections, "web 1.0, log 1.0, tool 1.0"));
  const { log, tool, ...rest } = lock.default;
  const split = JSON.stringify({ ...lock, default: rest, develop: { log, tool } });
  assert.equal(pins(await ask(world, sections, { type: "security", lock: split })), "log 1.0, tool 1.0, web 2.0");
});

/** The same with code that comes as near to the flaws of a package as its number says. */
async function reached(
  type: RecommendationType,
  levels: Readonly<Record<string, NonNullable<AdvisoryHit["reach"]>["level"]>>,
) {
  const advisories = "web<2.0 medium\nlog<2.0 medium\nlog<2.0 low";
  const world = await adviceWorld({ indexes: { pypi: either }, advisories });
  const services: AdviceServices = {
    ...world.services,
    reachOf: (name) => ({ level: levels[name] ?? 2, file: "app.py", line: 7, only_in: null }),
  };
  const sections = '[packages]\nweb = "*"\nlog = "*"';
  return await advise(requestOf(manifestText(world, sections), { type }), services, signal);
}

test("what the code uses counts before everything else for `security`", async () => {
  assert.equal(pins(await reached("security", {})), "log 2.0, web 1.0");
  assert.equal(pins(await reached("security", { web: 4 })), "log 1.0, web 2.0");
});

test("for the others it weighs more, and less where no import was found", async () => {
  assert.equal(pins(await reached("stable", {})), "log 2.0, web 1.0");
  assert.equal(pins(await reached("stable", { web: 4 })), "log 1.0, web 2.0");
  assert.equal(pins(await reached("stable", { log: 0 })), "log 1.0, web 2.0");
});

test("how near the code comes is told with its line", async () => {
  const { advisories: told } = await reached("stable", { log: 4 });
  assert.ok(told.judged);
  assert.deepEqual(
    told.after.map(({ id, reach }) => [id, reach]),
    [["ADV-1", { level: 2, file: "app.py", line: 7, only_in: null }]],
  );
});

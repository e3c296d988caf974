/** Environments of one project are one request: one release of a package everywhere, unless another one is needed or better. */

import { test } from "node:test";
import assert from "node:assert/strict";

import { type Advice, type AdviceServices, adviseAll } from "../../src/advise/index.ts";
import { UserError } from "../../src/base/index.ts";
import { sayHeldBack } from "../../src/advise/say/changes.ts";
import {
  type AdviceWorld,
  type QuestionSketch,
  type WorldSketch,
  adviceWorld,
  changeOf,
  lockOf,
  manifestText,
  pins,
  requestOf,
  signal,
  solved,
} from "../support/advice-world.ts";

interface Environment extends QuestionSketch {
  readonly packages: string;
  /** Pins, such as `web 1.0, http 2.0`. */
  readonly locked?: string;
}

function sectionsOf({ packages }: Environment): string {
  return `[packages]\n${packages}`;
}

/** The advice for environments `a`, `b` and so on. */
async function adviseEach(
  world: AdviceWorld,
  environments: readonly Environment[],
  services: AdviceServices = world.services,
): Promise<readonly Advice[]> {
  const projects = environments.map((environment, i) => {
    const lock =
      environment.locked === undefined ? {} : { lock: lockOf(world, sectionsOf(environment), environment.locked) };
    const name = "abc"[i]!;
    return {
      ...requestOf(manifestText(world, sectionsOf(environment)), { name, ...environment, ...lock }),
      lockPath: name,
    };
  });
  return await adviseAll(projects, services, signal);
}

interface Story extends Omit<WorldSketch, "indexes"> {
  readonly title: string;
  readonly index: string;
  readonly environments: readonly Environment[];
  /** By environment. */
  readonly pins: readonly string[];
}

const any = 'web = "*"';
const stories: readonly Story[] = [
  {
    title: "an environment that could have a newer release has the one that all can have",
    index: "web 3.0 (python >=3.9)\nweb 2.0\nweb 1.0",
    environments: [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10" },
    ],
    pins: ["web 2.0", "web 2.0"],
  },
  {
    title: "what agrees may take older releases of others along",
    index: "web 2.0 -> http>=2\nweb 1.0 -> http<2\nhttp 3.0\nhttp 2.0\nhttp 1.0",
    environments: [{ packages: any }, { packages: 'web = "*"\nhttp = "<3"' }],
    pins: ["http 2.0, web 2.0", "http 2.0, web 2.0"],
  },
  {
    title: "environments that must differ differ in what must only",
    index: "web 3.0 (python >=3.9)\nweb 2.0 (python <3.9)\nlog 2.0 (python >=3.9)\nlog 1.0",
    environments: [
      { packages: 'web = "*"\nlog = "*"', python: "3.8" },
      { packages: 'web = "*"\nlog = "*"', python: "3.10" },
    ],
    pins: ["log 1.0, web 2.0", "log 1.0, web 3.0"],
  },
  {
    title: "a release that is better by an earlier tier is not given up for agreement",
    index: "web 3.0 (python >=3.9)\nweb 2.0\nweb 1.0",
    advisories: "web<3.0 high",
    environments: [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10" },
    ],
    pins: ["web 2.0", "web 3.0"],
  },
  {
    title: "environments of different types go their own ways",
    index: "web 3.0 (python >=3.9)\nweb 2.0",
    environments: [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10", type: "security" },
    ],
    pins: ["web 2.0", "web 3.0"],
  },
  {
    title: "builds of one release for different hardware are one release",
    index: "web 2.0 (python >=3.9)\nweb 1.0+gpu (python >=3.9)\nweb 1.0 (python <3.9)",
    environments: [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10" },
    ],
    pins: ["web 1.0", "web 1.0+gpu"],
  },
  {
    title: "most of three agree where not all can",
    index: "web 3.0 (python >=3.9)\nweb 2.0 (python >=3.9)\nweb 1.0 (python <3.9)",
    environments: [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10" },
      { packages: 'web = "<3"', python: "3.10" },
    ],
    pins: ["web 1.0", "web 2.0", "web 2.0"],
  },
  {
    title: "a package that only one of them has is as new as can be",
    index: "web 3.0 (python >=3.9)\nweb 2.0\nlog 2.0\nlog 1.0",
    environments: [
      { packages: any, python: "3.8" },
      { packages: 'web = "*"\nlog = "*"', python: "3.10" },
    ],
    pins: ["web 2.0", "log 2.0, web 2.0"],
  },
  {
    title: "locks that are as good together as anything stay",
    index: "web 1.0 -> http, log\nhttp 2.0 -> log<2\nhttp 1.0\nlog 2.0\nlog 1.0",
    environments: [
      { packages: any, type: "latest", locked: "http 1.0, log 2.0, web 1.0" },
      { packages: any, type: "latest", locked: "http 1.0, log 2.0, web 1.0" },
    ],
    pins: ["http 1.0, log 2.0, web 1.0", "http 1.0, log 2.0, web 1.0"],
  },
  {
    title: "a lock that is as good for itself moves where the other one cannot follow",
    index: "web 1.0 -> http, log\nhttp 2.0 -> log<2\nhttp 1.0\nlog 2.0 (python <3.9)\nlog 1.0",
    environments: [
      { packages: any, type: "latest", python: "3.8", locked: "http 1.0, log 2.0, web 1.0" },
      { packages: any, type: "latest", python: "3.10", locked: "http 2.0, log 1.0, web 1.0" },
    ],
    pins: ["http 2.0, log 1.0, web 1.0", "http 2.0, log 1.0, web 1.0"],
  },
  {
    title: "a locked release is not lowered to agree",
    index: "web 3.0 (python >=3.9)\nweb 2.0",
    environments: [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10", locked: "web 3.0" },
    ],
    pins: ["web 2.0", "web 3.0"],
  },
];

for (const { title, index, environments, pins: expected, ...sketch } of stories)
  test(title, async () => {
    const advice = await adviseEach(await adviceWorld({ ...sketch, indexes: { pypi: index } }), environments);
    assert.deepEqual(advice.map(pins), expected);
    for (const each of advice) assert.ok(solved(each).proved);
  });

test("what agreement holds back says so", async () => {
  const world = await adviceWorld({
    indexes: { pypi: "web 3.0 (python >=3.9)\nweb 2.0\nweb 1.0\ntool 2.0 -> web>=3\ntool 1.0 -> web" },
  });
  const [, newer] = await adviseEach(world, [
    { packages: any, python: "3.8" },
    { packages: 'web = "<4"\ntool = "<3"', python: "3.10", locked: "web 1.0, tool 1.0" },
  ]);
  assert.equal(pins(newer!), "tool 1.0, web 2.0");
  assert.deepEqual(sayHeldBack("web", changeOf(newer!, "web").held_back), [
    "`web 3.0` fits, but `web` would differ from `a`",
  ]);
});

class IndexDown extends UserError {
  readonly code = "INDEX_DOWN";
}

test("an index that fails while environments are solved together fails the environment that asked", async () => {
  // Alone `b` never reads `web 1.0`; together with `a` it wants it.
  const world = await adviceWorld({ indexes: { pypi: "web 2.0 (python >=3.9)\nweb 1.0" } });
  let opened = 0;
  const services: AdviceServices = {
    ...world.services,
    openIndexes: (...options) => {
      const own = ++opened === 2;
      const indexes = world.services.openIndexes(...options);
      return new Proxy(indexes, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key, target);
          if (typeof value !== "function") return value;
          return (...given: readonly unknown[]) => {
            if (own && key === "metadata" && given.some((each) => isOld(each)))
              throw new IndexDown("the index `pypi` does not answer");
            return Reflect.apply(value, target, given) as unknown;
          };
        },
      });
    },
  };
  const [a, b] = await adviseEach(
    world,
    [
      { packages: any, python: "3.8" },
      { packages: any, python: "3.10" },
    ],
    services,
  );
  assert.equal(pins(a!), "web 1.0");
  assert.deepEqual(b!.outcome, { kind: "failed", code: "INDEX_DOWN", message: "the index `pypi` does not answer" });
});

function isOld(value: unknown): boolean {
  return typeof value === "object" && value !== null && "version" in value && String(value.version) === "1.0";
}

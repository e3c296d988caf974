/** Families of problems that defeat a search which forgets, at sizes whose answer is known by construction. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { answer, ask, world } from "../support/world.ts";

/** Generous: each takes well under a second on a slow machine. */
const LIMIT_MS = 10_000;

async function within<Result>(work: Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work;
  assert.ok(performance.now() - start < LIMIT_MS);
  return result;
}

function upTo(length: number): number[] {
  return Array.from({ length }, (_, i) => i + 1);
}

test("a chain of exact pins goes down together to the newest that fits the root", async () => {
  const releases = upTo(600).flatMap((version) => [
    `a ${version} -> b ==${version}`,
    `b ${version} -> c ==${version}`,
    `c ${version} -> bound ${version > 100 ? ">=2" : ""}`,
  ]);
  const chain = world([...releases, "bound 2", "bound 1"].join("\n"));
  assert.equal(await within(answer(chain, "a, bound <2")), "a 100, b 100, bound 1, c 100");
});

test("hundreds of releases that need a missing package are refuted, in one line", async () => {
  const releases = upTo(500).map((version) => `many ${version} -> gone >=${version}`);
  const resolution = await within(ask(world(releases.join("\n")), "many"));
  assert.equal(resolution.kind, "unsolvable");
  assert.deepEqual(
    resolution.conflict.lines.map(({ kind }) => kind),
    ["missing", "requires", "root"],
  );
});

test("layers of exact pins over a leaf that does not fit are refuted", async () => {
  const layers = upTo(40).flatMap((layer) =>
    upTo(40).map((version) => `p${layer} ${version} -> ${layer < 40 ? `p${layer + 1} ==${version}` : "leaf <1"}`),
  );
  assert.equal(await within(answer(world([...layers, "leaf 1"].join("\n")), "p1")), "none");
});

for (const pigeons of [6, 8])
  test(`${pigeons} packages do not share ${pigeons - 1} others`, async () => {
    const holes = upTo(pigeons - 1);
    const lines = [
      ...upTo(pigeons).flatMap((pigeon) => holes.map((hole) => `pigeon${pigeon} ${hole} -> hole${hole} ==${pigeon}`)),
      ...holes.flatMap((hole) => upTo(pigeons).map((pigeon) => `hole${hole} ${pigeon}`)),
    ];
    const root = upTo(pigeons).map((pigeon) => `pigeon${pigeon}`);
    const resolution = await within(ask(world(lines.join("\n")), root.join(", ")));
    assert.equal(resolution.kind, "unsolvable");
    assert.equal(resolution.conflict.requirements.length, pigeons);
  });

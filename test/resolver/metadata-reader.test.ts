/** What is read ahead of the search: how few waits a long walk takes, and that no answer depends on it. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Universe } from "../../src/resolver/index.ts";
import { answer, ask, world, type World } from "../support/world.ts";

/** Like a network: what is asked at the same time is answered at the same time. */
interface Network extends Universe {
  /** How many releases each wait was for. */
  readonly waits: number[];
}

function networkOf(universe: Universe): Network {
  const waits: number[] = [];
  let wait: Promise<void> | undefined;
  const endWait = async (): Promise<void> => {
    await nextTurn();
    wait = undefined;
  };
  return {
    waits,
    candidates: (name, signal) => universe.candidates(name, signal),
    requirements: async (candidate, signal) => {
      if (wait === undefined) waits.push(0);
      wait ??= endWait();
      waits[waits.length - 1]!++;
      await wait;
      return universe.requirements(candidate, signal);
    },
  };
}

/**
 * `client` and `core` move in step, as `boto3` and `botocore` do, and all but the oldest ones want an old `http`.
 *
 * @param fitting how many of the releases get along with the new one.
 */
function walk(releases: number, fitting: number): World {
  const lines = Array.from({ length: releases }, (_, i) => i + 1).flatMap((version) => [
    `client ${version} -> core ==${version}`,
    `core ${version} -> http ${version > fitting ? "<2" : ""}`,
  ]);
  return world([...lines, "http 2", "http 1"].join("\n"));
}

test("a walk down a package waits seldom, and reads at most twice what it wants", async () => {
  const index = walk(400, 100);
  const network = networkOf(index);
  assert.equal(await answer(network, "client, http >=2"), "client 100, core 100, http 2");
  assert.ok(network.waits.length < 40, `${network.waits.length} waits`);
  assert.ok(index.read.length < 2 * 2 * 301, `${index.read.length} releases read`);
  assert.equal(new Set(index.read).size, index.read.length);
});

test("nothing is read ahead of a short walk", async () => {
  const index = walk(400, 396);
  assert.equal(await answer(index, "client, http >=2"), "client 396, core 396, http 2");
  assert.equal(index.read.length, 11);
});

test("what the user's lines rule out is not read ahead", async () => {
  const index = walk(40, 30);
  await answer(index, "client >=29, core >=29, http >=2");
  assert.ok(index.read.length > 2 * 11);
  assert.deepEqual(
    index.read.filter((release) => /^(client|core) ([1-9]|1\d|2[0-8])$/.test(release)),
    [],
  );
});

test("a release that was only read ahead changes nothing, even where reading it fails", async () => {
  const lines = Array.from({ length: 100 }, (_, i) => `a ${i + 1} -> b ${i + 1 > 80 ? "<2" : ""}`);
  const index = world([...lines, "b 2", "b 1"].join("\n"));
  const failed: string[] = [];
  const fragile: Universe = {
    ...index,
    requirements: async (candidate, signal) => {
      if (Number(candidate.version.text) >= 80 || candidate.name !== "a") return index.requirements(candidate, signal);
      failed.push(candidate.version.text);
      throw new Error("index is down");
    },
  };
  assert.equal(await answer(fragile, "a, b >=2"), "a 80, b 2");
  assert.ok(failed.length > 0);
});

test("a release that was read ahead in vain is asked for again when it is wanted", async () => {
  const index = walk(20, 1);
  const failed = new Set<string>();
  const shaky: Universe = {
    ...index,
    requirements: async (candidate, signal) => {
      const release = `${candidate.name} ${candidate.version.text}`;
      if (release !== "client 12" || failed.has(release)) return index.requirements(candidate, signal);
      failed.add(release);
      throw new Error("index is down");
    },
  };
  assert.equal(await answer(shaky, "client, http >=2"), "client 1, core 1, http 2");
  assert.equal(failed.size, 1);
});

test("counts what was read ahead as read", async () => {
  const index = walk(100, 50);
  const { statistics } = await ask(index, "client, http >=2");
  assert.equal(statistics.metadataRead, index.read.length);
});

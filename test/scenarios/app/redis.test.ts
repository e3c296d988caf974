/** With web and worker apart, on PostgreSQL with the jobs in Redis: the core stories, and a Redis that forgets. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Redis } from "ioredis";

import { AppWorld } from "../../support/app/app-world.ts";
import { skipWithoutPostgres } from "../../support/services/postgres.ts";
import { skipWithoutRedis } from "../../support/services/redis.ts";
import { justified, smallFiles, tellCoreStories } from "./core-stories.ts";

const skip = skipWithoutPostgres() || skipWithoutRedis();

tellCoreStories("PostgreSQL and Redis", skip);

test("a Redis that loses everything in the middle of the work costs nothing but seconds", { skip }, async () => {
  await using world = await AppWorld.start("PostgreSQL and Redis", { patience: 3 });
  const { gitHub } = world;
  const names = Array.from({ length: 8 }, (_, i) => `many/app-${i}`);
  for (const fullName of names)
    await gitHub.createRepository({ fullName, files: smallFiles('idna = "*"', { idna: "3.4" }) });
  const fault = await gitHub.fault({
    method: "POST",
    path: "/repos/many/*/git/trees",
    does: { kind: "hold", when: "before" },
  });
  await gitHub.install({ account: "many" });
  await gitHub.struck(fault);
  await forget(world.redisUrl!);
  await gitHub.release(fault);
  for (const name of names) await world.waitFor(name, justified);
  for (const name of names) assert.equal((await gitHub.repository(name)).pulls.length, 1);
  assert.deepEqual(await gitHub.misfits(), []);
});

async function forget(url: string): Promise<void> {
  const redis = new Redis(url);
  assert.ok((await redis.dbsize()) > 0);
  await redis.flushdb();
  redis.disconnect();
}

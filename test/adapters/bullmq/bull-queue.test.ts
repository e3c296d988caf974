import { openQueue, queueSchema } from "../../../src/adapters/bullmq/index.ts";
import { sharedEngine, sharedServer } from "../../support/services/databases.ts";
import { skipWithoutPostgres } from "../../support/services/postgres.ts";
import { redis, skipWithoutRedis } from "../../support/services/redis.ts";
import { testJobQueue } from "../job-queue.contract.ts";

const options = { searchPath: queueSchema };
const [engine, server] = [sharedEngine(options), sharedServer(options)];

testJobQueue("PGlite", async (settings) => openQueue({ pool: (await engine()).pool }, settings), { isDurable: true });

testJobQueue("PostgreSQL", async (settings) => openQueue({ pool: (await server()).pool }, settings), {
  isDurable: true,
  skip: skipWithoutPostgres(),
});

testJobQueue("Redis", async (settings) => openQueue({ redisUrl: await redis() }, settings), {
  isDurable: true,
  skip: skipWithoutRedis(),
});

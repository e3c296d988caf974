/**
 * Jobs in Redis. Whoever adds gets an error at once while Redis is away, because a webhook must not wait for it; whoever
 * works waits for as long as it takes.
 */

import { createRedisBackend } from "bullmq";
import { Redis } from "ioredis";

import { type Backend, prefix } from "./backend.ts";

/** @param url `redis://` or `rediss://`, with credentials if need be. */
export function redisBackend(url: string): Backend {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 5_000,
    commandTimeout: 5_000,
  });
  return {
    place: `Redis at \`${URL.parse(url)?.host ?? "no address"}\``,
    factory: (name, options, extra) => {
      const connection = extra?.withBlockingConnection === true ? { url, maxRetriesPerRequest: null } : redis;
      return createRedisBackend(name, { ...options, connection }, extra);
    },
    prepare: () => connect(redis),
    waitsBehind: async (queue, key) => (await redis.exists(`${prefix}:${queue}:dn:${key}`)) === 1,
    ping: async () => void (await redis.ping()),
    close: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/** @throws the reason why there is no connection: ioredis rejects with "closed", and tells the reason as an event before. */
async function connect(redis: Redis): Promise<void> {
  const reasons: Error[] = [];
  const keep = (error: Error) => reasons.push(error);
  redis.on("error", keep);
  try {
    await redis.connect();
  } catch (error) {
    throw reasons[0] ?? error;
  } finally {
    redis.off("error", keep);
  }
}

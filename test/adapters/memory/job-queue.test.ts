import { MemoryJobQueue } from "../../../src/adapters/memory/index.ts";
import { testJobQueue } from "../job-queue.contract.ts";

testJobQueue("memory", ({ retries, reports }) => Promise.resolve(new MemoryJobQueue(retries, reports)), {
  isDurable: false,
});

export { openQueue, QueueUnreachable } from "./open-queue.ts";
export type { QueueOptions, QueuePlace } from "./open-queue.ts";
export { queueSchema } from "./postgres-backend.ts";
export type { QueueReports, RetryPolicy } from "../retry-policy.ts";

export { MemoryAdviceStore } from "./advice-store.ts";
export { MemoryJobQueue } from "./job-queue.ts";

export { thothApp } from "./intake/app.ts";
export type { IntakeDependencies, Log, ReceivedEvent, WorkDependencies } from "./dependencies.ts";
export { createReceiver } from "./intake/receiver.ts";
export type { ReceiverDependencies } from "./intake/receiver.ts";
export { askForKnowledge } from "./jobs/knowledge.ts";
export { reconcile, sweep } from "./jobs/sweeper.ts";
export { workHandler } from "./jobs/work.ts";

export { thothApp } from "./app.ts";
export type { IntakeDependencies, Log, ReceivedEvent, WorkDependencies } from "./dependencies.ts";
export { createReceiver } from "./receiver.ts";
export type { ReceiverDependencies } from "./receiver.ts";
export { reconcile, sweep } from "./sweeper.ts";
export { workHandler } from "./work.ts";

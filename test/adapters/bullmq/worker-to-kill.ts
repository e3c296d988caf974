/** Another process that works on the queue and never ends a job. `node worker-to-kill.ts PLACE`, a `QueuePlace` in JSON */

import { openTestQueue, type TestPlace } from "./test-queue.ts";

await using opened = await openTestQueue(JSON.parse(process.argv[2]!) as TestPlace);
const started = Promise.withResolvers<void>();
await opened.queue.work(() => {
  started.resolve();
  return new Promise(() => undefined);
}, 1);
await started.promise;
process.stdout.write("ready\n");
await new Promise(() => setInterval(() => undefined, 60_000));

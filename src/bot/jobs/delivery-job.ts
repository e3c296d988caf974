/** Handles a stored delivery: its handlers turn it into changes of the store. */

import type { WorkDependencies } from "../dependencies.ts";
import { isHopeless } from "./give-up.ts";

/** @throws what a handler throws: the delivery stays unfinished and is tried again. */
export async function doDelivery(id: string, dependencies: WorkDependencies): Promise<void> {
  const { store, clock, log } = dependencies;
  const delivery = await store.delivery(id);
  if (delivery === undefined) return;
  const { event, payload, receivedAt } = delivery;
  if (isHopeless(receivedAt, clock.now())) {
    log.error({ delivery: id, event }, "a delivery was given up after a day of trying");
    return store.finishDelivery(id);
  }
  await dependencies.receive({ id, name: event, payload });
  await store.finishDelivery(id);
}

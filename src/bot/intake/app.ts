/** The App as Probot knows it: a handler for every row of the table of events. */

import type { Probot } from "probot";

import type { IntakeDependencies } from "../dependencies.ts";
import { type EventRow, eventRows } from "./events.ts";
import { applyChange } from "./store-change.ts";

/** The Probot function: registers the handlers. They write to the store and ring bells, and never ask the host. */
export function thothApp(dependencies: IntakeDependencies): (app: Probot) => void {
  return (app) => {
    for (const row of eventRows)
      app.on(namesOf(row), ({ id, payload }) => handleEvent(row, { id, payload }, dependencies));
  };
}

type EventNames = Parameters<Probot["on"]>[0];

function namesOf({ event, actions }: EventRow): EventNames {
  const names = actions.length === 0 ? [event] : actions.map((action) => `${event}.${action}`);
  // Probot's type lists every event of GitHub; a test holds the table against the examples of all of them.
  return names as EventNames;
}

async function handleEvent(
  row: EventRow,
  { id, payload }: { readonly id: string; readonly payload: unknown },
  dependencies: IntakeDependencies,
): Promise<void> {
  const reading = row.read(payload);
  if (reading.kind === "misfit") {
    dependencies.log.warn(
      { delivery: id, event: row.event, mistake: reading.mistake },
      "a payload does not fit its event",
    );
    return;
  }
  for (const change of reading.changes) await applyChange(change, dependencies);
}

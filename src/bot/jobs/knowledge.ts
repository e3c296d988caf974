/** What is done when more becomes known of releases: whoever has a severe advisory now hears of it at once. */

import type { WorkDependencies } from "../dependencies.ts";
import { ringRepository } from "../ring.ts";

/** Asks for a look at every repository that is spoken to. Run it once after the advisories have changed. */
export async function askForKnowledge(
  dependencies: Pick<WorkDependencies, "store" | "queue" | "clock" | "log">,
): Promise<void> {
  const { store, clock } = dependencies;
  for (const { id: installation, isSuspended } of await store.installations()) {
    if (isSuspended) continue;
    for (const repository of await store.repositories(installation)) {
      const { id, stage, isArchived } = repository;
      if (isArchived || (stage !== "active" && stage !== "onboarding")) continue;
      await store.ask({ repository: id, slot: "knowledge", cause: { kind: "knowledge" }, askedAt: clock.now() });
      await ringRepository(repository, dependencies);
    }
  }
}

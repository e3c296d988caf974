/** One handler for every kind of job. */

import type { JobHandler } from "../../ports/index.ts";
import { doDelivery } from "./delivery-job.ts";
import type { WorkDependencies } from "../dependencies.ts";
import { doInstallation } from "./installation-job.ts";
import { doRepository } from "./repository-job.ts";

/** The handler for `JobQueue.work`. */
export function workHandler(dependencies: WorkDependencies): JobHandler {
  return async (job, signal) => {
    switch (job.kind) {
      case "delivery":
        return doDelivery(job.id, dependencies);
      case "repository":
        return doRepository(job.repository, signal, dependencies);
      case "installation":
        return doInstallation(job.installation, signal, dependencies);
    }
  };
}

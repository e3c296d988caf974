/** What boots make of a request before anything is searched. */

import type { Reason } from "../resolver/index.ts";
import type { PipelineContext } from "./context.ts";
import { includedUnits } from "./inclusion.ts";
import type { Unit } from "./unit.ts";

/** The context as the boots among `units` leave it, one after the other; each sees what those before it did. */
export function adjustedContext(units: readonly Unit[], context: PipelineContext): PipelineContext {
  return units.reduce((before, unit) => {
    if (unit.kind !== "boot" || unit.adjusts === undefined || includedUnits([unit], before).length === 0) return before;
    return unit.adjusts(before);
  }, context);
}

/** Why the run ends before it begins: the first reason of the boots among `units`, which are included ones. */
export function refusalBefore(units: readonly Unit[], context: PipelineContext): Reason | undefined {
  for (const unit of units) {
    const reason = unit.kind === "boot" ? unit.refuses?.(context) : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The order that the ranking of candidates gives, whatever happens. */

import type { Predictor } from "./predictor.ts";

export const latest: Predictor = { order: () => undefined };

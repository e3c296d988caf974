/** Every family. */

import { extrasExplosion, markerLattice } from "./conditions.ts";
import {
  diamondTowers,
  missingPackage,
  pigeonhole,
  pinnedChains,
  solanaLayers,
  wrongBacktracking,
} from "./conflicts.ts";
import type { Family } from "./family.ts";
import { likeReal } from "./like-real.ts";
import { scoreTraps, wideOptimum } from "./scores.ts";

export const families: readonly Family[] = [
  pigeonhole,
  diamondTowers,
  pinnedChains,
  missingPackage,
  solanaLayers,
  wrongBacktracking,
  extrasExplosion,
  markerLattice,
  scoreTraps,
  wideOptimum,
  likeReal,
];

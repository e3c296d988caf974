/** The units that every run has, in the order in which their reasons are told. A new unit is a new row and a new file. */

import { fittingFile } from "./fitting-file.ts";
import { requiresPython } from "./requires-python.ts";
import type { Unit } from "./unit.ts";
import { yanked } from "./yanked.ts";

export const builtinUnits: readonly Unit[] = [requiresPython, fittingFile, yanked];

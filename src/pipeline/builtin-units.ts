/**
 * The units that every run has, in the order in which they are asked and their reasons are told. A new unit is a new row,
 * a new file in `units/` and a row of the table in `README.md`.
 */

import type { Unit } from "./unit.ts";
import { baseImage } from "./units/base-image.ts";
import { endOfLifePython } from "./units/end-of-life-python.ts";
import { environmentReport } from "./units/environment-report.ts";
import { fittingFile } from "./units/fitting-file.ts";
import { imageAbi } from "./units/image-abi.ts";
import { imagePackages } from "./units/image-packages.ts";
import { labels } from "./units/labels.ts";
import { platform } from "./units/platform.ts";
import { releaseLinks } from "./units/release-links.ts";
import { requiresPython } from "./units/requires-python.ts";
import { versionRanges } from "./units/version-ranges.ts";
import { yanked } from "./units/yanked.ts";

export const builtinUnits: readonly Unit[] = [
  platform,
  endOfLifePython,
  environmentReport,
  baseImage,
  labels,
  versionRanges,
  requiresPython,
  fittingFile,
  yanked,
  imageAbi,
  imagePackages,
  releaseLinks,
];

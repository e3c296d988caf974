/** Which wheels an environment can install, as tags. PEP 425, PEP 600 and PEP 656. */

import { manylinuxPlatforms, musllinuxPlatforms, supportedTags, type Tag } from "../python/index.ts";
import { architectureOf, type CLibrary, parseMajorMinor, tryCLibrary, usualCLibrary } from "./platform.ts";
import type { RuntimeEnvironment } from "./runtime-environment.ts";

/** The wheel tags that run in `environment`, best first: CPython of its minor version, its C library, its architecture. */
export function environmentTags(environment: RuntimeEnvironment): readonly Tag[] {
  return supportedTags({
    python: parseMajorMinor(environment.pythonVersion),
    platforms: platformTags(architectureOf(environment.platform), cLibraryOf(environment)),
  });
}

/** The C library that `environment` is taken to have. */
export function cLibraryOf({ operatingSystem }: Pick<RuntimeEnvironment, "operatingSystem">): CLibrary {
  return (operatingSystem && tryCLibrary(operatingSystem)) ?? usualCLibrary;
}

function platformTags(architecture: string, { kind, version }: CLibrary): readonly string[] {
  return kind === "glibc" ? manylinuxPlatforms(architecture, version) : musllinuxPlatforms(architecture, version);
}

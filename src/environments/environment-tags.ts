/** Which wheels an environment can install, as tags. PEP 425, PEP 600 and PEP 656. */

import { manylinuxPlatforms, supportedTags, type Tag } from "../python/index.ts";
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
function cLibraryOf({ operatingSystem }: Pick<RuntimeEnvironment, "operatingSystem">): CLibrary {
  return (operatingSystem && tryCLibrary(operatingSystem)) ?? usualCLibrary;
}

/** Best first; a wheel built on the machine itself, `linux_x86_64`, before all others, as `packaging` has it. */
function platformTags(architecture: string, { kind, version }: CLibrary): readonly string[] {
  if (kind === "glibc") return manylinuxPlatforms(architecture, version);
  const [major, minor] = version;
  const minors = Array.from({ length: minor + 1 }, (_, below) => minor - below);
  return [`linux_${architecture}`, ...minors.map((each) => `musllinux_${major}_${each}_${architecture}`)];
}

/**
 * What a requirement's marker sees of a runtime environment. PEP 508, "Environment Markers".
 *
 * An environment names at least a minor version of Python; a marker may ask for a patch version. `3.8` means 3.8.0, the
 * first release that everything for 3.8 has to run on.
 */

import type { MarkerEnvironment } from "../python/index.ts";
import { architectureOf } from "./platform.ts";
import type { RuntimeEnvironment } from "./runtime-environment.ts";

/** The eleven marker variables of CPython on Linux. The kernel's release and version are unknown, hence empty. */
export function markerEnvironment(
  environment: Pick<RuntimeEnvironment, "pythonVersion" | "pythonFullVersion" | "platform">,
): MarkerEnvironment {
  const fullVersion = environment.pythonFullVersion ?? `${environment.pythonVersion}.0`;
  return {
    os_name: "posix",
    sys_platform: "linux",
    platform_machine: architectureOf(environment.platform),
    platform_python_implementation: "CPython",
    platform_release: "",
    platform_system: "Linux",
    platform_version: "",
    python_version: environment.pythonVersion,
    python_full_version: fullVersion,
    implementation_name: "cpython",
    implementation_version: fullVersion,
  };
}

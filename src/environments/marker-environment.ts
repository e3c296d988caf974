/**
 * What a requirement's marker sees of a runtime environment. PEP 508, "Environment Markers".
 *
 * An environment names at least a minor version of Python; a marker may ask for a patch version. `3.8` means the newest
 * of 3.8. Python 2 calls Linux `linux2`, and does not know its implementation's name.
 */

import type { MarkerEnvironment } from "../python/index.ts";
import { architectureOf } from "./platform.ts";
import type { RuntimeEnvironment } from "./runtime-environment.ts";
import { usualFullVersion } from "./usual-patch.ts";

/** The eleven marker variables of CPython on Linux. The kernel's release and version are unknown, hence empty. */
export function markerEnvironment(
  environment: Pick<RuntimeEnvironment, "pythonVersion" | "pythonFullVersion" | "platform">,
): MarkerEnvironment {
  const fullVersion = environment.pythonFullVersion ?? usualFullVersion(environment.pythonVersion);
  const isPython2 = environment.pythonVersion.startsWith("2.");
  return {
    os_name: "posix",
    sys_platform: isPython2 ? "linux2" : "linux",
    platform_machine: architectureOf(environment.platform),
    platform_python_implementation: "CPython",
    platform_release: "",
    platform_system: "Linux",
    platform_version: "",
    python_version: environment.pythonVersion,
    python_full_version: fullVersion,
    implementation_name: isPython2 ? "" : "cpython",
    implementation_version: isPython2 ? "0" : fullVersion,
  };
}

/**
 * What markers ask about: the interpreter that a package is to be installed for. PEP 508, "Environment Markers".
 *
 * Surprises of the standard: `python_version` is major and minor only, and `3.10` is newer than `3.9`; `sys_platform` is
 * `linux` and `platform_system` is `Linux`; what cannot be determined is an empty text, not a missing one.
 */

/** The eleven variables. */
export const markerVariables = [
  /** `os.name`, such as `posix`. */
  "os_name",
  /** `sys.platform`, such as `linux`. */
  "sys_platform",
  /** `platform.machine()`, such as `x86_64`. */
  "platform_machine",
  /** `platform.python_implementation()`, such as `CPython`. */
  "platform_python_implementation",
  /** `platform.release()`, on Linux the kernel's. */
  "platform_release",
  /** `platform.system()`, such as `Linux`. */
  "platform_system",
  /** `platform.version()`, free text. */
  "platform_version",
  /** Major and minor, such as `3.10`. */
  "python_version",
  /** `platform.python_version()`, such as `3.10.4`. */
  "python_full_version",
  /** `sys.implementation.name`, such as `cpython`. */
  "implementation_name",
  /** `sys.implementation.version` as a version. */
  "implementation_version",
] as const;

export type MarkerVariable = (typeof markerVariables)[number];

/** A value for each. */
export type MarkerEnvironment = { readonly [Variable in MarkerVariable]: string };

/**
 * What markers ask about: the interpreter that a package is to be installed for. PEP 508, "Environment Markers".
 *
 * Surprises of the standard: `python_version` is major and minor only, and `3.10` is newer than `3.9`; `sys_platform` is
 * `linux` and `platform_system` is `Linux`; what cannot be determined is an empty text, not a missing one.
 */

/** The eleven variables. */
export interface MarkerEnvironment {
  /** `os.name`, such as `posix`. */
  readonly os_name: string;
  /** `sys.platform`, such as `linux`. */
  readonly sys_platform: string;
  /** `platform.machine()`, such as `x86_64`. */
  readonly platform_machine: string;
  /** `platform.python_implementation()`, such as `CPython`. */
  readonly platform_python_implementation: string;
  /** `platform.release()`, on Linux the kernel's. */
  readonly platform_release: string;
  /** `platform.system()`, such as `Linux`. */
  readonly platform_system: string;
  /** `platform.version()`, free text. */
  readonly platform_version: string;
  /** Major and minor, such as `3.10`. */
  readonly python_version: string;
  /** `platform.python_version()`, such as `3.10.4`. */
  readonly python_full_version: string;
  /** `sys.implementation.name`, such as `cpython`. */
  readonly implementation_name: string;
  /** `sys.implementation.version` as a version. */
  readonly implementation_version: string;
}

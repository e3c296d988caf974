/** What an analysis found in a container image. Field names are those of the analysis, which rules use as well. */

export interface ImageContents {
  /** ISO 8601 date of the analysis; undefined where nobody says. */
  readonly asOf?: string;
  readonly rpms: readonly Rpm[];
  readonly pythonPackages: readonly ImagePythonPackage[];
  /** ABI symbols that the system's libraries offer, such as `GLIBC_2.28`; empty where the analysis found none. */
  readonly symbols: ReadonlySet<string>;
}

/** One installed RPM; several versions of a name may be installed side by side. A field that is absent is not known. */
export interface Rpm {
  readonly package_name: string;
  readonly arch?: string | null;
  /** Null for a package without an epoch. */
  readonly epoch?: string | null;
  readonly package_identifier?: string | null;
  readonly package_version?: string | null;
  readonly release?: string | null;
  readonly src?: boolean | null;
}

export interface ImagePythonPackage {
  /** As it was found, not normalised. */
  readonly package_name: string;
  readonly package_version?: string | null;
  /** The folder that it is installed in, such as `/usr/lib/python3.9/site-packages`. */
  readonly location?: string | null;
}

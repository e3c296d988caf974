/** What a lock is written from: the Pipfile, the pins that were chosen for it, and the lock that it replaces. */

import type { MarkerEnvironment, PackageName, Requirement } from "../python/index.ts";
import type { PipfileLock } from "./pipfile-lock.ts";
import type { Pipfile } from "./pipfile.ts";

/** A chosen release and what its index says of it. */
export interface LockPin {
  /** As the distribution spells it, such as `0.41b0`. */
  readonly version: string;
  /** The name of the source that it was taken from; undefined if that is for the Pipfile to say. */
  readonly index: string | undefined;
  /** `Requires-Python` as the index link of the chosen file states it; not what METADATA inside the file says. */
  readonly requiresPython: string | undefined;
  /** Markers unevaluated. Empty where the metadata is unknown. */
  readonly requires: readonly Requirement[];
  /** SHA-256 of every file that may be installed, in hex. */
  readonly hashes: readonly string[];
}

/** A source of the lock that is none of the Pipfile's. */
export interface MoreSource {
  readonly name: string;
  readonly url: string;
}

/** A lock to be written. */
export interface LockRequest {
  readonly pipfile: Pipfile;
  /** The one environment that the pins were chosen for. */
  readonly markers: MarkerEnvironment;
  /**
   * By the lock's section (`default`, `develop`, category): every package from an index. VCS, path and file entries
   * need no pin. One for a remote wheel under `file` gives the hashes of its release, and one for a repository whose
   * `version` is a full commit gives its `ref`.
   */
  readonly sections: ReadonlyMap<string, ReadonlyMap<PackageName, LockPin>>;
  /** Indexes that some pin is from and that the Pipfile does not name; their names are none of its sources'. */
  readonly moreSources?: readonly MoreSource[];
  /** Packages of the Pipfile that the lock does without: another one stands in for them, or they are not needed here. */
  readonly without?: ReadonlySet<PackageName>;
  /** The lock that is replaced. Its flavour and whatever is still right of it are kept. */
  readonly oldLock: PipfileLock | undefined;
}

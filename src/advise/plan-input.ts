/** What a plan is made from: the advice for every environment of a project, beside the locks as they stand. */

import type { RepositoryFile } from "../ports/index.ts";
import type { EditedManifests } from "./fix/manifest-edits.ts";
import type { Goal } from "../project/index.ts";
import type { Advice, AdviceNote } from "./advice.ts";

export interface PlanInput {
  /** In the order of the configuration, which is the order of every table; never empty. */
  readonly environments: readonly PlannedEnvironment[];
  /** Path of the project; undefined for the one in the root. */
  readonly project: string | undefined;
  /** What concerns the repository as a whole, such as a key of `.thoth.yaml` that is deprecated. */
  readonly notes: readonly AdviceNote[];
  /** What the advice was for; the best stack, where nothing is said. */
  readonly goal?: Goal | undefined;
  /** What of the user's own files is rewritten along with a changed lock, where somebody asked for that. */
  readonly manifests?: EditedManifests | undefined;
  /** What a reader runs to get the same answer. */
  readonly command: string;
  /** SHA-256 in hex of all files that the advice was made from. */
  readonly inputDigest: string;
}

/** The advice for one runtime environment. */
export interface PlannedEnvironment {
  readonly advice: Advice;
  /** The lock as it stands, undefined where there is none. */
  readonly oldLock: string | undefined;
  /** The text of the notebook that the lock stands in, where it is no file of its own. */
  readonly notebook?: string;
  /** What is written along with a changed lock, because the lock takes its place. */
  readonly moved?: RepositoryFile | undefined;
}

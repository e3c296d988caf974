/** The sealed credentials of a repository, as a service uses them: which of them are for an index, and how to get some. */

import type { IndexSetting } from "../advise/index.ts";
import { type IndexCredentials, isBelow } from "../package-index/index.ts";
import type { SealKeys } from "../sealing/index.ts";

/** What a service opens sealed credentials with. */
export interface SealSettings {
  /** Undefined: it opens none. */
  readonly keys: SealKeys | undefined;
  /** Where everybody gets the public key, for hints. */
  readonly url: string | undefined;
}

/** The same where nothing is opened: the keys may be with another process. */
export interface SealHints extends Pick<SealSettings, "url"> {
  readonly keys: SealSettings["keys"] | "elsewhere";
}

/** Those of the longest address that the index at `root` lies below; undefined where the repository has none. */
export function sealedFor({ name, sealed = [] }: IndexSetting, root: URL): IndexCredentials | undefined {
  const fitting = sealed.filter(({ index }) => isBelow(new URL(index), root));
  const [entry] = fitting.toSorted((a, b) => b.index.length - a.index.length);
  return entry && { kind: "sealed", scope: new URL(entry.index), index: name, entry };
}

/** How a repository gives a service credentials for what lies below `address`. */
export function sealHint(address: URL, { keys, url }: SealHints, repository: string): string {
  if (keys === undefined)
    return "whoever runs this service can give it credentials for the index, or a key to open sealed ones (`THOTH_SEAL_KEY`)";
  const command = `thoth seal --key ${url ?? "KEY"} --index ${address.href} --for ${repository || "OWNER/REPOSITORY"} --user USER`;
  return `run \`${command}\` and put what it prints into \`.thoth.yaml\` on the default branch`;
}

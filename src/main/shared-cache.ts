/** The cache of this user: what was fetched from indexes, and what was made of snapshots. */

import { homedir } from "node:os";
import { join } from "node:path";
import { DiskCache } from "../package-index/index.ts";

/** It holds what was fetched without credentials and with a valid certificate, snapshots that were opened, and rules. */
export function sharedCache(): DiskCache {
  return new DiskCache(cacheFolder());
}

/** Repositories of rules and of knowledge that were fetched. */
export function sharedMirrors(): string {
  return join(cacheFolder(), "rule-repositories");
}

/** Knowledge that was fetched. @param of which sources it was made of. */
export function sharedKnowledge(of: "sources" | "own"): string {
  return join(cacheFolder(), "knowledge", of);
}

function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "thoth");
}

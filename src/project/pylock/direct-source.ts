/** Packages by address or path in a pylock.toml. PEP 751, `packages.vcs`, `packages.directory`, `packages.archive`. */

import { posix } from "node:path";
import type { ManifestEntry } from "../manifest.ts";
import { NotLockable } from "./errors.ts";
import { inlineTable, tomlString } from "./toml-write.ts";

/** The lines of its entry, apart from its name. @param lock its path from the root. @throws {NotLockable} */
export function directSource(lock: string, entry: ManifestEntry): readonly string[] {
  const { source, file } = entry;
  switch (source.kind) {
    case "index":
      throw new Error(`${entry.text} is from an index`);
    case "vcs":
      return [`vcs = ${vcsTable(lock, entry, source)}`];
    case "path": {
      const path = posix.relative(posix.dirname(lock), posix.join(posix.dirname(file), source.path));
      return [`directory = ${inlineTable([["path", tomlString(path === "" ? "." : path)]])}`];
    }
    case "file":
      return [`archive = ${archiveTable(lock, entry.name, source.url)}`];
  }
}

function vcsTable(
  lock: string,
  { name }: ManifestEntry,
  source: Extract<ManifestEntry["source"], { kind: "vcs" }>,
): string {
  const at = source.url.lastIndexOf("@");
  const hasReference = at > source.url.lastIndexOf("/");
  const revision = source.ref ?? (hasReference ? source.url.slice(at + 1) : undefined);
  if (revision === undefined || !/^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(revision))
    throw new NotLockable(lock, name, "names no commit, and this format needs one", "write the full commit");
  return inlineTable([
    ["type", tomlString(source.system)],
    ["url", tomlString(hasReference ? source.url.slice(0, at) : source.url)],
    ["commit-id", tomlString(revision.toLowerCase())],
    ["subdirectory", source.subdirectory === undefined ? undefined : tomlString(source.subdirectory)],
  ]);
}

/** A hash stands behind the address: `#sha256=…`. */
function archiveTable(lock: string, name: string, address: string): string {
  const [url = "", fragment = ""] = address.split("#", 2);
  const sha256 = new URLSearchParams(fragment).get("sha256");
  if (sha256 === null || !/^[0-9a-f]{64}$/i.test(sha256)) {
    const hint = "write `#sha256=` and the digest behind the address";
    throw new NotLockable(lock, name, "has no SHA-256, and this format needs one", hint);
  }
  return inlineTable([
    ["url", tomlString(url)],
    ["hashes", inlineTable([["sha256", tomlString(sha256.toLowerCase())]])],
  ]);
}

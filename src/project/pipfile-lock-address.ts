/** VCS, path and file entries in a lock: the keys that say where they are. */

import type { LockEntry } from "./pipfile-lock.ts";
import type { EntrySource } from "./manifest.ts";
import type { JsonValue } from "./python-json.ts";

/** Whether the old entry is of the address that the Pipfile gives. */
export function sameAddress(source: EntrySource, old: LockEntry): boolean {
  switch (source.kind) {
    case "index":
      return false;
    case "vcs":
      return (
        old.source.kind === "vcs" && old.source.system === source.system && old.source.url === splitRef(source.url)[0]
      );
    case "path":
      return old.source.kind === "path" && old.source.address === source.path;
    case "file":
      return old.source.kind === "file" && old.source.address === source.url;
  }
}

/** @param pinned a full commit, where one is known */
export function addressKeys(
  source: EntrySource,
  pinned: string | undefined,
  kept: LockEntry | undefined,
): Record<string, JsonValue | undefined> {
  switch (source.kind) {
    case "index":
      return {};
    case "path":
      return { path: source.path };
    case "file":
      return { file: source.url };
    case "vcs": {
      const [url, inner] = splitRef(source.url);
      const ref = source.ref ?? inner;
      const commit = [ref, pinned].find((text) => text !== undefined && /^[0-9a-f]{40}$/.test(text));
      return { [source.system]: url, ref: commit ?? kept?.ref ?? ref, subdirectory: source.subdirectory };
    }
  }
}

/** An address without the reference that may stand after `@` in its last part, and that reference. */
function splitRef(url: string): readonly [url: string, ref: string | undefined] {
  const slash = url.lastIndexOf("/");
  const at = url.indexOf("@", slash);
  return slash === -1 || at === -1 ? [url, undefined] : [url.slice(0, at), url.slice(at + 1)];
}

/** Pipenv writes the hashes of all files of a remote wheel's release, and none for a remote sdist. */
export function isRemoteWheel(source: EntrySource): boolean {
  return source.kind === "file" && /^https?:/i.test(source.url) && /\.whl(#.*)?$/i.test(source.url);
}

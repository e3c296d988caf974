/** The indexes that ship with the product: dated snapshots, found by the address that a manifest gives. */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { UserError } from "../base/index.ts";
import {
  type DiskCache,
  type PackageIndex,
  readSnapshot,
  type Snapshot,
  SnapshotIndex,
} from "../package-index/index.ts";

/** A manifest names an index that is not among the shipped ones. */
export class NotOffline extends UserError {
  readonly code = "INDEX_NOT_OFFLINE";
  constructor(name: string, known: readonly string[]) {
    super(
      `the index \`${name}\` is not in the offline data, which has ${known.map((url) => `\`${url}\``).join(", ")}`,
      {
        hint: "run again with `--online`",
      },
    );
  }
}

/** A row of `indexes.json`, which is ours. */
interface Row {
  readonly url: string;
  readonly file: string;
  readonly names: "partial" | "whole";
}

interface ShippedIndex extends Row {
  readonly snapshot: Snapshot;
}

export class OfflineIndexes {
  readonly #indexes: readonly ShippedIndex[];

  private constructor(indexes: readonly ShippedIndex[]) {
    this.#indexes = indexes;
  }

  /** @param cache where opened snapshots are kept. @throws {UserError} when a snapshot cannot be read. */
  static async open(folder: URL, cache: DiskCache, signal: AbortSignal): Promise<OfflineIndexes> {
    const { indexes } = JSON.parse(await readFile(new URL("indexes.json", folder), "utf8")) as { indexes: Row[] };
    const opened = indexes.map(async (row) => ({
      ...row,
      snapshot: await readSnapshot(fileURLToPath(new URL(row.file, folder)), signal, cache),
    }));
    return new OfflineIndexes(await Promise.all(opened));
  }

  /** The moment that the data ends, ISO 8601: the clock of a run on it stands here. */
  get cut(): string {
    return this.#indexes
      .map(({ snapshot }) => snapshot.cut)
      .toSorted()
      .at(-1)!;
  }

  /** @throws {NotOffline} when none of the snapshots stands for `url`. */
  index(name: string, url: string): PackageIndex {
    const found = this.#indexes.find((row) => withoutSlash(row.url) === withoutSlash(url));
    if (found === undefined) {
      throw new NotOffline(
        name,
        this.#indexes.map((row) => row.url),
      );
    }
    return new SnapshotIndex(found.snapshot, { name, names: found.names });
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}

/**
 * Opening a frozen snapshot. Its JSON is read once; after that the ready form that was packed from it opens in a hundredth
 * of the time, as long as the file's digest is the same and nothing is damaged.
 */

import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { checkBytes, limits, type NestedLimit } from "../base/index.ts";
import type { DiskCache } from "./disk-cache.ts";
import type { PackageTable } from "./ready-cache/package-table.ts";
import { packSnapshot, ReadySnapshot } from "./ready-cache/ready-snapshot.ts";
import { Damaged } from "./ready-cache/sections.ts";
import { parseSnapshotDocument, SnapshotUnreadable } from "./snapshot-document.ts";

/** An open snapshot. `SnapshotIndex` says for which index it stands. */
export class Snapshot {
  #ready: ReadySnapshot;
  readonly #remake: () => Promise<ReadySnapshot>;

  /** @param remake makes the ready form anew, where the present one turns out to be damaged. */
  constructor(ready: ReadySnapshot, remake: () => Promise<ReadySnapshot>) {
    this.#ready = ready;
    this.#remake = remake;
  }

  /** ISO 8601: the moment that the snapshot shows. */
  get cut(): string {
    return this.#ready.cut;
  }

  /** Names of packages. */
  get names(): readonly string[] {
    return this.#ready.names;
  }

  has(name: string): boolean {
    return this.#ready.has(name);
  }

  /** Undefined for a name that is not in it. */
  async package(name: string): Promise<PackageTable | undefined> {
    try {
      return this.#ready.package(name);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.#ready = await this.#remake();
      return this.#ready.package(name);
    }
  }
}

/**
 * @param cache where the ready form is kept; without one it is made each time.
 * @throws {UserError} when there is no such file, or it is no snapshot, or too large.
 */
export async function readSnapshot(path: string, signal: AbortSignal, cache?: DiskCache): Promise<Snapshot> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new SnapshotUnreadable(
      path,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown fault"})`,
      error,
    );
  }
  return openSnapshot(path, bytes, limits.snapshot, cache);
}

/**
 * @param bytes the gzip file.
 * @param limit how much it may hold after decompression.
 * @throws {SnapshotUnreadable} {InputTooLarge} {InputTooDeep}
 */
export async function parseSnapshot(place: string, bytes: Buffer, limit?: NestedLimit): Promise<Snapshot> {
  return openSnapshot(place, bytes, limit ?? limits.snapshot, undefined);
}

async function openSnapshot(
  place: string,
  bytes: Buffer,
  limit: NestedLimit,
  cache: DiskCache | undefined,
): Promise<Snapshot> {
  checkBytes(place, bytes.length, limit);
  const origin = hash("sha256", bytes, "buffer");
  const key = origin.toString("hex");
  const make = async (): Promise<ReadySnapshot> => {
    const packed = packSnapshot(await parseSnapshotDocument(place, bytes, limit), origin);
    await cache?.writeAsIs("snapshots", key, packed);
    return ReadySnapshot.open(packed, origin);
  };
  const stored = cache?.readAsIs("snapshots", key, limit.bytes);
  return new Snapshot(tryOpen(stored, origin) ?? (await make()), make);
}

function tryOpen(stored: Buffer | undefined, origin: Buffer): ReadySnapshot | undefined {
  if (stored === undefined) return undefined;
  try {
    return ReadySnapshot.open(stored, origin);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}

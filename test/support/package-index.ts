/** Small package indexes in memory: snapshots with a few releases, and ways to read answers at a glance. */

import { gzipSync } from "node:zlib";
import type { Candidate, Clock, MetadataAnswer } from "../../src/ports/index.ts";
import type { IndexAnswer } from "../../src/package-index/index.ts";

/** A release of a snapshot that a test makes up; only what it cares about has to be said. */
export interface SnapshotRelease {
  readonly v: string;
  readonly requires?: readonly string[];
  readonly python?: string;
  readonly extras?: readonly string[];
  readonly yanked?: string;
  readonly files?: readonly (readonly unknown[])[];
}

/** A document of the format `index-snapshot/1`. */
export function snapshotDocument(
  packages: Readonly<Record<string, readonly SnapshotRelease[]>>,
  unknown: Readonly<Record<string, readonly string[]>> = {},
): Record<string, unknown> {
  const requires: unknown[] = [];
  const pythons: unknown[] = [];
  const extras: unknown[] = [];
  const entry = (name: string, release: SnapshotRelease) => ({
    v: release.v,
    r: requires.push(release.requires ?? []) - 1,
    p: pythons.push(release.python ?? "") - 1,
    e: extras.push(release.extras ?? []) - 1,
    ...(release.yanked === undefined ? {} : { y: release.yanked }),
    f: release.files ?? [
      [`${name}-${release.v}-py3-none-any.whl`, "ab".repeat(32), 1234, "2024-05-01T10:00:00Z", "aa/bb/cc"],
    ],
  });
  const listed = Object.entries(packages).map(([name, releases]) => [
    name,
    { unknown: unknown[name] ?? [], releases: releases.map((release) => entry(name, release)) },
  ]);
  return {
    format: "index-snapshot/1",
    cut: "2026-11-24T00:00:00+00:00",
    made: "2026-11-25",
    client: "a test",
    sets: [],
    requires,
    pythons,
    extras,
    packages: Object.fromEntries(listed),
  };
}

export function gzipJson(document: unknown): Buffer {
  return gzipSync(JSON.stringify(document));
}

/** Such as `["1.10: foo-1.10.tar.gz foo-1.10-py3-none-any.whl", "1.9: foo-1.9.tar.gz"]`, or the kind of another answer. */
export function summary(answer: IndexAnswer): readonly string[] | string {
  if (answer.kind !== "found") return answer.kind;
  return answer.candidates.map(
    (candidate) => `${candidate.version.text}: ${candidate.files.map((file) => file.filename).join(" ")}`,
  );
}

/** The requirements that an answer knows, as they print, or the reason why it knows none. */
export function requirementsOf(answer: MetadataAnswer): readonly string[] | string {
  return answer.kind === "known" ? answer.metadata.requires.map(String) : answer.reason;
}

/** The candidate of `version` in an answer that has it. */
export function candidate(answer: IndexAnswer, version: string): Candidate {
  const found = answer.kind === "found" ? answer.candidates.find((each) => each.version.text === version) : undefined;
  if (found === undefined) throw new Error(`no candidate ${version}`);
  return found;
}

/** A clock that stands until a test moves it. */
export class StandingClock implements Clock {
  #now: number;
  constructor(text: string) {
    this.#now = Date.parse(text);
  }
  now(): Date {
    return new Date(this.#now);
  }
  advance(minutes: number): void {
    this.#now += minutes * 60_000;
  }
}

/**
 * The second checker for pins chosen on a frozen snapshot: is every requirement met, is everything needed and does it
 * all install, judged from the raw data alone? It shares no line with the product (`plain-python.ts` has its own
 * versions, specifiers, markers and tags).
 */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  type PlainPlatform,
  type PlainRequirement,
  admitsPlain,
  comparePlain,
  markerHolds,
  readPlainRequirement,
  wheelFits,
} from "./plain-python.ts";

/** As `index-snapshot/1` has it. */
export interface RawRelease {
  readonly v: string;
  readonly r: number;
  readonly p: number;
  readonly y?: string;
  readonly f: readonly (readonly [filename: string, ...unknown[]])[];
}

export interface RawSnapshot {
  readonly requires: readonly (readonly string[])[];
  readonly pythons: readonly string[];
  readonly packages: Readonly<Record<string, { readonly releases: readonly RawRelease[] }>>;
}

export interface PlainSet {
  /** Such as `3.11`, which means 3.11.0, or `3.11.7`. */
  readonly python: string;
  /** Such as `x86_64-manylinux_2_36`. */
  readonly platform: string;
  readonly requirements: readonly string[];
}

export type Pins = Readonly<Record<string, string>>;

/** @param path of a gzip file. */
export function readRawSnapshot(path: string): RawSnapshot {
  return JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as RawSnapshot;
}

export class SnapshotChecker {
  readonly #snapshot: RawSnapshot;
  readonly #set: PlainSet;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #platform: PlainPlatform;

  constructor(snapshot: RawSnapshot, set: PlainSet) {
    const [, architecture = "", glibc = ""] = /^(\w+)-manylinux_2_(\d+)$/.exec(set.platform) ?? [];
    const [major, minor, micro = "0"] = set.python.split(".");
    const python = `${major}.${minor}.${micro}`;
    this.#snapshot = snapshot;
    this.#set = set;
    this.#platform = { minor: Number(minor), glibc: Number(glibc), architecture };
    this.#environment = {
      os_name: "posix",
      sys_platform: "linux",
      platform_machine: architecture,
      platform_python_implementation: "CPython",
      platform_release: "",
      platform_system: "Linux",
      platform_version: "",
      python_version: `${major}.${minor}`,
      python_full_version: python,
      implementation_name: "cpython",
      implementation_version: python,
    };
  }

  /** All that is wrong with the pins, each fault one sentence. Empty for a stack. */
  faults(pins: Pins): string[] {
    const faults: string[] = [];
    const reached = new Set<string>();
    const followed = new Set<string>();
    const open = this.#set.requirements
      .map(readPlainRequirement)
      .filter(({ marker }) => markerHolds(marker, this.#environment))
      .map((requirement) => ({ by: "the set", requirement }));
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { by, requirement } = next;
      const { name, specifiers } = requirement;
      const pin = pins[name];
      if (pin === undefined) faults.push(`${by} requires ${name}, which is absent`);
      else if (!admitsPlain(specifiers, pin)) faults.push(`${by} requires ${name} ${specifiers}, and it is ${pin}`);
      if (pin === undefined) continue;
      if (!reached.has(name)) faults.push(...this.#releaseFaults(name, pin));
      reached.add(name);
      for (const needed of this.#needs(requirement, pin, followed)) open.push({ by: name, requirement: needed });
    }
    const needless = Object.keys(pins).filter((name) => !reached.has(name));
    return [...faults, ...needless.map((name) => `nobody requires ${name}`)];
  }

  /** How many newer final releases there are that fit, summed over the pins. */
  freshness(pins: Pins): number {
    const newer = (name: string, pin: string): number =>
      this.#releases(name).filter(
        (release) =>
          release.y === undefined &&
          !/a|b|c|dev/.test(release.v) &&
          this.#fits(release) &&
          comparePlain(release.v, pin) > 0,
      ).length;
    return Object.entries(pins).reduce((sum, [name, pin]) => sum + newer(name, pin), 0);
  }

  /** Those of the extras that were not followed before, and of the release itself the first time. */
  #needs({ name, extras }: PlainRequirement, pin: string, followed: Set<string>): PlainRequirement[] {
    const fresh = ["", ...extras].filter((extra) => !followed.has(`${name}[${extra}]`));
    for (const extra of fresh) followed.add(`${name}[${extra}]`);
    const release = this.#release(name, pin);
    if (release === undefined || fresh.length === 0) return [];
    return this.#snapshot.requires[release.r]!.map(readPlainRequirement).filter(({ marker }) =>
      markerHolds(marker, this.#environment, fresh),
    );
  }

  *#releaseFaults(name: string, pin: string): Iterable<string> {
    const release = this.#release(name, pin);
    if (release === undefined) yield `${name} ${pin} is not in the snapshot`;
    else if (!this.#fits(release)) yield `${name} ${pin} does not install here`;
    else if (release.y !== undefined) yield `${name} ${pin} is yanked`;
  }

  #releases(name: string): readonly RawRelease[] {
    return this.#snapshot.packages[name]?.releases ?? [];
  }

  #release(name: string, pin: string): RawRelease | undefined {
    return this.#releases(name).find(({ v }) => v === pin);
  }

  #fits({ p, f }: RawRelease): boolean {
    const python = this.#environment["python_full_version"]!;
    return (
      admitsPlain(this.#snapshot.pythons[p]!, python) && f.some(([filename]) => wheelFits(filename, this.#platform))
    );
  }
}

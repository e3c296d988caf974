/**
 * Which advisories a repository accepts: `ignore` in `.thoth.yaml`, for a while and with a reason, and the label
 * `allow-cve` of an environment, which the first Thoth had. An advisory has many names, and any of them will do. Nobody
 * accepts that a release was made to do harm.
 */

import type { IgnoredAdvisory } from "../../project/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { AdvisoryHit } from "../advice.ts";

export type Accepted = NonNullable<AdvisoryHit["accepted"]>;

export interface AcceptanceOptions {
  /** What holds for the environment. */
  readonly ignored: readonly IgnoredAdvisory[];
  readonly labels: ReadonlyMap<string, string>;
  /** ISO 8601. */
  readonly today: string;
}

type Flaw = Pick<AdvisoryHit, "id" | "aliases" | "package" | "malicious">;

/** Somebody accepts what nobody can. */
export interface RefusedAcceptance {
  /** As it is written. */
  readonly id: string;
  readonly package: PackageName;
  /** Of the entry; undefined where it is the label that says so. */
  readonly place?: IgnoredAdvisory["place"];
}

/** The label whose value is a list of ids with commas. */
export const allowLabel = "allow-cve";

export class Acceptance {
  readonly #entries: readonly IgnoredAdvisory[];
  readonly #allowed: ReadonlySet<string>;
  /** Entries whose day has come. */
  readonly expired: readonly IgnoredAdvisory[];
  readonly #used = new Set<IgnoredAdvisory>();
  readonly #refused = new Map<string, RefusedAcceptance>();

  constructor({ ignored, labels, today }: AcceptanceOptions) {
    this.#entries = ignored.filter(({ until }) => until > today);
    this.expired = ignored.filter(({ until }) => until <= today);
    const ids = (labels.get(allowLabel) ?? "").split(",").map((id) => keyOf(id.trim()));
    this.#allowed = new Set(ids.filter((id) => id !== ""));
  }

  /** @param names of one advisory, all of them. */
  of(name: PackageName, names: readonly string[]): Accepted | undefined {
    const entry = this.#entryFor(name, names);
    if (entry !== undefined) {
      this.#used.add(entry);
      return { reason: entry.reason, until: entry.until };
    }
    if (!names.some((each) => this.#allowed.has(keyOf(each)))) return undefined;
    return { reason: `the label \`${allowLabel}\` allows it`, until: null };
  }

  /** Of an advisory that a release has, which may be refused. */
  ofHit({ id, aliases, package: name, malicious }: Flaw): Accepted | undefined {
    const accepted = this.of(name as PackageName, [id, ...aliases]);
    if (malicious !== true || accepted === undefined) return accepted;
    this.#refuse(name as PackageName, [id, ...aliases]);
    return undefined;
  }

  #refuse(name: PackageName, names: readonly string[]): void {
    const entry = this.#entryFor(name, names);
    const id = entry?.id ?? names.find((each) => this.#allowed.has(keyOf(each)))!;
    const refused = { id, package: name, ...(entry !== undefined && { place: entry.place }) };
    this.#refused.set(JSON.stringify(refused), refused);
  }

  #entryFor(name: PackageName, names: readonly string[]): IgnoredAdvisory | undefined {
    const keys = new Set(names.map(keyOf));
    return this.#entries.find(({ id, scope }) => keys.has(keyOf(id)) && (scope.package ?? name) === name);
  }

  /** What was asked to be accepted of releases that were asked about, and is not, since they were made to do harm. */
  get refused(): readonly RefusedAcceptance[] {
    return [...this.#refused.values()];
  }

  /** Entries that no release asked about had anything for. */
  get unused(): readonly IgnoredAdvisory[] {
    return this.#entries.filter((entry) => !this.#used.has(entry));
  }
}

/** People write ids as they come. */
function keyOf(id: string): string {
  return id.toUpperCase();
}

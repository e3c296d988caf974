/**
 * Releases that are too young. What somebody slips into an index is mostly found within days, so that a release waits on
 * its index before it may be chosen; days are those of the calendar, by the day of the run.
 *
 * Nobody waits for the locked release, nor for what the user's own lines leave no older choice to. A release that lacks an
 * advisory of the locked one (where nothing is locked, of the newest that has waited) is *waived*: it may be chosen. It
 * then costs something in a tier right after the advisories (`tiers.ts`), so that an older release which is as safe stays
 * dearer. Types for which advisories decide nothing have no such tier.
 *
 * The age is that of the file which an installer would take here: files are added to old releases too. A release whose
 * index does not tell when it was uploaded does not wait, which a note says.
 */

import { fittingFiles, type PipelineContext, isLocked, sourceFiles } from "../../pipeline/index.ts";
import type { Candidate } from "../../ports/index.ts";
import type { CooldownSettings } from "../../project/index.ts";
import { type PackageName, Version } from "../../python/index.ts";
import type { Reason } from "../../resolver/index.ts";
import type { AdvisoryHit } from "../advice.ts";
import { addDays, dayOf, daysBetween } from "./days.ts";
import { uploadsOf } from "./uploads.ts";

export interface CooldownOptions {
  readonly settings: CooldownSettings;
  readonly context: PipelineContext;
  /** What is known against a release and not accepted. */
  readonly advisories: (candidate: Candidate) => readonly AdvisoryHit[];
}

/** What becomes of the young releases of a package. */
export interface Waiting {
  /** They may not be chosen. */
  readonly removed: ReadonlyMap<Candidate, Reason>;
  /** They may, and why they do not have to wait. */
  readonly waived: ReadonlyMap<Candidate, Reason>;
}

const nobody: Waiting = { removed: new Map(), waived: new Map() };
const unit = "cooldown";

export class Cooldown {
  readonly #options: CooldownOptions;

  constructor(options: CooldownOptions) {
    this.#options = options;
  }

  /** Days that releases of a package wait. */
  daysOf(name: PackageName): number {
    const { settings } = this.#options;
    return settings.packages.get(name) ?? settings.days;
  }

  /** @param open the candidates of `name` that nothing else removes, newest first. */
  judge(name: PackageName, open: readonly Candidate[]): Waiting {
    const young = new Map(
      open.flatMap((candidate) => {
        const uploaded = this.#youngSince(candidate);
        return uploaded === undefined ? [] : [[candidate, uploaded] as const];
      }),
    );
    if (young.size === 0) return nobody;
    const removed = new Map<Candidate, Reason>();
    const waived = new Map<Candidate, Reason>();
    const asked = this.#asked(name, open, young);
    const base = this.#base(name, open, young);
    for (const [candidate, uploaded] of young) {
      const why = asked.has(candidate) ? "nothing older is asked for" : this.#fixes(candidate, base);
      const age = this.#sayAge(candidate, uploaded);
      if (why === undefined)
        removed.set(candidate, { unit, message: `${age}; eligible from ${this.#end(candidate, uploaded)}` });
      else waived.set(candidate, { unit, message: `${age}, and its cooldown is waived: ${why}` });
    }
    return { removed, waived };
  }

  /** The day of upload of a release that has not waited long enough. */
  #youngSince(candidate: Candidate): string | undefined {
    const { context } = this.#options;
    const days = this.daysOf(candidate.name);
    const uploads = uploadsOf(candidate);
    if (context.today === undefined || days === 0 || uploads === undefined) return undefined;
    const youngFrom = Date.parse(addDays(context.today, 1 - days));
    if (uploads.last < youngFrom || isLocked(candidate, context)) return undefined;
    const file = fittingFiles(candidate, context)[0] ?? sourceFiles(candidate, context)[0];
    const time = Date.parse(file?.uploaded ?? "");
    return time >= youngFrom ? dayOf(time) : undefined;
  }

  /** What the user's own lines admit, where they admit young releases only. */
  #asked(name: PackageName, open: readonly Candidate[], young: ReadonlyMap<Candidate, string>): ReadonlySet<Candidate> {
    const lines = this.#options.context.requirements.filter(({ requirement }) => requirement.name === name);
    if (lines.length === 0) return new Set();
    const admitted = open.filter(({ version }) =>
      lines.every(({ requirement }) => requirement.specifier.admits(version)),
    );
    return new Set(admitted.every((candidate) => young.has(candidate)) ? admitted : []);
  }

  /** What stays if nothing young is chosen. */
  #base(name: PackageName, open: readonly Candidate[], young: ReadonlyMap<Candidate, string>): Candidate | undefined {
    const locked = this.#options.context.locked.get(name);
    if (locked !== undefined) return open.find(({ version }) => Version.equal(version, locked));
    const ripe = open.filter((candidate) => !young.has(candidate));
    return ripe.find(({ version }) => !version.isPrerelease) ?? ripe[0];
  }

  #fixes(candidate: Candidate, base: Candidate | undefined): string | undefined {
    if (base === undefined || Version.compare(candidate.version, base.version) < 0) return undefined;
    const { advisories } = this.#options;
    const left = new Set(advisories(candidate).map(({ id }) => id));
    const gone = advisories(base).filter(({ id }) => !left.has(id));
    const ids = gone.map(({ id }) => id).slice(0, 3);
    const more = gone.length > ids.length ? ` and ${gone.length - ids.length} more` : "";
    return gone.length === 0 ? undefined : `it does not have ${ids.join(", ")}${more}, which ${base.version.text} has`;
  }

  #sayAge({ version }: Candidate, uploaded: string): string {
    const days = daysBetween(uploaded, this.#options.context.today!);
    const age = days < 0 ? `on ${uploaded}` : days === 0 ? "today" : days === 1 ? "1 day ago" : `${days} days ago`;
    return `${version.text} was uploaded ${age}`;
  }

  #end({ name }: Candidate, uploaded: string): string {
    return addDays(uploaded, this.daysOf(name));
  }
}

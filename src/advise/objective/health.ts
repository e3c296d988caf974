/**
 * How a project and a release of it are: what costs something in the tier `health`, and what a reader is told. Unknown is
 * silent, and nothing here refuses a release.
 *
 * Scorecards are looked at by three rules, since most of their checks speak against nearly everybody. A drop of the
 * aggregate from the locked release to the proposed one would be a fourth; a bundle holds one scan a package, so that there
 * is nothing to compare.
 *
 * Metadata that is less than declared is that of source distributions alone, and how far theirs can be trusted is known
 * once it is read, which is after costs are told: so it counts as what it comes with, that there is no wheel.
 */

import { isStaleCard, type Scorecard } from "../../knowledge/index.ts";
import { type FileContext, releaseFit } from "../../pipeline/index.ts";
import type { Candidate, ProjectStatus } from "../../ports/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Reason } from "../../resolver/index.ts";

export interface HealthOptions {
  /** Decides which wheels fit. */
  readonly files: FileContext;
  /** What the index says of a project; undefined where it says nothing, or nobody has asked. */
  readonly statusOf: (name: PackageName) => ProjectStatus | undefined;
  /** Undefined where nobody knows. */
  readonly scorecardOf: (name: PackageName) => Scorecard | undefined;
  readonly isDirect: (name: PackageName) => boolean;
  /** ISO 8601 day. */
  readonly today: string;
}

const unit = "health";

export class Health {
  readonly #options: HealthOptions;
  readonly #projects = new Map<PackageName, readonly Reason[]>();

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** What speaks against a release: its project first. */
  flaws(candidate: Candidate): readonly Reason[] {
    const own = this.projectFlaws(candidate.name);
    const isBuilt = releaseFit(candidate, this.#options.files) === "buildable";
    return isBuilt
      ? [...own, { unit, message: "no wheel of it fits here, so that an installer has to build it" }]
      : own;
  }

  /** What speaks against all releases of a package that was listed. Each completes "NAME …: ". */
  projectFlaws(name: PackageName): readonly Reason[] {
    const known = this.#projects.get(name) ?? [...this.#statusFlaws(name), ...this.#cardFlaws(name)];
    this.#projects.set(name, known);
    return known;
  }

  *#statusFlaws(name: PackageName): Iterable<Reason> {
    const status = this.#options.statusOf(name);
    if (status?.state !== "archived" && status?.state !== "deprecated") return;
    yield { unit, message: `its project is ${status.state}${status.reason ? `: ${status.reason}` : ""}` };
  }

  *#cardFlaws(name: PackageName): Iterable<Reason> {
    const { scorecardOf, isDirect, today } = this.#options;
    const card = scorecardOf(name);
    if (card === undefined) return;
    const where = `${card.confirmed ? "" : "what is said to be "}its repository \`${card.repository}\``;
    const when = `scanned ${card.date}${isStaleCard(card, today) ? ", which is stale" : ""}`;
    for (const { check, most, direct, message } of redFlags) {
      const score = card.checks.get(check)?.score;
      if (score === undefined || score > most || (direct && !isDirect(name))) continue;
      yield { unit, message: `${where} ${message} (${check} ${score} of 10, ${when})` };
    }
  }
}

/** A check, the highest score that is a red flag, and whether that only counts for direct dependencies. */
const redFlags = [
  { check: "Dangerous-Workflow", most: 3, direct: false, message: "lets strangers run code in its workflows" },
  { check: "Token-Permissions", most: 3, direct: false, message: "gives its workflows more rights than they need" },
  { check: "Maintained", most: 0, direct: true, message: "is not maintained any more" },
] as const;

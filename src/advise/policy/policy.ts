/** What holds for a question whatever "best" means there: which advisories count, what is never chosen, and what is known against it. */

import type { PipelineContext, Unit } from "../../pipeline/index.ts";
import type { Candidate, ProjectStatus } from "../../ports/index.ts";
import type { Hold, PolicySettings } from "../../project/index.ts";
import type { PackageName } from "../../python/index.ts";
import { AdvisoryReader } from "../advisory-reader.ts";
import type { LockedPin } from "../lock/locked-pins.ts";
import { Health } from "../objective/health.ts";
import type { AdviceServices, ReachOf } from "../services.ts";
import { Acceptance } from "./acceptance.ts";
import { Cooldown } from "./cooldown.ts";
import { policyUnits } from "./units.ts";

export interface PolicyRequest {
  readonly settings: PolicySettings;
  readonly context: PipelineContext;
  /** What the old lock pins. */
  readonly old: ReadonlyMap<PackageName, LockedPin>;
  readonly services: Pick<AdviceServices, "advisories" | "scorecards" | "rules">;
  /** Nobody has looked into the code without it. */
  readonly reachOf: ReachOf | undefined;
  /** What the index says of a project that was listed. */
  readonly statusOf: (name: PackageName) => ProjectStatus | undefined;
}

export interface Policy {
  readonly settings: PolicySettings;
  readonly acceptance: Acceptance;
  readonly advisories: AdvisoryReader;
  readonly cooldown: Cooldown;
  readonly health: Health;
  readonly units: readonly Unit[];
  /** Those whose day has come: they are of no effect. */
  readonly expiredHolds: readonly Hold[];
  /** Whether nothing but development needs a package, by the user's own lines and the sections of the old lock. */
  isDeveloped(name: PackageName): boolean;
}

export function readPolicy({ settings, context, old, services, reachOf, statusOf }: PolicyRequest): Policy {
  const { today } = services.rules;
  const acceptance = new Acceptance({ ignored: settings.ignored, labels: context.labels, today });
  const advisories = new AdvisoryReader(services.advisories, { acceptance, reachOf });
  const hitsOf = ({ name, version }: Candidate) => advisories.hits(name, version);
  const direct = new Set(context.requirements.map(({ requirement }) => requirement.name));
  const isOver = ({ until }: Hold): boolean => until !== undefined && until <= today;
  return {
    settings,
    acceptance,
    advisories,
    cooldown: new Cooldown({
      settings: settings.cooldown,
      context,
      advisories: (candidate) => hitsOf(candidate).filter(({ accepted }) => accepted === undefined),
    }),
    health: new Health({
      files: context,
      statusOf,
      scorecardOf: (name) => services.scorecards?.of(name),
      isDirect: (name) => direct.has(name),
      today,
    }),
    units: policyUnits({ advisories: hitsOf, statusOf, holds: settings.holds.filter((entry) => !isOver(entry)) }),
    expiredHolds: settings.holds.filter(isOver),
    isDeveloped: (name) => {
      if (direct.has(name)) return context.developed.has(name);
      return old.get(name)?.sections.every((section) => section === "develop") ?? false;
    },
  };
}

/** Why a package is at its release, and not at a newer one, in words. */

import type {
  Advice,
  AdviceChange,
  AdvisoryHit,
  BecauseReason,
  HeldBack,
  HoldReason,
  ReasonAgainst,
} from "../advice.ts";
import { type Markdown, code, join, marked, text } from "../encode.ts";
import { sayConflictLine } from "./outcome.ts";
import { enumerate, listed, sayAdvisory, sayDemand, sayRelease, sayRule } from "./words.ts";

/** The advisories of an advice by id, for `sayBecause` to link them. */
export function advisoriesById({ advisories }: Advice): ReadonlyMap<string, AdvisoryHit> {
  return new Map(advisories.judged ? [...advisories.after, ...advisories.before].map((hit) => [hit.id, hit]) : []);
}

/** Why the package is at its release. @param advisories links of the advice's advisories by id. */
export function sayBecause(because: BecauseReason, advisories: ReadonlyMap<string, AdvisoryHit>): Markdown {
  switch (because.kind) {
    case "required":
    case "demanded":
      return sayDemand(because.demand);
    case "not-required":
      return marked`Nothing in the stack requires it any more`;
    case "fixes":
      return marked`Fixes ${enumerate(because.advisories.map((id) => sayAdvisoryId(id, advisories)))}`;
    case "rule":
      return sayRule(because.rule);
    case "excluded":
      return marked`The locked release may not be chosen: ${sayRule(because.rule)}`;
    case "frees":
      return sayFrees(because);
    case "newest":
      return marked`Newest eligible release`;
    case "newest-admitted":
      return marked`Newest release that the stack admits`;
    case "index":
      return marked`Same version, from index ${code(because.to)} instead of ${code(because.from)}`;
  }
}

/**
 * Such as "`foo 1.2` requires `django<4`, which keeps `django 4.2.16` out; now it requires `django>=3`", or "`foo 1.2`
 * requires `django<4`; now it does not, and `django` leaves the stack".
 */
function sayFrees({
  demand,
  package: name,
  version,
  now,
}: Extract<BecauseReason, { readonly kind: "frees" }>): Markdown {
  if (version === null) return marked`${sayDemand(demand)}; now it does not, and ${code(name)} leaves the stack`;
  const then = now === null ? marked`now it does not ask for it` : marked`now it requires ${code(now)}`;
  return marked`${sayDemand(demand)}, which keeps ${sayRelease(name, version)} out; ${then}`;
}

function sayAdvisoryId(id: string, advisories: ReadonlyMap<string, AdvisoryHit>): Markdown {
  const hit = advisories.get(id);
  return hit === undefined ? text(id) : sayAdvisory(hit);
}

/**
 * Which newer releases are not chosen, and why: one line for each reason, those of one unit together.
 *
 * @param name the package they belong to.
 */
export function sayHeldBack(name: string, heldBack: readonly HeldBack[]): Markdown[] {
  const groups = Map.groupBy(heldBack, (item) => (item.hold.kind === "excluded" ? item.hold.rule.unit : item));
  return [...groups.values()].map((group) => {
    const older = group.reduce((sum, { count: covered }) => sum + covered, -1);
    const newest = sayRelease(name, group[0]!.version);
    const releases = older > 0 ? marked`${newest} and ${older} more` : newest;
    return sayHolds(
      releases,
      older > 0,
      group.map(({ hold }) => hold),
    );
  });
}

/** @param holds one, or several of the kind `excluded`. */
function sayHolds(releases: Markdown, several: boolean, holds: readonly HoldReason[]): Markdown {
  const [hold] = holds;
  if (hold === undefined) throw new Error("a release is held back by something");
  switch (hold.kind) {
    case "excluded": {
      const rules = holds.flatMap((each) => (each.kind === "excluded" ? [sayRule(each.rule)] : []));
      return marked`${releases} may not be chosen: ${join(rules.slice(0, listed), "; ")}`;
    }
    case "demanded":
      return marked`${releases} ${several ? marked`do` : marked`does`} not fit: ${sayDemand(hold.demand)}`;
    case "conflict":
      return marked`No stack has ${releases}: ${join(hold.chain.map(sayConflictLine), "; ")}`;
    case "worse":
      return marked`${releases} ${several ? marked`are` : marked`is`} worse by ${text(hold.tier)}: ${join(hold.by.slice(0, listed).map(sayAgainst), "; ")}`;
    case "parted": {
      const fits = marked`${releases} ${several ? marked`fit` : marked`fits`}`;
      const differ = [...Map.groupBy(hold.from, ({ environment }) => environment)].map(([environment, parted]) => {
        const names = enumerate(parted.map(({ name }) => code(name)));
        return marked`${names} would differ from ${code(environment)}`;
      });
      return marked`${fits}, but ${enumerate(differ)}`;
    }
    case "traded": {
      const older = enumerate(hold.price.map(({ name, version }) => sayRelease(name, version)));
      const fits = marked`${releases} ${several ? marked`fit` : marked`fits`}`;
      return older === "" ? marked`${fits}, but no stack with it is better` : marked`${fits} only with older ${older}`;
    }
  }
}

/** "It" is the newer release, unless another one is named. */
function sayAgainst({ release, ...rule }: ReasonAgainst): Markdown {
  const said = sayRule(rule);
  return release === undefined ? said : marked`with ${sayRelease(release.name, release.version)}, ${said}`;
}

/** What moves, such as `2.2.2` → `3.0.3` from `aicoe`. */
export function sayMove(change: AdviceChange): Markdown {
  const versions = [change.from, change.to].filter((version) => version !== null);
  const move = join(versions.map(code), " → ");
  return change.index === undefined ? move : marked`${move} from ${code(change.index)}`;
}

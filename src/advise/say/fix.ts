/** What of a fix remains, in words. */

import type { FixObstacle, PolicyBar } from "../advice.ts";
import { type Markdown, code, marked, prose, text } from "../encode.ts";
import { wideningWay } from "../fix/manifest-edits.ts";
import { sayConflict, sayRelaxations } from "./outcome.ts";
import { enumerate, sayDay, sayLine, sayPlace, sayRelease } from "./words.ts";

/** Lines of the user's that a sentence names. */
const mostLines = 4;

/** Why an advisory is still there; one sentence, without the steps of a conflict. */
export function sayObstacle(why: FixObstacle): Markdown {
  switch (why.kind) {
    case "impossible":
      return sayImpossible(why);
    case "traded":
      return marked`It goes only with ${sayTrade(why)}`;
    case "accepted": {
      const end = why.until === null ? marked`` : marked` until ${sayDay(why.until)}`;
      return marked`The repository accepts it${end}: ${prose(why.reason)}`;
    }
    case "undecided":
      return marked`Whether it concerns that release cannot be told: a bound in its record is no version`;
    case "shared":
      return marked`${code(why.writer)} writes the lock, and keeps it; an overlay gives this environment its own`;
    case "unanswered":
      return marked`Whether it can go was not found out in the given time`;
  }
}

/** The repository's own settings come first: nobody thinks of them. */
function sayImpossible({ policies, requirements }: Extract<FixObstacle, { readonly kind: "impossible" }>): Markdown {
  const reasons = [...policies.map(sayPolicy), ...requirements.map(sayLine)];
  return reasons.length === 0
    ? marked`No stack is without it`
    : marked`No stack is without it as long as ${enumerate(reasons, mostLines)}`;
}

function sayPolicy({ kind, name, line, bounds }: PolicyBar): Markdown {
  return kind === "hold"
    ? marked`${sayPlace(line)} holds ${code(name)} at ${code(bounds)}`
    : marked`releases of ${code(name)} wait out a cooldown of ${text(bounds)}`;
}

function sayTrade({ older, advisories }: Extract<FixObstacle, { readonly kind: "traded" }>): Markdown {
  const releases = older.map(({ name, version }) => marked`the older ${sayRelease(name, version)}`);
  const others = advisories.map(({ id, package: name }) => marked`${text(id)} in ${code(name)}`);
  return enumerate([...releases, ...others], mostLines);
}

/** The proof, a line each, and what would help. */
export function sayProofOf(why: FixObstacle): Markdown[] {
  if (why.kind !== "impossible") return [];
  const hint = sayRelaxations(why.relaxations);
  const command = code("thoth fix --edit-manifest");
  const how = wideningWay(why.relaxations) === undefined ? marked`` : marked`; ${command} widens bounds for you`;
  return [...sayConflict(why.explanation), ...(hint === undefined ? [] : [marked`Hint: ${hint}${how}`])];
}

/** @param absent ids that were asked for in vain, at least one. */
export function sayAbsent(absent: readonly string[]): Markdown {
  const ids = enumerate(absent.map(code), mostLines);
  return absent.length === 1 ? marked`${ids} concerns no locked release` : marked`${ids} concern no locked release`;
}

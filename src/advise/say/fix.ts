/** What of a fix remains, in words. */

import type { FixObstacle } from "../advice.ts";
import { type Markdown, code, marked, prose, text } from "../encode.ts";
import { sayConflict, sayRelaxations } from "./outcome.ts";
import { enumerate, sayDay, sayLine, sayRelease } from "./words.ts";

/** Lines of the user's that a sentence names. */
const mostLines = 4;

/** Why an advisory is still there; one sentence, without the steps of a conflict. */
export function sayObstacle(why: FixObstacle): Markdown {
  switch (why.kind) {
    case "impossible":
      return why.requirements.length === 0
        ? marked`No stack is without it`
        : marked`No stack is without it as long as ${enumerate(why.requirements.map(sayLine), mostLines)}`;
    case "traded":
      return marked`It goes only with ${sayTrade(why)}`;
    case "accepted": {
      const end = why.until === null ? marked`` : marked` until ${sayDay(why.until)}`;
      return marked`The repository accepts it${end}: ${prose(why.reason)}`;
    }
    case "unanswered":
      return marked`Whether it can go was not found out in the given time`;
  }
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
  return [...sayConflict(why.explanation), ...(hint === undefined ? [] : [marked`Hint: ${hint}`])];
}

/** @param absent ids that were asked for in vain, at least one. */
export function sayAbsent(absent: readonly string[]): Markdown {
  const ids = enumerate(absent.map(code), mostLines);
  return absent.length === 1 ? marked`${ids} concerns no locked release` : marked`${ids} concern no locked release`;
}
